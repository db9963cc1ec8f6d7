using System.Text.Json.Nodes;

namespace ServiceLedger.Verify.Tests;

/// <summary>A decision and what was seen for it, verified together.</summary>
public sealed class verifying_a_bundle : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    (int Code, string Reason) Reason(JsonNode bundle) => desk.Reason("bundle", desk.Write("b", bundle.ToJsonString()), "--key", Given.Key);

    [Fact]
    public void says_that_it_holds_what_was_seen() =>
        desk.Run("bundle", desk.Write("b", Given.Bundle(Given.Submitted, 8, Given.Made).ToJsonString()), "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The decision 01950000-0000-7000-9000-000000000118 and what was seen for it stand in the log ledger.example/log: 3 events.
            event: application_submitted 01950000-0000-7000-8000-000000000007
            stream: 01950000-0000-7000-9000-000000000007, version 1
            recorded: 2026-03-02T01:00:07.000000Z
            value: data.situation = "新办"
            value: data.contact = "13900000000"
            not disclosed: 2 more values stand in the entry by digest only
            entry: 7
            event: citizen_registered 01950000-0000-7000-8000-000000000008
            stream: 01950000-0000-7000-9000-000000000008, version 1
            recorded: 2026-03-02T01:00:08.000000Z
            not disclosed: 1 more value stands in the entry by digest only
            entry: 8
            event: decision_made 01950000-0000-7000-8000-000000000118
            stream: 01950000-0000-7000-9000-000000000118, version 1
            recorded: 2026-03-02T01:04:40.000000Z
            not disclosed: 1 more value stands in the entry by digest only
            entry: 280
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));

    [Fact]
    public void that_lacks_what_was_seen_is_left_open()
    {
        Reason(Given.Bundle(Given.Submitted, Given.Made)).ShouldBe((3, "notWhole"));
        Reason(Given.Bundle(Given.Submitted, 8)).ShouldBe((3, "noDecision"));
        Reason(Given.Bundle()).ShouldBe((2, "form"));
    }

    [Fact]
    public void takes_no_event_that_was_not_seen_for_the_decision()
    {
        Reason(Given.Bundle(Given.Submitted, 8, 9, Given.Made)).ShouldBe((1, "notSeen"));
        Reason(Given.Bundle(Given.Submitted, 8, 8, Given.Made)).ShouldBe((1, "twice"));
        var other = Given.Bundle(8);
        other["decisionId"] = Given.Stream(8);
        Reason(other).ShouldBe((1, "notADecision"));
    }

    [Fact]
    public void names_the_event_that_is_refused()
    {
        var bundle = Given.Bundle(Given.Submitted, 8, Given.Made);
        bundle["events"]![1]!["proof"] = Given.Proof(9).ToString();
        var (code, said) = desk.Run("bundle", desk.Write("b", bundle.ToJsonString()), "--key", Given.Key, "--lang", "zh-CN");
        code.ShouldBe(1);
        said.ShouldContain("注意：未通过的是卷宗中的第 2 个事项。\n");
        bundle = Given.Bundle(Given.Submitted, 8, Given.Made);
        bundle["events"]![0]!["disclosures"]![0] = Given.Disclosure("x", "y");
        Reason(bundle).ShouldBe((1, "disclosureForeign"));
        bundle["events"]![0]!["proof"] = null;
        Reason(bundle).ShouldBe((2, "form"));
    }

    [Fact]
    public void rests_on_checkpoints_of_one_log()
    {
        var bundle = Given.Bundle(8, Given.Made);
        bundle["events"]!.AsArray().Add(Given.Event(Given.Submitted, 290));
        var file = desk.Write("b", bundle.ToJsonString());
        var (code, said) = desk.Run("bundle", file, "--key", Given.Key);
        code.ShouldBe(0);
        said.ShouldContain("note: Not proven: that the checkpoint of 300 entries goes on from that of 290 (--tiles proves it).\n");
        desk.Run("bundle", file, "--key", Given.Key, "--tiles", desk.Export("log")).Text.ShouldNotContain("Not proven");

        var fork = Given.Forked(285);
        bundle["events"]!.AsArray().RemoveAt(2);
        bundle["events"]!.AsArray().Add(Given.Event(Given.Submitted, 300, fork));
        Reason(bundle).ShouldBe((1, "fork"));
    }

    [Fact]
    public void cut_short_verifies_nothing()
    {
        var text = Given.Bundle(Given.Submitted, 8, Given.Made).ToJsonString();
        for (var length = 0; length < text.Length; length += 61)
            desk.Run("bundle", desk.Write("b", text[..length]), "--key", Given.Key).Code.ShouldBe(2);
    }
}
