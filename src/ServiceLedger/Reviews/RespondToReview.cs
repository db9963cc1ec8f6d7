using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>The respondent answers, with the evidence on which it decided and no other (REV art. 44, 46, 48).</summary>
/// <param name="EvidenceBundleHash">Of the evidence: it must be that of what had been seen when it was decided (see <see cref="EvidenceBundle"/>).</param>
/// <param name="Bundle">The evidence, piece by piece, as the decision tells what was seen: where it differs, the refusal says in what.</param>
public sealed record FileResponse(string Answer, long Version, string? EvidenceBundleHash = null, ManifestTold? Bundle = null, EarlierEffect? Effect = null);

/// <summary>The respondent's time is over and it has not answered (REV art. 70).</summary>
public sealed record RecordNoResponse(long Version, EarlierEffect? Effect = null);

/// <summary>The evidence of a decision: what its officer had opened, as it is pinned in it.</summary>
/// <param name="Seen">Absent where the decision pinned nothing, or there is none.</param>
public sealed record EvidenceBundle(SeenManifest? Seen, SubjectKey Key)
{
    /// <summary>The hash of all of it, which everybody can compute from the decision's entry in the log; null where nothing is pinned.</summary>
    public string? Hash => HashOf(Seen);

    public static string? HashOf(SeenManifest? seen) => seen is null ? null : CanonicalHash.Of(seen);

    /// <summary>Of the decision that a review is about.</summary>
    public static async Task<EvidenceBundle> Of(Review review, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await SeenAsync(review, session, ct), await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct));

    internal static async Task<SeenManifest?> SeenAsync(Review review, IQuerySession session, CancellationToken ct) =>
        review.DecisionId is { } decision && await session.Events.Known().Where(e => e.StreamId == decision && e.Version == 1).SingleAsync(ct) is { Data: DecisionMade made } ? made.SeenManifest : null;

    /// <summary>Refuses another bundle than the one that was seen, and says what differs.</summary>
    public ProblemDetails? Refuse(string? hash, ManifestTold? bundle)
    {
        if (Differences(bundle) is { Count: > 0 } differences)
            return Other($"{string.Join("; ", differences.Select(d => d.En))}.", $"{string.Join("；", differences.Select(d => d.Zh))}。");
        return hash == Hash ? null
            : Hash is null ? Other("The decision pinned nothing that was seen; what is gathered afterwards does not count.", "该决定未固定任何已查阅的证据；事后收集的证据不予采纳。")
            : hash is null ? Problems.Invalid("$.evidenceBundleHash", $"The evidence it was decided on: its hash is {Hash}.", $"须提交作出决定时的证据，其哈希为 {Hash}。")
            : Other($"Its hash is {hash}; that of what was seen when it was decided is {Hash}.", $"所提交证据的哈希为 {hash}；作出决定时所见证据的哈希为 {Hash}。");
    }

    static ProblemDetails Other(string en, string zh) => Problems.Make(
        409, "other-evidence", "This is not the evidence it was decided on (REV art. 46).", "与作出决定时的证据不一致（复议法第四十六条）。", en, zh);

    IReadOnlyList<(string En, string Zh)> Differences(ManifestTold? bundle)
    {
        if (bundle is null)
            return [];
        var (streams, evidence) = (Seen?.Streams ?? [], Seen?.Evidence ?? []);
        var told = bundle.Evidence ?? [];
        return
        [
            .. bundle.Streams.Where(s => streams.All(o => o.Id != s.Id)).Select(s => ($"stream {s.Id} was not opened", $"记录流 {s.Id} 作出决定时未查阅")),
            .. bundle.Streams.Where(s => streams.Any(o => o.Id == s.Id && o.Version != s.Version)).Select(s => ($"stream {s.Id} was opened in version {streams.First(o => o.Id == s.Id).Version}, not {s.Version}", $"记录流 {s.Id} 当时查阅的版本为 {streams.First(o => o.Id == s.Id).Version}，而非 {s.Version}")),
            .. streams.Where(s => bundle.Streams.All(o => o.Id != s.Id)).Select(s => ($"stream {s.Id} is missing", $"缺少记录流 {s.Id}")),
            .. told.Where(e => evidence.All(o => o.Id != e.Id)).Select(e => ($"document {e.Id} was not opened", $"材料 {e.Id} 作出决定时未查阅")),
            .. told.Where(e => Array.Find(evidence, o => o.Id == e.Id) is { Digest: { } digest } && Key.Open(digest) != e.Digest).Select(e => ($"document {e.Id} has other content", $"材料 {e.Id} 的内容不同")),
            .. evidence.Where(e => told.All(o => o.Id != e.Id)).Select(e => ($"document {e.Id} is missing", $"缺少材料 {e.Id}")),
            .. Seen is not null && Seen.ItemVersion != bundle.ItemVersion ? [($"the item was in version {Seen.ItemVersion}, not {bundle.ItemVersion}", $"事项当时为第 {Seen.ItemVersion} 版，而非第 {bundle.ItemVersion} 版")] : Array.Empty<(string, string)>()
        ];
    }
}

/// <summary>What a response is judged by.</summary>
public sealed record ResponseGround(EvidenceBundle Bundle, WorkingDays Calendar);

public static class FileResponseEndpoint
{
    public static async Task<ResponseGround> LoadAsync(Review review, IQuerySession session, Vault vault, CancellationToken ct) =>
        new(await EvidenceBundle.Of(review, session, vault, ct), await WorkingDays.Load(session, ct));

    public static ProblemDetails Validate(FileResponse command, Act act, Review review, ResponseGround ground, TimeProvider time) =>
        review.Refuse(act, ReviewAction.FileResponse, command.Version, command.Effect, time.GetUtcNow())
        ?? RefuseLate(review, ground.Calendar, command.Effect.Day(time))
        ?? Text.Refuse("$.answer", command.Answer, 20_000, lines: true)
        ?? (command.EvidenceBundleHash is { } hash && !Text.IsSha256(hash) ? Problems.Invalid("$.evidenceBundleHash", Text.Sha256.En, Text.Sha256.Zh) : null)
        ?? RefuseNulls(command.Bundle)
        ?? ground.Bundle.Refuse(command.EvidenceBundleHash, command.Bundle) ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseLate(Review review, WorkingDays calendar, DateOnly day) =>
        // Without a calendar what is answered on the day of the copy is in time anyhow.
        day == review.CopySentOn ? null
        : review.ResponseDue(calendar) is not { } last ? WorkingDays.NoCalendar()
        : day <= last ? null
        : Problems.Make(
            409, "too-late", "The time to answer is over.", "答复期限已过。",
            $"It ended on {last:yyyy-MM-dd}; what was done counts as having no evidence (REV art. 48, 70).", $"期限至 {last:yyyy-MM-dd}；逾期视为没有证据、依据（复议法第四十八条、第七十条）。");

    static ProblemDetails? RefuseNulls(ManifestTold? bundle) =>
        bundle is not null && (bundle.Streams.Any(s => s is null) || bundle.Evidence?.Any(e => e is null) is true) ? Problems.Invalid("$.bundle", "Null is not allowed here.", "此处不允许为空。") : null;

    [WolverinePost("/api/reviews/{reviewId:guid}/response"), EmptyResponse]
    public static ResponseFiled Post(FileResponse command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, ResponseGround ground) => Decide(command, review, ground.Bundle.Key);

    public static ResponseFiled Decide(FileResponse command, Review review, SubjectKey key) => new(review.CitizenId, key.Seal(command.Answer), command.EvidenceBundleHash, command.Effect);
}

public static class RecordNoResponseEndpoint
{
    public static Task<WorkingDays> LoadAsync(Review review, IQuerySession session, CancellationToken ct) => WorkingDays.Load(session, ct);

    public static ProblemDetails Validate(RecordNoResponse command, Act act, Review review, WorkingDays calendar, TimeProvider time) =>
        review.Refuse(act, ReviewAction.RecordNoResponse, command.Version, command.Effect, time.GetUtcNow())
        ?? (review.ResponseDue(calendar) is not { } last ? WorkingDays.NoCalendar()
            : command.Effect.Day(time) > last ? WolverineContinue.NoProblems
            : Problems.Make(409, "not-due-yet", "The respondent still has time to answer.", "答复期限尚未届满。", $"It ends on {last:yyyy-MM-dd}.", $"期限至 {last:yyyy-MM-dd}。"));

    [WolverinePost("/api/reviews/{reviewId:guid}/no-response"), EmptyResponse]
    public static ResponseNotFiled Post(RecordNoResponse command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, WorkingDays calendar) => Decide(command, review, calendar);

    public static ResponseNotFiled Decide(RecordNoResponse command, Review review, WorkingDays calendar) => new(review.CitizenId, review.ResponseDue(calendar)!.Value, command.Effect);
}
