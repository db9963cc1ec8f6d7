using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Citizens;

/// <summary>The department has checked whether a fact is wrong.</summary>
public sealed record VerifyRectification(string Findings, long Version);

/// <summary>The department grants what was asked, refuses it with reasons and remedies, or restricts what it must not delete yet.</summary>
/// <param name="Law">The provision a deletion or restriction rests on.</param>
/// <param name="After">Of a rectification: what is right.</param>
public sealed record DecideRightsRequest(RightsOutcome Outcome, long Version, string? Reasons = null, RemediesTold? Remedies = null, string? Law = null, string? After = null);

public enum RightsOutcome { Granted, RestrictedInstead, Refused }

/// <summary>What a request is decided by, and what the decision is written to besides.</summary>
/// <param name="Name">The name as it stands, and the birth date, where they are asked to be put right.</param>
/// <param name="Data">The data request of the fact, and the others that received it.</param>
/// <param name="Relying">The decisions that rest on it.</param>
/// <param name="Copy">What a copy holds now.</param>
public sealed record RightsGround(
    SubjectKey Matters, SubjectKey Identity, RecordRetention? Retention, ProtectedRecord Record, CitizenRegistered? Name, IReadOnlyList<IEventStream<DataRequest>> Data, IReadOnlyList<IEventStream<Decision>> Relying,
    CopyIssued? Copy);

public static class VerifyRectificationEndpoint
{
    public static Task<SubjectKey> LoadAsync(RightsRequest request, Vault vault, CancellationToken ct) => vault.KeyOf(request.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(VerifyRectification command, Act act, RightsRequest request) =>
        request.Refuse(act, RightsRequestAction.Verify, command.Version)
        ?? Text.Refuse("$.findings", command.Findings, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/rights-requests/{rightsRequestId:guid}/verification"), EmptyResponse]
    public static RectificationVerified Post(VerifyRectification command, [State("rightsRequestId")] RightsRequest request, SubjectKey key) => new(request.CitizenId, key.Seal(command.Findings));
}

public static class DecideRightsRequestEndpoint
{
    const int LongestValue = 4000;

    public static async Task<RightsGround> LoadAsync(DecideRightsRequest command, RightsRequest request, IDocumentSession session, Vault vault, NpgsqlDataSource database, TimeProvider time, CancellationToken ct)
    {
        var (citizen, granted) = (request.CitizenId, command.Outcome is RightsOutcome.Granted);
        var data = granted && request.Fact is { Kind: FactKind.Data } fact ? await ToldAsync(fact, session, ct) : [];
        return new(
            await vault.KeyOf(citizen, PurposeClass.Matters, ct), await vault.KeyOf(citizen, PurposeClass.Identity, ct),
            await RecordRetention.LoadAsync([citizen], session, time.Today(), ct) is [var retention] ? retention : null,
            await ProtectedRecord.Load(citizen, null, session, database, ct),
            request.Fact?.Kind is FactKind.Name ? await NameAsync(citizen, session, ct) : null,
            data, await RelyingAsync(data, request.Fact, session, ct), granted && request.Kind is RightsRequestKind.Copy ? await CopyAsync(citizen, session, ct) : null);
    }

    /// <summary>The name as it stands: as it was registered, or as it was put right last.</summary>
    static async Task<CitizenRegistered?> NameAsync(Guid citizen, IQuerySession session, CancellationToken ct)
    {
        if ((await session.Events.Known().Where(e => e.StreamId == citizen && e.Version == 1).SingleOrDefaultAsync(ct))?.Data is not CitizenRegistered registered)
            return null;
        var asked = (await session.Query<RightsRequest>().Where(r => r.CitizenId == citizen && r.Kind == RightsRequestKind.Rectification && r.Status == RightsRequestStatus.Granted).Select(r => r.Id).ToListAsync(ct)).ToArray();
        var rectified = (await session.Events.Known().Where(e => e.StreamId.IsOneOf(asked)).OrderBy(e => e.Sequence).ToListAsync(ct)).Select(e => e.Data).OfType<FactRectified>();
        return rectified.LastOrDefault(f => f.Fact is FactKind.Name) is { } last ? registered with { Name = last.After } : registered;
    }

    /// <summary>The data request by which the fact was given, and every other that received the same field of the same source.</summary>
    static async Task<IReadOnlyList<IEventStream<DataRequest>>> ToldAsync(FactInQuestion fact, IDocumentSession session, CancellationToken ct)
    {
        var given = await session.Events.FetchForWriting<DataRequest>(fact.DataRequestId!.Value, ct);
        var one = given.Aggregate!;
        var others = await session.Query<DataRequest>().Where(r => r.CitizenId == one.CitizenId && r.ProvidingDepartment == one.ProvidingDepartment && r.DataItemCode == one.DataItemCode && r.Id != one.Id).ToListAsync(ct);
        List<IEventStream<DataRequest>> told = [given];
        foreach (var other in others.Where(r => r.Provided.Contains(fact.Field!)).OrderBy(r => r.Id))
            told.Add(await session.Events.FetchForWriting<DataRequest>(other.Id, ct));
        return told;
    }

    static async Task<IReadOnlyList<IEventStream<Decision>>> RelyingAsync(IReadOnlyList<IEventStream<DataRequest>> told, FactInQuestion? fact, IDocumentSession session, CancellationToken ct)
    {
        var streams = new List<IEventStream<Decision>>();
        foreach (var decision in told.SelectMany(r => UsesOf(r.Aggregate!, fact!)).Distinct().Order())
            streams.Add(await session.Events.FetchForWriting<Decision>(decision, ct));
        return streams;
    }

    static IEnumerable<Guid> UsesOf(DataRequest request, FactInQuestion fact) => request.Uses.Where(u => u.Fields.Contains(fact.Field!)).Select(u => u.DecisionId);

    static async Task<CopyIssued> CopyAsync(Guid citizen, IQuerySession session, CancellationToken ct)
    {
        var copied = await CopiedRecord.LoadAsync(citizen, null, session, ct);
        return new(citizen, copied.Position, copied.Events.Count, copied.Digest);
    }

    public static ProblemDetails Validate(DecideRightsRequest command, Act act, RightsRequest request, RightsGround ground) =>
        request.Refuse(act, RightsRequestAction.Decide, command.Version)
        ?? command.Outcome switch
        {
            RightsOutcome.Refused => RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies),
            RightsOutcome.RestrictedInstead => RefuseRestricting(command, request, ground),
            _ => RefuseGranting(command, request, ground) ?? RefuseReasons(command)
        }
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseRestricting(DecideRightsRequest command, RightsRequest request, RightsGround ground) =>
        request.Kind is not RightsRequestKind.Deletion ? Problems.Invalid("$.outcome", "What is not to be deleted is granted or refused.", "仅删除请求可改为限制处理。")
        : ground.Retention is not { Due: false } ? Problems.Invalid("$.outcome", "Nothing demands that it is kept: grant it.", "没有应当继续保存的理由，应予删除。")
        : RefuseLaw(command) ?? RemediesTold.RefuseShortfall("$", command.Reasons, command.Remedies);

    static ProblemDetails? RefuseGranting(DecideRightsRequest command, RightsRequest request, RightsGround ground) => request.Kind switch
    {
        RightsRequestKind.Rectification => request.Status is not RightsRequestStatus.Verified
            ? Problems.Make(409, "not-verified", "It is not checked yet.", "尚未核实。", "Check first whether the fact is wrong.", "请先核实该信息是否有误。")
            : Text.Refuse("$.after", command.After, request.Fact!.Kind is FactKind.Name ? 100 : LongestValue, lines: request.Fact.Kind is FactKind.Data)
                ?? (request.Fact.Kind is FactKind.Name && ground.Name is null ? Problems.Invalid("$.outcome", "The person is known by a reference only.", "该公民仅以外部编号登记。") : null),
        RightsRequestKind.Restriction => RefuseLaw(command) ?? (IsRestricted(ground) ? Problems.AlreadyExists("It is restricted.", "已限制处理。") : null),
        RightsRequestKind.Deletion => ground.Retention is { Due: false } kept
            ? Problems.Make(409, "retention-runs", "The law demands that it is kept on.", "依法应当继续保存。", $"{kept.Why} Restrict it instead (PIPL art. 47).", $"{kept.Why}应改为限制处理（个人信息保护法第四十七条）。")
            : RefuseLaw(command),
        _ => null
    };

    /// <summary>What is granted may say why, and takes no remedies.</summary>
    static ProblemDetails? RefuseReasons(DecideRightsRequest command) =>
        Text.RefuseIfGiven("$.reasons", command.Reasons, 4000, lines: true)
        ?? (command.Remedies is null ? null : Problems.Invalid("$.remedies", "A decision of this kind does not take it.", "此类决定不填写该项。"));

    static ProblemDetails? RefuseLaw(DecideRightsRequest command) => Text.Refuse("$.law", command.Law, 300);

    static bool IsRestricted(RightsGround ground) => ground.Record.State?.Restrictions.Any(r => r.Scope is RestrictionScope.WholeRecord) is true;

    [WolverinePost("/api/rights-requests/{rightsRequestId:guid}/decision"), EmptyResponse]
    public static async Task<Events> Post(
        DecideRightsRequest command, [State("rightsRequestId", LoadStyle = ModelConcurrencyStyle.Exclusive)] RightsRequest request, Act act, RightsGround ground, IDocumentSession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var decided = Decide(command, act, request, ground);
        if (decided.Restricted is { } restricted)
            ground.Record.Stream!.AppendOne(restricted);
        if (decided.Event is FactRectified { Fact: FactKind.Name } && ground.Name is { } known)
            session.Store(new CitizenByName(request.CitizenId, (await vault.BlindIndex(ct)).OfNameAndBirthDate(command.After!, DateOnly.ParseExact(ground.Identity.Open(known.BirthDate), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))));
        if (decided.Event is FactRectified { Fact: FactKind.Data })
            Propagate(command, request, ground, time.Today());
        return [decided.Event];
    }

    /// <summary>What is decided, and the restriction it puts into force.</summary>
    public static (object Event, ProcessingRestricted? Restricted) Decide(DecideRightsRequest command, Act act, RightsRequest request, RightsGround ground)
    {
        var citizen = request.CitizenId;
        if (command.Outcome is RightsOutcome.Refused)
            return (new RightsRequestRefused(citizen, ground.Matters.Seal(command.Reasons)!, command.Remedies!.Told()), null);
        // One that is in force already does for this too.
        var known = ground.Record.State?.Restrictions.FirstOrDefault(r => r.Scope is RestrictionScope.WholeRecord);
        var id = known?.Id ?? LedgerId.For(citizen);
        ProcessingRestricted? Restricted(RestrictionGround why) => known is not null ? null : new(citizen, id, RestrictionScope.WholeRecord, null, why, command.Law!, act.ActorId, ground.Matters.Seal(command.Reasons ?? command.Law!));
        return (command.Outcome, request.Kind) switch
        {
            (RightsOutcome.RestrictedInstead, _) => (new DeletionDecided(citizen, DeletionOutcome.RestrictInstead, command.Law!, id, ground.Retention!.Until, ground.Matters.Seal(command.Reasons), command.Remedies!.Told()), Restricted(RestrictionGround.RetentionNotExpired)),
            (_, RightsRequestKind.Deletion) => (new DeletionDecided(citizen, DeletionOutcome.Erase, command.Law!), null),
            (_, RightsRequestKind.Restriction) => (new RestrictionGranted(citizen, id), Restricted(RestrictionGround.AccuracyContested)),
            (_, RightsRequestKind.Copy) => (ground.Copy!, null),
            (_, RightsRequestKind.Rectification) when request.Fact!.Kind is FactKind.Name => (new FactRectified(citizen, FactKind.Name, null, null, ground.Name!.Name, ground.Identity.Seal(command.After)!), null),
            (_, RightsRequestKind.Rectification) => (new FactRectified(citizen, FactKind.Data, request.Fact!.DataRequestId, request.Fact.Field, null, ground.Matters.Seal(command.After)!), null),
            _ => (new AccessGranted(citizen, ground.Matters.Seal(command.Reasons)), null)
        };
    }

    /// <summary>Tells every earlier recipient, and marks every decision that rests on the fact as due for review (PIPL art. 46).</summary>
    static void Propagate(DecideRightsRequest command, RightsRequest request, RightsGround ground, DateOnly today)
    {
        var correction = new CorrectData(request.Fact!.Field!, command.After!, today, command.Reasons ?? command.After!, 0);
        var id = LedgerId.For(request.CitizenId);
        foreach (var (n, told) in ground.Data.Index())
        {
            if (n == 0)
                told.AppendMany(CorrectDataEndpoint.Decide(id, correction, told.Aggregate!, ground.Matters));
            else
                told.AppendOne(CorrectDataEndpoint.Told(id, correction, told.Aggregate!, ground.Matters));
            foreach (var decision in ground.Relying.Where(d => UsesOf(told.Aggregate!, request.Fact).Contains(d.Id)))
                decision.AppendOne(new ReliedFactCorrected(request.CitizenId, told.Id, told.Aggregate!.DataItemCode, request.Fact.Field!));
        }
    }
}
