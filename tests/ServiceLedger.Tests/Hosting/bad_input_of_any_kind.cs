using System.Net;
using ServiceLedger.Load.Fuzz;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Some of what <c>ledger-load fuzz</c> sends in great number: each operation of the description, as everybody, meant well and spoilt; the seed is the same every time.</summary>
public class bad_input_of_any_kind(LedgerHost host) : IClassFixture<LedgerHost>
{
    const int Requests = 2000, Seed = 7;

    [Fact]
    public async Task is_answered_as_the_description_says_and_tells_nothing()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Register("柳如烟")));
        foreach (var person in people)
            await host.Submit(person, Items.WithPapers);
        var accepted = await host.Submit(people[0]);
        await host.Do($"/api/applications/{accepted}/acceptance", new { version = 1 });
        await host.Do($"/api/applications/{accepted}/decision", new { kind = "grant", legalBasis = new[] { "《中华人民共和国行政许可法》第三十八条" }, version = 2 });
        using var http = host.Direct();
        var api = new DescribedApi(await http.GetStringAsync("/openapi/v1.json"));
        var findings = new Findings(["柳如烟"]);
        var harvest = new Harvest(api,
        [
            ("a citizen", "citizenId", people[0].ToString()), .. people.Select(p => ((string?)null, "citizenId", p.ToString())), (null, "officerId", "li.hua"), (null, "officerId", "tang.mei"),
            (null, "department", LedgerHost.Department), (null, "department", Items.OtherDepartment), (null, "itemCode", Items.Plain), (null, "itemCode", Items.WithPapers)
        ]);
        Persona[] personas =
        [
            new("nobody", []), Of("a citizen", LedgerHost.CitizenPersona(people[0])), Of("an officer", LedgerHost.Officer), Of("an officer without purpose", LedgerHost.Officer.Replace("; purpose=ServiceProvision", "", StringComparison.Ordinal)),
            Of("a supervisor", LedgerHost.Supervisor), Of("an officer at a matter", $"{LedgerHost.Officer}; matter={accepted}"), Of("an agent", "kind=agent; id=zhou.ying; division=500103001002")
        ];
        var fuzzer = new Fuzzer(http, api, harvest, findings, personas, Seed);

        await fuzzer.RunAsync(0, Requests);

        using var told = new StringWriter();
        findings.Tell(told, Seed, "");
        findings.Total.ShouldBe(0, told.ToString());
        (await http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    Persona Of(string name, string persona) => new(name, [.. Tokens.Of(host.Folder, persona)]);
}
