using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Privacy;

/// <summary>All processing of the data but storing and protecting is to stop (PIPL art. 46, 47).</summary>
/// <param name="StreamId">The matter or document; none where it is the whole record.</param>
/// <param name="Law">The provision it rests on.</param>
public sealed record RestrictProcessing(RestrictionScope Scope, RestrictionGround Ground, string Law, string Reasons, Guid? StreamId = null);

/// <summary>What a restriction rested on is gone.</summary>
public sealed record LiftRestriction(Guid RestrictionId, string Reasons);

/// <summary>The answer: the id only.</summary>
public sealed record RestrictionAnswer(Guid RestrictionId);

/// <summary>The protection of a citizen's record, to be written to.</summary>
/// <param name="IsKnown">Whether there is such a citizen.</param>
/// <param name="Matter">Whether the thing named is a matter of theirs.</param>
/// <param name="Document">Whether it is a document of theirs.</param>
/// <param name="State">Null where nothing is on record.</param>
public sealed record ProtectedRecord(bool IsKnown, bool Matter, bool Document, Protection? State, IEventStream<Protection>? Stream = null)
{
    public static async Task<ProtectedRecord> Load(Guid citizenId, Guid? thing, IDocumentSession session, NpgsqlDataSource database, CancellationToken ct)
    {
        await using var ask = database.CreateCommand($"""
            select exists (select from {Store.Schema}.mt_doc_citizen where id = $1),
                   exists (select from {Store.Schema}.mt_doc_application where id = $2 and data->>'citizenId' = $3),
                   exists (select from {Store.Schema}.mt_doc_heldevidence where id = $2 and data->>'citizenId' = $3)
            """);
        foreach (var value in new object[] { citizenId, thing ?? Guid.Empty, citizenId.ToString() })
            ask.Parameters.Add(new() { Value = value });
        await using var row = await ask.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var (known, matter, document) = (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2));
        var stream = known ? await session.Events.FetchForWriting<Protection>(ProtectionStream.Of(citizenId), ct) : null;
        return new(known, matter, document, stream?.Aggregate, stream);
    }

    /// <summary>Refuses whoever does not answer for the protection of personal data, what is not on record, and what is destroyed.</summary>
    public ProblemDetails? Refuse(Act act) =>
        !act.IsOfficer || !act.May(PolicyAction.Restrict, FileSection.Rights, Relation.None) ? Problems.NotForThisRole()
        : !IsKnown ? Problems.NotFound()
        : State?.Erased is { } erased ? Problems.Erased(Closure.Erased(erased.ListNumber).Text)
        : null;
}

public static class RestrictProcessingEndpoint
{
    public static Task<ProtectedRecord> LoadAsync(Guid citizenId, RestrictProcessing command, IDocumentSession session, NpgsqlDataSource database, CancellationToken ct) =>
        ProtectedRecord.Load(citizenId, command.StreamId, session, database, ct);

    public static ProblemDetails Validate(RestrictProcessing command, Act act, ProtectedRecord record) =>
        record.Refuse(act)
        ?? (command.Scope switch
        {
            RestrictionScope.WholeRecord when command.StreamId is null => null,
            RestrictionScope.WholeRecord => Problems.Invalid("$.streamId", "The whole record needs none.", "限制全部档案时无须填写。"),
            RestrictionScope.Matter when record.Matter => null,
            RestrictionScope.Document when record.Document => null,
            _ => Problems.Invalid("$.streamId", "The person has nothing of this kind with this id.", "该公民没有此类此编号的内容。")
        })
        ?? (record.State?.Restrictions.Any(r => r.Scope == command.Scope && r.StreamId == command.StreamId) is true ? Problems.AlreadyExists("It is restricted.", "已限制处理。") : null)
        ?? Text.Refuse("$.law", command.Law, 300)
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/citizens/{citizenId:guid}/restrictions")]
    public static async Task<Created<RestrictionAnswer>> Post(Guid citizenId, RestrictProcessing command, Act act, ProtectedRecord record, IdempotencyRecord answer, Vault vault, CancellationToken ct)
    {
        var id = LedgerId.For(citizenId);
        record.Stream!.AppendOne(Decide(id, citizenId, command, act, await vault.KeyOf(citizenId, PurposeClass.Matters, ct)));
        return answer.Creates($"/api/citizens/{citizenId}/protection", new RestrictionAnswer(id));
    }

    public static ProcessingRestricted Decide(Guid id, Guid citizenId, RestrictProcessing command, Act act, SubjectKey key) =>
        new(citizenId, id, command.Scope, command.StreamId, command.Ground, command.Law, act.ActorId, key.Seal(command.Reasons));
}

public static class LiftRestrictionEndpoint
{
    public static Task<ProtectedRecord> LoadAsync(Guid citizenId, IDocumentSession session, NpgsqlDataSource database, CancellationToken ct) => ProtectedRecord.Load(citizenId, null, session, database, ct);

    public static ProblemDetails Validate(LiftRestriction command, Act act, ProtectedRecord record) =>
        record.Refuse(act)
        ?? (record.State?.Restrictions.Any(r => r.Id == command.RestrictionId) is true ? null : Problems.Invalid("$.restrictionId", "No such restriction is in force.", "没有生效中的该项限制。"))
        ?? Text.Refuse("$.reasons", command.Reasons, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/citizens/{citizenId:guid}/restrictions/lifting"), EmptyResponse]
    public static async Task Post(Guid citizenId, LiftRestriction command, Act act, ProtectedRecord record, Vault vault, CancellationToken ct) =>
        record.Stream!.AppendOne(Decide(citizenId, command, act, await vault.KeyOf(citizenId, PurposeClass.Matters, ct)));

    public static RestrictionLifted Decide(Guid citizenId, LiftRestriction command, Act act, SubjectKey key) => new(citizenId, command.RestrictionId, act.ActorId, key.Seal(command.Reasons));
}
