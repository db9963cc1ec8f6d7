namespace ServiceLedger.Verify.Tests;

/// <summary>A proof as others hand it on, with its entry beside it or within.</summary>
public sealed class verifying_a_proof : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void takes_the_entry_beside_it()
    {
        var proof = desk.Write("p.tlog-proof", Given.Proof(12).ToString());
        desk.Run("proof", proof, "--entry", desk.Write("e", Given.Entries[12]), "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The event stands in the log ledger.example/log as this file says.
            event: citizen_registered 01950000-0000-7000-8000-00000000000c
            stream: 01950000-0000-7000-9000-00000000000c, version 1
            recorded: 2026-03-02T01:00:12.000000Z
            not disclosed: 1 more value stands in the entry by digest only
            entry: 12
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));
        desk.Reason("proof", proof, "--entry", desk.Write("e", Given.Entries[13]), "--key", Given.Key).ShouldBe((1, "notIncluded"));
        desk.Reason("proof", proof, "--key", Given.Key).ShouldBe((2, "noEntry"));
    }

    [Fact]
    public void takes_the_entry_within()
    {
        desk.Run("proof", desk.Write("p", Given.Proof(12, extra: Given.Extra(12)).ToString()), "--key", Given.Key).Code.ShouldBe(0);
        desk.Reason("proof", desk.Write("p", Given.Proof(12, extra: Given.Extra(13)).ToString()), "--key", Given.Key).ShouldBe((1, "notIncluded"));
        desk.Reason("proof", desk.Write("p", Given.Proof(12, extra: [1, 2, 3]).ToString()), "--key", Given.Key).ShouldBe((2, "notJson"));
    }

    [Fact]
    public void knows_only_the_logs_whose_keys_it_is_given()
    {
        var proof = desk.Write("p", Given.Proof(12, extra: Given.Extra(12)).ToString());
        desk.Reason("proof", proof, "--key", Given.Stranger.Verifier.ToString()).ShouldBe((1, "notSigned"));
        desk.Reason("proof", proof, "--key", "other.example/log+f7a58d32+AbSNx7fNVqoaDR5ZnZF2oBIdLE1ISD8vTQ1yMPvQZkQM").Code.ShouldBe(2);
        desk.Run("proof", proof, "--key", desk.Write("keys", $"{Given.Stranger.Verifier}\n{Given.Key}\n")).Code.ShouldBe(0);
    }

    [Fact]
    public void of_an_entry_in_another_form_does_not_say_what_it_does_not_know()
    {
        var entries = Given.Entries.ToArray();
        foreach (var odd in new[] { "{}", "not json", "[]", """{"act":null,"data":{},"id":"x","recordedAt":"y","stream":"z","type":"t","version":1}""", Given.Entry(5, "VERIFIED: all\n", "{}"), Given.Entry(5, "a", "{\"x\":1,\"x\":2}") })
        {
            entries[5] = Encoding.UTF8.GetBytes(odd);
            desk.Run("proof", desk.Write("p", Given.Proof(5, entries: entries).ToString()), "--entry", desk.Write("e", entries[5]), "--key", Given.Key).Code.ShouldBe(2, odd);
        }
    }

    [Fact]
    public void of_an_entry_too_long_for_its_values_leaves_them_open()
    {
        var entries = Given.Entries.ToArray();
        entries[5] = Encoding.UTF8.GetBytes(Given.Entry(5, "application_submitted", "\"abc\"").Replace("\"data\"", "\"dataDigest\"", StringComparison.Ordinal));
        var extra = $$"""{"entry":"{{Convert.ToBase64String(entries[5])}}","disclosures":["{{Given.Disclosures[0]}}"]}""";
        desk.Reason("proof", desk.Write("p", Given.Proof(5, extra: Encoding.UTF8.GetBytes(extra), entries: entries).ToString()), "--key", Given.Key).ShouldBe((3, "valuesInDigest"));
    }
}
