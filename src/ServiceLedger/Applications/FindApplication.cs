using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>Looks a matter up by the number people quote; a POST, so that the number stands in no address.</summary>
public sealed record FindApplication(string CaseNumber);

/// <summary>The answer: the id only.</summary>
public sealed record ApplicationFound(Guid ApplicationId);

public static class FindApplicationEndpoint
{
    public static ProblemDetails Validate(FindApplication command, Act act) =>
        !act.IsOfficer ? Problems.Forbidden("Officers look matters up.", "仅工作人员可查询。")
        : !CaseNumber.IsValid(command.CaseNumber) ? Problems.Invalid("$.caseNumber", "That is no case number: look for a slip of the pen.", "办件编号有误，请核对。")
        : WolverineContinue.NoProblems;

    /// <summary>What is not for this officer to see answers like what does not exist, and the attempt is on record.</summary>
    [WolverinePost("/api/applications/find"), ReadsOnly, ProducesResponseType<ApplicationFound>(200)]
    public static async Task<IResult> Post(FindApplication command, Act act, HttpContext context, IQuerySession session, CancellationToken ct)
    {
        CaseNumber.TryNormalise(command.CaseNumber, out var number);
        if (await session.Query<Application>().SingleOrDefaultAsync(a => a.CaseNumber == number, ct) is not { } application)
            return Results.Problem(Problems.NotFound());
        var seen = context.Features.GetRequiredFeature<Seen>();
        // A relative's is refused as such, as with every search.
        if (!application.IsVisibleTo(act) && !act.Kin.Contains(application.CitizenId))
        {
            seen.Refused = application.CitizenId;
            return Results.Problem(Problems.NotFound());
        }

        seen.Found = ([application.CitizenId], SearchKey.CaseNumber);
        return Results.Ok(new ApplicationFound(application.Id));
    }
}
