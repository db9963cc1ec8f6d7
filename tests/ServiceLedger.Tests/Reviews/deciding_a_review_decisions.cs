using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Reviews;

/// <summary>What a review may come to, and what that does (REV art. 61 to 73).</summary>
public class deciding_a_review
{
    static readonly DateOnly By = new(2026, 5, 29);
    static readonly RulingTold Granting = new(RulingKind.Grant);

    /// <summary>The command of each outcome with what it takes.</summary>
    static DecideReview Command(ChallengeOutcome outcome, Review? review = null) => new(
        outcome, "原决定认定事实不清", Contest.Basis, Contest.Court, (review ?? Contest.Ready()).Version, outcome is ChallengeOutcome.Varied ? Granting : null, outcome is ChallengeOutcome.RevokedInPart ? "第二项" : null,
        outcome is ChallengeOutcome.RevokedAndRedo or ChallengeOutcome.PerformanceOrdered ? By : null);

    public static TheoryData<ChallengeOutcome> OfDecisions =>
        [ChallengeOutcome.Varied, ChallengeOutcome.Revoked, ChallengeOutcome.RevokedInPart, ChallengeOutcome.RevokedAndRedo, ChallengeOutcome.ConfirmedIllegal, ChallengeOutcome.DeclaredVoid, ChallengeOutcome.Upheld, ChallengeOutcome.Dismissed, ChallengeOutcome.Mediated];

    [Theory, MemberData(nameof(OfDecisions))]
    public void takes_effect_on_the_decision(ChallengeOutcome outcome)
    {
        var review = outcome is ChallengeOutcome.Mediated ? Contest.Ready(Contest.Agreed) : Contest.Ready();
        var (command, disputed) = (Command(outcome, review), Contest.Disputed());
        Answer(command, review, disputed).ShouldBeAccepted();
        var (decided, consequences) = DecideReviewEndpoint.Decide(command, review, disputed, Given.Key);
        (decided.Outcome, Given.Key.Open(decided.Reasons), decided.Court).ShouldBe((outcome, command.Reasons, Contest.Court));
        var after = After(disputed, consequences);
        after.Challenges.ShouldBe([new(Contest.Id, Contest.Number, LedgerHost.ReviewingAuthority, ChallengeStatus.Settled, outcome)]);
        after.Status.ShouldBe(outcome switch
        {
            ChallengeOutcome.Varied => DecisionStatus.Made,
            ChallengeOutcome.Revoked or ChallengeOutcome.RevokedAndRedo => DecisionStatus.Annulled,
            ChallengeOutcome.DeclaredVoid => DecisionStatus.DeclaredVoid,
            _ => DecisionStatus.Delivered
        });
        (after.ConfirmedIllegal, after.Kind).ShouldBe((outcome is ChallengeOutcome.ConfirmedIllegal, outcome is ChallengeOutcome.Varied ? RulingKind.Grant : RulingKind.Refusal));
        consequences.OfDecision.OfType<DecisionAnnulled>().Any(a => a.Part is not null).ShouldBe(outcome is ChallengeOutcome.RevokedInPart);
        consequences.OfApplication.Count.ShouldBe(outcome is ChallengeOutcome.RevokedAndRedo ? 1 : 0);
        var done = Contest.Of([Contest.Accepted, decided]);
        (done.Status, done.Outcome, done.PerformBy).ShouldBe((ReviewStatus.Decided, outcome, command.PerformBy));
    }

    [Fact]
    public void to_redo_opens_the_matter_with_a_fresh_clock()
    {
        var (_, consequences) = DecideReviewEndpoint.Decide(Command(ChallengeOutcome.RevokedAndRedo), Contest.Ready(), Contest.Disputed(), Given.Key);
        consequences.OfApplication.ShouldBe([new ApplicationReopened(Given.Citizen, ReopeningCause.ReviewOrderedRedo, Contest.Number, Items.Limits)]);
        // Not where it is open already.
        var reopened = Contest.Disputed() with { Application = Given.Application(Given.Accepted, Given.Decided, Given.Delivered, Given.Reopened) };
        DecideReviewEndpoint.Decide(Command(ChallengeOutcome.RevokedAndRedo), Contest.Ready(), reopened, Given.Key).Item2.OfApplication.ShouldBeEmpty();
    }

    [Fact]
    public void of_inaction_orders_performance_or_says_it_was_illegal()
    {
        var review = Contest.Inactive(Contest.Accepted, Contest.Copied, Contest.Answered, Contest.Heard);
        foreach (var outcome in Enum.GetValues<ChallengeOutcome>().Except([ChallengeOutcome.NotAccepted, ChallengeOutcome.Ended, ChallengeOutcome.Mediated]))
        {
            var answer = Answer(Command(outcome, review), review, Contest.OfNothing(Given.Accepted));
            if (outcome is ChallengeOutcome.PerformanceOrdered or ChallengeOutcome.ConfirmedIllegal or ChallengeOutcome.Dismissed)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeInvalid("$.outcome");
        }

        var (_, consequences) = DecideReviewEndpoint.Decide(Command(ChallengeOutcome.PerformanceOrdered, review), review, Contest.OfNothing(Given.Accepted), Given.Key);
        consequences.OfDecision.ShouldBeEmpty();
        consequences.OfApplication.ShouldBe(
        [
            new ApplicationReopened(Given.Citizen, ReopeningCause.ReviewOrderedRedo, Given.CaseNumber + "-V1", Items.Limits), new ApplicationChallengeSettled(Given.Citizen, Contest.Id, ChallengeOutcome.PerformanceOrdered)
        ]);
        // What was decided meanwhile stays as it is.
        DecideReviewEndpoint.Decide(Command(ChallengeOutcome.PerformanceOrdered, review), review, Contest.OfNothing(Given.Accepted, Given.Decided), Given.Key).Item2.OfApplication.Count.ShouldBe(1);
    }

    [Fact]
    public void of_an_application_that_was_not_accepted_may_send_it_back()
    {
        var (review, disputed) = (Contest.Inactive(Contest.Accepted, Contest.Copied, Contest.Answered, Contest.Heard), new Disputed(null, null, Given.Application(ApplicationStatus.AcceptanceRefused), Items.Limits));
        Answer(Command(ChallengeOutcome.RevokedAndRedo, review), review, disputed).ShouldBeAccepted();
        Answer(Command(ChallengeOutcome.Upheld, review), review, disputed).ShouldBeAccepted();
        DecideReviewEndpoint.Decide(Command(ChallengeOutcome.RevokedAndRedo, review), review, disputed, Given.Key).Item2.OfApplication[0].ShouldBeOfType<ApplicationReopened>();
    }

    [Fact]
    public void orders_no_performance_of_what_was_decided() => Answer(Command(ChallengeOutcome.PerformanceOrdered)).ShouldBeInvalid("$.outcome");

    [Fact]
    public void is_one_of_ten_outcomes()
    {
        Answer(Command(ChallengeOutcome.NotAccepted)).ShouldBeInvalid("$.outcome");
        Answer(Command(ChallengeOutcome.Ended)).ShouldBeInvalid("$.outcome");
    }

    [Fact]
    public void closes_what_was_mediated_as_mediated_and_nothing_else()
    {
        Answer(Command(ChallengeOutcome.Mediated)).ShouldBeInvalid("$.outcome");
        var agreed = Contest.Of(Contest.Accepted, Contest.Agreed);
        Answer(Command(ChallengeOutcome.Mediated, agreed), agreed).ShouldBeAccepted();
        Answer(Command(ChallengeOutcome.Upheld, agreed), agreed).ShouldBeInvalid("$.outcome");
    }

    [Theory, MemberData(nameof(OfDecisions))]
    public void without_evidence_neither_upholds_nor_varies(ChallengeOutcome outcome)
    {
        var review = outcome is ChallengeOutcome.Mediated ? Contest.Of(Contest.Accepted, Contest.Copied, Contest.NotAnswered, Contest.Heard, Contest.Agreed) : Contest.Of(Contest.Accepted, Contest.Copied, Contest.NotAnswered, Contest.Heard);
        var answer = Answer(Command(outcome, review), review);
        if (outcome is ChallengeOutcome.Upheld or ChallengeOutcome.Varied)
            answer.ShouldBeRefused(409, "no-evidence");
        else
            answer.ShouldBeAccepted();
    }

    [Fact]
    public void comes_after_the_answer_and_in_the_ordinary_procedure_after_the_parties_were_heard()
    {
        ProblemDetails? Decided(params object[] then) => Contest.Of([Contest.Accepted, .. then]) is var review ? Answer(Command(ChallengeOutcome.Revoked, review), review) : null;
        Decided().ShouldBeRefused(409, "unfinished");
        Decided(Contest.Copied, Contest.Heard).ShouldBeRefused(409, "unfinished").Detail!.ShouldContain("answer");
        Decided(Contest.Copied, Contest.Answered).ShouldBeRefused(409, "unfinished").Detail!.ShouldContain("opinions");
        Decided(Contest.Copied, Contest.Answered, Contest.Heard).ShouldBeAccepted();
        // A log does not tell who was heard.
        DecideReviewEndpoint.Refuse(Command(ChallengeOutcome.Revoked, Contest.Of(Contest.Accepted, Contest.Copied, Contest.Answered)), Contest.Reviewer with { Channel = Channel.Import }, Contest.Of(Contest.Accepted, Contest.Copied, Contest.Answered), Contest.Disputed(), Given.Clock).ShouldBeAccepted();
        Decided(Contest.Simple, Contest.Copied, Contest.Answered).ShouldBeAccepted();
        Decided(Contest.Copied, Contest.NotAnswered, Contest.Heard).ShouldBeAccepted();
        Answer(Command(ChallengeOutcome.Dismissed, Contest.Of(Contest.Accepted)), Contest.Of(Contest.Accepted)).ShouldBeAccepted();
    }

    /// <summary>(8) Reviewer ≠ hearing presider, and neither decided what is challenged.</summary>
    [Fact]
    public void is_not_for_who_presided_over_the_hearing_or_decided_it()
    {
        var review = Contest.Ready(new ReviewHearingHeld(Given.Citizen, Contest.Reviewer.ActorId, Given.Key.Seal(Contest.Digest)));
        Answer(Command(ChallengeOutcome.Revoked, review), review).ShouldBeRefused(403, "forbidden");
        Answer(Command(ChallengeOutcome.Revoked, review), review, act: Contest.SecondReviewer).ShouldBeAccepted();
        review.NextFor(Contest.Reviewer).ShouldNotContain(ReviewAction.Decide);
        var own = Contest.Disputed();
        Answer(Command(ChallengeOutcome.Revoked), disputed: own with { Decision = own.Decision! with { DecidedBy = [Contest.Reviewer.ActorId] } }).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void of_what_is_no_longer_in_force_changes_nothing_in_it()
    {
        var ended = Contest.Disputed(then: new DecisionCancelled(Given.Citizen, CancellationCause.ForceMajeure, "许可法第七十条"));
        foreach (var outcome in OfDecisions.Select(o => o.Data).Where(o => o is not ChallengeOutcome.Mediated))
        {
            var answer = Answer(Command(outcome), disputed: ended);
            if (outcome is ChallengeOutcome.ConfirmedIllegal or ChallengeOutcome.Upheld or ChallengeOutcome.Dismissed)
                answer.ShouldBeAccepted();
            else
                answer.ShouldBeRefused(409, "no-longer-in-force");
        }
    }

    [Fact]
    public void has_reasons_provisions_a_court_and_the_members_of_its_outcome()
    {
        var command = Command(ChallengeOutcome.Revoked);
        Texts.ShouldBeTakenOnly("$.reasons", 8000, text => Answer(command with { Reasons = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.court", 200, text => Answer(command with { Court = text }));
        Answer(command with { LegalBasis = [] }).ShouldBeInvalid("$.legalBasis");
        Answer(command with { Ruling = Granting }).ShouldBeInvalid("$.ruling");
        Answer(command with { Part = "第二项" }).ShouldBeInvalid("$.part");
        Answer(command with { PerformBy = By }).ShouldBeInvalid("$.performBy");
        Answer(Command(ChallengeOutcome.Varied) with { Ruling = null }).ShouldBeInvalid("$.ruling");
        Answer(Command(ChallengeOutcome.RevokedInPart) with { Part = null }).ShouldBeInvalid("$.part");
        Texts.ShouldBeTakenOnly("$.part", 4000, text => Answer(Command(ChallengeOutcome.RevokedInPart) with { Part = text }), lines: true);
        Answer(Command(ChallengeOutcome.RevokedAndRedo) with { PerformBy = null }).ShouldBeInvalid("$.performBy");
        Answer(Command(ChallengeOutcome.RevokedAndRedo) with { PerformBy = new(2026, 3, 2) }).ShouldBeInvalid("$.performBy");
        Answer(command with { CompensationFen = 1 }).ShouldBeAccepted();
        Answer(command with { CompensationFen = 0 }).ShouldBeInvalid("$.compensationFen");
        Answer(Command(ChallengeOutcome.Upheld) with { CompensationFen = 1 }).ShouldBeInvalid("$.compensationFen");
        Should.Throw<ArgumentException>(() => new ReviewDecided(Given.Citizen, ChallengeOutcome.RevokedAndRedo, Given.Key.Seal("无"), [], Contest.Court));
        Should.Throw<ArgumentException>(() => new ReviewDecided(Given.Citizen, ChallengeOutcome.Upheld, null!, [], Contest.Court));
    }

    public static TheoryData<string, string, bool> Rulings => new()
    {
        // In force, in its place, whether that is worse.
        { "refusal", "grant", false }, { "refusal", "refusal", false }, { "refusal", "fine 1", true },
        { "grant", "grant", false }, { "grant", "partly", true }, { "grant", "refusal", true }, { "grant until 2027-01-01", "grant until 2026-12-31", true }, { "grant until 2027-01-01", "grant until 2027-01-02", false },
        { "grant until 2027-01-01", "grant", false }, { "grant", "grant until 2027-01-01", true },
        { "partly", "grant", false }, { "partly", "refusal", true }, { "conditions 1", "conditions 2", true }, { "conditions 2", "conditions 1", false }, { "conditions 1", "grant", false },
        { "payment 100", "payment 100", false }, { "payment 100", "payment 99", true }, { "payment 100", "grant", true },
        { "fine 100", "fine 100", false }, { "fine 100", "fine 101", true }, { "fine 100", "fine 1", false }, { "fine 100", "grant", true }
    };

    [Theory, MemberData(nameof(Rulings))]
    public void varies_to_nothing_worse_for_the_applicant(string before, string after, bool worse)
    {
        var disputed = Contest.Disputed(Contest.Refusal with { Ruling = Told(before).Sealed(Given.Key) });
        var answer = Answer(Command(ChallengeOutcome.Varied) with { Ruling = Told(after) }, disputed: disputed);
        if (worse)
            answer.ShouldBeInvalid("$.ruling");
        else
            answer.ShouldBeAccepted();
    }

    [Fact]
    public void alone_varies_as_a_review_or_a_court_does()
    {
        foreach (var cause in new[] { VariationCause.ReviewDecided, VariationCause.CourtDecided })
            VaryDecisionEndpoint.Validate(new(Granting, ["许可法第八条"], "情况变化", cause, 1), Given.Officer, Given.DecisionOf(Contest.Refusal), Given.Clock).ShouldBeInvalid("$.cause");
    }

    [Fact]
    public void ends_a_stay_of_execution()
    {
        var (_, consequences) = DecideReviewEndpoint.Decide(Command(ChallengeOutcome.Upheld), Contest.Ready(Contest.Stayed), Contest.Disputed(then: new ExecutionStayed(Given.Citizen, Contest.Id)), Given.Key);
        consequences.OfDecision[0].ShouldBe(new ExecutionResumed(Given.Citizen, Contest.Id));
    }

    [Fact]
    public void has_effect_after_all_that_went_before()
    {
        var command = Command(ChallengeOutcome.Revoked);
        var disputed = Contest.Disputed() with { Application = Given.Application(Given.Accepted, Given.Decided, Given.Delivered with { Effect = Given.Earlier(LedgerHost.Now.AddMinutes(-1)) }) };
        Answer(command with { Effect = Given.Earlier(LedgerHost.Now) }, disputed: disputed).ShouldBeAccepted();
        Answer(command with { Effect = Given.Earlier(LedgerHost.Now.AddMinutes(-2)) }, disputed: disputed).ShouldBeInvalid("$.effect.at");
    }

    static RulingTold Told(string words)
    {
        var parts = words.Split(' ');
        var shortfall = new RulingTold(RulingKind.Refusal, "理由", Given.Told);
        return parts[0] switch
        {
            "refusal" => shortfall,
            "grant" => new(RulingKind.Grant, ValidTo: parts.Length > 1 ? Contest.Day(parts[2]) : null),
            "partly" => shortfall with { Kind = RulingKind.Partly, Granted = "一层" },
            "conditions" => shortfall with { Kind = RulingKind.GrantWithConditions, Conditions = [.. Enumerable.Repeat("每年报告", int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))] },
            "payment" => new(RulingKind.Payment, AmountFen: long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)),
            _ => shortfall with { Kind = RulingKind.Fine, AmountFen = long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) }
        };
    }

    static Decision After(Disputed disputed, Consequences consequences) =>
        (Decision)Fold.All(typeof(Decision), consequences.OfDecision.Select((e, i) => Fold.Envelope(Given.Ruled, disputed.Decision!.Version + 1 + i, LedgerHost.Now, e, Contest.Reviewer)), disputed.Decision)!;

    static ProblemDetails? Answer(DecideReview command, Review? review = null, Disputed? disputed = null, Act? act = null) =>
        DecideReviewEndpoint.Refuse(command, act ?? Contest.Reviewer, review ?? Contest.Ready(), disputed ?? Contest.Disputed(), Given.Clock);
}
