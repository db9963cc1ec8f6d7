using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Tests.Decisions;

/// <summary>What every command on a decision refuses alike.</summary>
public class acting_on_a_decision
{
    const string Table = """
                               Made  Signed  Dispatched  DeliveryFailed  Delivered  Withdrawn  Revoked  Cancelled  Annulled  DeclaredVoid
        Sign                   yes   no      no          no              no         no         no       no         no        no
        IssueCertificate       yes   yes     yes         yes             yes        no         no       no         no        no
        Dispatch               yes   yes     no          yes             no         no         no       no         no        no
        Deliver                yes   yes     yes         yes             no         yes        yes      yes        yes       yes
        RecordDeliveryFailure  no    no      yes         no              no         no         no       no         no        no
        Publish                yes   yes     yes         yes             yes        no         no       no         no        no
        Redact                 yes   yes     yes         yes             yes        yes        yes      yes        yes       yes
        Correct                yes   yes     yes         yes             yes        yes        yes      yes        yes       yes
        Vary                   yes   yes     yes         yes             yes        no         no       no         no        no
        RequestRenewal         yes   yes     yes         yes             yes        no         no       no         no        no
        DecideRenewal          yes   yes     yes         yes             yes        no         no       no         no        no
        Withdraw               yes   yes     yes         yes             yes        no         no       no         no        no
        Revoke                 yes   yes     yes         yes             yes        no         no       no         no        no
        Cancel                 yes   yes     yes         yes             yes        yes        yes      no         yes       yes
        Reaffirm               yes   yes     yes         yes             yes        no         no       no         no        no
        RequestExplanation     yes   yes     yes         yes             yes        yes        yes      yes        yes       yes
        GiveExplanation        yes   yes     yes         yes             yes        yes        yes      yes        yes       yes
        DemandHumanReview      yes   yes     yes         yes             yes        no         no       no         no        no
        RecordHumanReview      yes   yes     yes         yes             yes        no         no       no         no        no
        Challenge              yes   yes     yes         yes             yes        yes        yes      yes        yes       yes
        """;

    static readonly DecisionAction[] OfTheCitizen = [DecisionAction.RequestRenewal, DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge];
    static readonly DecisionAction[] OfTheCitizenOnly = [DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge];

    static readonly Dictionary<DecisionAction, Func<Act, Decision, long, ProblemDetails>> Commands = new()
    {
        [DecisionAction.Sign] = (act, d, v) => SignDecisionEndpoint.Validate(new("王局长", "1", Acts.Hash, v), act, d, Given.Clock),
        [DecisionAction.IssueCertificate] = (act, d, v) => IssueCertificateEndpoint.Validate(new("CERT1", new(2026, 3, 2), v, new(2026, 4, 1)), act, d, Given.Clock),
        [DecisionAction.Dispatch] = (act, d, v) => DispatchDecisionEndpoint.Validate(new(DeliveryMethod.Post, v), act, d, Given.Clock),
        [DecisionAction.Deliver] = (act, d, v) => DeliverDecisionEndpoint.Refuse(new(DeliveryMethod.Post, v), act, d, Given.Start, LedgerHost.Now)!,
        [DecisionAction.RecordDeliveryFailure] = (act, d, v) => RecordDeliveryFailureEndpoint.Validate(new(DeliveryMethod.Post, "查无此人", v), act, d, Given.Clock),
        [DecisionAction.Publish] = (act, d, v) => PublishDecisionEndpoint.Validate(new("准予。", [], v), act, d, Given.Clock),
        [DecisionAction.Redact] = (act, d, v) => RedactDecisionEndpoint.Validate(new([PublicField.Text], SecrecyGround.TradeSecret, "许可法第五条", v), act, d, Given.Clock),
        [DecisionAction.Correct] = (act, d, v) => CorrectClericalErrorEndpoint.Validate(new(CorrectableField.Name, "王方", "王芳", v), act, d, Given.Clock),
        [DecisionAction.Vary] = (act, d, v) => VaryDecisionEndpoint.Validate(new(new(RulingKind.Grant), ["许可法第八条"], "情况变化", VariationCause.FactsChanged, v), act, d, Given.Clock),
        [DecisionAction.RequestRenewal] = (act, d, v) => RequestRenewalEndpoint.Validate(new(v), act, d, Given.Clock),
        [DecisionAction.DecideRenewal] = (act, d, v) => DecideRenewalEndpoint.Validate(new(v, new(2040, 1, 1)), act, d, Given.Clock),
        [DecisionAction.Withdraw] = (act, d, v) => WithdrawDecisionEndpoint.Validate(new(PublicInterestCause.LawChanged, "许可法第八条", "法律修改", Given.Told, v), act, d, Given.Clock),
        [DecisionAction.Revoke] = (act, d, v) => RevokeDecisionEndpoint.Validate(new(RevocationCause.NoAuthority, false, "超越职权", Given.Told, v), act, d, Given.Clock),
        [DecisionAction.Cancel] = (act, d, v) => CancelDecisionEndpoint.Validate(new(d.Holds ? CancellationCause.ForceMajeure : CancellationCause.WithdrawnOrRevoked, "许可法第七十条", v), act, d, Given.Clock),
        [DecisionAction.Reaffirm] = (act, d, v) => ReaffirmDecisionEndpoint.Validate(new([Acts.Request], "不影响结果", v), act, d, Given.Clock),
        [DecisionAction.RequestExplanation] = (act, d, v) => RequestExplanationEndpoint.Validate(new(v), act, d, Given.Clock),
        [DecisionAction.GiveExplanation] = (act, d, v) => GiveExplanationEndpoint.Validate(new("按月收入计算", v), act, d, Given.Clock),
        [DecisionAction.DemandHumanReview] = (act, d, v) => DemandHumanReviewEndpoint.Validate(new(v), act, d, Given.Clock),
        [DecisionAction.RecordHumanReview] = (act, d, v) => RecordHumanReviewEndpoint.Validate(new(HumanReviewOutcome.Upheld, "复核无误", v), act, d, Given.Clock),
        [DecisionAction.Challenge] = (act, d, v) => LodgeReviewEndpoint.Validate(new("请求撤销", v), act, d, new(Given.Key, LedgerHost.ReviewingAuthority, Given.Days), Given.Clock)
    };

    public static TheoryData<DecisionStatus, DecisionAction, bool> Cells()
    {
        var lines = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        var cells = new TheoryData<DecisionStatus, DecisionAction, bool>();
        foreach (var line in lines[1..])
            foreach (var (i, status) in lines[0].Index())
                cells.Add(Enum.Parse<DecisionStatus>(status), Enum.Parse<DecisionAction>(line[0]), line[i + 1] is "yes");
        return cells;
    }

    public static TheoryData<DecisionAction> Actions => [.. Enum.GetValues<DecisionAction>()];

    [Fact]
    public void knows_every_status_and_every_action()
    {
        Cells().Count.ShouldBe(Enum.GetValues<DecisionStatus>().Length * Enum.GetValues<DecisionAction>().Length);
        Commands.Keys.ShouldBe(Enum.GetValues<DecisionAction>(), ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Cells))]
    public void is_possible_in_the_states_of_the_table_only(DecisionStatus status, DecisionAction action, bool allowed)
    {
        var decision = Acts.Ready(status, action);
        decision.Status.ShouldBe(status);
        decision.Allows(action).ShouldBe(allowed);
        var actor = Actor(action);
        decision.NextFor(actor).Contains(action).ShouldBe(allowed);
        var answer = Commands[action](actor, decision, decision.Version);
        if (allowed)
        {
            answer.ShouldBeAccepted();
            return;
        }

        var refusal = answer.ShouldBeRefused(409, "not-in-this-state");
        refusal.Extensions["state"].ShouldBe(status.InJson());
        refusal.Extensions["allowed"].ShouldBe(decision.NextFor(actor).Select(a => a.InJson()).ToArray());
    }

    [Theory, MemberData(nameof(Actions))]
    public void of_another_department_or_another_person_is_not_found(DecisionAction action)
    {
        Answer(action, Given.ForeignOfficer, version: 99).ShouldBeRefused(404, "not-found");
        Answer(action, Given.Stranger, version: 99).ShouldBeRefused(404, "not-found");
        Answer(action, Given.Officer with { Kind = ActorKind.System }, version: 99).ShouldBeRefused(404, "not-found");
    }

    [Theory, MemberData(nameof(Actions))]
    public void is_for_those_it_is_for(DecisionAction action)
    {
        var forCitizen = Answer(action, Given.Applicant);
        if (OfTheCitizen.Contains(action))
            forCitizen.ShouldBeAccepted();
        else
            forCitizen.ShouldBeRefused(403, "forbidden");

        var forOfficer = Answer(action, Given.Officer);
        if (OfTheCitizenOnly.Contains(action))
            forOfficer.ShouldBeRefused(403, "forbidden");
        else
            forOfficer.ShouldBeAccepted();
    }

    [Theory, MemberData(nameof(Actions))]
    public void is_open_to_the_superior_it_names_for_a_revocation_only(DecisionAction action)
    {
        var decision = Acts.Ready(Usual(action), action, Acts.Made with { SuperiorCode = Items.OtherDepartment });
        var answer = Commands[action](Given.ForeignOfficer, decision, decision.Version);
        if (action is DecisionAction.Revoke)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(403, "forbidden");
        decision.NextForSuperior().ShouldBe([DecisionAction.Revoke]);
    }

    [Theory, MemberData(nameof(Actions))]
    public void on_another_version_than_was_read_is_a_conflict(DecisionAction action)
    {
        Answer(action, Actor(action), version: 0).ShouldBeRefused(409, "stale-version");
        Answer(action, Actor(action), version: 99).ShouldBeRefused(409, "stale-version");
    }

    [Fact]
    public void that_refuses_leaves_nothing_to_certify_publish_renew_or_take_back()
    {
        var next = Given.Refused(null).Next().ToArray();
        next.ShouldBe([DecisionAction.Sign, DecisionAction.Dispatch, DecisionAction.Deliver, DecisionAction.Correct, DecisionAction.Vary, DecisionAction.Challenge], ignoreOrder: true);
    }

    [Fact]
    public void that_no_machine_took_part_in_is_neither_explained_nor_looked_at_again()
    {
        foreach (var automation in new[] { null, new Automation(AutomationLevel.None) })
            Given.DecisionOf(Given.Made with { Automation = automation }).NextForCitizen().ShouldBe([DecisionAction.Challenge]);
        Given.DecisionOf(Given.Made with { Automation = new(AutomationLevel.Full, "t", "1", explanationRightTold: true) }).NextForCitizen()
            .ShouldBe([DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge]);
    }

    static Act Actor(DecisionAction action) => OfTheCitizenOnly.Contains(action) ? Given.Applicant : Given.Officer;

    static DecisionStatus Usual(DecisionAction action) => action is DecisionAction.RecordDeliveryFailure ? DecisionStatus.Dispatched : DecisionStatus.Made;

    static ProblemDetails Answer(DecisionAction action, Act act, long? version = null)
    {
        var decision = Acts.Ready(Usual(action), action);
        return Commands[action](act, decision, version ?? decision.Version);
    }
}

/// <summary>Decisions on which everything has something to act on.</summary>
static class Acts
{
    public const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    public static readonly Guid Request = new("01980000-0000-7000-8000-0000000004a7");

    /// <summary>A grant with a term, in which a machine took part.</summary>
    public static readonly DecisionMade Made = Given.Made with
    {
        Ruling = new Grant(new(2026, 3, 2), new(2027, 3, 1)),
        Automation = new(AutomationLevel.Assisted, "测算", "1", "li.hua")
    };

    static readonly DecisionDispatched Dispatched = new(Given.Citizen, DeliveryMethod.Post);
    public static readonly DecisionPublished Published = new(Given.Citizen, "准予。", []);
    public static readonly DecisionDelivered Delivered = new(Given.Citizen, Given.Matter, DeliveryMethod.Post);
    public static readonly DecisionRevoked Revoked = new(Given.Citizen, RevocationCause.NoAuthority, false, Given.Key.Seal("超越职权"), Given.Remedies);
    public static readonly DecisionWithdrawnForPublicInterest Withdrawn = new(Given.Citizen, PublicInterestCause.LawChanged, "许可法第八条", Given.Key.Seal("法律修改"), Given.Remedies);
    public static readonly ReliedFactCorrected Corrected = new(Given.Citizen, Request, "income", "monthlyIncome");

    /// <summary>A decision of this status, with whatever this action acts on.</summary>
    public static Decision Ready(DecisionStatus status, DecisionAction action, DecisionMade? made = null)
    {
        object[] needs = action switch
        {
            DecisionAction.Redact => [Published],
            DecisionAction.DecideRenewal => [new RenewalRequested(Given.Citizen)],
            DecisionAction.Reaffirm => [Corrected],
            DecisionAction.GiveExplanation => [new ExplanationRequested(Given.Citizen)],
            DecisionAction.RecordHumanReview => [new HumanReviewDemanded(Given.Citizen)],
            _ => []
        };
        object[] events = status switch
        {
            DecisionStatus.Made => [],
            DecisionStatus.Signed => [new DecisionSigned(Given.Citizen, "王局长", "1", Given.Key.Seal(Hash))],
            DecisionStatus.Dispatched => [Dispatched],
            DecisionStatus.DeliveryFailed => [Dispatched, new DeliveryFailed(Given.Citizen, DeliveryMethod.Post, Given.Key.Seal("查无此人"))],
            DecisionStatus.Delivered => [Delivered],
            DecisionStatus.Withdrawn => [Withdrawn],
            DecisionStatus.Revoked => [Revoked],
            DecisionStatus.Annulled => [new DecisionAnnulled(Given.Citizen, Given.Other)],
            DecisionStatus.DeclaredVoid => [new DecisionDeclaredVoid(Given.Citizen, Given.Other)],
            _ => [new DecisionCancelled(Given.Citizen, CancellationCause.ForceMajeure, "许可法第七十条")]
        };
        return Given.DecisionOf(made ?? Made, [.. needs, .. events]);
    }
}
