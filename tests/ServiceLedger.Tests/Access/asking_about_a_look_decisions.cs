using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class asking_about_a_look_decisions
{
    static readonly DateOnly Due = new(2026, 3, 16);
    static readonly Act Looker = Given.Officer;
    static readonly Act Supervisor = Given.Outsider with { ActorId = "chen.jing", Role = Roles.Supervisor };
    static readonly RecordedLook Look = new(Given.Other, 7, LedgerHost.Now, new FileViewed(Given.Citizen, "/", [FileSection.Identity], null, 1), Looker, "区民政局", null, true);
    static readonly AccessObjectedBySubject Objected = new(Given.Citizen, Look.Id, AccessQuestionKind.Objection, LedgerHost.Department, Looker.ActorId, Given.Key.Seal("为何查看"), Due);
    static readonly AccessExplained Explained = new(Given.Citizen, Given.Key.Seal("办理低保"), [Given.Key.Seal("办件")]);
    static readonly QuestionAccess Question = new(AccessQuestionKind.Question, "为何查看");
    static readonly ExplainAccess Explanation = new("办理低保", 1, ["办件"]);
    static readonly DecideAccessCase Justified = new(AccessOutcome.Justified, "确有办件", 2, "许可法第三十四条");
    static readonly DecideAccessCase Unlawful = new(AccessOutcome.Unlawful, "与办件无关", 2, Measures: "通报批评");

    static AccessCase Case(params object[] then) => Given.State<AccessCase>(Given.Ruled, [Objected, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Ask(QuestionAccess command, Act? by = null, RecordedLook? look = null, AccessCase? known = null, bool calendar = true, bool found = true) =>
        QuestionAccessEndpoint.Validate(command, Given.Citizen, by ?? Given.Applicant, new(found ? look ?? Look : null, known, calendar ? Due : null, Given.Key));

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Explain(ExplainAccess command, Act? by = null, AccessCase? about = null) => ExplainAccessEndpoint.Validate(command, by ?? Looker, about ?? Case());

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Decide(DecideAccessCase command, Act? by = null, AccessCase? about = null) =>
        DecideAccessCaseEndpoint.Validate(command, by ?? Supervisor, about ?? Case(Explained), Given.Clock);

    [Fact]
    public void is_for_the_citizen_about_looks_the_citizen_sees()
    {
        Ask(Question).ShouldBeAccepted();
        Ask(Question, Given.Officer).ShouldBeRefused(403, "forbidden");
        Ask(Question, Given.Stranger).ShouldBeRefused(404, "not-found");
        Ask(Question, found: false).ShouldBeRefused(404, "not-found");
        foreach (var by in new[] { Given.Applicant, Given.Stranger, new Act(ActorKind.System, "sync", Channel.SystemInterface), new Act(ActorKind.Clock, "reminders", Channel.Import, Department: LedgerHost.Department) })
            Ask(Question, look: Look with { By = by }).ShouldBeRefused(409, "no-department-looked");
        Ask(Question, look: Look with { By = new(ActorKind.System, "sync", Channel.SystemInterface, Department: LedgerHost.Department) }).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.text", 4000, text => Ask(Question with { Text = text }), lines: true);
        Ask(Question, calendar: false).ShouldBeRefused(409, "calendar-missing");
    }

    [Fact]
    public void is_done_once_and_a_second_time_answers_how_it_stands()
    {
        Ask(Question, known: Case()).ShouldBeRefused(409, "already-exists").Extensions["caseStatus"].ShouldBe("open");
        var over = Ask(Question, known: Case(Explained, new AccessJustified(Given.Citizen, Given.Key.Seal("是"), "法"))).ShouldBeRefused(409, "already-exists");
        over.Extensions["caseStatus"].ShouldBe("justified");
        over.Extensions["accessCaseId"].ShouldBe(Given.Ruled);
    }

    [Fact]
    public void records_whom_it_is_about_and_what_was_asked_sealed()
    {
        var happened = QuestionAccessEndpoint.Decide(Question, Given.Citizen, new(Look, null, Due, Given.Key));
        (happened.AccessId, happened.Department, happened.LookedBy, happened.DueBy, happened.Kind).ShouldBe((Look.Id, LedgerHost.Department, "li.hua", Due, AccessQuestionKind.Question));
        Given.Key.Open(happened.Text).ShouldBe("为何查看");
    }

    [Fact]
    public void is_explained_by_the_department_that_looked()
    {
        Explain(Explanation).ShouldBeAccepted();
        Explain(Explanation, Given.Colleague).ShouldBeAccepted();
        Explain(Explanation with { Version = 2 }, about: Case(Explained)).ShouldBeAccepted();
        Explain(Explanation, Given.Outsider).ShouldBeRefused(404, "not-found");
        Explain(Explanation, Given.Stranger).ShouldBeRefused(404, "not-found");
        Explain(Explanation, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Explain(Explanation, Supervisor).ShouldBeRefused(403, "forbidden");
        Explain(Explanation with { Version = 2 }).ShouldBeRefused(409, "stale-version");
        Explain(Explanation with { Version = 3 }, about: Case(Explained, new AccessJustified(Given.Citizen, Given.Key.Seal("是"), "法"))).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.text", 4000, text => Explain(Explanation with { Text = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.sources[1]", 300, text => Explain(Explanation with { Sources = ["办件", text] }));
        Explain(Explanation with { Sources = [.. Enumerable.Repeat("办件", 21)] }).ShouldBeInvalid("$.sources");
        Explain(Explanation with { Sources = null }).ShouldBeAccepted();
        var happened = ExplainAccessEndpoint.Post(Explanation, Case(), Given.Key);
        (Given.Key.Open(happened.Text), Given.Key.Open(happened.Sources.Single())).ShouldBe(("办理低保", "办件"));
        ExplainAccessEndpoint.Post(Explanation with { Sources = null }, Case(), Given.Key).Sources.ShouldBeEmpty();
    }

    [Fact]
    public void is_decided_by_supervision_and_never_by_who_looked()
    {
        Decide(Justified).ShouldBeAccepted();
        Decide(Unlawful).ShouldBeAccepted();
        Decide(Justified, Given.Outsider).ShouldBeRefused(404, "not-found");
        Decide(Justified, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Decide(Justified, Given.Colleague).ShouldBeRefused(403, "forbidden");
        foreach (var command in new[] { Justified, Unlawful })
            Decide(command, Looker with { Role = Roles.Supervisor }).ShouldBeRefused(403, "forbidden");

        // A supervisor of the same department may find it unlawful, not justified.
        var own = Given.Colleague with { Role = Roles.Supervisor };
        Decide(Justified, own).ShouldBeRefused(403, "forbidden");
        Decide(Unlawful, own).ShouldBeAccepted();
        Decide(Justified with { Version = 1 }).ShouldBeRefused(409, "stale-version");
        Decide(Justified with { Version = 3 }, about: Case(Explained, new AccessFoundUnlawful(Given.Citizen, Given.Key.Seal("否"), Given.Key.Seal("改")))).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void is_decided_after_the_explanation_or_once_it_is_overdue()
    {
        Decide(Unlawful with { Version = 1 }, about: Case()).ShouldBeRefused(409, "explanation-awaited");
        var overdue = Given.State<AccessCase>(Given.Ruled, Objected with { DueBy = new(2026, 3, 1) });
        Decide(Unlawful with { Version = 1 }, about: overdue).ShouldBeAccepted();
        (overdue.IsOverdue(new(2026, 3, 1)), overdue.IsOverdue(new(2026, 3, 2))).ShouldBe((false, true));
        Given.State<AccessCase>(Given.Ruled, Objected with { DueBy = new(2026, 3, 1) }, new AccessJustified(Given.Citizen, Given.Key.Seal("是"), "法")).IsOverdue(new(2027, 1, 1)).ShouldBeFalse();
    }

    [Fact]
    public void is_justified_on_a_legal_basis_or_unlawful_with_measures()
    {
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => Decide(Justified with { Reasons = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.legalBasis", 300, text => Decide(Justified with { LegalBasis = text }));
        Texts.ShouldBeTakenOnly("$.measures", 4000, text => Decide(Unlawful with { Measures = text }), lines: true);
        Decide(Justified with { Measures = "无" }).ShouldBeInvalid("$.measures");
        Decide(Unlawful with { LegalBasis = "法" }).ShouldBeInvalid("$.legalBasis");
        var justified = DecideAccessCaseEndpoint.Decide(Justified, Case(Explained), Given.Key).ShouldBeOfType<AccessJustified>();
        (Given.Key.Open(justified.Reasons), justified.LegalBasis).ShouldBe(("确有办件", "许可法第三十四条"));
        var unlawful = DecideAccessCaseEndpoint.Decide(Unlawful, Case(Explained), Given.Key).ShouldBeOfType<AccessFoundUnlawful>();
        (Given.Key.Open(unlawful.Reasons), Given.Key.Open(unlawful.Measures)).ShouldBe(("与办件无关", "通报批评"));
    }
}
