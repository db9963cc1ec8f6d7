using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Applications;
using Wolverine.Http;

namespace ServiceLedger.Tests.Applications;

public class finding_a_matter(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Nobodys = CaseNumber.Make("500103", new(2026, 3, 1), 999_999);

    [Fact]
    public void is_for_officers_and_by_a_number_that_is_one()
    {
        FindApplicationEndpoint.Validate(new(Nobodys), Given.Officer).ShouldBe(WolverineContinue.NoProblems);
        FindApplicationEndpoint.Validate(new("500103-20260301-000042-*"), Given.Officer).Status.ShouldBe(400);
        FindApplicationEndpoint.Validate(new(Nobodys), Given.Applicant).Status.ShouldBe(403);
    }

    [Fact]
    public async Task by_its_number_as_people_write_it_is_a_look_at_the_person()
    {
        var matter = await Walk.Submitted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        var found = await host.Post("/api/applications/find", new { caseNumber = " " + number.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal) });
        (await found.Content.ReadFromJsonAsync<JsonNode>())!["applicationId"]!.GetValue<Guid>().ShouldBe(matter.Id);
        var looks = await host.Get($"/api/citizens/{matter.Citizen}/accesses?kind=searched", matter.Own);
        looks["accesses"]!.AsArray().Single()!["sentence"]!.GetValue<string>().ShouldContain("case number");
    }

    [Fact]
    public async Task of_a_relative_is_refused_as_their_case()
    {
        var matter = await Walk.Submitted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        var relative = LedgerHost.Officer.Replace("li.hua", "qin.shu", StringComparison.Ordinal);
        await host.Do("/api/officers/qin.shu/kin", new { citizenId = matter.Citizen, relation = "母亲" }, relative);
        await (await host.Post("/api/applications/find", new { caseNumber = number }, relative)).ShouldBeRefused(403, "own-case");
    }

    [Fact]
    public async Task that_is_not_theirs_to_see_answers_like_none_and_the_attempt_is_on_record()
    {
        var matter = await Walk.Submitted(host);
        var number = (await matter.Read())["caseNumber"]!.GetValue<string>();
        await (await host.Post("/api/applications/find", new { caseNumber = number }, LedgerHost.OfficerOf(Items.ThirdDepartment))).ShouldBeRefused(404, "not-found");
        await (await host.Post("/api/applications/find", new { caseNumber = Nobodys })).ShouldBeRefused(404, "not-found");
        (await host.Get($"/api/citizens/{matter.Citizen}/accesses?kind=refused", matter.Own))["accesses"]!.AsArray().ShouldHaveSingleItem();
    }
}
