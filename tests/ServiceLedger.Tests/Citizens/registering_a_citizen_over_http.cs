using System.Net;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Citizens;

public class registering_a_citizen_over_http(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Number = People.IdNumber(2900);

    [Fact]
    public async Task makes_them_findable_by_number_and_by_name_with_birth_date()
    {
        var response = await host.Post("/api/citizens", new { idNumber = Number, name = "孙丽", residenceDivision = "500103001", urbanRuralClass = "111" });
        response.StatusCode.ShouldBe(HttpStatusCode.Created);
        var id = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["citizenId"]!.GetValue<Guid>();

        (await Find(new { idNumber = Number.ToLowerInvariant() })).ShouldBe([id]);
        (await Find(new { name = "孙丽", birthDate = $"{Number[6..10]}-{Number[10..12]}-{Number[12..14]}" })).ShouldBe([id]);
        (await Find(new { name = "孙丽", birthDate = "1950-01-01" })).ShouldBeEmpty();
        (await Find(new { idNumber = People.IdNumber(2901) })).ShouldBeEmpty();

        var again = await host.Post("/api/citizens", new { idNumber = Number, name = "别名", residenceDivision = "500103" });
        var problem = await again.ShouldBeRefused(409, "already-exists");
        problem.ToJsonString().ShouldNotContain(id.ToString());
    }

    [Fact]
    public async Task at_two_windows_at_once_registers_once()
    {
        var number = People.IdNumber(2902);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => host.Post("/api/citizens", new { idNumber = number, name = "周杰", residenceDivision = "500103" })));
        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var refused in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
            await refused.ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public async Task is_for_officers_only() =>
        await (await host.Post("/api/citizens", new { idNumber = People.IdNumber(2903), name = "吴敏", residenceDivision = "500103" }, LedgerHost.CitizenPersona(Guid.CreateVersion7()))).ShouldBeRefused(403, "forbidden");

    async Task<Guid[]> Find(object terms)
    {
        var response = await host.Post("/api/citizens/find", terms);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return [.. JsonNode.Parse(await response.Content.ReadAsStringAsync())!["citizens"]!.AsArray().Select(c => c!.GetValue<Guid>())];
    }
}
