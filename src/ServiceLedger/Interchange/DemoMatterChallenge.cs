using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Interchange;

// How a decision is challenged, and what becomes of that.
sealed partial class DemoMatter
{
    const string Court = "重庆市渝中区人民法院";

    DemoStream<Review> review = null!;

    // Done anew, the matter has another decision than the one that was challenged.
    DemoStream<Decision> challenged = null!;

    Review Reviewed => review.Now;

    /// <summary>The government's department that reviews, with those who receive and decide there.</summary>
    DemoOffice Reviewing => City.OfficeOf(ReviewTerms.OfTheDemo);
    Act ReviewClerk => Of(Reviewing, Reviewing.Receiver, "receiver");
    Act Reviewer => Of(Reviewing, Reviewing.Decider, "decider");

    /// <summary>An officer of the department that is answerable, who did not decide.</summary>
    Act Answerable
    {
        get
        {
            var office = City.OfficeOf(challenged.Now.DepartmentCode);
            return Of(office, office.Head, "head");
        }
    }

    DecisionMade Disputable => (DecisionMade)challenged.Events[0].Data;
    Disputed Disputed => new(challenged.Now, Disputable.Ruling, Application, Terms.Limits);
    ReviewGround ReviewGround => new(life.Key, City.Days.Working);

    // -- Reconsideration --

    /// <summary>The person says at the authority's window what is wrong; an officer takes it down (REV art. 22).</summary>
    public void LodgeReview()
    {
        challenged = decision;
        var (id, by) = (LedgerId.For(life.Id), ReviewClerk);
        var ground = new ChallengeGround(life.Key, ReviewTerms.OfTheDemo, City.Days.Working);
        var command = new LodgeReview("请求撤销该决定：所依据的事实与实际情况不符。", Decision.Version, ReviewForm.Oral, Effect: Effect);
        Refused(LodgeReviewEndpoint.Validate(command, by, Decision, ground, Time), story.Name, command);
        var (raised, lodged) = LodgeReviewEndpoint.Decide(id, command, Decision, ground, Today);
        Add(challenged, by, raised);
        review = life.Begin<Review>(id);
        Add(review, by, lodged);
    }

    public void AcceptReview() => Do(review, Reviewer, new AcceptReview(Reviewed.Version, Effect),
        c => AcceptReviewEndpoint.Validate(c, Reviewer, Reviewed, Disputed.Deciders, Time), c => AcceptReviewEndpoint.Post(c, Reviewed));

    public void ChooseSimpleProcedure() => Do(review, Reviewer, new ChooseProcedure(ReviewProcedure.Simple, Reviewed.Version, SimpleGround.PartiesAgree, Effect: Effect),
        c => ChooseProcedureEndpoint.Validate(c, Reviewer, Reviewed, Time), c => ChooseProcedureEndpoint.Decide(c, Reviewed));

    public void SendCopy() => Do(review, ReviewClerk, new SendCopy(Reviewed.Version, Effect), c => SendCopyEndpoint.Validate(c, ReviewClerk, Reviewed, Time), c => SendCopyEndpoint.Post(c, Reviewed));

    /// <summary>The department answers with what its officer had seen, and nothing else (REV art. 46).</summary>
    public void AnswerReview()
    {
        var bundle = new EvidenceBundle(Disputable.SeenManifest, life.Key);
        Do(review, Answerable, new FileResponse("决定认定事实清楚，适用依据正确。", Reviewed.Version, bundle.Hash, Effect: Effect),
            c => FileResponseEndpoint.Validate(c, Answerable, Reviewed, new(bundle, City.Days.Working), Time), c => FileResponseEndpoint.Decide(c, Reviewed, life.Key));
    }

    public void HearParties() => Do(review, Reviewer, new HearOpinions(HearingManner.ByPhone, "申请人陈述家庭情况，被申请人说明核查经过。", Reviewed.Version, Effect),
        c => HearOpinionsEndpoint.Validate(c, Reviewer, Reviewed, Time), c => HearOpinionsEndpoint.Post(c, Reviewed, life.Key));

    public void RevokeForRedo() => DecideReview(new(ChallengeOutcome.RevokedAndRedo, "主要事实不清，证据不足。", ["《行政复议法》第六十四条"], Court, Reviewed.Version, PerformBy: DaysAhead(40), Effect: Effect));

    public void UpholdOnReview() => DecideReview(new(ChallengeOutcome.Upheld, "认定事实清楚，证据确凿，适用依据正确。", ["《行政复议法》第六十八条"], Court, Reviewed.Version, Effect: Effect));

    void DecideReview(DecideReview command)
    {
        var by = Reviewer;
        Refused(DecideReviewEndpoint.Refuse(command, by, Reviewed, Disputed, Time), story.Name, command);
        var (decided, consequences) = DecideReviewEndpoint.Decide(command, Reviewed, Disputed, life.Key);
        Add(review, by, decided);
        Follow(by, consequences);
    }

    void Follow(Act by, Consequences consequences)
    {
        Add(challenged, by, consequences.OfDecision);
        Add(matter, by, consequences.OfApplication);
    }

    public void DeliverReview() => Do(review, ReviewClerk, new DeliverReview(DeliveryMethod.Post, Reviewed.Version, Effect),
        c => DeliverReviewEndpoint.Validate(c, ReviewClerk, Reviewed, Time), c => DeliverReviewEndpoint.Post(c, Reviewed));

    public void ReportCompliance() => Do(review, Answerable, new ReportCompliance(true, "已重新调查并作出决定。", Reviewed.Version, Effect),
        c => ReportComplianceEndpoint.Validate(c, Answerable, Reviewed, Time), c => ReportComplianceEndpoint.Decide(c, Reviewed, life.Key));

    // -- In court --

    /// <summary>The person sues at once; the department, which was served, records it.</summary>
    public void Sue()
    {
        challenged = decision;
        var (id, by) = (LedgerId.For(life.Id), Answerable);
        var command = new FileLawsuit(Court, Decision.Version, Effect: Effect);
        Refused(FileLawsuitEndpoint.Validate(command, by, Decision, ReviewGround, Time), story.Name, command);
        var (raised, filed) = FileLawsuitEndpoint.Decide(id, command, Decision, ReviewGround, Today);
        Add(challenged, by, raised);
        review = life.Begin<Review>(id);
        Add(review, by, filed);
    }

    /// <summary>The person is not content with what the review came to.</summary>
    public void SueAfterReview()
    {
        var (by, command) = (Answerable, new FileLawsuitAfterReview(Court, Reviewed.Version, Effect));
        Refused(FileLawsuitAfterReviewEndpoint.Refuse(command, by, Reviewed, City.Days.Working, Time), story.Name, command);
        var filed = FileLawsuitAfterReviewEndpoint.Decide(command, Reviewed, City.Days.Working, Today);
        Add(challenged, by, new DecisionChallenged(life.Id, review.Id, Reviewed.Number));
        Add(review, by, filed);
    }

    public void LoseInCourt() => RecordJudgment(ChallengeOutcome.Dismissed);

    public void WinInCourt() => RecordJudgment(ChallengeOutcome.Revoked);

    void RecordJudgment(ChallengeOutcome outcome)
    {
        var (by, command) = (Answerable, new RecordJudgment(outcome, $"（{Today.Year}）渝0103行初{chance.Between(10, 999)}号", Hash(), Reviewed.Version, Effect: Effect));
        Refused(RecordJudgmentEndpoint.Refuse(command, by, Reviewed, Disputed, Time), story.Name, command);
        var (recorded, consequences) = RecordJudgmentEndpoint.Decide(command, Reviewed, Disputed, life.Key);
        Add(review, by, recorded);
        Follow(by, consequences);
    }
}
