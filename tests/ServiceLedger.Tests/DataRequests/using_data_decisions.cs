using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class using_data
{
    static readonly DataRequest Fetched = Request(Approved, Provided);
    static readonly DateTimeOffset AfterTheLastDay = new(2026, 4, 1, 0, 0, 0, TimeSpan.FromHours(8));

    static ProblemDetails Answer(RecordUse command, DataRequest? request = null, Decision? decision = null, DateTimeOffset? now = null) =>
        RecordUseEndpoint.Validate(command, Asker, request ?? Fetched, new(decision ?? Given.Decision()), new FakeTimeProvider(now ?? LedgerHost.Now));

    [Fact]
    public void is_of_fields_that_were_provided()
    {
        Answer(new(Given.Ruled, ["monthly", "since"], 3)).ShouldBeAccepted();
        foreach (var wrong in new string[][] { [], ["employer"], ["monthly", "employer"], [null!] })
            Answer(new(Given.Ruled, wrong, 3)).ShouldBeInvalid("$.fields");
    }

    [Fact]
    public void is_in_a_decision_of_the_matter_it_was_asked_for()
    {
        RecordUseEndpoint.Validate(new(Given.Ruled, ["monthly"], 3), Asker, Fetched, new(null), Given.Clock).ShouldBeInvalid("$.decisionId");
        Answer(new(Given.Ruled, ["monthly"], 3), decision: Given.DecisionOf(Given.Made with { ApplicationId = Given.Other })).ShouldBeInvalid("$.decisionId");
    }

    [Fact]
    public void of_a_contested_field_is_refused_until_it_is_corrected()
    {
        var contested = Request(Approved, Provided, Contested);
        Answer(new(Given.Ruled, ["since", "monthly"], 4), contested).ShouldBeRefused(409, "own-evidence-prevails").Detail!.ShouldContain("monthly");
        Answer(new(Given.Ruled, ["since"], 4), contested).ShouldBeAccepted();
        Answer(new(Given.Ruled, ["monthly"], 5), Request(Approved, Provided, Contested, Told)).ShouldBeAccepted();
    }

    [Fact]
    public void ends_with_the_last_day_of_the_permission()
    {
        Answer(new(Given.Ruled, ["monthly"], 3), now: AfterTheLastDay.AddTicks(-1)).ShouldBeAccepted();
        Answer(new(Given.Ruled, ["monthly"], 3), now: AfterTheLastDay).ShouldBeRefused(409, "permission-over").Detail!.ShouldContain("2026-03-31");
        Answer(new(Given.Ruled, ["monthly"], 3, Given.Earlier(AfterTheLastDay.AddTicks(-1))), now: AfterTheLastDay).ShouldBeAccepted();
    }

    [Fact]
    public void records_the_decision_and_each_field_once()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var used = RecordUseEndpoint.Post(new(Given.Ruled, ["monthly", "since", "monthly"], 3, effect), Fetched);
        used.Fields.ShouldBe(["monthly", "since"]);
        (used.CitizenId, used.DecisionId, used.Effect).ShouldBe((Given.Citizen, Given.Ruled, effect));
        var use = Request(Approved, Provided, Used).Uses.ShouldHaveSingleItem();
        (use.DecisionId, use.Fields).ShouldBe((Given.Ruled, Used.Fields));
    }

    [Fact]
    public void for_something_else_is_reported_and_the_finding_sealed()
    {
        ProblemDetails Told(ReportMisuse command) => ReportMisuseEndpoint.Validate(command, Authority, Fetched, Given.Clock);
        foreach (var wrong in new string[][] { [], ["employer"], [null!] })
            Told(new(wrong, "转给他人", 3)).ShouldBeInvalid("$.fields");
        Texts.ShouldBeTakenOnly("$.finding", 4000, text => Told(new(["monthly"], text, 3)), lines: true);
        var effect = Given.Earlier(LedgerHost.Now);
        var found = ReportMisuseEndpoint.Post(new(["monthly", "monthly"], "转给他人", 3, effect), Fetched, Given.Key);
        found.Fields.ShouldBe(["monthly"]);
        (found.CitizenId, Given.Key.Open(found.Finding), found.Effect).ShouldBe((Given.Citizen, "转给他人", effect));
        Request(Approved, Provided, found with { Effect = null }).Status.ShouldBe(DataRequestStatus.Provided);
    }

    [Fact]
    public void expires_after_the_last_day_of_the_permission_and_not_before()
    {
        ProblemDetails On(DateTimeOffset now, DateTimeOffset? at = null) => ExpireDataRequestEndpoint.Validate(new(3, at is { } a ? Given.Earlier(a) : null), Asker, Fetched, new FakeTimeProvider(now));
        On(AfterTheLastDay.AddTicks(-1)).ShouldBeRefused(409, "still-valid").Detail!.ShouldContain("2026-03-31");
        On(AfterTheLastDay).ShouldBeAccepted();
        On(AfterTheLastDay.AddDays(1), AfterTheLastDay).ShouldBeAccepted();
        On(AfterTheLastDay.AddDays(1), AfterTheLastDay.AddTicks(-1)).ShouldBeRefused(409, "still-valid");
        var effect = Given.Earlier(AfterTheLastDay);
        ExpireDataRequestEndpoint.Post(new(3, effect), Fetched).ShouldBe(new(Given.Citizen, effect));
    }

    [Theory, InlineData(DataDisposal.Deleted), InlineData(DataDisposal.Returned)]
    public void ends_with_its_return_or_deletion(DataDisposal method)
    {
        var effect = Given.Earlier(LedgerHost.Now);
        DisposeOfDataEndpoint.Validate(new(method, 3), Asker, Fetched, Given.Clock).ShouldBeAccepted();
        DisposeOfDataEndpoint.Post(new(method, 3, effect), Fetched).ShouldBe(new(Given.Citizen, method, effect));
    }
}
