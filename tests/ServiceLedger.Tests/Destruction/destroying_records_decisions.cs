using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Destruction;

public class keeping_a_record
{
    static readonly DateOnly Until = new(2036, 3, 1), Today = new(2036, 3, 2);

    static Protection Held(Guid? matter = null) => Given.State<Protection>(ProtectionStream.Of(Given.Citizen), new LegalHoldPlaced(Given.Citizen, Given.Other, matter, "重庆市渝中区人民法院", "（2035）渝0103行初1号", "bao.hu"));

    static RecordRetention Of(DateOnly today, Protection? protection = null, Decision? decision = null, params Application[] matters) => RecordRetention.Of(Given.Citizen, matters, decision is null ? [] : [decision], protection, today, null);

    [Fact]
    public void ends_when_the_retention_of_its_last_matter_does()
    {
        var closed = Given.Application(ApplicationStatus.Closed);
        var kept = Of(Until, null, null, closed);
        (kept.Until, kept.Due, kept.Matters[0].Until, kept.Matters[0].From).ShouldBe((Until, false, Until, new DateOnly(2026, 3, 2)));
        kept.Matters[0].Why.ShouldBe("Retention of 10 years from 2026-03-02, when it was closed as decided.");
        Of(Today, null, null, closed).Due.ShouldBeTrue();
        var longer = closed with { Id = Given.Other, Retained = new(Retention.ThirtyYears, new(2026, 3, 2)) };
        (Of(Today, null, null, closed, longer).Until, Of(Today, null, null, closed, longer).Due).ShouldBe((new DateOnly(2056, 3, 1), false));
        (Of(new(2056, 3, 2), null, null, closed, longer).Due, Of(new(2099, 1, 1), null, null, closed with { Retained = new(Retention.Permanent, new(2026, 3, 2)) }).Due).ShouldBe((true, false));
    }

    [Theory]
    [InlineData(ApplicationStatus.Submitted), InlineData(ApplicationStatus.Accepted), InlineData(ApplicationStatus.Delivered), InlineData(ApplicationStatus.Withdrawn), InlineData(ApplicationStatus.Draft)]
    public void has_no_end_while_a_matter_is_not_closed(ApplicationStatus status)
    {
        var kept = Of(new(2099, 1, 1), null, null, Given.Application(ApplicationStatus.Closed), Given.Application(status) with { Id = Given.Other });
        (kept.Until, kept.Due).ShouldBe((null, false));
    }

    [Fact]
    public void begins_anew_when_a_matter_is_reopened_and_closed_again()
    {
        Of(Today, null, null, Given.Application(Given.Accepted, Given.Decided, Given.Delivered, Given.Closed, Given.Reopened)).Due.ShouldBeFalse();
        Of(Today, null, null, Given.Application(Given.Accepted, Given.Decided, Given.Delivered, Given.Closed, Given.Reopened, Given.Decided, Given.Delivered, Given.Closed with { RetentionStartsOn = new(2027, 1, 1) })).Until.ShouldBe(new DateOnly(2036, 12, 31));
    }

    [Fact]
    public void goes_on_under_a_hold_whatever_its_day()
    {
        var closed = Given.Application(ApplicationStatus.Closed);
        foreach (var hold in new[] { Held(), Held(closed.Id) })
        {
            var kept = Of(Today, hold, null, closed);
            (kept.Due, kept.Matters[0].Held, kept.Matters[0].Why).ShouldBe((false, true, "重庆市渝中区人民法院 needs it (（2035）渝0103行初1号)."));
        }

        Of(Today, Held().Apply(new LegalHoldLifted(Given.Citizen, Given.Other, "法院", "2号", "bao.hu")), null, closed).Due.ShouldBeTrue();
    }

    [Fact]
    public void goes_on_while_a_decision_is_in_force()
    {
        var closed = Given.Application(ApplicationStatus.Closed);
        var decision = Given.DecisionOf(Given.Made with { ApplicationId = closed.Id, Ruling = new Grant(null, new(2040, 12, 31)) });
        (Of(Today, null, decision, closed).Until, Of(Today, null, decision, closed).Due, Of(new(2041, 1, 1), null, decision, closed).Due).ShouldBe((new DateOnly(2040, 12, 31), false, true));
    }

    public static TheoryData<string, Ruling, string?> Rulings() => new()
    {
        { "a grant without a term", new Grant(null, null), null },
        { "a fact that is confirmed", new Confirmation(Given.Key.Seal("属实")), null },
        { "a pension without an end", new Payment(100, paidFrom: new(2026, 4, 1)), null },
        { "a pension until a day", new Payment(100, paidFrom: new(2026, 4, 1), paidTo: new(2050, 3, 31)), "2050-03-31" },
        { "money that is paid once", new Payment(100), "2036-03-01" },
        { "a refusal", new Refusal(Given.Key.Seal("面积不足"), Given.Remedies), "2036-03-01" },
        { "a term that is over before", new Grant(null, new(2030, 1, 1)), "2036-03-01" }
    };

    [Theory, MemberData(nameof(Rulings))]
    public void has_no_end_while_a_decision_in_force_has_none(string what, Ruling ruling, string? until)
    {
        var closed = Given.Application(ApplicationStatus.Closed);
        var decision = Given.DecisionOf(Given.Made with { ApplicationId = closed.Id, Ruling = ruling });
        var kept = Of(Today, null, decision, closed);
        (kept.Until?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), kept.Due).ShouldBe((until, until == "2036-03-01"), what);
        Of(new(2099, 1, 1), null, decision, closed).Due.ShouldBe(until is not null, what);
        if (decision.Granted)
            Of(Today, null, Given.DecisionOf(Given.Made with { ApplicationId = closed.Id, Ruling = ruling }, new DecisionCancelled(Given.Citizen, CancellationCause.DeathOrIncapacity, "许可法第七十条")), closed).Due.ShouldBeTrue(what);
    }

    [Theory]
    [InlineData(RecordDemand.RightsRequest), InlineData(RecordDemand.AccessCase), InlineData(RecordDemand.BreakGlass), InlineData(RecordDemand.Mandate)]
    public void goes_on_while_something_is_not_answered_or_the_person_acts_for_another(RecordDemand demand)
    {
        foreach (var matters in new Application[][] { [Given.Application(ApplicationStatus.Closed)], [] })
        {
            RecordRetention.Of(Given.Citizen, matters, [], null, new(2099, 1, 1), new(2026, 3, 2), demand).Due.ShouldBeFalse();
            RecordRetention.Of(Given.Citizen, matters, [], null, new(2099, 1, 1), new(2026, 3, 2)).Due.ShouldBeTrue();
        }
    }

    [Fact]
    public void goes_on_for_a_year_where_there_are_no_matters()
    {
        var kept = RecordRetention.Of(Given.Citizen, [], [], null, new(2027, 3, 2), new(2026, 3, 2));
        (kept.Until, kept.Due, kept.Why).ShouldBe((new DateOnly(2027, 3, 2), false, "A record without matters is kept until 2027-03-02."));
        RecordRetention.Of(Given.Citizen, [], [], null, new(2027, 3, 3), new(2026, 3, 2)).Due.ShouldBeTrue();
        Of(Today).Due.ShouldBeFalse();
    }

    [Fact]
    public void depends_on_how_a_matter_ended_where_the_item_says_so()
    {
        var item = Given.Item with { Versions = [Given.Item.Versions[0] with { RetentionByOutcome = [new("withdrawn", Retention.ThirtyYears)] }] };
        CloseApplicationEndpoint.Decide(new(2), Given.Application(ApplicationStatus.Withdrawn), item, LedgerHost.Now).Retention.ShouldBe(Retention.ThirtyYears);
        CloseApplicationEndpoint.Decide(new(2), Given.Application(ApplicationStatus.Delivered), item, LedgerHost.Now).Retention.ShouldBe(Retention.TenYears);
    }
}

public class listing_records_for_destruction
{
    static readonly Act Proposer = new(ActorKind.Officer, "bao.hu", Channel.SystemInterface, Roles.ProtectionOfficer, LedgerHost.Department, Purpose: "RecordManagement");
    static readonly Act Second = Proposer with { ActorId = "dang.an" }, Third = Proposer with { ActorId = "shen.he" };
    static readonly DestructionListProposed Proposed = new("2036-0001", "《档案法实施条例》第二十四条", [new(Given.Citizen, 1, new(2036, 3, 1)), new(Given.Other, 2, new(2036, 2, 1))]);

    static DestructionList List(params object[] then) => Given.State<DestructionList>(Given.Matter, [new Done(Proposer, Proposed), .. then]);
    static readonly DestructionList Once = List(new DestructionListReviewed([]), new Done(Second, new DestructionListApproved(1)));

    static RecordRetention Record(Guid id, bool due = true) => new(id, [], null, due, "…");
    static ListGround Ground(params RecordRetention[] known) => new(known, new HashSet<Guid>(), "2036-0001");

    [Fact]
    public void takes_what_is_due_and_nothing_else()
    {
        var command = new ProposeDestruction("《档案法实施条例》第二十四条");
        ProposeDestructionEndpoint.Validate(command, Proposer, Ground(Record(Given.Citizen))).ShouldBeAccepted();
        ProposeDestructionEndpoint.Validate(command, Proposer, Ground()).ShouldBeRefused(409, "nothing-due");
        ProposeDestructionEndpoint.Validate(command with { Law = "" }, Proposer, Ground(Record(Given.Citizen))).ShouldBeInvalid("$.law");
        var named = command with { CitizenIds = [Given.Citizen] };
        ProposeDestructionEndpoint.Validate(named, Proposer, Ground(Record(Given.Citizen))).ShouldBeAccepted();
        ProposeDestructionEndpoint.Validate(named, Proposer, Ground(Record(Given.Citizen, due: false))).ShouldBeInvalid("$.citizenIds[0]");
        ProposeDestructionEndpoint.Validate(named, Proposer, Ground()).ShouldBeInvalid("$.citizenIds[0]");
        ProposeDestructionEndpoint.Validate(named, Proposer, Ground(Record(Given.Citizen)) with { Taken = new HashSet<Guid> { Given.Citizen } }).ShouldBeInvalid("$.citizenIds[0]");
        ProposeDestructionEndpoint.Validate(named with { CitizenIds = [] }, Proposer, Ground()).ShouldBeInvalid("$.citizenIds");
        ProposeDestructionEndpoint.Validate(named with { CitizenIds = [Given.Citizen, Given.Citizen] }, Proposer, Ground()).ShouldBeInvalid("$.citizenIds");
        foreach (var other in new[] { Given.Officer, Given.Applicant, Proposer with { Role = Roles.Supervisor, Purpose = "Oversight" } })
            ProposeDestructionEndpoint.Validate(command, other, Ground(Record(Given.Citizen))).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void takes_two_more_officers_than_who_proposed_it()
    {
        ReviewDestructionEndpoint.Validate(new([], 1), Second, List()).ShouldBeAccepted();
        ReviewDestructionEndpoint.Validate(new([], 1), Proposer, List()).ShouldBeRefused(403, "forbidden");
        ReviewDestructionEndpoint.Validate(new([], 1), Given.Officer, List()).ShouldBeRefused(403, "forbidden");
        ApproveDestructionEndpoint.Validate(new(1), Second, List()).ShouldBeRefused(409, "not-in-this-state");
        ApproveDestructionEndpoint.Validate(new(2), Second, List(new DestructionListReviewed([]))).ShouldBeAccepted();
        ApproveDestructionEndpoint.Validate(new(2), Proposer, List(new DestructionListReviewed([]))).ShouldBeRefused(403, "forbidden");
        ApproveDestructionEndpoint.Validate(new(3), Second, Once).ShouldBeRefused(403, "forbidden");
        ApproveDestructionEndpoint.Validate(new(2), Third, Once).ShouldBeRefused(409, "stale-version");
        ApproveDestructionEndpoint.Validate(new(3), Third, Once).ShouldBeAccepted();
        (Once.Status, Once.Apply(Approval(Third)).Status).ShouldBe((DestructionListStatus.ApprovedOnce, DestructionListStatus.Approved));
        ApproveDestructionEndpoint.Decide(Once).Approval.ShouldBe(2);
        // Nobody has a hand in a list on which a relative stands.
        ApproveDestructionEndpoint.Validate(new(3), Third with { Kin = [Given.Other] }, Once).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void leaves_off_what_is_taken_off_and_ends_where_nothing_is_left()
    {
        ReviewDestructionEndpoint.Validate(new([new(Given.Matter, TakenOffReason.WrongDay)], 1), Second, List()).ShouldBeInvalid("$.takenOff[0].citizenId");
        ReviewDestructionEndpoint.Validate(new([new(Given.Citizen, TakenOffReason.WrongDay), new(Given.Citizen, TakenOffReason.WrongDay)], 1), Second, List()).ShouldBeInvalid("$.takenOff");
        var left = List(new DestructionListReviewed([new(Given.Citizen, TakenOffReason.UnderProceeding)]));
        (left.Records.Single().CitizenId, left.TakenOff.Single().Reason, left.Status).ShouldBe((Given.Other, TakenOffReason.UnderProceeding, DestructionListStatus.Reviewed));
        List(new DestructionListReviewed([new(Given.Citizen, TakenOffReason.UnderProceeding), new(Given.Other, TakenOffReason.ArchivalValue)])).Status.ShouldBe(DestructionListStatus.Withdrawn);
    }

    static JasperFx.Events.IEvent<DestructionListApproved> Approval(Act by) => (JasperFx.Events.IEvent<DestructionListApproved>)Fold.Envelope(Given.Matter, 4, LedgerHost.Now, new DestructionListApproved(2), by);
}
