using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Ledger;

/// <summary>What the log commits to of an event; its form is for ever.</summary>
public class the_entry_of_an_event
{
    static readonly Guid Id = Guid.Parse("01958f0a-0000-7000-8000-000000000001"), Stream = Guid.Parse("01958f0a-0000-7000-8000-000000000002");
    static readonly Commitments Salted = new([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);
    static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, 123, 456, TimeSpan.FromHours(8));

    [Fact]
    public void is_one_canonical_object() =>
        Entry("""{"kind": "officer", "actorId": "li.hua"}""", """{"version": 2, "itemCode": "CQ-001001", "amount": 1.50}""").ShouldBe(
            """{"act":{"actorId":{"digest":"DIGEST"},"kind":"officer"},"data":{"amount":1.5,"itemCode":"CQ-001001","version":2},"id":"01958f0a-0000-7000-8000-000000000001","recordedAt":"2026-03-02T01:00:00.123456Z","stream":"01958f0a-0000-7000-8000-000000000002","type":"item_published","version":7}""".Replace("DIGEST", Salted.Digest(Id, "act.actorId", "li.hua"), StringComparison.Ordinal));

    [Fact]
    public void of_an_event_without_an_act_says_so() => Entry(null, "{}").ShouldStartWith("""{"act":null,"data":{},""");

    [Fact]
    public void holds_the_digest_of_a_sealed_value_and_nothing_that_rotation_or_erasure_changes()
    {
        var value = new SubjectKey("key-1", RandomNumberGenerator.GetBytes(32)).Seal("王芳");
        var entry = Entry(null, JsonSerializer.Serialize(new { name = value, more = new[] { new { text = value } } }, LedgerJson.Stored));
        entry.ShouldContain("""{"more":[{"text":{"digest":"DIGEST"}}],"name":{"digest":"DIGEST"}}""".Replace("DIGEST", value.Digest, StringComparison.Ordinal));
        foreach (var secret in new[] { value.Ciphertext, value.Nonce, value.KeyId, "王芳" })
            entry.ShouldNotContain(secret);
    }

    [Fact]
    public void commits_to_actors_and_officers_without_naming_them()
    {
        var entry = Entry("""{"actorId": "li.hua", "role": "handler"}""", """{"officer": "zhao.yun", "officers": ["who.checked"], "reviewer": null, "nested": {"officer": "x"}}""");
        entry.ShouldNotContain("li.hua");
        entry.ShouldNotContain("zhao.yun");
        // Whom the law names to the parties stays.
        entry.ShouldContain("who.checked");
        entry.ShouldContain("""{"nested":{"officer":"x"},"officer":{"digest":"DIGEST"},"officers":["who.checked"],"reviewer":null}""".Replace("DIGEST", Salted.Digest(Id, "data.officer", "zhao.yun"), StringComparison.Ordinal));
        var disclosure = Salted.Disclosure(Id, "act.actorId", "li.hua");
        System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure))).ShouldBe(Salted.Digest(Id, "act.actorId", "li.hua"));
        Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(disclosure)).ShouldBe("""["NYOFk-IBRr0Ng5jWTU_IqA","li.hua"]""", "the stored form");
        Salted.Digest(Id, "data.officer", "li.hua").ShouldNotBe(Salted.Digest(Id, "act.actorId", "li.hua"));
        Salted.Digest(Stream, "act.actorId", "li.hua").ShouldNotBe(Salted.Digest(Id, "act.actorId", "li.hua"));
    }

    [Theory]
    [InlineData("""{"digest":"a","keyId":"b","nonce":"c"}"""), InlineData("""{"ciphertext":"d","digest":"a","keyId":"b","nonce":1}"""), InlineData("""{"ciphertext":"d","digest":"a","extra":"e","keyId":"b","nonce":"c"}""")]
    public void takes_nothing_for_sealed_that_is_not(string data) => Entry(null, data).ShouldContain($"\"data\":{data}");

    [Fact]
    public void that_would_be_too_long_commits_to_the_data_by_a_digest()
    {
        var data = JsonSerializer.Serialize(new { divisions = Enumerable.Range(0, 5_000).Select(n => $"500103{n:d6}") });
        Encoding.UTF8.GetByteCount(data).ShouldBeGreaterThan(LogEntry.MostBytes);
        Entry(null, data).ShouldContain($"\"dataDigest\":\"{System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(data)))}\",\"id\"");
        // The longest that is whole, and one more.
        var room = LogEntry.MostBytes - Encoding.UTF8.GetByteCount(Entry(null, """{"a":""}"""));
        Entry(null, $$"""{"a":"{{new string('x', room)}}"}""").Length.ShouldBe(LogEntry.MostBytes);
        Entry(null, $$"""{"a":"{{new string('x', room + 1)}}"}""").ShouldContain("dataDigest");
    }

    static string Entry(string? act, string data) => Encoding.UTF8.GetString(LogEntry.Of(Salted, Id, Stream, 7, "item_published", At, act, data));
}
