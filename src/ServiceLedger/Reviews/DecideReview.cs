using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>The reviewing authority decides (REV art. 61 to 73); what that does to the decision and the matter is recorded with it.</summary>
/// <param name="Court">Where the applicant may go.</param>
/// <param name="Ruling">The one that takes the place of the old, where it is varied: no worse for the applicant (REV art. 63).</param>
/// <param name="Part">Which part is revoked.</param>
/// <param name="PerformBy">By when the respondent decides anew or performs its duty.</param>
/// <param name="CompensationFen">What the respondent pays (REV art. 72).</param>
public sealed record DecideReview(
    ChallengeOutcome Outcome, string Reasons, IReadOnlyList<string> LegalBasis, string Court, long Version, RulingTold? Ruling = null, string? Part = null, DateOnly? PerformBy = null,
    long? CompensationFen = null, EarlierEffect? Effect = null);

public static class DecideReviewEndpoint
{
    // Without evidence nothing stands (REV art. 70).
    static readonly ChallengeOutcome[] NeedEvidence = [ChallengeOutcome.Upheld, ChallengeOutcome.Varied];
    static readonly ChallengeOutcome[] Redress = [ChallengeOutcome.RevokedAndRedo, ChallengeOutcome.PerformanceOrdered];

    public static Task<DisputedStreams> LoadAsync(Review review, IDocumentSession session, ItemCatalogue items, Vault vault, CancellationToken ct) => DisputedStreams.Of(review, session, items, vault, ct);

    public static ProblemDetails Validate(DecideReview command, Act act, Review review, DisputedStreams streams, TimeProvider time) =>
        Refuse(command, act, review, streams.Disputed, time) ?? WolverineContinue.NoProblems;

    public static ProblemDetails? Refuse(DecideReview command, Act act, Review review, Disputed disputed, TimeProvider time) =>
        review.Refuse(act, ReviewAction.Decide, command.Version, command.Effect, time.GetUtcNow())
        ?? disputed.Deciders.Refuse(act)
        ?? Effects.Refuse(act, command.Effect, disputed.LastEffect, time.GetUtcNow())
        ?? RefuseOutcome(command.Outcome, review)
        ?? Consequences.Refuse("$.outcome", command.Outcome, disputed)
        ?? RefuseUnfinished(command.Outcome, act, review)
        ?? Text.Refuse("$.reasons", command.Reasons, RemediesTold.LongestReasons, lines: true)
        ?? Texts.RefuseLegalBasis(command.LegalBasis)
        ?? Text.Refuse("$.court", command.Court, 200)
        ?? RefuseMembers(command.Outcome, command.Ruling, command.Part, command.PerformBy, disputed, command.Effect.Day(time))
        ?? Texts.RefuseAmount("$.compensationFen", command.CompensationFen)
        ?? (command.CompensationFen is not null && command.Outcome is ChallengeOutcome.Upheld or ChallengeOutcome.Dismissed
            ? Problems.Invalid("$.compensationFen", "Nothing is paid where nothing was wrong (REV art. 72).", "维持或者驳回的，不予赔偿（复议法第七十二条）。") : null);

    static ProblemDetails? RefuseOutcome(ChallengeOutcome outcome, Review review) =>
        outcome is ChallengeOutcome.NotAccepted or ChallengeOutcome.Ended ? Problems.Invalid("$.outcome", "One of the ten outcomes of a review.", "应为复议决定的十种结果之一。")
        : outcome is ChallengeOutcome.Mediated != review.Mediated ? review.Mediated
            ? Problems.Invalid("$.outcome", "The parties agreed: it is closed by mediation (REV art. 73).", "双方已达成调解，应制作调解书（复议法第七十三条）。")
            : Problems.Invalid("$.outcome", "The parties have not agreed in mediation.", "双方尚未达成调解。")
        : review.HasNoEvidence && NeedEvidence.Contains(outcome)
            ? Problems.Make(
                409, "no-evidence", "What was done counts as having no evidence.", "视为没有证据、依据。",
                "The respondent brought none in time: revoke it, confirm it illegal or void, or order performance (REV art. 70).", "被申请人逾期未提交证据：应当撤销、确认违法或者无效，或者责令履行（复议法第七十条）。")
        : null;

    /// <summary>What comes before a decision: copy and response, and in the ordinary procedure the parties' opinions, which a log does not tell of. Not where it is dismissed, or the parties agreed.</summary>
    static ProblemDetails? RefuseUnfinished(ChallengeOutcome outcome, Act act, Review review)
    {
        if (outcome is ChallengeOutcome.Mediated or ChallengeOutcome.Dismissed)
            return null;
        (string En, string Zh)[] open =
        [
            .. review.Response is ResponseState.Awaited ? [("the respondent's answer, or that there is none", "被申请人的答复或者逾期未答复的记录")] : Array.Empty<(string, string)>(),
            .. review.IsSimple || review.Heard || act.Channel is Channel.Import ? [] : new[] { ("the parties' opinions", "听取当事人意见") }
        ];
        return open.Length == 0 ? null : Problems.Make(
            409, "unfinished", "Something must be finished first.", "尚有未完成的环节。",
            $"Still open: {string.Join(", ", open.Select(o => o.En))}.", $"未完成：{string.Join("、", open.Select(o => o.Zh))}。");
    }

    /// <summary>Each outcome takes members of its own.</summary>
    internal static ProblemDetails? RefuseMembers(ChallengeOutcome outcome, RulingTold? ruling, string? part, DateOnly? performBy, Disputed disputed, DateOnly day) =>
        outcome is ChallengeOutcome.Varied == ruling is null ? Problems.Invalid("$.ruling", "Where it is varied, and only then, another ruling stands here.", "仅变更决定须填写变更后的决定内容。")
        : outcome is ChallengeOutcome.RevokedInPart == part is null ? Problems.Invalid("$.part", "Where a part is revoked, and only then, it is named.", "仅部分撤销须写明撤销的部分。")
        : Redress.Contains(outcome) == performBy is null ? Problems.Invalid("$.performBy", "What is to be done is to be done by a day; nothing else has one.", "仅责令重作或者履行须写明期限。")
        : performBy <= day ? Problems.Invalid("$.performBy", "It lies after the day of this decision.", "应晚于作出决定之日。")
        : (part is null ? null : Text.Refuse("$.part", part, 4000, lines: true))
            ?? (ruling is null ? null : Consequences.RefuseWorse(ruling, disputed.Ruling!));

    [WolverinePost("/api/reviews/{reviewId:guid}/decision"), EmptyResponse]
    public static ReviewDecided Post(DecideReview command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, DisputedStreams streams)
    {
        var (decided, consequences) = Decide(command, review, streams.Disputed, streams.Key);
        streams.Append(consequences);
        return decided;
    }

    public static (ReviewDecided, Consequences) Decide(DecideReview command, Review review, Disputed disputed, SubjectKey key)
    {
        var (reasons, part) = (key.Seal(command.Reasons), key.Seal(command.Part));
        return (
            new(review.CitizenId, command.Outcome, reasons, [.. command.LegalBasis], command.Court, part, command.PerformBy, command.CompensationFen, command.Effect),
            Consequences.Of(review, new(
                command.Outcome, ReopeningCause.ReviewOrderedRedo, VariationCause.ReviewDecided, review.Number, part, command.Ruling?.Sealed(key), [.. command.LegalBasis], reasons, command.Effect), disputed));
    }
}
