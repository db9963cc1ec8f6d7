using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>What is asked and corrected fits the matter and the other requests as they stand.</summary>
public class asking_on_time_decisions
{
    static readonly DataAsked Asked = new(
        Items.OtherDepartment, "HUKOU", null, SharingClass.Conditional, ["address"], "ServiceProvision", "国务院令第809号", Given.Key.Seal("核实住址"), Urgency.Ordinary);
    static readonly DataRequestDrafted Drafted = new(Given.Citizen, Given.Matter, LedgerHost.Department, Asked);
    static readonly object[] Provided =
    [
        new DataRequested(Given.Citizen, Given.Matter, LedgerHost.Department, Asked), new DataRequestApproved(Given.Citizen, ["address"], new(2026, 8, 29), null, null),
        new DataProvided(Given.Citizen, [new("address", Given.Key.Seal("解放碑1号"))], [], Given.Key.Seal("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), "户籍系统", new(2026, 2, 27))
    ];

    static Microsoft.AspNetCore.Mvc.ProblemDetails Submit(Application matter, Act? act = null, EarlierEffect? effect = null) =>
        SubmitDataRequestEndpoint.Validate(new(1, effect), act ?? Given.Officer, Given.State<DataRequest>(Given.Other, Drafted), new(matter, null), Given.Clock);

    [Fact]
    public void a_draft_is_not_sent_for_a_matter_that_is_over_or_in_other_hands()
    {
        Submit(Given.Application(Given.Accepted)).ShouldBeAccepted();
        Submit(Given.Application(Given.Accepted, new ApplicationWithdrawn(Given.Citizen, null))).ShouldBeRefused(409, "matter-over");
        Submit(Given.Application(Given.Accepted, Given.Decided)).ShouldBeRefused(409, "matter-over");
        Submit(Given.Application(Given.Accepted, new CustodyTransferred(Given.Citizen, Items.ThirdDepartment, null, Given.Key.Seal("管辖")), new CustodyAccepted(Given.Citizen, Items.ThirdDepartment, null))).ShouldBeRefused(409, "matter-over");
    }

    [Fact]
    public void a_draft_has_no_effect_before_the_matter_was_accepted()
    {
        var accepted = Given.Start.AddHours(1);
        Submit(Given.Application(Given.Accepted), effect: Given.Earlier(accepted)).ShouldBeAccepted();
        Submit(Given.Application(Given.Accepted), effect: Given.Earlier(accepted.AddTicks(-1))).ShouldBeInvalid("$.effect.at");
    }

    [Fact]
    public void nobody_who_is_recused_from_the_matter_asks_for_data()
    {
        var matter = Given.Application(Given.Accepted, new OfficerRecused(Given.Citizen, Given.Officer.ActorId, Given.Colleague.ActorId));
        var command = new RequestData(Given.Matter, Items.OtherDepartment, "HUKOU", SharingClass.Unconditional, ["address"], "ServiceProvision", "国务院令第809号", "核实住址");
        RequestDataEndpoint.Validate(command, Given.Officer, new(matter, null, Given.Departments, Given.Key), Given.Clock).ShouldBeRefused(403, "forbidden");
        RequestDataEndpoint.Validate(command, Given.Colleague, new(matter, null, Given.Departments, Given.Key), Given.Clock).ShouldBeAccepted();
        Submit(matter).ShouldBeRefused(403, "forbidden");
        Submit(matter, Given.Colleague).ShouldBeAccepted();
    }

    [Fact]
    public void a_correction_has_no_effect_before_what_went_before_it_in_any_request_that_is_told()
    {
        var (request, other) = (Given.State<DataRequest>(Given.Other, Provided), Given.State<DataRequest>(Given.Ruled, [.. Provided, new EvidencePreviewOffered(Given.Citizen, Channel.Window)]));
        Microsoft.AspNetCore.Mvc.ProblemDetails? Correct(DateTimeOffset at) =>
            CorrectDataEndpoint.Refuse(new("address", "民权路2号", new(2026, 2, 27), "已迁址", 3, null, Given.Earlier(at)), Given.ForeignOfficer, request, [other], Given.Clock);
        Correct(other.LastEffect).ShouldBeAccepted();
        Correct(other.LastEffect.AddTicks(-1)).ShouldBeInvalid("$.effect.at");
    }
}
