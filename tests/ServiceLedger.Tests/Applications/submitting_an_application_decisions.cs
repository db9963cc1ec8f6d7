using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class submitting_an_application
{
    const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    static readonly SubmitApplication Plain = new(Given.Citizen, Items.WithPapers);
    static readonly ServiceItem Renewed = Given.State<ServiceItem>(
        Given.Item.Id, new ItemPublished(Items.WithPapers, 1, Given.Item.Versions[0]), new ItemPublished(Items.WithPapers, 2, Given.Item.Versions[0] with { Name = "第二版" }));

    [Fact]
    public void is_open_to_the_applicant_and_to_officers()
    {
        Answer(Plain, Given.Applicant).ShouldBeAccepted();
        Answer(Plain).ShouldBeAccepted();
    }

    [Fact]
    public void by_a_citizen_is_for_themselves_only() => Answer(Plain, Given.Stranger).ShouldBeRefused(403, "forbidden");

    [Fact]
    public void is_for_somebody_the_ledger_knows() =>
        SubmitApplicationEndpoint.Validate(Plain, Given.Officer, Given.Item, null, Given.Clock).ShouldBeInvalid("$.citizenId");

    [Fact]
    public void is_for_an_item_of_the_catalogue() =>
        SubmitApplicationEndpoint.Validate(Plain, Given.Officer, null, Given.Key, Given.Clock).ShouldBeInvalid("$.itemCode");

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    public void is_for_a_version_of_the_catalogue(int version) => Answer(Plain with { ItemVersion = version }).ShouldBeInvalid("$.itemCode");

    [Fact]
    public void is_for_the_version_in_force()
    {
        Answer(Plain with { ItemVersion = 1 }, item: Renewed).ShouldBeInvalid("$.itemVersion");
        Answer(Plain with { ItemVersion = 2 }, item: Renewed).ShouldBeAccepted();
        Answer(Plain, item: Renewed).ShouldBeAccepted();
    }

    [Fact]
    public void takes_a_situation_of_up_to_4000_characters_in_lines()
    {
        Answer(Plain with { Situation = new('字', 4000) }).ShouldBeAccepted();
        Answer(Plain with { Situation = "第一行\r\n第二行\t。" }).ShouldBeAccepted();
        Answer(Plain with { Situation = new('字', 4001) }).ShouldBeInvalid("$.situation");
        Answer(Plain with { Situation = " " }).ShouldBeInvalid("$.situation");
        Answer(Plain with { Situation = "a\0" }).ShouldBeInvalid("$.situation");
    }

    [Fact]
    public void takes_only_papers_the_item_asks_for()
    {
        Answer(With(Paper("P1"), Paper("P2"), Paper("P3"))).ShouldBeAccepted();
        Answer(With(Paper("P1"), Paper("P9"))).ShouldBeInvalid("$.materials[1].paperId");
    }

    [Fact]
    public void takes_up_to_100_papers()
    {
        Answer(With([.. Enumerable.Repeat(Paper("P1"), 100)])).ShouldBeAccepted();
        Answer(With([.. Enumerable.Repeat(Paper("P1"), 101)])).ShouldBeInvalid("$.materials");
    }

    [Theory]
    [InlineData("")]
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuF")]
    [InlineData("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU")]
    public void takes_only_a_hash_that_is_one(string hash)
    {
        Answer(With(Paper("P1", Hash))).ShouldBeAccepted();
        Answer(With(Paper("P1"), Paper("P1", hash))).ShouldBeInvalid("$.materials[1].contentHash");
    }

    [Fact]
    public void has_effect_at_any_earlier_time_by_an_officer()
    {
        Answer(Plain with { Effect = Given.Earlier(new(1999, 1, 1, 0, 0, 0, TimeSpan.Zero)) }).ShouldBeAccepted();
        Answer(Plain with { Effect = Given.Earlier(LedgerHost.Now.AddTicks(1)) }).ShouldBeInvalid("$.effect.at");
        Answer(Plain with { Effect = Given.Earlier(LedgerHost.Now) }, Given.Applicant).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void records_the_version_in_force_and_its_department()
    {
        var submitted = SubmitApplicationEndpoint.Decide(Plain, Renewed, Given.CaseNumber, Given.Key, Given.Applicant);
        (submitted.CitizenId, submitted.CaseNumber, submitted.ItemCode, submitted.ItemVersion, submitted.DepartmentCode)
            .ShouldBe((Given.Citizen, Given.CaseNumber, Items.WithPapers, 2, LedgerHost.Department));
        (submitted.SubmittedBy, submitted.Situation, submitted.Effect).ShouldBe((Channel.Online, null, null));
        submitted.Materials.ShouldBeEmpty();
    }

    [Fact]
    public void records_the_way_the_application_itself_came()
    {
        var effect = Given.Earlier(Given.Start);
        var submitted = SubmitApplicationEndpoint.Decide(Plain with { SubmittedBy = Channel.Post, Effect = effect }, Given.Item, Given.CaseNumber, Given.Key, Given.Officer);
        (submitted.SubmittedBy, submitted.Effect).ShouldBe((Channel.Post, effect));
        SubmitApplicationEndpoint.Decide(Plain, Given.Item, Given.CaseNumber, Given.Key, Given.Officer).SubmittedBy.ShouldBe(Channel.Window);
    }

    [Fact]
    public void records_situation_and_hashes_sealed()
    {
        var command = With(Paper("P1", Hash), Paper("P3")) with { Situation = "家中失火" };
        var submitted = SubmitApplicationEndpoint.Decide(command, Given.Item, Given.CaseNumber, Given.Key, Given.Officer);
        Given.Key.Open(submitted.Situation).ShouldBe("家中失火");
        submitted.Materials.Select(m => (m.PaperId, m.Form, m.Grade, Given.Key.Open(m.ContentHash)))
            .ShouldBe([("P1", PaperForm.Copy, EvidenceGrade.B, Hash), ("P3", PaperForm.Copy, EvidenceGrade.B, null)]);
        var stored = JsonSerializer.Serialize(submitted, LedgerJson.Stored);
        stored.ShouldNotContain("失火");
        stored.ShouldNotContain(Hash);
    }

    static SubmittedMaterial Paper(string id, string? hash = null) => new(id, PaperForm.Copy, EvidenceGrade.B, hash);

    static SubmitApplication With(params SubmittedMaterial[] materials) => Plain with { Materials = materials };

    static ProblemDetails Answer(SubmitApplication command, Act? act = null, ServiceItem? item = null) =>
        SubmitApplicationEndpoint.Validate(command, act ?? Given.Officer, item ?? Given.Item, Given.Key, Given.Clock);
}
