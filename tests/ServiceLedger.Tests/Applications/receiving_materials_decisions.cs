using System.Text.Json;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class receiving_materials
{
    const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    static readonly SubmittedMaterial Form = new("P1", PaperForm.Original, EvidenceGrade.A, Hash);

    [Fact]
    public void takes_at_least_one_paper_and_at_most_100()
    {
        Answer().ShouldBeInvalid("$.materials");
        Answer(Form).ShouldBeAccepted();
        Answer([.. Enumerable.Repeat(Form, 100)]).ShouldBeAccepted();
        Answer([.. Enumerable.Repeat(Form, 101)]).ShouldBeInvalid("$.materials");
    }

    [Fact]
    public void takes_only_papers_the_item_asks_for() => Answer(Form, Form with { PaperId = "P9" }).ShouldBeInvalid("$.materials[1].paperId");

    [Theory]
    [InlineData("")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    public void takes_only_a_hash_that_is_one(string hash) => Answer(Form with { ContentHash = hash }).ShouldBeInvalid("$.materials[0].contentHash");

    [Fact]
    public void gives_a_voucher_of_its_own_for_every_receipt()
    {
        var first = Received(new([Form], 1), Given.Application());
        var second = Received(new([Form], 2), Given.Application(first));
        (first.VoucherNumber, second.VoucherNumber).ShouldBe((Given.CaseNumber + "-M2", Given.CaseNumber + "-M3"));
    }

    [Fact]
    public void records_the_papers_with_their_hashes_sealed()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var received = Received(new([Form, new("P3", PaperForm.Copy, EvidenceGrade.D)], 1, effect), Given.Application());
        (received.CitizenId, received.Effect).ShouldBe((Given.Citizen, effect));
        received.Materials.Select(m => (m.PaperId, m.Form, m.Grade, Given.Key.Open(m.ContentHash)))
            .ShouldBe([("P1", PaperForm.Original, EvidenceGrade.A, Hash), ("P3", PaperForm.Copy, EvidenceGrade.D, null)]);
        JsonSerializer.Serialize(received, LedgerJson.Stored).ShouldNotContain(Hash);
    }

    [Fact]
    public void of_the_same_kind_twice_counts_once() =>
        Given.Application(Received(new([Form, Form], 1), Given.Application())).Papers.ShouldBe(["P1"]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails Answer(params SubmittedMaterial[] materials) =>
        ReceiveMaterialsEndpoint.Validate(new(materials, 1), Given.Officer, Given.Application(), Given.Item, Given.Clock);

    static MaterialsReceived Received(ReceiveMaterials command, Application application) => ReceiveMaterialsEndpoint.Decide(command, application, Given.Key).OfType<MaterialsReceived>().Single();
}
