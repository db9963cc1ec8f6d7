using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;

namespace ServiceLedger.Interchange;

// What people say of how they were served, and what is answered. All of it is recorded today and names no earlier effect.
sealed partial class DemoMatter
{
    const int WorkingDaysToAnswer = 15, DaysToAnswer = 21;

    DemoStream<Rating> rating = null!;
    DemoStream<Complaint> complaint = null!;
    DemoStream<Suggestion> suggestion = null!;

    Rating Rating => rating.Now;
    Complaint Complaint => complaint.Now;
    Suggestion Suggestion => suggestion.Now;

    /// <summary>Of the government's own office; worked on no matter.</summary>
    Act Supervisor => new(ActorKind.Officer, $"supervisor.{City.Superior}", Channel.Window, Roles.Supervisor, City.Superior, null, "500000", "111", Purpose: "Oversight");

    // -- Ratings --

    public void RateWell() => Rate(chance.Of([5, 5, 4, 4, 3]), anonymous: chance.Percent(40), "办事顺利，谢谢。");

    public void RateBadly() => Rate(chance.Of([1, 2, 2]), anonymous: false, "来回跑了两趟，没人说清楚要什么材料。");

    void Rate(int level, bool anonymous, string text)
    {
        var (by, command) = (Person, new RateMatter(level, anonymous, [new(RatingDimension.Convenience, level), new(RatingDimension.Speed, level)], text));
        Refused(RateMatterEndpoint.Validate(command, by, Application, new(VisitThere: false, Rated: false)), story.Name, command);
        rating = life.Begin<Rating>(LedgerId.For(life.Id));
        Add(rating, by, RateMatterEndpoint.Decide(command, Application, life.Key));
    }

    public void ContactRater() => Do(rating, Colleague, new ContactBadRater(Channel.Phone, "当事人希望一次性告知材料。", Rating.Version),
        c => ContactBadRaterEndpoint.Validate(c, Colleague, Rating), c => ContactBadRaterEndpoint.Post(c, Rating, life.Key));

    public void PlanFix() => Do(rating, Colleague, new PlanFix("修订一次性告知单，并培训窗口人员。", Rating.Version), c => PlanFixEndpoint.Validate(c, Colleague, Rating), c => PlanFixEndpoint.Post(c, Rating, life.Key));

    public void FixWhatWasRated() => Do(rating, Colleague, new FixBadRating("告知单已更新并上墙公示。", Rating.Version), c => FixBadRatingEndpoint.Validate(c, Colleague, Rating), c => FixBadRatingEndpoint.Post(c, Rating, life.Key));

    public void CallBackRater() => Do(rating, Colleague, new CallBackRater(true, Rating.Version, "表示满意。"), c => CallBackRaterEndpoint.Validate(c, Colleague, Rating), c => CallBackRaterEndpoint.Post(c, Rating, life.Key));

    public void ContestRating() => Do(rating, Head, new ContestRating(RatingContestGround.Mistaken, "评价内容涉及另一部门的事项。", Rating.Version),
        c => ContestRatingEndpoint.Validate(c, Head, Rating), c => ContestRatingEndpoint.Post(c, Rating, life.Key));

    public void ExcludeRating() => DecideContest(exclude: true, "经核实属误评，不计入统计。");

    public void UpholdRating() => DecideContest(exclude: false, "评价与办理经过相符，予以维持。");

    void DecideContest(bool exclude, string reasons) => Do(rating, Supervisor, new DecideRatingContest(exclude, reasons, Rating.Version),
        c => DecideRatingContestEndpoint.Validate(c, Supervisor, Rating, new([.. matter.Events.Select(e => e.Act()!).Where(a => a.IsOfficer).Select(a => a.ActorId)])),
        c => DecideRatingContestEndpoint.Decide(c, Rating, life.Key));

    // -- Complaints --

    public void Complain()
    {
        var command = new FileComplaint(life.Id, Application.DepartmentCode, ComplaintKind.Delay, "窗口要求补交已经交过的材料，耽误了时间。", matter.Id);
        var ground = new ComplaintGround(life.Key, Application, City.Departments, City.Days.Working.After(Time.Today(), WorkingDaysToAnswer) ?? Time.Today().AddDays(DaysToAnswer));
        Refused(FileComplaintEndpoint.Validate(command, Person, ground), story.Name, command);
        complaint = life.Begin<Complaint>(LedgerId.For(life.Id));
        Add(complaint, Person, FileComplaintEndpoint.Decide(command, ground));
    }

    public void AssignComplaint() => Do(complaint, Head, new AssignComplaint(Office.Colleague, Complaint.Version), c => AssignComplaintEndpoint.Validate(c, Head, Complaint), c => AssignComplaintEndpoint.Post(c, Complaint));

    public void AnswerComplaint() => Do(complaint, Colleague, new AnswerComplaint(ComplaintOutcome.PartlyJustified, "材料系统同步延迟，致重复要件。", Complaint.Version, "已改为先查共享数据再告知。"),
        c => AnswerComplaintEndpoint.Validate(c, Colleague, Complaint), c => AnswerComplaintEndpoint.Post(c, Complaint, life.Key));

    public void CloseComplaint() => Do(complaint, Person, new CloseComplaint(Complaint.Version), c => CloseComplaintEndpoint.Validate(c, Person, Complaint), c => CloseComplaintEndpoint.Post(c, Complaint));

    // -- Suggestions --

    public void Suggest()
    {
        var command = new MakeSuggestion($"{Terms.Name}可以少跑一次", "建议领取结果时可以选择邮寄，不必再到窗口。", item.Code);
        var ground = new SuggestionGround(life.Key, item, City.Departments);
        Refused(MakeSuggestionEndpoint.Validate(command, Person, ground), story.Name, command);
        suggestion = life.Begin<Suggestion>(LedgerId.For(life.Id));
        Add(suggestion, Person, MakeSuggestionEndpoint.Decide(command, life.Id, ground));
    }

    public void ShowSuggestion() => Do(suggestion, Supervisor, new ModerateSuggestion(ModerationAct.Published, Suggestion.Edition, Title: $"{Terms.Name}可以少跑一次", Text: "建议领取结果时可以选择邮寄，不必再到窗口。"),
        c => ModerateSuggestionEndpoint.Validate(c, Supervisor, Suggestion), c => ModerateSuggestionEndpoint.Decide(c));

    public void AnswerSuggestion() => Do(suggestion, Asked, new AnswerSuggestion(SuggestionOutcome.Accepted, "采纳：结果可选邮寄送达，费用由部门承担。", Suggestion.Edition, item.InForce),
        c => AnswerSuggestionEndpoint.Validate(c, Asked, Suggestion, new(item)), c => AnswerSuggestionEndpoint.Post(c, Suggestion));

    public void ImplementSuggestion() => Do(suggestion, Asked, new ImplementSuggestion("已开通邮寄送达。", Today, Suggestion.Edition),
        c => ImplementSuggestionEndpoint.Validate(c, Asked, Suggestion, new(item), Time), c => ImplementSuggestionEndpoint.Post(c, Suggestion));

    public void MeasureEffect() => Do(suggestion, Asked, new MeasureEffect("平均到场次数减少。", Suggestion.Edition, "-0.4", "次"), c => MeasureEffectEndpoint.Validate(c, Asked, Suggestion), c => MeasureEffectEndpoint.Post(c, Suggestion));

    /// <summary>An officer of the department whose item it is.</summary>
    Act Asked => Of(City.OfficeOf(Suggestion.DepartmentCode), City.OfficeOf(Suggestion.DepartmentCode).Head, "head");
}
