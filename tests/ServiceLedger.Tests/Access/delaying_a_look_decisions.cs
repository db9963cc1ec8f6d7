using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class delaying_a_look_decisions
{
    static readonly DateOnly Today = new(2026, 3, 2), Until = new(2026, 3, 10), Later = new(2026, 4, 10);
    static readonly Settings Settings = new("", "", null!, "", true, true, null!) { Looks = new(10, 90) };
    static readonly Act Asker = Given.Officer;
    static readonly Act Head = Given.Colleague with { Role = Roles.Head };
    static readonly Act Supervisor = Given.Outsider with { ActorId = "chen.jing", Role = Roles.Supervisor, Purpose = "Oversight" };
    static readonly AskDisclosureDelay Command = new(Given.Citizen, DisclosureDelayGround.ObstructsDuty, "市人民检察院", "渝检〔2026〕3号", Until, Given.Matter);
    static readonly DisclosureDelayAsked Asked = new(Given.Citizen, LedgerHost.Department, Given.Matter, Command.Ground, Command.Authority, Command.DocumentNumber, Until);
    static readonly DisclosureDelayed Approved = new(Given.Citizen, Until);
    static readonly DisclosureExtensionAsked More = new(Given.Citizen, "市人民检察院", "渝检〔2026〕9号", Later);
    static readonly DisclosureReleased Released = new(Given.Citizen);
    static readonly ExtendDisclosureDelay Extension = new("市人民检察院", "渝检〔2026〕9号", Later, 2);

    static DisclosureDelay Delay(params object[] then) => Of(Asked, then);

    static DisclosureDelay Of(DisclosureDelayAsked asked, params object[] then) => Given.State<DisclosureDelay>(Given.Ruled, then.Prepend(asked).Select(e => new Done(Asker, e)).ToArray<object>());

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Ask(AskDisclosureDelay command, Act? by = null, bool citizen = true, bool matter = true) =>
        AskDisclosureDelayEndpoint.Validate(command, by ?? Asker, new(citizen, matter), Settings, Given.Clock);

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Approve(long version, Act by, DisclosureDelay? delay = null, TimeProvider? time = null) =>
        ApproveDisclosureDelayEndpoint.Validate(new(version), by, delay ?? Delay(), time ?? Given.Clock);

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Extend(ExtendDisclosureDelay command, Act? by = null, DisclosureDelay? delay = null, TimeProvider? time = null) =>
        ExtendDisclosureDelayEndpoint.Validate(command, by ?? Asker, delay ?? Delay(Approved), Settings, time ?? Given.Clock);

    static Microsoft.AspNetCore.Mvc.ProblemDetails? Release(long version, Act? by = null, DisclosureDelay? delay = null) =>
        ReleaseDisclosureEndpoint.Validate(new(version), by ?? Asker, delay ?? Delay(Approved), Given.Clock);

    [Fact]
    public void needs_ground_authority_order_and_an_end_that_is_not_far()
    {
        Ask(Command).ShouldBeAccepted();
        Ask(Command with { MatterId = null }, matter: false).ShouldBeAccepted();
        Ask(Command, Given.Applicant).ShouldBeRefused(403, "forbidden");
        Ask(Command, Asker with { Department = null }).ShouldBeRefused(403, "forbidden");
        Ask(Command, citizen: false).ShouldBeInvalid("$.citizenId");
        Ask(Command, matter: false).ShouldBeInvalid("$.matterId");
        Texts.ShouldBeTakenOnly("$.authority", 200, text => Ask(Command with { Authority = text }));
        Texts.ShouldBeTakenOnly("$.documentNumber", 100, text => Ask(Command with { DocumentNumber = text }));
        Ask(Command with { Until = Today }).ShouldBeInvalid("$.until");
        Ask(Command with { Until = Today.AddDays(1) }).ShouldBeAccepted();
        Ask(Command with { Until = Today.AddDays(90) }).ShouldBeAccepted();
        Ask(Command with { Until = Today.AddDays(91) }).ShouldBeInvalid("$.until");
        AskDisclosureDelayEndpoint.Decide(Command, Asker).ShouldBe(Asked);
    }

    [Fact]
    public void needs_a_second_officer()
    {
        Approve(1, Head).ShouldBeAccepted();
        Approve(1, Supervisor).ShouldBeAccepted();
        Approve(1, Asker with { Role = Roles.Head }).ShouldBeRefused(403, "forbidden");
        Approve(1, Asker with { Role = Roles.Supervisor, Purpose = "Oversight" }).ShouldBeRefused(403, "forbidden");
        Approve(1, Given.Colleague).ShouldBeRefused(403, "forbidden");
        Approve(1, Given.Outsider).ShouldBeRefused(404, "not-found");
        Approve(1, Given.Outsider with { Role = Roles.Head }).ShouldBeRefused(404, "not-found");
        Approve(1, Given.Applicant).ShouldBeRefused(404, "not-found");
        Approve(2, Head).ShouldBeRefused(409, "stale-version");
        Approve(2, Head, Delay(Approved)).ShouldBeRefused(409, "not-in-this-state");
        Approve(1, Head, time: At(Until)).ShouldBeAccepted();
        Approve(1, Head, time: At(Until.AddDays(1))).ShouldBeRefused(409, "delay-over");
        ApproveDisclosureDelayEndpoint.Post(new(1), Delay()).ShouldBe(Approved);
    }

    [Fact]
    public void is_extended_while_it_lasts_by_another_order_and_another_approval()
    {
        Extend(Extension).ShouldBeAccepted();
        Extend(Extension, Supervisor).ShouldBeRefused(403, "forbidden");
        Extend(Extension, Given.Outsider).ShouldBeRefused(404, "not-found");
        Extend(Extension with { Version = 1 }).ShouldBeRefused(409, "stale-version");
        Extend(Extension with { Version = 1 }, delay: Delay()).ShouldBeRefused(409, "not-in-this-state");
        Extend(Extension, time: At(Until)).ShouldBeAccepted();
        Extend(Extension, time: At(Until.AddDays(1))).ShouldBeRefused(409, "delay-over");
        Extend(Extension with { Until = Until }).ShouldBeInvalid("$.until");
        Extend(Extension with { Until = Today.AddDays(91) }).ShouldBeInvalid("$.until");
        Extend(Extension with { Authority = " " }).ShouldBeInvalid("$.authority");
        Extend(Extension with { DocumentNumber = " " }).ShouldBeInvalid("$.documentNumber");
        ExtendDisclosureDelayEndpoint.Post(Extension, Delay(Approved)).ShouldBe(More);

        // Until it is approved the first day stands, and after that day it is too late.
        var asked = Delay(Approved, More);
        (asked.Until, asked.Hides(Until), asked.Hides(Until.AddDays(1))).ShouldBe((Until, true, false));
        Approve(3, Head, asked, At(Until)).ShouldBeAccepted();
        Approve(3, Head, asked, At(Until.AddDays(1))).ShouldBeRefused(409, "delay-over");
        var longer = Delay(Approved, More, new DisclosureDelayed(Given.Citizen, Later));
        (longer.Until, longer.DocumentNumber, longer.Since, longer.Hides(Later)).ShouldBe((Later, "渝检〔2026〕9号", Delay(Approved).Since, true));
    }

    [Fact]
    public void is_ended_early_by_the_department_or_by_supervision()
    {
        Release(2).ShouldBeAccepted();
        Release(2, Supervisor).ShouldBeAccepted();
        Release(1, delay: Delay()).ShouldBeAccepted();
        Release(2, Given.Outsider).ShouldBeRefused(404, "not-found");
        Release(1).ShouldBeRefused(409, "stale-version");
        Release(3, delay: Delay(Approved, Released)).ShouldBeRefused(409, "not-in-this-state");
        ReleaseDisclosureEndpoint.Post(new(2), Delay(Approved)).ShouldBe(Released);
        Delay(Approved, Released).ShouldSatisfyAllConditions(d => d.Hides(Today).ShouldBeFalse(), d => d.HidesItself(Today).ShouldBeFalse(), d => d.LastDay.ShouldBe(new DateOnly(2026, 3, 1)));
    }

    [Fact]
    public void hides_from_its_approval_to_its_last_day_what_it_covers_and_itself()
    {
        Delay().ShouldSatisfyAllConditions(d => d.Hides(Today).ShouldBeFalse(), d => d.HidesItself(Today).ShouldBeTrue(), d => d.Covers(Asker with { MatterId = Given.Matter }, LedgerHost.Now).ShouldBeFalse());
        var delay = Delay(Approved);
        (delay.Hides(Until), delay.Hides(Until.AddDays(1)), delay.HidesItself(Until), delay.HidesItself(Until.AddDays(1))).ShouldBe((true, false, true, false));
        var under = Asker with { MatterId = Given.Matter };
        (delay.Covers(under, delay.Since!.Value), delay.Covers(under, delay.Since.Value.AddTicks(-1)), delay.Covers(under, Midnight(Until.AddDays(1)).AddTicks(-1)), delay.Covers(under, Midnight(Until.AddDays(1))))
            .ShouldBe((true, false, true, false));
        (delay.Covers(Given.ForeignOfficer with { MatterId = Given.Matter }, LedgerHost.Now), delay.Covers(Asker, LedgerHost.Now)).ShouldBe((true, false));
        var ofDepartment = Of(Asked with { MatterId = null }, Approved);
        (ofDepartment.Covers(Asker, LedgerHost.Now), ofDepartment.Covers(Given.ForeignOfficer with { MatterId = Given.Matter }, LedgerHost.Now)).ShouldBe((true, false));
    }

    [Fact]
    public void is_listed_for_supervision_and_heads_of_departments()
    {
        GetDisclosureDelaysEndpoint.Validate(Supervisor).ShouldBeAccepted();
        GetDisclosureDelaysEndpoint.Validate(Head).ShouldBeAccepted();
        foreach (var by in new[] { Asker, Given.Applicant, Given.Stranger })
            GetDisclosureDelaysEndpoint.Validate(by).ShouldBeRefused(403, "forbidden");
    }

    static DateTimeOffset Midnight(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8));

    static Microsoft.Extensions.Time.Testing.FakeTimeProvider At(DateOnly day) => new(Midnight(day).AddHours(23));
}
