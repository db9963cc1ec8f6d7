using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;

namespace ServiceLedger.Tests.Supervision;

/// <summary>What explains a look and what does not, as a table of examples.</summary>
public class explaining_a_look_decisions
{
    const string Ours = LedgerHost.Department, Theirs = Items.OtherDepartment;

    // Tuesday, 10 o'clock.
    static readonly DateTimeOffset At = new(2026, 3, 3, 10, 0, 0, TimeSpan.FromHours(8));
    static readonly Guid Glass = new("01980000-0000-7000-8000-0000000009a7");
    static readonly RegisteredLook Look = new(Given.Other, At, ActorKind.Officer, "li.hua", Ours, "handler", Given.Citizen, "ServiceProvision", null, "/api/citizens/{citizenId}/file");
    static readonly Tie Ongoing = new(Ours, new(2026, 3, 2), null, []);

    static LookFacts Facts(params Tie[] ties) => new(ties, [], true);

    static BreakGlass Emergency(DateTimeOffset from, params object[] then) => Given.State<BreakGlass>(
        Glass, [new Done(Given.Officer, new BreakGlassUsed(Given.Citizen, Given.Key.Seal("紧急"), 60, from.AddMinutes(60), ReadPaths.UnderBreakGlass, new(2026, 3, 5))), .. then]);

    public static TheoryData<string, RegisteredLook, LookFacts, LookCause[]> Examples => new()
    {
        { "an open matter of the office", Look, Facts(Ongoing), [] },
        { "a matter that came in later the same day", Look, Facts(Ongoing with { From = new(2026, 3, 3) }), [] },
        { "a matter that ended earlier the same day", Look, Facts(Ongoing with { To = new(2026, 3, 3) }), [] },
        { "a matter that ended the day before", Look, Facts(Ongoing with { To = new(2026, 3, 2) }), [LookCause.NoLink] },
        { "a matter that comes in the day after", Look, Facts(Ongoing with { From = new(2026, 3, 4) }), [LookCause.NoLink] },
        { "a matter of another office", Look, Facts(Ongoing with { Department = Theirs }), [LookCause.NoLink] },
        { "nothing at all", Look, Facts(), [LookCause.NoLink] },
        { "a matter the officer was recused from before", Look, Facts(Ongoing with { Recused = [new("li.hua", At.AddHours(-1))] }), [LookCause.NoLink] },
        { "a matter the officer is recused from afterwards", Look, Facts(Ongoing with { Recused = [new("li.hua", At.AddHours(1))] }), [] },
        { "a matter a colleague was recused from", Look, Facts(Ongoing with { Recused = [new("zhao.yun", At.AddHours(-1))] }), [] },
        { "one matter that ended and one that goes on", Look, Facts(Ongoing with { To = new(2026, 3, 2) }, Ongoing), [] },
        { "an inspection by a supervisor", Look with { Role = "supervisor", Purpose = "Oversight" }, Facts(), [] },
        { "an inspection by an auditor", Look with { Role = "auditor", Purpose = "LegalCompliance" }, Facts(), [] },
        { "a supervisor for another purpose", Look with { Role = "supervisor" }, Facts(), [LookCause.NoLink] },
        { "oversight stated by whose work it is not", Look with { Purpose = "Oversight" }, Facts(), [LookCause.NoLink] },
        { "a break-glass that ran", Look with { BreakGlass = Glass, Purpose = "Emergency" }, Facts() with { Emergencies = [Emergency(At.AddMinutes(-59))] }, [] },
        { "a break-glass that was over", Look with { BreakGlass = Glass }, Facts() with { Emergencies = [Emergency(At.AddMinutes(-60))] }, [LookCause.NoLink] },
        { "a break-glass that began later", Look with { BreakGlass = Glass }, Facts() with { Emergencies = [Emergency(At.AddMinutes(1))] }, [LookCause.NoLink] },
        { "a break-glass of somebody else", Look with { BreakGlass = Glass, Officer = "zhao.yun" }, Facts() with { Emergencies = [Emergency(At)] }, [LookCause.NoLink] },
        { "a break-glass that the look did not state", Look, Facts() with { Emergencies = [Emergency(At)] }, [LookCause.NoLink] },
        { "a system without a tie", Look with { Kind = ActorKind.System }, Facts(), [LookCause.NoLink] },
        { "a system at night", Look with { Kind = ActorKind.System, At = At.AddHours(15) }, Facts(Ongoing), [] },
        { "7 o'clock", Look with { At = At.AddHours(-3) }, Facts(Ongoing), [] },
        { "a minute before 7", Look with { At = At.AddHours(-3).AddMinutes(-1) }, Facts(Ongoing), [LookCause.AfterHours] },
        { "a minute before 21 o'clock", Look with { At = At.AddHours(11).AddMinutes(-1) }, Facts(Ongoing), [] },
        { "21 o'clock", Look with { At = At.AddHours(11) }, Facts(Ongoing), [LookCause.AfterHours] },
        { "a day off", Look, Facts(Ongoing) with { IsWorkingDay = false }, [LookCause.AfterHours] },
        { "a supervisor on a day off", Look with { Role = "supervisor", Purpose = "Oversight" }, Facts() with { IsWorkingDay = false }, [LookCause.AfterHours] },
        { "an emergency at night", Look with { At = At.AddHours(13), BreakGlass = Glass }, Facts() with { Emergencies = [Emergency(At.AddHours(13))] }, [] },
        { "a peak", Look, Facts(Ongoing) with { IsPeak = true }, [LookCause.Peak] },
        { "an inspection of many", Look with { Role = "supervisor", Purpose = "Oversight" }, Facts() with { IsPeak = true }, [] },
        { "somebody of the own department", Look, Facts(Ongoing) with { Employer = new("zhao.yun", Ours) }, [LookCause.OwnDepartment] },
        { "oneself, from another department", Look, Facts(Ongoing) with { Employer = new("li.hua", Theirs) }, [LookCause.OwnDepartment] },
        { "an officer of another department", Look, Facts(Ongoing) with { Employer = new("sun.wei", Theirs) }, [] },
        { "three visits and an act", Look, Facts(Ongoing) with { Visits = 3, ActFollowed = true }, [] },
        { "two visits without an act", Look, Facts(Ongoing) with { Visits = 2 }, [] },
        { "three visits without an act", Look, Facts(Ongoing) with { Visits = 3 }, [LookCause.NothingFollowed] },
        { "three visits of a supervisor", Look with { Role = "supervisor", Purpose = "Oversight" }, Facts() with { Visits = 3 }, [] },
        { "everything at once", Look, new([], [], false, true, new("zhao.yun", Ours), 5), [LookCause.NoLink, LookCause.AfterHours, LookCause.Peak, LookCause.OwnDepartment, LookCause.NothingFollowed] }
    };

    [Theory, MemberData(nameof(Examples), DisableDiscoveryEnumeration = true)]
    public void goes_by_what_tied_the_office_to_the_person(string what, RegisteredLook look, LookFacts facts, LookCause[] causes) =>
        Explanation.CausesOf(look, facts).ShouldBe(causes, what);

    [Theory]
    [InlineData(0)]
    [InlineData(1, 600)]
    [InlineData(1, 600, 615, 645, 675)]
    [InlineData(2, 600, 631)]
    [InlineData(3, 840, 540, 660)]
    public void counts_looks_half_an_hour_apart_as_visits(int visits, params int[] minutes) => Explanation.Visits(minutes.Select(m => At.AddMinutes(m - 600))).ShouldBe(visits);

    [Theory]
    [InlineData(61, new[] { 20, 20, 20, 20, 20 }, new int[0], true)]
    [InlineData(60, new[] { 20, 20, 20, 20, 20 }, new int[0], false)]
    [InlineData(20, new[] { 1, 2, 6, 9, 9 }, new int[0], true)]
    [InlineData(19, new[] { 1, 1, 1, 1, 1 }, new int[0], false)]
    [InlineData(20, new[] { 1, 1, 1, 1, 1, 40, 40, 40, 40, 40, 40 }, new int[0], false)]
    [InlineData(20, new[] { 1, 1, 1, 1 }, new[] { 10, 10 }, false)]
    [InlineData(31, new[] { 1, 1, 1, 1 }, new[] { 10, 10 }, true)]
    [InlineData(31, new[] { 30, 30, 30, 30, 30 }, new[] { 1, 1 }, false)]
    [InlineData(5000, new int[0], new int[0], false)]
    public void finds_a_peak_by_what_is_usual(int people, int[] own, int[] peers, bool peak) => Peak.Is(people, own, peers).ShouldBe(peak);

    [Fact]
    public void ties_the_office_in_charge_from_the_day_of_effect_to_the_day_of_the_end()
    {
        Ties.Of(Stream(Given.Submitted)).Select(t => (t.Department, t.From, t.To)).ShouldBe([(Ours, new(2026, 3, 1), null)]);
        Ties.Of(Stream(Given.Submitted with { Effect = Given.Earlier(new(2026, 2, 20, 9, 0, 0, TimeSpan.FromHours(8))) }, new ApplicationWithdrawn(Given.Citizen, null))).Select(t => (t.Department, t.From, t.To)).ShouldBe([(Ours, new DateOnly(2026, 2, 20), new DateOnly(2026, 3, 2))]);
        Ties.Of(Stream(Given.Submitted, Given.Decided)).ShouldHaveSingleItem().To.ShouldBeNull();
        Ties.Of(Stream(Given.Submitted, Given.Closed, Given.Reopened)).Select(t => (t.From.Day, t.To?.Day)).ShouldBe([(1, 2), (3, null)]);
    }

    [Fact]
    public void ties_whom_the_matter_is_sent_to_and_who_is_asked()
    {
        var sent = new CustodyTransferred(Given.Citizen, Theirs, null, Given.Key.Seal("移交"));
        Ties.Of(Stream(Given.Submitted, sent)).Select(t => (t.Department, t.From.Day, t.To?.Day)).ShouldBe([(Ours, 1, null), (Theirs, 2, null)]);
        Ties.Of(Stream(Given.Submitted, sent, new CustodyReturned(Given.Citizen, Given.Key.Seal("退回")))).Select(t => (t.Department, t.From.Day, t.To?.Day)).ShouldBe([(Theirs, 2, 3), (Ours, 1, null)]);
        Ties.Of(Stream(Given.Submitted, sent, new CustodyAccepted(Given.Citizen, Theirs, "sun.li"))).Select(t => (t.Department, t.From.Day, t.To?.Day)).ShouldBe([(Theirs, 2, 3), (Ours, 1, 3), (Theirs, 3, null)]);
        var asked = new JointOpinionRequested(Given.Citizen, 1, Theirs, Given.Key.Seal("意见"), JointHandling.Parallel, null, null);
        Ties.Of(Stream(Given.Submitted, asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Agree, Given.Key.Seal("同意")))).Select(t => (t.Department, t.From.Day, t.To?.Day)).ShouldBe([(Theirs, 2, 3), (Ours, 1, null)]);
        Ties.Of(Stream(Given.Submitted, new OfficerRecused(Given.Citizen, "li.hua", "zhao.yun"))).ShouldHaveSingleItem().Recused.ShouldBe([new("li.hua", Start.AddDays(1))]);
    }

    [Fact]
    public void ties_both_parties_to_a_data_request_until_it_is_settled()
    {
        var requested = new DataRequested(Given.Citizen, Given.Matter, Ours, new(Theirs, "HUKOU", 1, SharingClass.Conditional, ["address"], "ServiceProvision", "国务院令第809号", Given.Key.Seal("核实"), Urgency.Ordinary, null));
        var refused = new DataRequestRefused(Given.Citizen, DataRefusalGround.NotHeld, "第二十五条", Given.Key.Seal("向公安机关查询"));
        Ties.Of(Stream(requested)).Select(t => (t.Department, t.To?.Day)).ShouldBe([(Ours, null), (Theirs, null)], ignoreOrder: true);
        Ties.Of(Stream(requested, refused)).Select(t => (t.Department, t.To?.Day)).ShouldBe([(Ours, 2), (Theirs, 2)], ignoreOrder: true);
        Ties.Of(Stream(requested, refused, new DisputeRaised(Given.Citizen, Given.Key.Seal("不服")))).Count(t => t.To is null).ShouldBe(2);
    }

    // Noon of 1 March in China; each event a day later.
    static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(8));

    static IEnumerable<JasperFx.Events.IEvent> Stream(params object[] events) => events.Select((data, i) => Fold.Envelope(Given.Matter, i + 1, Start.AddDays(i), data));

    [Fact]
    public void is_asked_for_by_supervisors_of_days_that_are_over_and_not_examined()
    {
        var supervisor = Given.Officer with { Role = "supervisor", Purpose = "Oversight" };
        var command = new ExamineLooks(new(2026, 3, 1));
        ExamineLooksEndpoint.Validate(command, supervisor, null, Given.Days, Given.Clock).ShouldBeAccepted();
        ExamineLooksEndpoint.Validate(command, Given.Officer, null, Given.Days, Given.Clock).ShouldBeRefused(403, "forbidden");
        ExamineLooksEndpoint.Validate(command, Given.Applicant, null, Given.Days, Given.Clock).ShouldBeRefused(403, "forbidden");
        ExamineLooksEndpoint.Validate(new(new(2026, 3, 2)), supervisor, null, Given.Days, Given.Clock).ShouldBeInvalid("$.day");
        ExamineLooksEndpoint.Validate(new(DateOnly.MaxValue), supervisor, null, Given.Days, Given.Clock).ShouldBeInvalid("$.day");
        ExamineLooksEndpoint.Validate(new(DateOnly.MinValue), supervisor, null, Given.Days, Given.Clock).ShouldBeRefused(409, "calendar-missing");
        ExamineLooksEndpoint.Validate(command, supervisor, null, new WorkingDays([]), Given.Clock).ShouldBeRefused(409, "calendar-missing");
        ExamineLooksEndpoint.Validate(command, supervisor, new(Given.Other, command.Day, 1, 0), Given.Days, Given.Clock).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void is_closed_by_a_supervisor_who_is_not_the_one_who_looked()
    {
        var supervisor = Given.Officer with { ActorId = "sun.wei", Role = "supervisor", Purpose = "Oversight" };
        var detected = new UnlinkedReadDetected(Given.Citizen, Given.Other, At, "li.hua", Ours, "handler", null, [LookCause.NoLink]);
        UnexplainedLook State(params object[] then) => Given.State<UnexplainedLook>(Given.Ruled, [detected, .. then]);
        UnlinkedReadJudged Judged(UnlinkedReadVerdict verdict) => new(Given.Citizen, verdict, Given.Key.Seal("已问询"));
        JudgeUnlinkedRead Command(long version, string remarks = "已问询") => new(UnlinkedReadVerdict.Explained, remarks, version);
        JudgeUnlinkedReadEndpoint.Validate(Command(1), supervisor, State()).ShouldBeAccepted();
        JudgeUnlinkedReadEndpoint.Validate(Command(1), supervisor with { ActorId = "li.hua" }, State()).ShouldBeRefused(403, "forbidden");
        JudgeUnlinkedReadEndpoint.Validate(Command(1), Given.Officer, State()).ShouldBeRefused(404, "not-found");
        JudgeUnlinkedReadEndpoint.Validate(Command(1), Given.Applicant, State()).ShouldBeRefused(404, "not-found");
        JudgeUnlinkedReadEndpoint.Validate(Command(2), supervisor, State()).ShouldBeRefused(409, "stale-version");
        // What stayed unexplained may be judged again; what is explained or unlawful is closed.
        JudgeUnlinkedReadEndpoint.Validate(Command(2), supervisor, State(Judged(UnlinkedReadVerdict.Unexplained))).ShouldBeAccepted();
        JudgeUnlinkedReadEndpoint.Validate(Command(2), supervisor, State(Judged(UnlinkedReadVerdict.Explained))).ShouldBeRefused(409, "not-in-this-state");
        JudgeUnlinkedReadEndpoint.Validate(Command(2), supervisor, State(Judged(UnlinkedReadVerdict.Unlawful))).ShouldBeRefused(409, "not-in-this-state");
        Texts.ShouldBeTakenOnly("$.remarks", 2000, text => JudgeUnlinkedReadEndpoint.Validate(Command(1, text), supervisor, State()), lines: true);
    }
}
