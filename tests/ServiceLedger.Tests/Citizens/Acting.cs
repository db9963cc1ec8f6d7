using System.Net;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Citizens;

/// <summary>A mandate on record, and the two it is between.</summary>
/// <param name="Holder">Who represents, in person.</param>
sealed record Acting(LedgerHost Host, Guid Mandate, Guid Principal, string Holder)
{
    public const string Agent = "kind=agent; id=agent.7; division=500103001002; channel=villageAgent";
    public static readonly string[] Everything =
        ["read", "submit", "handIn", "correct", "promise", "withdraw", "askForHearing", "receiveDecisions", "renew", "askForReview", "confirmData", "contestData", "decideOnReuse", "seeLooks", "objectToLooks", "exerciseRights", "challenge"];

    /// <summary>Who represents, under the mandate.</summary>
    public string Persona => $"{Holder}; behalf={Mandate}";

    public string Self => LedgerHost.CitizenPersona(Principal);

    public Task<long> Do(string what, object body, string persona) => Host.Do($"/api/mandates/{Mandate}/{what}", body, persona);

    public async Task<HttpStatusCode> Status(string path, string? persona = null) => (await Host.Client(persona ?? Persona).GetAsync(path)).StatusCode;

    public async Task<Guid> Submit(string item, string? persona = null) =>
        await Granted(Host, new { citizenId = Principal, itemCode = item }, persona ?? Persona, "/api/applications");

    public async Task<long> Count(string where) =>
        await Host.Scalar<long>($"select count(*) from ledger.mt_events where data->>'citizenId' = '{Principal}' and headers->'act'->>'onBehalfOf' = '{Mandate}' and {where}");

    public static async Task<Guid> Granted(LedgerHost host, object body, string persona, string path = "/api/mandates")
    {
        var answer = await host.Post(path, body, persona);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!.AsObject().First(p => p.Key.EndsWith("Id", StringComparison.Ordinal)).Value!.GetValue<Guid>();
    }

    /// <summary>Granted by the citizen and accepted by another one.</summary>
    public static async Task<Acting> For(LedgerHost host, Guid? principal = null, string[]? items = null, string[]? powers = null, string? to = null, string? assurance = null)
    {
        var (citizen, representative) = (principal ?? await host.Register("委托人"), await host.Register("受托人"));
        var mandate = await Granted(host, new
        {
            principalId = citizen,
            kind = "voluntary",
            representative = new { citizenId = representative },
            powers = powers ?? Everything,
            to = to ?? "2026-12-31",
            items,
            allItems = items is null,
            assurance
        }, LedgerHost.CitizenPersona(citizen));
        var acting = new Acting(host, mandate, citizen, LedgerHost.CitizenPersona(representative));
        await acting.Do("acceptance", new { version = 1 }, acting.Holder);
        return acting;
    }
}
