using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

/// <summary>One matter walked over HTTP. Every act is tried on an old version and by a foreign department first, and the file is read after it.</summary>
sealed class Walk(LedgerHost host, Guid citizen, Guid id)
{
    /// <summary>Registered departments of the demo catalogue that have no part in it until they are asked or sent something.</summary>
    public const string Market = Items.ThirdDepartment, Second = "11500000DEM0000228", Third = "11500000DEM0000303";
    public static readonly object Remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6, onlineChannel = "https://fuyi.example/" };
    public const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    static readonly string Outsider = LedgerHost.OfficerOf(Third);

    public Guid Id => id;
    public Guid Citizen => citizen;
    public string Own => LedgerHost.CitizenPersona(citizen);

    /// <summary>The position of the last act.</summary>
    public long Position { get; private set; }

    public static async Task<Walk> Submitted(LedgerHost host, string item = Items.Plain, DateTimeOffset? at = null, Guid? citizen = null)
    {
        var person = citizen ?? await host.Register();
        var response = await host.Post("/api/applications", new { citizenId = person, itemCode = item, effect = Earlier(at) });
        var answer = await Posted(response);
        return new(host, person, answer!["applicationId"]!.GetValue<Guid>()) { Position = PositionOf(response) };
    }

    public static async Task<Walk> Accepted(LedgerHost host, string item = Items.Plain, DateTimeOffset? at = null)
    {
        var walk = await Submitted(host, item, at);
        await walk.Do("acceptance", new { effect = Earlier(at) });
        return walk;
    }

    public static object? Earlier(DateTimeOffset? at) => at is null ? null : new { at, reason = "lateEntry" };

    public Task<JsonNode> Read(string? persona = null) => host.Get($"/api/applications/{id}", persona ?? Own);

    /// <summary>Does it with the version just read; the answer where it has a body.</summary>
    public async Task<JsonNode?> Do(string act, object body, string? persona = null)
    {
        var version = (await Read())["version"]!.GetValue<long>();
        var path = $"/api/applications/{id}/{act}";
        await (await host.Post(path, Versioned(body, version - 1), persona)).ShouldBeRefused(409, "stale-version");
        await (await host.Post(path, Versioned(body, version), Outsider)).ShouldBeRefused(404, "not-found");
        var response = await host.Post(path, Versioned(body, version), persona);
        var answer = await Posted(response, path);
        Position = PositionOf(response);
        return answer;
    }

    static long PositionOf(HttpResponseMessage response) => long.Parse(response.Headers.GetValues("Ledger-Position").Single(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Tries it with the version just read, and is refused.</summary>
    public async Task Refused(string act, object body, int status, string type, string? persona = null) =>
        await (await host.Post($"/api/applications/{id}/{act}", Versioned(body, (await Read())["version"]!.GetValue<long>()), persona)).ShouldBeRefused(status, type);

    /// <summary>Where it stands, to the applicant who reads it and in their file.</summary>
    public async Task ShouldBe(string status)
    {
        var matter = await Read();
        matter["status"]!.GetValue<string>().ShouldBe(status);
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={Position}", Own);
        var row = file["applications"]!.AsArray().Single(a => a!["id"]!.GetValue<Guid>() == id)!;
        row["status"]!.GetValue<string>().ShouldBe(status);
        row["version"]!.GetValue<long>().ShouldBe(matter["version"]!.GetValue<long>());
        row["department"]!.GetValue<string>().ShouldBe(matter["department"]!.GetValue<string>());
    }

    public async Task<Guid> Decide(string? persona = null, object? body = null) =>
        (await Do("decision", body ?? new { kind = "grant", legalBasis = new[] { "许可法第三十八条" } }, persona))!["decisionId"]!.GetValue<Guid>();

    public async Task Deliver(Guid decision, string? persona = null) => Position = await host.Do($"/api/decisions/{decision}/delivery", new { version = 1, method = "online" }, persona);

    static async Task<JsonNode?> Posted(HttpResponseMessage response, string? path = null)
    {
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return response.StatusCode is System.Net.HttpStatusCode.Created ? await response.Content.ReadFromJsonAsync<JsonNode>() : null;
    }

    static string Versioned(object body, long version)
    {
        var json = JsonSerializer.SerializeToNode(body, LedgerJson.Stored)!.AsObject();
        json["version"] = version;
        return json.ToJsonString();
    }
}
