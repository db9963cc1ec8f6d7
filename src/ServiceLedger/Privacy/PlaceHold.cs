using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Privacy;

/// <summary>Nothing of the record may be destroyed while a proceeding or an audit may need it.</summary>
/// <param name="Authority">The body that needs it.</param>
/// <param name="DocumentNumber">Its order.</param>
/// <param name="ApplicationId">The matter; none where it is the whole record.</param>
public sealed record PlaceHold(string Authority, string DocumentNumber, Guid? ApplicationId = null);

/// <summary>It is needed no longer.</summary>
/// <param name="Authority">The body that says so.</param>
/// <param name="DocumentNumber">Its order.</param>
public sealed record LiftHold(Guid HoldId, string Authority, string DocumentNumber);

/// <summary>The answer: the id only.</summary>
public sealed record HoldAnswer(Guid HoldId);

public static class PlaceHoldEndpoint
{
    public static Task<ProtectedRecord> LoadAsync(Guid citizenId, PlaceHold command, IDocumentSession session, NpgsqlDataSource database, CancellationToken ct) =>
        ProtectedRecord.Load(citizenId, command.ApplicationId, session, database, ct);

    public static ProblemDetails Validate(PlaceHold command, Act act, ProtectedRecord record) =>
        record.Refuse(act)
        ?? (command.ApplicationId is null || record.Matter ? null : Problems.Invalid("$.applicationId", "The person has no such matter.", "该公民没有此办件。"))
        ?? Text.Refuse("$.authority", command.Authority, 200)
        ?? Text.Refuse("$.documentNumber", command.DocumentNumber, 100)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/citizens/{citizenId:guid}/holds")]
    public static Created<HoldAnswer> Post(Guid citizenId, PlaceHold command, Act act, ProtectedRecord record, IdempotencyRecord answer)
    {
        var id = LedgerId.For(citizenId);
        record.Stream!.AppendOne(Decide(id, citizenId, command, act));
        return answer.Creates($"/api/citizens/{citizenId}/protection", new HoldAnswer(id));
    }

    public static LegalHoldPlaced Decide(Guid id, Guid citizenId, PlaceHold command, Act act) => new(citizenId, id, command.ApplicationId, command.Authority, command.DocumentNumber, act.ActorId);
}

public static class LiftHoldEndpoint
{
    public static Task<ProtectedRecord> LoadAsync(Guid citizenId, IDocumentSession session, NpgsqlDataSource database, CancellationToken ct) => ProtectedRecord.Load(citizenId, null, session, database, ct);

    public static ProblemDetails Validate(LiftHold command, Act act, ProtectedRecord record) =>
        record.Refuse(act)
        ?? (record.State?.Holds.Any(h => h.Id == command.HoldId) is true ? null : Problems.Invalid("$.holdId", "No such hold is in force.", "没有生效中的该项保全。"))
        ?? Text.Refuse("$.authority", command.Authority, 200)
        ?? Text.Refuse("$.documentNumber", command.DocumentNumber, 100)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/citizens/{citizenId:guid}/holds/lifting"), EmptyResponse]
    public static void Post(Guid citizenId, LiftHold command, Act act, ProtectedRecord record) => record.Stream!.AppendOne(Decide(citizenId, command, act));

    public static LegalHoldLifted Decide(Guid citizenId, LiftHold command, Act act) => new(citizenId, command.HoldId, command.Authority, command.DocumentNumber, act.ActorId);
}
