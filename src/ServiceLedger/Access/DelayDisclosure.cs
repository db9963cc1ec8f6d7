using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>A department asks that looks at a citizen's record are shown to the citizen later (PIPL art. 18, 35).</summary>
/// <param name="Authority">The body that ordered it.</param>
/// <param name="DocumentNumber">Its order.</param>
/// <param name="Until">The last day on which they are not shown.</param>
/// <param name="MatterId">Looks under this matter of the department; absent: all looks of the department.</param>
public sealed record AskDisclosureDelay(Guid CitizenId, DisclosureDelayGround Ground, string Authority, string DocumentNumber, DateOnly Until, Guid? MatterId = null);

/// <summary>A second officer approves what was asked: a supervisor, or the head of the department.</summary>
public sealed record ApproveDisclosureDelay(long Version);

/// <summary>More time is asked for, with an order of its own.</summary>
public sealed record ExtendDisclosureDelay(string Authority, string DocumentNumber, DateOnly Until, long Version);

/// <summary>The delay ends early, or what was asked is given up.</summary>
public sealed record ReleaseDisclosure(long Version);

/// <summary>The answer: the id only.</summary>
public sealed record DisclosureDelayAnswer(Guid DisclosureDelayId);

/// <summary>Whether there is such a citizen, and whether the matter named is of theirs and of the department that asks.</summary>
public sealed record DelaySubject(bool Citizen, bool Matter);

public static class AskDisclosureDelayEndpoint
{
    public static async Task<DelaySubject> LoadAsync(AskDisclosureDelay command, Act act, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var ask = database.CreateCommand($"""
            select exists (select from {Store.Schema}.mt_doc_citizen where id = $1),
                   exists (select from {Store.Schema}.mt_doc_application where id = $2 and data->>'citizenId' = $3 and data->>'departmentCode' = $4)
            """);
        foreach (var value in new object[] { command.CitizenId, command.MatterId ?? Guid.Empty, command.CitizenId.ToString(), act.Department ?? "" })
            ask.Parameters.Add(new() { Value = value });
        await using var row = await ask.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetBoolean(0), row.GetBoolean(1));
    }

    public static ProblemDetails Validate(AskDisclosureDelay command, Act act, DelaySubject subject, Settings settings, TimeProvider time) =>
        (act is { IsOfficer: true, Department: not null } ? null : Problems.Forbidden("Departments ask for a delay.", "由部门提出延期显示。"))
        ?? (subject.Citizen ? null : Problems.Invalid("$.citizenId", "There is no citizen of this id.", "没有此人。"))
        ?? (command.MatterId is null || subject.Matter ? null : Problems.Invalid("$.matterId", "Your department has no matter of this citizen of this id.", "本部门没有此人的该办件。"))
        ?? DelayTerms.Refuse(command.Authority, command.DocumentNumber, command.Until, time.Today(), settings)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/disclosure-delays")]
    public static Created<DisclosureDelayAnswer> Post(AskDisclosureDelay command, Act act, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(command.CitizenId);
        session.Events.StartStream<DisclosureDelay>(id, Decide(command, act));
        return record.Creates($"/api/disclosure-delays/{id}", new DisclosureDelayAnswer(id));
    }

    public static DisclosureDelayAsked Decide(AskDisclosureDelay command, Act act) =>
        new(command.CitizenId, act.Department!, command.MatterId, command.Ground, command.Authority, command.DocumentNumber, command.Until);
}

public static class ApproveDisclosureDelayEndpoint
{
    public static ProblemDetails Validate(ApproveDisclosureDelay command, Act act, DisclosureDelay delay, TimeProvider time) =>
        delay.Refuse(act, DisclosureDelayAction.Approve, command.Version, time.Today()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/disclosure-delays/{disclosureDelayId:guid}/approval"), EmptyResponse]
    public static DisclosureDelayed Post(ApproveDisclosureDelay command, [State] DisclosureDelay delay) => new(delay.CitizenId, delay.Asked!.Until);
}

public static class ExtendDisclosureDelayEndpoint
{
    public static ProblemDetails Validate(ExtendDisclosureDelay command, Act act, DisclosureDelay delay, Settings settings, TimeProvider time) =>
        delay.Refuse(act, DisclosureDelayAction.Extend, command.Version, time.Today())
        ?? DelayTerms.Refuse(command.Authority, command.DocumentNumber, command.Until, time.Today(), settings)
        ?? (command.Until > delay.Until ? WolverineContinue.NoProblems : Problems.Invalid("$.until", "It is no later than the day approved already.", "不晚于已批准的日期。"));

    [WolverinePost("/api/disclosure-delays/{disclosureDelayId:guid}/extension"), EmptyResponse]
    public static DisclosureExtensionAsked Post(ExtendDisclosureDelay command, [State] DisclosureDelay delay) => new(delay.CitizenId, command.Authority, command.DocumentNumber, command.Until);
}

public static class ReleaseDisclosureEndpoint
{
    public static ProblemDetails Validate(ReleaseDisclosure command, Act act, DisclosureDelay delay, TimeProvider time) =>
        delay.Refuse(act, DisclosureDelayAction.Release, command.Version, time.Today()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/disclosure-delays/{disclosureDelayId:guid}/release"), EmptyResponse]
    public static DisclosureReleased Post(ReleaseDisclosure command, [State] DisclosureDelay delay) => new(delay.CitizenId);
}

static class DelayTerms
{
    public static ProblemDetails? Refuse(string authority, string document, DateOnly until, DateOnly today, Settings settings) =>
        Text.Refuse("$.authority", authority, 200)
        ?? Text.Refuse("$.documentNumber", document, 100)
        ?? (until > today && until <= today.AddDays(settings.Looks.LongestDelayDays) ? null
            : Problems.Invalid("$.until", $"After today, and within {settings.Looks.LongestDelayDays} days.", $"应在今日之后，且不超过 {settings.Looks.LongestDelayDays} 天。"));
}
