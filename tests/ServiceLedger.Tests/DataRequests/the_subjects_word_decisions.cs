using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class the_subjects_word
{
    static DataRequest Fetched(params object[] then) => Request([Approved, Partly, .. then]);

    [Fact]
    public void is_asked_for_with_a_preview()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        OfferPreviewEndpoint.Validate(new(Channel.Phone, 3), Asker, Fetched(), Given.Clock).ShouldBeAccepted();
        OfferPreviewEndpoint.Post(new(Channel.Phone, 3, effect), Fetched()).ShouldBe(new(Given.Citizen, Channel.Phone, effect));
    }

    [Fact]
    public void confirms_fields_that_were_provided()
    {
        foreach (var wrong in new string[][] { [], ["since"], ["monthly", "employer"], [null!] })
            ConfirmDataEndpoint.Validate(new(wrong, 3), Given.Applicant, Fetched(), Given.Clock).ShouldBeInvalid("$.fields");
        ConfirmDataEndpoint.Validate(new(["monthly"], 3), Given.Applicant, Fetched(), Given.Clock).ShouldBeAccepted();
        var effect = Given.Earlier(LedgerHost.Now);
        var confirmed = ConfirmDataEndpoint.Post(new(["monthly", "monthly"], 3, effect), Fetched());
        confirmed.Fields.ShouldBe(["monthly"]);
        (confirmed.CitizenId, confirmed.Effect).ShouldBe((Given.Citizen, effect));
    }

    [Fact]
    public void contests_one_field_that_was_provided()
    {
        foreach (var wrong in new[] { "", "since", "employer", null! })
            ContestDataEndpoint.Validate(new(wrong, "2580.00", 3), Given.Applicant, Fetched(), Given.Clock).ShouldBeInvalid("$.field");
        Texts.ShouldBeTakenOnly("$.claim", 4000, text => ContestDataEndpoint.Validate(new("monthly", text, 3), Given.Applicant, Fetched(), Given.Clock), lines: true);
    }

    [Fact]
    public void may_rest_on_a_document_of_their_own()
    {
        var contest = new ContestData("monthly", "2580.00", 3, Document);
        foreach (var heldBy in new[] { null, LedgerHost.Department, Items.OtherDepartment })
            ContestDataEndpoint.Validate(contest, Given.Applicant, Fetched(), Given.Clock, Documents(heldBy)).ShouldBeAccepted();
        foreach (var evidence in new KnownEvidence?[] { null, KnownEvidence.None, Documents(null, Given.Other) })
            ContestDataEndpoint.Validate(contest, Given.Applicant, Fetched(), Given.Clock, evidence).ShouldBeInvalid("$.ownEvidenceId");
    }

    [Fact]
    public void seals_the_claim()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var contested = ContestDataEndpoint.Post(new("monthly", "2580.00", 3, Document, effect), Fetched(), Given.Key);
        (contested.CitizenId, contested.Field, Given.Key.Open(contested.Claim), contested.OwnEvidenceId, contested.Effect).ShouldBe((Given.Citizen, "monthly", "2580.00", Document, effect));
    }

    [Fact]
    public void prevails_until_they_confirm_or_the_provider_corrects()
    {
        Fetched().Prevails("monthly").ShouldBe(FactSource.Provider);
        var contested = Request(Approved, Provided, Contested);
        contested.Prevails("monthly").ShouldBe(FactSource.Person);
        contested.Prevails("since").ShouldBe(FactSource.Provider);
        Fetched(Contested, Contested with { OwnEvidenceId = Document }).Contested.ShouldBe([new("monthly", Document)]);
        Fetched(Contested, new EvidenceConfirmedBySubject(Given.Citizen, ["monthly"])).Prevails("monthly").ShouldBe(FactSource.Provider);
        Fetched(Contested, Told).Prevails("monthly").ShouldBe(FactSource.Provider);
        Request(Approved, Provided, Contested, Told with { Field = "since" }).Prevails("monthly").ShouldBe(FactSource.Person);
    }
}
