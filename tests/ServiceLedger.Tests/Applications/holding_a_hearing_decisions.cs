using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;

namespace ServiceLedger.Tests.Applications;

public class holding_a_hearing
{
    const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    static readonly HearingRightNotified Notified = new(Given.Citizen, Given.CaseNumber + "-H3", Given.Earlier(LedgerHost.Now));
    static readonly HearingRequested Requested = new(Given.Citizen, HearingParty.Applicant, Given.Earlier(LedgerHost.Now));
    static readonly ScheduleHearing Plan = new(LedgerHost.Now.AddDays(9), "三楼会议室", "wang.wei", true, 4);
    static readonly HearingScheduled Scheduled = new(Given.Citizen, Plan.HeldAt, Plan.Place, Plan.Presider, true, Given.Earlier(LedgerHost.Now));
    static readonly HearingHeld Held = new(Given.Citizen, "wang.wei", Given.Key.Seal(Hash), Given.Earlier(Plan.HeldAt));
    static readonly HearingRecordConfirmed Confirmed = new(Given.Citizen, true, null, Given.Earlier(Plan.HeldAt));

    // Of the path: accepted, told, asked for, scheduled, held, confirmed.
    static Application After(int events) => Given.Application([.. new object[] { Given.Accepted, Notified, Requested, Scheduled, Held, Confirmed }[..events]]);
    static FakeTimeProvider At(DateTimeOffset moment) => new FakeTimeProvider(moment);

    [Fact]
    public void begins_with_telling_the_right_to_it_once()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        NotifyHearingRightEndpoint.Post(new(2, effect), After(1)).ShouldBe(new HearingRightNotified(Given.Citizen, Given.CaseNumber + "-H3", effect));
        NotifyHearingRightEndpoint.Validate(new(3), Given.Officer, After(2), Given.Clock).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void is_asked_for_by_those_told_once()
    {
        RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 2), Given.Applicant, After(1), Given.Days, Given.Clock).ShouldBeRefused(409, "out-of-order");
        RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 4), Given.Applicant, After(3), Given.Days, Given.Clock).ShouldBeRefused(409, "already-exists");
        RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 3), Given.Applicant, After(2), Given.Days, Given.Clock).ShouldBeAccepted();
        RequestHearingEndpoint.Validate(new(HearingParty.ThirdParty, 3), Given.Applicant, After(2), Given.Days, Given.Clock).ShouldBeInvalid("$.requestedBy");
        RequestHearingEndpoint.Validate(new(HearingParty.ThirdParty, 3), Given.Officer, After(2), Given.Days, Given.Clock).ShouldBeAccepted();
        RequestHearingEndpoint.Post(new(HearingParty.ThirdParty, 3, Requested.Effect), After(2)).ShouldBe(new HearingRequested(Given.Citizen, HearingParty.ThirdParty, Requested.Effect));
    }

    // Told on Monday 2 March: the fifth working day after it is Monday the 9th.
    [Theory]
    [InlineData("2026-03-09T23:59:59.9999999+08:00", true)]
    [InlineData("2026-03-10T00:00:00+08:00", false)]
    public void is_asked_for_within_five_working_days(string moment, bool inTime)
    {
        var answer = RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 3), Given.Applicant, After(2), Given.Days, At(DateTimeOffset.Parse(moment, null)));
        if (inTime)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "too-late").Detail!.ShouldContain("2026-03-09");
    }

    [Fact]
    public void asked_for_in_time_and_recorded_late_was_in_time() =>
        RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 3, Given.Earlier(LedgerHost.Now.AddDays(3))), Given.Officer, After(2), Given.Days, At(LedgerHost.Now.AddDays(30))).ShouldBeAccepted();

    [Fact]
    public void needs_the_working_days_on_record()
    {
        RequestHearingEndpoint.Validate(new(HearingParty.Applicant, 3), Given.Applicant, After(2), new WorkingDays([]), Given.Clock).ShouldBeRefused(409, "calendar-missing");
        ScheduleHearingEndpoint.Validate(Plan, Given.Officer, After(3), new WorkingDays([]), Given.Clock).ShouldBeRefused(409, "calendar-missing");
    }

    [Fact]
    public void is_scheduled_where_it_was_asked_for_and_not_held()
    {
        Scheduling(Plan with { Version = 2 }, 1).ShouldBeRefused(409, "out-of-order");
        Scheduling(Plan with { Version = 3 }, 2).ShouldBeRefused(409, "out-of-order");
        Scheduling(Plan, 3).ShouldBeAccepted();
        Scheduling(Plan with { Version = 5 }, 4).ShouldBeAccepted();
        ScheduleHearingEndpoint.Validate(Plan with { Version = 6 }, Given.Officer, After(5), Given.Days, At(Plan.HeldAt)).ShouldBeRefused(409, "out-of-order");
        Texts.ShouldBeTakenOnly("$.place", 200, text => Scheduling(Plan with { Place = text }, 3));
        Texts.ShouldBeTakenOnly("$.presider", 100, text => Scheduling(Plan with { Presider = text }, 3));
    }

    // Asked for and scheduled on Monday 2 March: seven working days end on Wednesday the 11th, twenty on Monday the 30th.
    [Theory]
    [InlineData("2026-03-10T23:59:59+08:00", false)]
    [InlineData("2026-03-11T00:00:00+08:00", true)]
    [InlineData("2026-03-30T23:59:59+08:00", true)]
    [InlineData("2026-03-31T00:00:00+08:00", false)]
    [InlineData("0001-01-01T00:00:00Z", false)]
    [InlineData("9999-12-31T23:59:59Z", false)]
    public void is_scheduled_with_seven_working_days_notice_within_twenty(string moment, bool possible)
    {
        var answer = Scheduling(Plan with { HeldAt = DateTimeOffset.Parse(moment, null) }, 3);
        if (possible)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeInvalid("$.heldAt");
    }

    [Fact]
    public void is_recorded_as_scheduled_and_the_last_counts()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        ScheduleHearingEndpoint.Post(Plan with { Public = false, Effect = effect }, After(3)).ShouldBe(new HearingScheduled(Given.Citizen, Plan.HeldAt, "三楼会议室", "wang.wei", false, effect));
        var application = Given.Application(Given.Accepted, Notified, Requested, Scheduled, Scheduled with { Presider = "qian.bo" });
        application.Hearing!.Presider.ShouldBe("qian.bo");
    }

    [Fact]
    public void is_held_on_its_day_once_with_the_hash_of_its_record()
    {
        HoldHearingEndpoint.Validate(new(Hash, 4), Given.Officer, After(3), At(Plan.HeldAt)).ShouldBeRefused(409, "out-of-order");
        HoldHearingEndpoint.Validate(new(Hash, 5), Given.Officer, After(4), At(Plan.HeldAt.AddTicks(-1))).ShouldBeRefused(409, "out-of-order");
        HoldHearingEndpoint.Validate(new(Hash, 5, Given.Earlier(Plan.HeldAt.AddTicks(-1))), Given.Officer, After(4), At(Plan.HeldAt)).ShouldBeRefused(409, "out-of-order");
        HoldHearingEndpoint.Validate(new(Hash, 5), Given.Officer, After(4), At(Plan.HeldAt)).ShouldBeAccepted();
        HoldHearingEndpoint.Validate(new(Hash, 6), Given.Officer, After(5), At(Plan.HeldAt)).ShouldBeRefused(409, "already-exists");
        foreach (var bad in new[] { "", "x", new string('=', 43) })
            HoldHearingEndpoint.Validate(new(bad, 5), Given.Officer, After(4), At(Plan.HeldAt)).ShouldBeInvalid("$.recordHash");
        var held = HoldHearingEndpoint.Post(new(Hash, 5, Held.Effect), After(4), Given.Key);
        (held.CitizenId, held.Presider, Given.Key.Open(held.RecordHash), held.Effect).ShouldBe((Given.Citizen, "wang.wei", Hash, Held.Effect));
    }

    [Fact]
    public void is_not_held_by_a_recused_presider()
    {
        var recused = Given.Application(Given.Accepted, Notified, Requested, Scheduled, new OfficerRecused(Given.Citizen, "wang.wei", "qian.bo"));
        HoldHearingEndpoint.Validate(new(Hash, 6), Given.Officer, recused, At(Plan.HeldAt)).ShouldBeRefused(409, "out-of-order");
        ScheduleHearingEndpoint.Validate(Plan with { Version = 6 }, Given.Officer, recused, Given.Days, Given.Clock).ShouldBeInvalid("$.presider");
        ScheduleHearingEndpoint.Validate(Plan with { Version = 6, Presider = "qian.bo" }, Given.Officer, recused, Given.Days, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void ends_with_its_record_confirmed_or_disputed_once()
    {
        Confirm(new(true, 5), 4).ShouldBeRefused(409, "out-of-order");
        Confirm(new(true, 7), 6).ShouldBeRefused(409, "already-exists");
        Confirm(new(true, 6), 5).ShouldBeAccepted();
        Confirm(new(false, 6), 5).ShouldBeInvalid("$.remarks");
        Texts.ShouldBeTakenOnly("$.remarks", 4000, text => Confirm(new(false, 6, text), 5), lines: true);
        var disputed = ConfirmHearingRecordEndpoint.Post(new(false, 6, "第二页有误", Confirmed.Effect), After(5), Given.Key);
        (disputed.CitizenId, disputed.Confirmed, Given.Key.Open(disputed.Remarks), disputed.Effect).ShouldBe((Given.Citizen, false, "第二页有误", Confirmed.Effect));
        ConfirmHearingRecordEndpoint.Post(new(true, 6), After(5), Given.Key).ShouldBe(new HearingRecordConfirmed(Given.Citizen, true, null));
    }

    [Fact]
    public void comes_before_the_decision_where_it_was_asked_for()
    {
        Decide(2).ShouldBeAccepted();
        foreach (var open in new[] { 3, 4, 5 })
            Decide(open).ShouldBeRefused(409, "unfinished");
        Decide(6).ShouldBeAccepted();
    }

    static ProblemDetails Decide(int after) =>
        DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第四十八条"], after + 1), Given.Officer, After(after), At(Plan.HeldAt));

    static ProblemDetails Scheduling(ScheduleHearing command, int after) => ScheduleHearingEndpoint.Validate(command, Given.Officer, After(after), Given.Days, Given.Clock);
    static ProblemDetails Confirm(ConfirmHearingRecord command, int after) => ConfirmHearingRecordEndpoint.Validate(command, Given.Officer, After(after), At(Plan.HeldAt));
}
