using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;

namespace ServiceLedger.Tests.Participation;

public class suggesting_decisions
{
    static readonly Act Supervisor = Given.Outsider with { ActorId = "chen.jing", Role = Roles.Supervisor, Purpose = "Oversight" };
    static readonly MakeSuggestion Command = new("周末开窗", "建议周六上午办理。", Items.WithPapers, Name: "老王");
    static readonly SuggestionMade Made = new(Given.Citizen, LedgerHost.Department, Items.WithPapers, 1, Given.Key.Seal("周末开窗"), Given.Key.Seal("建议周六上午办理。"), Given.Key.Seal("老王"));
    static readonly ModerationDone Shown = new(ModerationAct.Published, null, "周末开窗", "建议周六上午办理。"), Hidden = new(ModerationAct.Hidden, ModerationGround.Insult);
    static readonly SuggestionAnswered Accepted = new(SuggestionOutcome.Accepted, "采纳"), Declined = new(SuggestionOutcome.NotAccepted, "人手不足");
    static readonly SuggestionImplemented Implemented = new("周六上午开窗", new(2026, 3, 1));

    static Suggestion Suggestion(params object[] then) => Given.State<Suggestion>(Given.Ruled, [Made, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails Make(MakeSuggestion command, bool author = true, bool item = true) =>
        MakeSuggestionEndpoint.Validate(command, Given.Applicant, new(author ? Given.Key : null, item ? Given.Item : null, Given.Departments));

    [Fact]
    public void is_about_an_item_or_a_department_by_somebody_on_record()
    {
        Make(Command).ShouldBeAccepted();
        Make(Command, author: false).ShouldBeRefused(403, "forbidden");
        Make(Command, item: false).ShouldBeInvalid("$.itemCode");
        Make(Command with { ItemCode = null }).ShouldBeInvalid("$.itemCode");
        Make(Command with { Department = LedgerHost.Department }).ShouldBeInvalid("$.itemCode");
        Make(Command with { ItemCode = null, Department = LedgerHost.Department }, item: false).ShouldBeAccepted();
        Make(Command with { ItemCode = null, Department = "11500000000000000X" }, item: false).ShouldBeInvalid("$.department");
        Texts.ShouldBeTakenOnly("$.title", 100, text => Make(Command with { Title = text }));
        Texts.ShouldBeTakenOnly("$.text", 4000, text => Make(Command with { Text = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.name", 50, text => Make(Command with { Name = text }));
        var made = MakeSuggestionEndpoint.Decide(Command, Given.Citizen, new(Given.Key, Given.Item, Given.Departments));
        (made.Department, made.ItemCode, made.ItemVersion, Given.Key.Open(made.Text), Given.Key.Open(made.Name)).ShouldBe((LedgerHost.Department, Items.WithPapers, 1, "建议周六上午办理。", "老王"));
    }

    [Fact]
    public void is_shown_to_nobody_before_it_is_moderated_by_supervision()
    {
        (Suggestion().Shown, Suggestion().Public).ShouldBe((false, null));
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Published, 1, Title: "周末开窗", Text: "建议周六上午办理。"), Supervisor, Suggestion()).ShouldBeAccepted();
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Published, 1, Title: "周末开窗", Text: "建议周六上午办理。"), Given.Officer, Suggestion()).ShouldBeRefused(404, "not-found");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Hidden, 2, ModerationGround.Insult), Given.Officer, Suggestion(Shown)).ShouldBeRefused(403, "forbidden");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Hidden, 2, ModerationGround.Insult), Supervisor with { Kin = [Given.Citizen] }, Suggestion(Shown)).ShouldBeRefused(404, "not-found");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Published, 1, ModerationGround.Insult, "周末开窗", "办理"), Supervisor, Suggestion()).ShouldBeInvalid("$.ground");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.PublishedChanged, 1, null, "周末开窗", "办理"), Supervisor, Suggestion()).ShouldBeInvalid("$.ground");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Hidden, 1, ModerationGround.Insult, "周末开窗"), Supervisor, Suggestion()).ShouldBeInvalid("$.text");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Published, 1, Title: "周末开窗"), Supervisor, Suggestion()).ShouldBeInvalid("$.text");
        ModerateSuggestionEndpoint.Validate(new(ModerationAct.Hidden, 2, ModerationGround.Insult), Supervisor, Suggestion(Hidden)).ShouldBeRefused(409, "already-exists");
        Suggestion(Shown).Shown.ShouldBeTrue();
        Suggestion(Shown, Hidden).Shown.ShouldBeFalse();
        Suggestion(ModerateSuggestionEndpoint.Decide(new(ModerationAct.PublishedChanged, 1, ModerationGround.PersonalData, "周末开窗", "办理"))).Public.ShouldBe(new("周末开窗", "办理", true));
        Suggestion(Hidden).Next().ShouldBe([SuggestionAction.Moderate]);
    }

    [Fact]
    public void is_supported_by_others_once_each()
    {
        Support(Suggestion(Shown), Given.Stranger, new("pseudonym", false)).ShouldBeAccepted();
        Support(Suggestion(Shown), Given.Stranger, new("pseudonym", true)).ShouldBeRefused(409, "already-exists");
        Support(Suggestion(Shown), Given.Applicant, new("pseudonym", false)).ShouldBeRefused(403, "forbidden");
        Support(Suggestion(Shown), Given.Officer, new((string?)null, false)).ShouldBeRefused(403, "forbidden");
        Support(Suggestion(), Given.Stranger, new("pseudonym", false)).ShouldBeRefused(404, "not-found");
        Support(Suggestion(Shown, new SuggestionMerged(Given.Other)), Given.Stranger, new("pseudonym", false)).ShouldBeRefused(409, "not-in-this-state");
        Suggestion(Shown, new SuggestionSupported("a"), new SuggestionSupported("b")).Supporters.ShouldBe(2);
        var index = new ServiceLedger.Privacy.BlindIndex([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
        index.OfSupporter(Given.Ruled, Given.Citizen).ShouldNotBe(index.OfSupporter(Given.Matter, Given.Citizen), "Nobody is followed from one suggestion to the next.");

        static Microsoft.AspNetCore.Mvc.ProblemDetails Support(Suggestion suggestion, Act by, Supporter supporter) => SupportSuggestionEndpoint.Validate(suggestion, by, supporter);
    }

    [Fact]
    public void is_answered_done_and_measured_by_the_department_asked()
    {
        var item = new SuggestedItem(Given.Item);
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 2, 1), Given.Officer, Suggestion(Shown), item).ShouldBeAccepted();
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 2, 7), Given.Officer, Suggestion(Shown), item).ShouldBeInvalid("$.itemVersion");
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.NotAccepted, "人手不足", 2, 1), Given.Officer, Suggestion(Shown), item).ShouldBeInvalid("$.itemVersion");
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 2), Supervisor, Suggestion(Shown), item).ShouldBeRefused(403, "forbidden");
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 2), Given.ForeignOfficer, Suggestion(Shown), item).ShouldBeRefused(404, "not-found");
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 1), Given.Officer, Suggestion(), item).ShouldBeRefused(404, "not-found");
        AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, "采纳", 1), Given.Officer, Suggestion(Shown), item).ShouldBeRefused(409, "stale-version");
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => AnswerSuggestionEndpoint.Validate(new(SuggestionOutcome.Accepted, text, 2), Given.Officer, Suggestion(Shown), item), lines: true);

        ImplementSuggestionEndpoint.Validate(new("周六上午开窗", new(2026, 3, 1), 3, 1), Given.Officer, Suggestion(Shown, Accepted), item, Given.Clock).ShouldBeAccepted();
        ImplementSuggestionEndpoint.Validate(new("周六上午开窗", new(2026, 3, 3), 3), Given.Officer, Suggestion(Shown, Accepted), item, Given.Clock).ShouldBeInvalid("$.since");
        ImplementSuggestionEndpoint.Validate(new("周六上午开窗", new(2026, 3, 1), 3), Given.Officer, Suggestion(Shown, Declined), item, Given.Clock).ShouldBeRefused(409, "not-in-this-state");

        MeasureEffectEndpoint.Validate(new("平均少等三天", 4, "-3", "天"), Given.Officer, Suggestion(Shown, Accepted, Implemented)).ShouldBeAccepted();
        MeasureEffectEndpoint.Validate(new("平均少等三天", 4, "三", "天"), Given.Officer, Suggestion(Shown, Accepted, Implemented)).ShouldBeInvalid("$.figure");
        MeasureEffectEndpoint.Validate(new("平均少等三天", 4, "-3"), Given.Officer, Suggestion(Shown, Accepted, Implemented)).ShouldBeInvalid("$.unit");
        MeasureEffectEndpoint.Validate(new("平均少等三天", 3, "-3", "天"), Given.Officer, Suggestion(Shown, Accepted)).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void is_merged_into_another_one_of_the_same_department_that_is_shown()
    {
        var other = Given.State<Suggestion>(Given.Other, Made, Shown);
        Merge(other).ShouldBeAccepted();
        Merge(null).ShouldBeInvalid("$.intoSuggestionId");
        Merge(Suggestion(Shown)).ShouldBeInvalid("$.intoSuggestionId");
        Merge(other with { Shown = false }).ShouldBeInvalid("$.intoSuggestionId");
        Merge(other with { DepartmentCode = Items.OtherDepartment }).ShouldBeInvalid("$.intoSuggestionId");
        Merge(other with { Status = SuggestionStatus.Merged }).ShouldBeInvalid("$.intoSuggestionId");

        static Microsoft.AspNetCore.Mvc.ProblemDetails Merge(Suggestion? into) => MergeSuggestionEndpoint.Validate(new(Given.Other, 2), Given.Officer, Suggestion(Shown), new MergeTarget(into));
    }
}
