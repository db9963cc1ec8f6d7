using Microsoft.AspNetCore.Mvc;
using ServiceLedger.DataRequests;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class disputing_a_refusal
{
    static readonly DecideDispute Upheld = new(DisputeOutcome.RefusalUpheld, "国务院令第809号第二十六条", "并非必要", 3);
    static readonly DecideDispute Granted = Upheld with { Outcome = DisputeOutcome.Granted, Fields = ["monthly"], ValidUntil = Until };

    static ProblemDetails Answer(DecideDispute command) => DecideDisputeEndpoint.Validate(command, Authority, Request(Refused, Disputed), Given.Clock);

    [Fact]
    public void says_why_and_seals_it()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        Texts.ShouldBeTakenOnly("$.grounds", 4000, text => RaiseDisputeEndpoint.Validate(new(text, 2), Asker, Request(Refused), Given.Clock), lines: true);
        var raised = RaiseDisputeEndpoint.Post(new("确有必要", 2, effect), Request(Refused), Given.Key);
        (raised.CitizenId, Given.Key.Open(raised.Grounds), raised.Effect).ShouldBe((Given.Citizen, "确有必要", effect));
    }

    [Fact]
    public void is_mediated_and_stays_open()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        Texts.ShouldBeTakenOnly("$.result", 4000, text => MediateDisputeEndpoint.Validate(new(text, 3), Authority, Request(Refused, Disputed), Given.Clock), lines: true);
        var mediated = MediateDisputeEndpoint.Post(new("各执一词", 3, effect), Request(Refused, Disputed), Given.Key);
        (mediated.CitizenId, Given.Key.Open(mediated.Result), mediated.Effect).ShouldBe((Given.Citizen, "各执一词", effect));
        Request(Refused, Disputed, mediated).Status.ShouldBe(DataRequestStatus.Disputed);
    }

    [Fact]
    public void is_decided_with_article_and_reasons()
    {
        Answer(Upheld).ShouldBeAccepted();
        Answer(Granted).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(Granted with { Article = text }));
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => Answer(Upheld with { Reasons = text }), lines: true);
    }

    [Fact]
    public void granted_names_fields_of_those_asked_and_a_day()
    {
        Answer(Granted with { Fields = null }).ShouldBeInvalid("$.fields");
        Answer(Granted with { Fields = [] }).ShouldBeInvalid("$.fields");
        Answer(Granted with { Fields = ["employer"] }).ShouldBeInvalid("$.fields");
        Answer(Granted with { ValidUntil = null }).ShouldBeInvalid("$.validUntil");
        Answer(Granted with { ValidUntil = Today.AddDays(-1) }).ShouldBeInvalid("$.validUntil");
        Answer(Granted with { ValidUntil = Today }).ShouldBeAccepted();
    }

    [Fact]
    public void upheld_grants_nothing()
    {
        Answer(Upheld with { Fields = ["monthly"] }).ShouldBeInvalid("$.fields");
        Answer(Upheld with { Fields = [] }).ShouldBeInvalid("$.fields");
        Answer(Upheld with { ValidUntil = Until }).ShouldBeInvalid("$.fields");
    }

    [Fact]
    public void decided_records_the_reasons_sealed_and_the_approval_where_it_grants()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var upheld = DecideDisputeEndpoint.Decide(Upheld with { Effect = effect }, Request(Refused, Disputed), Given.Key).ShouldHaveSingleItem().ShouldBeOfType<DisputeDecided>();
        (upheld.CitizenId, upheld.Outcome, upheld.Article, Given.Key.Open(upheld.Reasons), upheld.Effect)
            .ShouldBe((Given.Citizen, DisputeOutcome.RefusalUpheld, "国务院令第809号第二十六条", "并非必要", effect));
        Request(Refused, Disputed, upheld).Status.ShouldBe(DataRequestStatus.Refused);

        var events = DecideDisputeEndpoint.Decide(Granted with { Fields = ["monthly", "monthly"], Effect = effect }, Request(Refused, Disputed), Given.Key).ToArray();
        events.Length.ShouldBe(2);
        events[0].ShouldBeOfType<DisputeDecided>().Outcome.ShouldBe(DisputeOutcome.Granted);
        var approved = events[1].ShouldBeOfType<DataRequestApproved>();
        approved.FieldsGranted.ShouldBe(["monthly"]);
        (approved.CitizenId, approved.ValidUntil, approved.Conditions, approved.AgreementId, approved.Effect).ShouldBe((Given.Citizen, Until, null, null, effect));
        Request([Refused, Disputed, .. events]).Status.ShouldBe(DataRequestStatus.Approved);
    }
}
