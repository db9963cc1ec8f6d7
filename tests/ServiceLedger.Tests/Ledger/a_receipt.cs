using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Whoever hands something in, or is decided about, leaves with a receipt that holds against the office.</summary>
public class a_receipt(LedgerHost host) : IClassFixture<LedgerHost>
{
    KeepsLog Log => host.Services.GetRequiredService<KeepsLog>();
    LogKeys Keys => host.Services.GetRequiredService<LogKeys>();

    [Fact]
    public async Task comes_with_the_answer_to_a_submission_and_promises_the_leaf_that_the_log_then_holds()
    {
        var citizen = await host.Register();
        var answer = await Sent("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, situation = "第一件" }, LedgerHost.CitizenPersona(citizen));
        var promised = Promised(answer["receipt"]!, out var entry);
        await Log.CatchUpAsync();
        var id = answer["applicationId"]!.GetValue<Guid>();
        var leaf = await host.Scalar<byte[]>($"select l.hash from ledger.leaf l join ledger.mt_events e using (seq_id) where e.stream_id = '{id}' and e.version = 1");
        TreeHash.FromBytes(leaf).ToString().ShouldBe(promised.Leaf);
        TreeHash.OfLeaf(entry).ToString().ShouldBe(promised.Leaf);
        promised.EventId.ShouldBe(await host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{id}' and version = 1"));
        (promised.IncludeBy - promised.AcceptedAt).ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task shows_what_was_handed_in_to_whoever_handed_it_in()
    {
        var citizen = await host.Register();
        var receipt = (await Sent("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, situation = "屋顶漏雨" }, LedgerHost.CitizenPersona(citizen)))["receipt"]!;
        var disclosure = receipt["disclosures"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>();
        JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(disclosure))![1]!.GetValue<string>().ShouldBe("屋顶漏雨");
        Promised(receipt, out var entry);
        var digest = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(disclosure)));
        Encoding.UTF8.GetString(entry).ShouldContain($"\"situation\":{{\"digest\":\"{digest}\"}}");
    }

    [Fact]
    public async Task is_the_same_when_the_request_is_sent_again_before_and_after_the_event_has_its_place()
    {
        var citizen = await host.Register();
        var body = new { citizenId = citizen, itemCode = Items.Plain, situation = "再次" };
        var first = await (await host.Post("/api/applications", body, key: "receipt-1")).Content.ReadAsStringAsync();
        (await (await host.Post("/api/applications", body, key: "receipt-1")).Content.ReadAsStringAsync()).ShouldBe(first);
        await Log.CatchUpAsync();
        (await (await host.Post("/api/applications", body, key: "receipt-1")).Content.ReadAsStringAsync()).ShouldBe(first);
        (await host.Scalar<string>($"select string_agg(data::text, '') from ledger.mt_doc_idempotencyrecord")).ShouldNotContain("receipt\"");
    }

    [Fact]
    public async Task comes_with_a_decision_a_submitted_draft_and_no_other_write()
    {
        var citizen = await host.Register();
        var draft = await Sent("/api/applications/drafts", new { citizenId = citizen, itemCode = Items.Plain }, LedgerHost.CitizenPersona(citizen));
        draft["receipt"].ShouldBeNull();
        var submitted = await Sent($"/api/applications/{draft["applicationId"]}/submission", new { version = 1 }, LedgerHost.CitizenPersona(citizen));
        Promised(submitted["receipt"]!, out var entry);
        JsonNode.Parse(entry)!["type"]!.GetValue<string>().ShouldBe("application_submitted");

        var application = submitted["applicationId"]!.GetValue<Guid>();
        await host.Do($"/api/applications/{application}/acceptance", new { version = 2 });
        var decided = await Sent($"/api/applications/{application}/decision", new { kind = "grant", version = 3, legalBasis = new[] { "许可法第三十八条" } });
        Promised(decided["receipt"]!, out entry);
        JsonNode.Parse(entry)!["type"]!.GetValue<string>().ShouldBe("decision_made");
        JsonNode.Parse(entry)!["stream"]!.GetValue<Guid>().ShouldBe(decided["decisionId"]!.GetValue<Guid>());
    }

    [Fact]
    public async Task is_replaced_by_a_proof_that_anybody_checks_without_the_service()
    {
        var citizen = await host.Register();
        var persona = LedgerHost.CitizenPersona(citizen);
        var answer = await Sent("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, situation = "证明" }, persona);
        Promised(answer["receipt"]!, out var entry);
        var id = Guid.Parse(Encoding.UTF8.GetString(entry).Split("\"id\":\"")[1][..36]);
        (await host.Get($"/api/events/{id}/receipt", persona))["proof"].ShouldBeNull();
        await (await host.Client(persona).GetAsync($"/api/events/{id}/proof")).ShouldBeRefused(503, "not-sealed-yet");

        await Log.CatchUpAsync();
        var receipt = await host.Get($"/api/events/{id}/receipt", persona);
        Convert.FromBase64String(receipt["entry"]!.GetValue<string>()).ShouldBe(entry);
        receipt["promise"]!.GetValue<string>().ShouldBe(answer["receipt"]!["promise"]!.GetValue<string>());
        Proven(receipt["proof"]!.GetValue<string>(), entry);
        Proven(await host.Client(persona).GetStringAsync($"/api/events/{id}/proof"), entry);
        var text = await host.Client(persona).GetStringAsync($"/api/events/{id}/receipt?form=text");
        var extra = JsonNode.Parse(Proven(text, entry).Extra.Span)!;
        Convert.FromBase64String(extra["entry"]!.GetValue<string>()).ShouldBe(entry);
        extra["disclosures"]!.AsArray().Count.ShouldBe(1);
        (await host.Client(persona).GetStringAsync($"/api/events/{id}/receipt?form=qr")).ShouldStartWith("<svg");
    }

    TlogProof Proven(string text, byte[] entry)
    {
        TlogProof.TryParse(Encoding.UTF8.GetBytes(text), out var proof).ShouldBeTrue();
        proof!.Checkpoint.Verify(Keys.Verifiers, out _).ShouldBeTrue();
        Checkpoint.TryParse(proof.Checkpoint.Text, out var checkpoint).ShouldBeTrue();
        InclusionProof.Check(TreeHash.OfLeaf(entry), proof.Index, checkpoint!.Size, [.. proof.Inclusion], checkpoint.Root).ShouldBeTrue();
        return proof;
    }

    async Task<JsonNode> Sent(string path, object body, string? persona = null)
    {
        var response = await host.Post(path, body, persona);
        ((int)response.StatusCode).ShouldBe(201, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    sealed record Promise(Guid EventId, string Leaf, DateTimeOffset AcceptedAt, DateTimeOffset IncludeBy);

    Promise Promised(JsonNode receipt, out byte[] entry)
    {
        receipt["format"]!.GetValue<string>().ShouldBe("serviceledger-receipt@v1");
        entry = Convert.FromBase64String(receipt["entry"]!.GetValue<string>());
        SignedNote.TryParse(Encoding.UTF8.GetBytes(receipt["promise"]!.GetValue<string>()), out var note).ShouldBeTrue();
        note!.Verify(Keys.Verifiers, out _).ShouldBeTrue();
        Checkpoint.TryParse(note.Text, out _).ShouldBeFalse();
        var lines = note.Text.Split('\n');
        (lines[0], lines[1]).ShouldBe(("serviceledger/receipt/v1", Keys.Origin));
        return new(Guid.Parse(lines[2]), lines[3], At(lines[4]), At(lines[5]));

        static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
