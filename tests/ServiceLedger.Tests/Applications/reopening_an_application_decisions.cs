using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;

namespace ServiceLedger.Tests.Applications;

public class reopening_an_application
{
    static readonly ReopenApplication Command = new(ReopeningCause.Court, "（2026）渝0103行初1号", 4, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void names_the_order_or_the_note() => Texts.ShouldBeTakenOnly("$.reference", 200, text =>
        ReopenApplicationEndpoint.Validate(Command with { Reference = text }, Given.Officer, Given.Application(ApplicationStatus.Delivered), Given.Clock));

    [Theory]
    [InlineData(ApplicationStatus.Withdrawn)]
    [InlineData(ApplicationStatus.Merged)]
    [InlineData(ApplicationStatus.NotRequired)]
    public void is_not_for_what_the_department_did_not_rule_on(ApplicationStatus status)
    {
        var ended = Given.Application(status);
        var closed = ended with { Status = ApplicationStatus.Closed };
        ReopenApplicationEndpoint.Validate(Command with { Version = closed.Version }, Given.Officer, closed, Given.Clock).ShouldBeRefused(409, "nothing-to-redo");
    }

    [Fact]
    public void starts_the_clock_afresh_with_what_was_found_kept()
    {
        var check = new SubstantiveCheckRecorded(Given.Citizen, ["li.hua", "zhao.yun"], new(2026, 3, 1), Given.Key.Seal("解放碑"), Given.Key.Seal("属实"));
        var extended = new DeadlineExtended(Given.Citizen, 10, "局长", ApproverRank.AgencyHead, Given.Key.Seal("复杂"), "1号");
        var hearing = new HearingRightNotified(Given.Citizen, "H");
        object[] delivered = [Given.Accepted, check, extended, Given.Suspended, new ClockResumed(Given.Citizen), hearing, Given.Decided, Given.Delivered];
        var reopened = ReopenApplicationEndpoint.Decide(Command, Given.Application(delivered), Given.Item);
        reopened.ShouldBe(new ApplicationReopened(Given.Citizen, ReopeningCause.Court, Command.Reference, Items.Limits, Command.Effect));
        var application = Given.Application([.. delivered, reopened]);
        (application.Status, application.AcceptedAt, application.Limits, application.Extended, application.Suspensions.Length, application.Hearing, application.Proposal, application.Outcome, application.DecisionId)
            .ShouldBe((ApplicationStatus.Accepted, LedgerHost.Now, Items.Limits, false, 0, null, null, null, null));
        application.Reviewers.ShouldBe(["li.hua", "zhao.yun"]);
    }

    [Fact]
    public void pins_the_limits_of_the_version_applied_for()
    {
        var changed = Given.Item.Apply(new(Items.WithPapers, 2, Given.Item.Versions[0] with { Limits = new(ClockProfile.Immediate, null, null) }));
        ReopenApplicationEndpoint.Decide(Command, Given.Application(ApplicationStatus.Delivered), changed).Limits.ShouldBe(Items.Limits);
    }

    [Fact]
    public void leads_to_a_decision_with_a_number_of_its_own()
    {
        string Next(params object[] then) =>
            DecideApplicationEndpoint.Decide(Given.Other, new(RulingKind.Grant, ["许可法第三十八条"], 1), Given.Application(then), Given.Key).Item2.DecisionNumber;
        Next(Given.Accepted).ShouldBe(Given.CaseNumber + "-D");
        object[] again = [Given.Accepted, Given.Decided, Given.Delivered, Given.Reopened];
        Next(again).ShouldBe(Given.CaseNumber + "-D2");
        Next([.. again, Given.Decided, Given.Delivered, Given.Reopened]).ShouldBe(Given.CaseNumber + "-D3");
        Next(new AcceptanceRefused(Given.Citizen, "R", "a", Given.Key.Seal("r"), new("a", 60, "c", 6)), Given.Reopened).ShouldBe(Given.CaseNumber + "-D");
    }
}
