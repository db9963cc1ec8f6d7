using System.Text.Json.Nodes;

namespace ServiceLedger.Verify.Tests;

/// <summary>What a citizen holds, verified by the citizen.</summary>
public sealed class verifying_a_receipt : IDisposable
{
    readonly Desk desk = new();

    public void Dispose() => desk.Dispose();

    [Fact]
    public void says_what_was_recorded_when_and_what_was_disclosed() =>
        desk.Run("receipt", desk.Write("r.json", Given.Receipt().ToJsonString()), "--key", Given.Key).ShouldBe((0, $"""
            VERIFIED: The event stands in the log ledger.example/log as this file says.
            event: application_submitted 01950000-0000-7000-8000-000000000007
            stream: 01950000-0000-7000-9000-000000000007, version 1
            recorded: 2026-03-02T01:00:07.000000Z
            value: data.situation = "新办"
            value: data.contact = "13900000000"
            not disclosed: 2 more values stand in the entry by digest only
            entry: 7
            log: ledger.example/log, 300 entries, root {Given.Root(300)}
            signed by: {Given.Key}

            """));

    [Fact]
    public void says_it_in_chinese() =>
        desk.Run("receipt", desk.Write("r.json", Given.Receipt().ToJsonString()), "--key", Given.Key, "--lang", "zh-CN").ShouldBe((0, $"""
            核验通过：该事项已载入日志 ledger.example/log，与本文件所述一致。
            事项：application_submitted 01950000-0000-7000-8000-000000000007
            所在流：01950000-0000-7000-9000-000000000007，第 1 版
            记录时间：2026-03-02T01:00:07.000000Z
            披露的值：data.situation = "新办"
            披露的值：data.contact = "13900000000"
            未披露：另有 2 个值在条目中只有摘要
            条目序号：7
            日志：ledger.example/log，300 个条目，根 {Given.Root(300)}
            签名密钥：{Given.Key}

            """));

    [Fact]
    public void says_it_to_programs() =>
        desk.Run("receipt", desk.Write("r.json", Given.Receipt(disclosures: [Given.Disclosures[0]]).ToJsonString()), "--key", Given.Key, "--json").ShouldBe((0, $$"""
            {
              "verdict": "verified",
              "exitCode": 0,
              "reason": "included",
              "message": "The event stands in the log ledger.example/log as this file says.",
              "events": [
                {
                  "id": "01950000-0000-7000-8000-000000000007",
                  "type": "application_submitted",
                  "stream": "01950000-0000-7000-9000-000000000007",
                  "version": 1,
                  "recordedAt": "2026-03-02T01:00:07.000000Z",
                  "index": 7,
                  "values": [
                    {
                      "member": "data.situation",
                      "value": "新办"
                    }
                  ],
                  "notDisclosed": 3
                }
              ],
              "checkpoints": [
                {
                  "origin": "ledger.example/log",
                  "size": 300,
                  "root": "{{Given.Root(300)}}",
                  "keys": [
                    "{{Given.Key}}"
                  ],
                  "witnesses": []
                }
              ],
              "notes": []
            }

            """));

    [Fact]
    public void takes_its_text_form_too()
    {
        var text = Given.Proof(Given.Submitted, extra: Given.Extra(Given.Submitted, Given.Disclosures)).ToString();
        var (code, said) = desk.Run("receipt", desk.Write("r.txt", text), "--key", Given.Key);
        code.ShouldBe(0);
        said.ShouldContain("value: data.situation = \"新办\"");
        desk.Reason("receipt", desk.Write("r.txt", Given.Proof(Given.Submitted).ToString()), "--key", Given.Key).ShouldBe((2, "noEntry"));
    }

    [Fact]
    public void takes_the_answer_of_the_service_as_it_came()
    {
        var receipt = Given.Receipt();
        receipt.Remove("proof");
        var (code, said) = desk.Run("receipt", desk.Write("a.json", new JsonObject { ["applicationId"] = Given.Stream(7), ["receipt"] = receipt }.ToJsonString()), "--key", Given.Key);
        code.ShouldBe(3);
        said.ShouldContain("note: The file is an answer of the service: only the receipt in it is verified.\n");
        said.ShouldContain("value: data.situation");
    }

    [Fact]
    public void with_a_promise_only_leaves_it_open_and_says_until_when()
    {
        var receipt = Given.Receipt();
        receipt["proof"] = null;
        var file = desk.Write("r.json", receipt.ToJsonString());
        desk.Reason("receipt", file, "--key", Given.Key).ShouldBe((3, "promiseDue"));
        desk.Time.SetUtcNow(Given.Now);
        var alone = desk.Run("receipt", desk.Write("p.txt", Given.Promise(Given.Submitted)), "--key", Given.Key);
        alone.ShouldBe((3, $"""
            NOT DECIDED: The log ledger.example/log promised, signed, that the event stands in it by 2026-03-02T01:00:12Z, which is over; this receipt has no proof of it. Fetch the receipt again: if it still has none, the promise was broken, and this file proves that it was given.
            note: The promise is for event 01950000-0000-7000-8000-000000000007, leaf {TreeHash.OfLeaf(Given.Entries[7])}, accepted at 2026-03-02T01:00:07Z.

            """));
    }

    [Fact]
    public void before_its_time_is_over_says_so()
    {
        using var early = new Desk();
        early.Time.SetUtcNow(Given.Now);
        using var said = new StringWriter();
        var before = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new(2026, 3, 2, 1, 0, 8, TimeSpan.Zero));
        Verifier.Run(["receipt", early.Write("p.txt", Given.Promise(Given.Submitted)), "--key", Given.Key, "--no-state", "--lang", "zh-CN"], said, said, before, _ => null).ShouldBe(3);
        said.ToString().ShouldStartWith("尚不能认定：日志 ledger.example/log 已签名承诺在 2026-03-02T01:00:12Z 前载入该事项；本回执尚无载入的证明。\n");
    }

    public static TheoryData<string, int, string, string> Wrong => new()
    {
        { "an altered entry", 1, "otherEntry", "REFUSED: The promise is for another entry: the entry was altered, or the promise is another event's." },
        { "an altered entry in text form", 1, "notIncluded", "REFUSED: The proof does not lead from the entry to the checkpoint: one of them was altered, or the proof is another event's." },
        { "a swapped disclosure", 1, "disclosureForeign", "REFUSED: Disclosure 1 belongs to no member of the entry: it was altered, or it is another event's." },
        { "a repeated disclosure", 1, "disclosureTwice", "REFUSED: Disclosure 2 stands there twice." },
        { "another event's proof", 1, "notIncluded", "REFUSED: The proof does not lead from the entry to the checkpoint: one of them was altered, or the proof is another event's." },
        { "another event's promise", 1, "otherEntry", "REFUSED: The promise is for another entry: the entry was altered, or the promise is another event's." },
        { "a promise of another key", 1, "falsePromise", "REFUSED: The signature under the promise is false: the promise was altered, or none of the given keys signed it." },
        { "a checkpoint of another key", 1, "notSigned", "REFUSED: None of the given keys of the log ledger.example/log signed the checkpoint." },
        { "an altered checkpoint", 1, "falseSignature", "REFUSED: A signature under the checkpoint is false: the checkpoint was altered, or somebody else signed it." },
        { "a truncated file", 2, "notJson", "NOT READABLE: The receipt is not JSON in due form, or was cut short." },
        { "a truncated proof", 2, "form", "NOT READABLE: The proof is not of its form." },
        { "a member too many", 2, "form", "NOT READABLE: The receipt is not of its form; it has exactly: format, promise, entry, disclosures, proof." },
        { "another format", 2, "format", "NOT READABLE: The receipt is not of the format serviceledger-receipt@v1." },
        { "an empty file", 2, "form", "NOT READABLE: The file is no receipt: neither its JSON, nor a proof, nor a promise." },
        { "something else", 2, "form", "NOT READABLE: The receipt is not of its form." },
        { "a lone surrogate", 2, "notJson", "NOT READABLE: The receipt is not JSON in due form, or was cut short." }
    };

    [Theory, MemberData(nameof(Wrong))]
    public void is_not_taken_in_by(string what, int code, string reason, string line)
    {
        var receipt = Given.Receipt();
        string? text = null;
        switch (what)
        {
            case "an altered entry":
                receipt["entry"] = Altered(Given.Entries[Given.Submitted]);
                break;
            case "an altered entry in text form":
                text = Given.Proof(Given.Submitted, extra: Encoding.UTF8.GetBytes($$"""{"entry":"{{Altered(Given.Entries[Given.Submitted])}}","disclosures":[]}""")).ToString();
                break;
            case "a swapped disclosure":
                receipt["disclosures"]![0] = Given.Disclosure("_26bc4LT-ac6q2KI6cBW5e", "变更");
                break;
            case "a repeated disclosure":
                receipt["disclosures"]![1] = Given.Disclosures[0];
                break;
            case "another event's proof":
                receipt["proof"] = Given.Proof(8).ToString();
                break;
            case "another event's promise":
                receipt["promise"] = Given.Promise(8);
                break;
            case "a promise of another key":
                receipt["promise"] = Given.Promise(Given.Submitted, Given.Stranger);
                break;
            case "a checkpoint of another key":
                receipt["proof"] = new TlogProof(Given.Submitted, Given.Proof(Given.Submitted).Inclusion, Given.Checkpoint(log: Given.Stranger)).ToString();
                break;
            case "an altered checkpoint":
                receipt["proof"] = Given.Proof(Given.Submitted).ToString().Replace("\n300\n", "\n301\n", StringComparison.Ordinal);
                break;
            case "a truncated file":
                text = receipt.ToJsonString()[..^20];
                break;
            case "a truncated proof":
                receipt["proof"] = Given.Proof(Given.Submitted).ToString()[..^20];
                break;
            case "a member too many":
                receipt["more"] = 1;
                break;
            case "another format":
                receipt["format"] = "serviceledger-receipt@v2";
                break;
            case "an empty file":
                text = "";
                break;
            case "something else":
                desk.Write("r", [0xff, 0xfe, 0]);
                break;
            case "a lone surrogate":
                text = receipt.ToJsonString().Replace("serviceledger-receipt@v1", "\\ud800", StringComparison.Ordinal);
                break;
        }

        if (what != "something else")
            desk.Write("r", text ?? receipt.ToJsonString());
        desk.Reason("receipt", desk.At("r"), "--key", Given.Key).ShouldBe((code, reason));
        var (exit, said) = desk.Run("receipt", desk.At("r"), "--key", Given.Key);
        exit.ShouldBe(code);
        said.Split('\n')[0].ShouldBe(line);
        var (zh, chinese) = desk.Run("receipt", desk.At("r"), "--key", Given.Key, "--lang=zh-CN");
        zh.ShouldBe(code);
        chinese.ShouldStartWith(code == 1 ? "核验不通过：" : "无法核验：");
        // A refusal shows no event as if it were one.
        if (code == 1)
            said.ShouldNotContain("event:");

        static string Altered(byte[] entry) => Convert.ToBase64String(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(entry).Replace("A-1", "A-2", StringComparison.Ordinal)));
    }

    [Fact]
    public void with_any_bit_flipped_verifies_nothing_else() => NoFlippedBitVerifies(Given.Receipt().ToJsonString(Given.Relaxed));

    [Fact]
    public void in_text_form_with_any_bit_flipped_verifies_nothing_else() =>
        NoFlippedBitVerifies(Given.Proof(Given.Submitted, extra: Given.Extra(Given.Submitted, Given.Disclosures)).ToString());

    void NoFlippedBitVerifies(string receipt)
    {
        var good = Encoding.UTF8.GetBytes(receipt);
        for (var place = 0; place < good.Length; place++)
            for (var bit = 0; bit < 8; bit++)
            {
                var bad = good.ToArray();
                bad[place] ^= (byte)(1 << bit);
                var (code, said) = desk.Run("receipt", desk.Write("r", bad), "--key", Given.Key);
                code.ShouldBeOneOf([1, 2], $"{place}.{bit}: {said}");
            }
    }

    [Fact]
    public void counts_the_witnesses_that_are_asked_for()
    {
        var receipt = Given.Receipt(proof: Given.Proof(Given.Submitted, witnesses: [Given.Witnesses[0]]).ToString());
        var file = desk.Write("r.json", receipt.ToJsonString());
        string[] both = ["receipt", file, "--key", Given.Key, "--witness", Given.Witnesses[0].Verifier.ToString(), "--witness", Given.Witnesses[1].Verifier.ToString()];
        desk.Reason(both).ShouldBe((3, "tooFewWitnesses"));
        var (code, said) = desk.Run([.. both, "--quorum", "1"]);
        code.ShouldBe(0);
        said.ShouldContain("witness: witness1.example, seen 2026-03-03T01:06:40Z\n");
        desk.Run([.. both, "--quorum", "3"]).Code.ShouldBe(2);
        var forged = receipt.ToJsonString().Replace("witness1.example", "witness2.example", StringComparison.Ordinal);
        desk.Reason([both[0], desk.Write("f.json", forged), .. both[2..], "--quorum", "1"]).ShouldBe((3, "tooFewWitnesses"));
    }

    [Fact]
    public void shows_nothing_that_steers_the_terminal()
    {
        var evil = Given.Disclosure("_26bc4LT-ac6q2KI6cBW5e", "\u001b[2J\u202eVERIFIED\n");
        var entries = Given.Entries.ToArray();
        var digest = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(evil))).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        entries[3] = Encoding.UTF8.GetBytes(Given.Entry(3, "citizen_registered", $$$"""{"na\nme":{"digest":"{{{digest}}}"}}"""));
        var extra = new JsonObject { ["entry"] = Convert.ToBase64String(entries[3]), ["disclosures"] = new JsonArray(evil) };
        var (code, said) = desk.Run("receipt", desk.Write("r", Given.Proof(3, extra: Encoding.UTF8.GetBytes(extra.ToJsonString()), entries: entries).ToString()), "--key", Given.Key);
        code.ShouldBe(0);
        said.ShouldContain("value: data.na\\u000ame = \"\\u001b[2J\\u202eVERIFIED\\n\"\n");
    }
}
