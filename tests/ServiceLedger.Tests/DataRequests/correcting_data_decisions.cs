using Microsoft.AspNetCore.Mvc;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class correcting_data
{
    static readonly CorrectData Command = new("monthly", "2580.00", Today, "录入错误", 3, "2850.00");
    static readonly DataRequest Fetched = Request(Approved, Provided);

    static ProblemDetails Answer(CorrectData command, DataRequest? request = null) => CorrectDataEndpoint.Validate(command, Provider, request ?? Fetched, new([]), Given.Clock);

    [Fact]
    public void is_of_a_field_that_was_provided()
    {
        Answer(Command).ShouldBeAccepted();
        foreach (var wrong in new[] { "", "employer", null! })
            Answer(Command with { Field = wrong }).ShouldBeInvalid("$.field");
        Answer(Command with { Field = "since" }, Request(Approved, Partly)).ShouldBeInvalid("$.field");
    }

    [Fact]
    public void says_what_is_right_since_when_and_why()
    {
        Texts.ShouldBeTakenOnly("$.after", 4000, text => Answer(Command with { After = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.before", 4000, text => Answer(Command with { Before = text }), lines: true);
        Answer(Command with { Before = null }).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Answer(Command with { Reason = text }), lines: true);
        Answer(Command with { AsOf = Today.AddDays(1) }).ShouldBeInvalid("$.asOf");
        Answer(Command with { Effect = Given.Earlier(Given.Start.AddHours(2)) }).ShouldBeInvalid("$.asOf");
    }

    [Fact]
    public void records_before_and_after_sealed_and_tells_the_recipient()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var events = CorrectDataEndpoint.Decide(Correction, Command with { Effect = effect }, Fetched, Given.Key);
        events.Length.ShouldBe(2);
        var corrected = events[0].ShouldBeOfType<DataCorrectedAtSource>();
        (corrected.CitizenId, corrected.CorrectionId, corrected.Field, corrected.AsOf, corrected.Effect).ShouldBe((Given.Citizen, Correction, "monthly", Today, effect));
        (Given.Key.Open(corrected.Before!), Given.Key.Open(corrected.After), Given.Key.Open(corrected.Reason)).ShouldBe(("2850.00", "2580.00", "录入错误"));
        var told = events[1].ShouldBeOfType<CorrectionPropagated>();
        (told.CitizenId, told.CorrectionId, told.Recipient, told.ApplicationId, told.Field, Given.Key.Open(told.Value), told.AsOf, told.Effect)
            .ShouldBe((Given.Citizen, Correction, LedgerHost.Department, Given.Matter, "monthly", "2580.00", Today, effect));
        ((DataCorrectedAtSource)CorrectDataEndpoint.Decide(Correction, Command with { Before = null }, Fetched, Given.Key)[0]).Before.ShouldBeNull();
        Request(Approved, Provided, Told).Corrections.ShouldBe([new(Correction, "monthly", null)]);
    }

    [Fact]
    public void is_acknowledged_once_by_those_told()
    {
        ProblemDetails Said(AcknowledgeCorrection command, params object[] then) => AcknowledgeCorrectionEndpoint.Validate(command, Asker, Request([Approved, Provided, Told, .. then]), Given.Clock);
        Said(new(Correction, CorrectionImpact.None, 4)).ShouldBeAccepted();
        Said(new(Given.Other, CorrectionImpact.None, 4)).ShouldBeInvalid("$.correctionId");
        Said(new(Correction, CorrectionImpact.None, 5), new CorrectionAcknowledged(Given.Citizen, Correction, CorrectionImpact.None)).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void makes_a_review_due_only_of_decisions_that_rest_on_the_field()
    {
        ProblemDetails Said(params object[] then) => AcknowledgeCorrectionEndpoint.Validate(new(Correction, CorrectionImpact.ReviewDue, 4 + then.Length), Asker, Request([Approved, Provided, Told, .. then]), Given.Clock);
        Said().ShouldBeInvalid("$.impact");
        Said(Used with { Fields = ["since"] }).ShouldBeInvalid("$.impact");
        Said(Used).ShouldBeAccepted();
    }

    [Theory, InlineData(CorrectionImpact.None), InlineData(CorrectionImpact.ReviewDue)]
    public void acknowledged_records_what_it_means(CorrectionImpact impact)
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var request = Request(Approved, Provided, Used, Told, Told with { CorrectionId = Given.Other, Field = "since" });
        var (acknowledged, relied) = AcknowledgeCorrectionEndpoint.Decide(new(Correction, impact, 6, effect), request);
        acknowledged.ShouldBe(new(Given.Citizen, Correction, impact, effect));
        relied.ShouldBe(new ReliedFactCorrected(Given.Citizen, Id, "income", "monthly"));
        request.Apply(new JasperFx.Events.Event<CorrectionAcknowledged>(acknowledged)).Corrections.ShouldBe([new(Correction, "monthly", impact), new(Given.Other, "since", null)]);
    }
}
