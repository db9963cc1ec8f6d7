using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class using_break_glass_decisions
{
    static readonly Guid Glass = new("01980000-0000-7000-8000-0000000009a7");
    static readonly Act Officer = Given.Outsider with { ActorId = "zhou.min" };
    static readonly Act Supervisor = Given.Officer with { ActorId = "sun.wei", Role = "supervisor", Department = Items.OtherDepartment, Purpose = "Oversight" };
    static readonly UseBreakGlass Command = new("老人独居昏迷，急需联系其子女确认用药情况，无法等待立案");
    static readonly DateTimeOffset Now = LedgerHost.Now;
    static readonly DateOnly ReviewBy = new(2026, 3, 4);

    static BreakGlassUsed Used(DateTimeOffset at, int minutes = 60) =>
        new(Given.Citizen, Given.Key.Seal(Command.Reason!), minutes, at.AddMinutes(minutes), ReadPaths.UnderBreakGlass, Given.Days.After(Text.DateOf(at), 2)!.Value);

    static BreakGlass State(DateTimeOffset at, params object[] then) => Given.State<BreakGlass>(Glass, [new Done(Officer, Used(at)), .. then]);

    static BreakGlassGround Ground(params BreakGlass[] earlier) => new(true, earlier, Given.Days, 3);

    static BreakGlassReviewed Reviewed(BreakGlassVerdict verdict) => new(Given.Citizen, verdict, Given.Key.Seal("已核实"));

    static Microsoft.AspNetCore.Mvc.ProblemDetails Answer(UseBreakGlass command, Act? act = null, BreakGlassGround? ground = null) =>
        UseBreakGlassEndpoint.Validate(command, Given.Citizen, act ?? Officer, ground ?? Ground(), Given.Clock);

    [Fact]
    public void opens_the_file_until_the_hour_is_over_and_is_due_for_review_in_two_working_days()
    {
        Answer(Command).ShouldBeAccepted();
        var used = UseBreakGlassEndpoint.Decide(Command, Given.Citizen, Given.Days, Now, Given.Key);
        (used.Minutes, used.Until, used.ReviewBy).ShouldBe((60, Now.AddMinutes(60), ReviewBy));
        used.Sections.ShouldBe([FileSection.Identity, FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.Mandates, FileSection.History]);
        Given.Key.Open(used.Reason).ShouldBe(Command.Reason);
        // From a Friday on, the weekend does not count.
        UseBreakGlassEndpoint.Decide(Command, Given.Citizen, Given.Days, Now.AddDays(4), Given.Key).ReviewBy.ShouldBe(new DateOnly(2026, 3, 10));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("                              ")]
    [InlineData("家中有人病倒")]
    [InlineData("紧急                                情况")]
    [InlineData("a b c d e f g h i j")]
    [InlineData("紧急紧急紧急紧急紧急紧急紧急紧急紧急紧急紧急紧急")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("asdfasdfasdfasdfasdfasdf")]
    [InlineData("1234567890 1234567890 1234567890")]
    [InlineData("紧急调阅\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B")]
    public void needs_a_reason_that_says_something(string? reason) => Answer(Command with { Reason = reason }).ShouldBeInvalid("$.reason");

    [Fact]
    public void takes_a_reason_of_twenty_characters_and_no_more_than_two_thousand()
    {
        Answer(Command with { Reason = "独居老人倒地昏迷需立即联系其女儿确认病史" }).ShouldBeAccepted();
        Answer(Command with { Reason = "Unconscious; find kin" }).ShouldBeAccepted();
        Answer(Command with { Reason = Command.Reason + new string('字', 2000) }).ShouldBeInvalid("$.reason");
        Answer(Command with { Reason = Command.Reason + "\u0007" }).ShouldBeInvalid("$.reason");
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-5, false)]
    public void lasts_an_hour_at_most(int minutes, bool taken)
    {
        if (taken)
            Answer(Command with { Minutes = minutes }).ShouldBeAccepted();
        else
            Answer(Command with { Minutes = minutes }).ShouldBeInvalid("$.minutes");
    }

    [Fact]
    public void opens_what_was_asked_for_of_the_file_and_neither_documents_nor_looks()
    {
        Answer(Command with { Sections = [FileSection.Identity, FileSection.History] }).ShouldBeAccepted();
        foreach (var sections in new FileSection[][] { [], [FileSection.EvidenceContent], [FileSection.Identity, FileSection.Accesses] })
            Answer(Command with { Sections = sections }).ShouldBeInvalid("$.sections");
        var narrow = Given.State<BreakGlass>(Glass, new Done(Officer, Used(Now) with { Sections = [FileSection.Identity, FileSection.History] }));
        var under = Officer with { Purpose = BreakGlass.Purpose, BreakGlass = Glass };
        narrow.RefuseLook(under, Given.Citizen, [FileSection.Identity, FileSection.History], Now).ShouldBeNull();
        narrow.RefuseLook(under, Given.Citizen, [FileSection.Identity, FileSection.Applications], Now).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void is_for_officers_and_for_people_who_are_on_record()
    {
        Answer(Command, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Answer(Command, Officer with { Kind = ActorKind.System }).ShouldBeRefused(403, "forbidden");
        Answer(Command, ground: Ground() with { CitizenIsKnown = false }).ShouldBeRefused(404, "not-found");
        // Whether somebody is on record is nobody's business but an officer's.
        Answer(Command, Given.Applicant, Ground() with { CitizenIsKnown = false }).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void runs_once_for_a_citizen_and_so_often_on_a_day()
    {
        Answer(Command, ground: Ground(State(Now.AddMinutes(-59)))).ShouldBeRefused(409, "already-exists");
        Answer(Command, ground: Ground(State(Now.AddMinutes(-60)))).ShouldBeAccepted();
        Answer(Command, ground: Ground(State(Now.AddMinutes(-10), new BreakGlassEnded(Given.Citizen)))).ShouldBeAccepted();
        var other = State(Now.AddMinutes(-10)) with { CitizenId = Given.Other };
        Answer(Command, ground: Ground(other, other)).ShouldBeAccepted();
        Answer(Command, ground: Ground(other, other, other)).ShouldBeRefused(403, "forbidden");
        Answer(Command, ground: Ground(other, other) with { MostADay = 2 }).ShouldBeRefused(403, "forbidden");
        var yesterday = State(Now.AddHours(-10)) with { CitizenId = Given.Other };
        Answer(Command, ground: Ground(yesterday, yesterday, yesterday)).ShouldBeAccepted();
    }

    [Fact]
    public void is_refused_without_a_calendar_to_count_its_review_by() =>
        Answer(Command, ground: Ground() with { Days = new WorkingDays([]) }).ShouldBeRefused(409, "calendar-missing");

    [Fact]
    public void unreviewed_on_the_due_day_or_unjustified_keeps_the_officer_from_another()
    {
        // 28 February is a Saturday that is worked.
        var (saturday, due) = (State(Now.AddDays(-2)), State(Now.AddDays(-3)));
        saturday.ReviewBy.ShouldBe(new DateOnly(2026, 3, 3));
        Answer(Command, ground: Ground(saturday)).ShouldBeAccepted();
        due.ReviewBy.ShouldBe(new DateOnly(2026, 3, 2));
        Answer(Command, ground: Ground(due)).ShouldBeRefused(403, "forbidden").Detail!.ShouldContain(Glass.ToString());
        Answer(Command, ground: Ground(State(Now.AddDays(-4), Reviewed(BreakGlassVerdict.Justified)))).ShouldBeAccepted();
        var unjustified = State(Now.AddDays(-4), Reviewed(BreakGlassVerdict.Unjustified));
        Answer(Command, ground: Ground(unjustified)).ShouldBeRefused(403, "forbidden").Detail!.ShouldContain(Glass.ToString());
        Answer(Command, ground: Ground(State(Now.AddDays(-4), Reviewed(BreakGlassVerdict.Unjustified), new BreakGlassBlockLifted(Given.Citizen, Given.Key.Seal("已培训"))))).ShouldBeAccepted();
    }

    [Fact]
    public void lets_its_officer_look_at_its_citizen_while_it_runs_and_nobody_else()
    {
        var glass = State(Now);
        var under = Officer with { Purpose = BreakGlass.Purpose, BreakGlass = Glass };
        FileSection[] file = [FileSection.Identity, FileSection.Applications];
        glass.RefuseLook(under, Given.Citizen, file, Now.AddMinutes(60).AddTicks(-1)).ShouldBeNull();
        glass.RefuseLook(under, Given.Citizen, file, Now.AddMinutes(60)).ShouldBeRefused(403, "forbidden");
        State(Now, new BreakGlassEnded(Given.Citizen)).RefuseLook(under, Given.Citizen, file, Now.AddMinutes(1)).ShouldBeRefused(403, "forbidden");
        glass.RefuseLook(under, Given.Other, file, Now).ShouldBeRefused(403, "forbidden");
        glass.RefuseLook(under with { ActorId = "chen.bo" }, Given.Citizen, file, Now).ShouldBeRefused(403, "forbidden");
        glass.RefuseLook(under with { Purpose = "ServiceProvision" }, Given.Citizen, file, Now).ShouldBeRefused(403, "forbidden");
        glass.RefuseLook(under with { Kind = ActorKind.System }, Given.Citizen, file, Now).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void is_ended_early_by_its_officer_only()
    {
        var glass = State(Now);
        EndBreakGlassEndpoint.Validate(new(1), Officer, glass, Given.Clock).ShouldBeAccepted();
        EndBreakGlassEndpoint.Validate(new(2), Officer, glass, Given.Clock).ShouldBeRefused(409, "stale-version");
        EndBreakGlassEndpoint.Validate(new(1), Supervisor, glass, Given.Clock).ShouldBeRefused(403, "forbidden");
        EndBreakGlassEndpoint.Validate(new(1), Given.Applicant, glass, Given.Clock).ShouldBeRefused(403, "forbidden");
        EndBreakGlassEndpoint.Validate(new(1), Given.Officer, glass, Given.Clock).ShouldBeRefused(404, "not-found");
        EndBreakGlassEndpoint.Validate(new(1), Officer, State(Now.AddHours(-1)), Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        glass.NextFor(Officer, Now).ShouldBe([BreakGlassAction.End]);
        glass.NextFor(Officer, Now.AddHours(1)).ShouldBeEmpty();
    }

    [Fact]
    public void is_reviewed_once_it_is_over_by_a_supervisor_of_another_department()
    {
        var over = State(Now.AddHours(-1));
        Microsoft.AspNetCore.Mvc.ProblemDetails Review(Act act, BreakGlass glass, long version = 1, string remarks = "属实") =>
            ReviewBreakGlassEndpoint.Validate(new(BreakGlassVerdict.Justified, remarks, version), act, glass, Given.Clock);
        Review(Supervisor, over).ShouldBeAccepted();
        over.NextFor(Supervisor, Now).ShouldBe([BreakGlassAction.Review]);
        Review(Officer, over).ShouldBeRefused(403, "forbidden");
        Review(Supervisor with { ActorId = Officer.ActorId }, over).ShouldBeRefused(403, "forbidden");
        Review(Supervisor with { Department = Officer.Department }, over).ShouldBeRefused(403, "forbidden");
        Review(Supervisor with { Role = "handler" }, over).ShouldBeRefused(404, "not-found");
        Review(Supervisor with { Purpose = "ServiceProvision" }, over).ShouldBeRefused(404, "not-found");
        Review(Given.Applicant, over).ShouldBeRefused(403, "forbidden");
        Review(Given.Stranger, over).ShouldBeRefused(404, "not-found");
        Review(Supervisor, over, 2).ShouldBeRefused(409, "stale-version");
        Review(Supervisor, State(Now)).ShouldBeRefused(409, "not-in-this-state");
        Review(Supervisor, State(Now.AddHours(-1), Reviewed(BreakGlassVerdict.Justified)), 2).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.remarks", 2000, text => Review(Supervisor, over, 1, text), lines: true);
    }

    [Fact]
    public void found_unjustified_is_lifted_by_a_supervisor_of_another_department_once()
    {
        var unjustified = State(Now.AddHours(-1), Reviewed(BreakGlassVerdict.Unjustified));
        Microsoft.AspNetCore.Mvc.ProblemDetails Lift(Act act, BreakGlass glass, long version = 2, string reason = "已培训") =>
            LiftBreakGlassBlockEndpoint.Validate(new(reason, version), act, glass, Given.Clock);
        Lift(Supervisor, unjustified).ShouldBeAccepted();
        Lift(Supervisor with { Department = Officer.Department }, unjustified).ShouldBeRefused(403, "forbidden");
        Lift(Officer, unjustified).ShouldBeRefused(403, "forbidden");
        Lift(Given.Officer, unjustified).ShouldBeRefused(404, "not-found");
        Lift(Supervisor, unjustified, 1).ShouldBeRefused(409, "stale-version");
        Lift(Supervisor, State(Now.AddHours(-1), Reviewed(BreakGlassVerdict.Justified))).ShouldBeRefused(409, "not-in-this-state");
        Lift(Supervisor, State(Now.AddHours(-1)), 1).ShouldBeRefused(409, "not-in-this-state");
        Lift(Supervisor, unjustified with { Lifted = true }).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Lift(Supervisor, unjustified, 2, text), lines: true);
    }

    [Theory]
    [InlineData(2, BreakGlassStatus.Open)]
    [InlineData(3, BreakGlassStatus.Open)]
    [InlineData(4, BreakGlassStatus.Due)]
    [InlineData(5, BreakGlassStatus.Overdue)]
    public void is_open_before_the_due_day_due_on_it_and_overdue_after_it(int day, BreakGlassStatus status)
    {
        State(Now).Status(new(2026, 3, day)).ShouldBe(status);
        State(Now, Reviewed(BreakGlassVerdict.Justified)).Status(new(2026, 3, day)).ShouldBe(BreakGlassStatus.Reviewed);
    }
}
