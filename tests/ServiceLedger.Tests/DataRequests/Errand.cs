using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>One data request walked over HTTP. Every act is tried on an old version and by a third department first, and the citizen's file is compared with it after it.</summary>
sealed class Errand(LedgerHost host, Guid citizen, Guid id, string asker)
{
    public static readonly string Asker = LedgerHost.Officer, Provider = LedgerHost.OfficerOf(Items.ThirdDepartment).Replace("li.hua", "sun.li", StringComparison.Ordinal);

    /// <summary>An item of the providing department in the demo catalogue: without a matter of the person it holds no document of theirs.</summary>
    public const string OfProvider = "CQ-000103";

    // Not of a purpose that opens whole files.
    public const string Authority = "kind=officer; id=zhang.wei; role=dataAuthority; department=11500000DEM0000228; division=500103; purpose=ServiceProvision; channel=window";
    static readonly string Outsider = LedgerHost.OfficerOf(Walk.Third);

    public static readonly object Monthly = new { name = "monthly", value = "2850.00" }, Since = new { name = "since", value = "2010-01" };
    public static readonly object All = new { fields = new[] { Monthly, Since }, responseHash = Walk.Hash, sourceSystem = "pensions", asOf = "2026-03-01" };

    public Guid Id => id;
    public string Path => $"/api/data-requests/{id}";
    public string Own => LedgerHost.CitizenPersona(citizen);

    /// <summary>The position of the last act.</summary>
    public long Position { get; private set; }

    /// <summary>Asks for two fields for this matter, with what else is named.</summary>
    public static async Task<Errand> Asked(LedgerHost host, Walk matter, object? with = null, string? asker = null)
    {
        var answer = await Asking(host, matter, with, asker);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var id = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["dataRequestId"]!.GetValue<Guid>();
        answer.Headers.Location!.ToString().ShouldBe($"/api/data-requests/{id}");
        var errand = new Errand(host, matter.Citizen, id, asker ?? Asker) { Position = PositionOf(answer) };
        await errand.FileShouldTellTheSame();
        return errand;
    }

    public static Task<HttpResponseMessage> Asking(LedgerHost host, Walk matter, object? with = null, string? asker = null)
    {
        var body = JsonSerializer.SerializeToNode(new
        {
            applicationId = matter.Id,
            providingDepartment = Items.ThirdDepartment,
            dataItemCode = "income",
            sharingClass = "conditional",
            fields = new[] { "monthly", "since" },
            purpose = "ServiceProvision",
            legalBasis = "社会救助暂行办法第四十八条",
            necessity = "核对收入"
        }, LedgerJson.Stored)!.AsObject();
        return host.Post("/api/data-requests", With(body, with), asker ?? Asker);
    }

    public Task<JsonNode> Read(string? persona = null) => host.Get(Path, persona ?? asker);

    /// <summary>Does it with the version just read.</summary>
    public async Task Do(string act, object body, string? persona = null)
    {
        var version = (await Read())["version"]!.GetValue<long>();
        await (await host.Post($"{Path}/{act}", With(body, version - 1), persona ?? asker)).ShouldBeRefused(409, "stale-version");
        await (await host.Post($"{Path}/{act}", With(body, version), Outsider)).ShouldBeRefused(404, "not-found");
        var answer = await host.Post($"{Path}/{act}", With(body, version), persona ?? asker);
        ((int)answer.StatusCode).ShouldBe(204, $"{act}: {await answer.Content.ReadAsStringAsync()}");
        Position = PositionOf(answer);
        await FileShouldTellTheSame();
    }

    /// <summary>Tries it with the version just read, and is refused.</summary>
    public async Task<JsonNode> Refused(string act, object body, int status, string type, string? persona = null) =>
        await (await host.Post($"{Path}/{act}", With(body, (await Read())["version"]!.GetValue<long>()), persona ?? asker)).ShouldBeRefused(status, type);

    public async Task ShouldBe(string status) => (await Read())["status"]!.GetValue<string>().ShouldBe(status);

    public async Task<string[]> History(string? persona = null) =>
        [.. (await host.Get($"{Path}/history", persona ?? asker))["events"]!.AsArray().Select(e => e!["type"]!.GetValue<string>())];

    /// <summary>What the file of the citizen says of it; null where it says nothing.</summary>
    public async Task<JsonNode?> Row() =>
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={Position}", Own))["dataRequests"]!.AsArray().SingleOrDefault(r => r!["id"]!.GetValue<Guid>() == id);

    async Task FileShouldTellTheSame()
    {
        var request = await Read();
        var row = await Row();
        if ((await History())[^1] is "data_request_drafted")
        {
            row.ShouldBeNull();
            return;
        }

        foreach (var name in new[] { "status", "applicationId", "requestingDepartment", "providingDepartment", "dataItemCode", "asked" })
            row![name]!.ToJsonString().ShouldBe(request[name]!.ToJsonString());
        var fields = request["fields"]!.AsArray();
        Texts(row!["provided"]).ShouldBe(fields.Select(f => f!["name"]!.GetValue<string>()));
        Texts(row["contested"]).Order().ShouldBe(fields.Where(f => f!["correctionAsked"]!.GetValue<bool>()).Select(f => f!["name"]!.GetValue<string>()).Order());
        Texts(row["usedIn"]).ShouldBe(request["uses"]!.AsArray().Select(u => u!["decisionId"]!.GetValue<string>()).Distinct());
        Texts(row["correctionsOpen"]).ShouldBe(request["correctionsOpen"]!.AsArray().Select(c => c!["id"]!.GetValue<string>()));
    }

    public static string[] Texts(JsonNode? values) => [.. values!.AsArray().Select(v => v!.GetValue<string>())];

    static long PositionOf(HttpResponseMessage answer) => long.Parse(answer.Headers.GetValues("Ledger-Position").Single(), System.Globalization.CultureInfo.InvariantCulture);

    static string With(object body, long version)
    {
        var json = JsonSerializer.SerializeToNode(body, LedgerJson.Stored)!.AsObject();
        json["version"] = version;
        return json.ToJsonString();
    }

    static string With(JsonObject body, object? more)
    {
        foreach (var (name, value) in more is null ? [] : JsonSerializer.SerializeToNode(more, LedgerJson.Stored)!.AsObject())
            body[name] = value?.DeepClone();
        return body.ToJsonString();
    }
}
