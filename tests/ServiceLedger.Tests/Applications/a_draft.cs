using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServiceLedger.Tests.Citizens;

namespace ServiceLedger.Tests.Applications;

public class a_draft(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_saved_and_submitted_and_until_then_the_department_knows_nothing_of_it()
    {
        var citizen = await host.Register();
        var walk = await Drafted(citizen, LedgerHost.CitizenPersona(citizen));
        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{walk.Id}/history")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await walk.Refused("acceptance", new { }, 404, "not-found");
        await walk.Do("draft", new { situation = "第二稿", materials = new[] { new { paperId = "P1", form = "copy", grade = "C", contentHash = Walk.Hash } } }, walk.Own);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={walk.Position}", walk.Own))["applications"]!.AsArray().ShouldBeEmpty();
        var first = (await host.Get($"/api/applications/{walk.Id}/history", walk.Own))["events"]![0]!;
        first["data"]!["situation"]!.GetValue<string>().ShouldBe("初稿");

        (await walk.Do("submission", new { submittedBy = "online" }, walk.Own))!["caseNumber"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
        await walk.ShouldBe("submitted");
        await walk.Refused("draft", new { }, 409, "not-in-this-state", walk.Own);
        (await walk.Read(LedgerHost.Officer))["papersReceived"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldBe(["P1"]);

        // What was only a draft stays the applicant's, also once the department reads the matter.
        foreach (var history in new[] { $"/api/applications/{walk.Id}/history", $"/api/citizens/{citizen}/file/history" })
        {
            var text = (await host.Get(history)).ToJsonString(LedgerHost.Plain);
            text.ShouldNotContain("application_drafted");
            text.ShouldNotContain("初稿");
            (await host.Get(history, walk.Own)).ToJsonString(LedgerHost.Plain).ShouldContain("初稿");
        }

        (await host.Client(LedgerHost.Officer).GetAsync(first["link"]!.GetValue<string>())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Get(first["link"]!.GetValue<string>(), walk.Own))["type"]!.GetValue<string>().ShouldBe("application_drafted");
        await walk.Do("acceptance", new { });
        await walk.ShouldBe("accepted");
    }

    [Fact]
    public async Task is_written_with_an_officers_help()
    {
        var helper = LedgerHost.OfficerOf(Walk.Market);
        var walk = await Drafted(await host.Register(), helper);
        (await walk.Read(helper))["next"]!.AsArray().Select(n => n!.GetValue<string>()).ShouldBe(["saveDraft", "discardDraft", "submitDraft"]);
        (await host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await walk.Do("draft", new { situation = "第二稿" }, walk.Own);
        await walk.Do("submission", new { }, helper);
        await walk.ShouldBe("submitted");
        (await host.Client(helper).GetAsync($"/api/applications/{walk.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task stands_in_the_list_of_whoever_may_submit_it_until_they_do_or_give_it_up()
    {
        var citizen = await host.Register();
        var (kept, given) = (await Drafted(citizen, LedgerHost.CitizenPersona(citizen)), await Drafted(citizen, LedgerHost.OfficerOf(Walk.Market)));
        await kept.Do("draft", new { situation = "第二稿" }, kept.Own);
        (await Listed(kept.Own)).ShouldBe([kept.Id, given.Id]);
        await given.Do("draft/discarding", new { }, given.Own);
        (await Listed(kept.Own)).ShouldBe([kept.Id]);
        var (outside, inside) = (await Acting.For(host, citizen, [Items.Plain]), await Acting.For(host, citizen, [Items.WithPapers]));
        (await Listed(outside.Persona)).ShouldBeEmpty();
        (await Listed(inside.Persona)).ShouldBe([kept.Id]);
        await kept.Do("submission", new { }, kept.Own);
        (await Listed(kept.Own)).ShouldBeEmpty();

        async Task<Guid[]> Listed(string persona) =>
            [.. (await host.Get($"/api/citizens/{citizen}/drafts", persona))["drafts"]!.AsArray().Select(d => d!["applicationId"]!.GetValue<Guid>())];
    }

    [Fact]
    public async Task is_given_up_for_good()
    {
        var citizen = await host.Register();
        var walk = await Drafted(citizen, LedgerHost.CitizenPersona(citizen));
        await walk.Do("draft/discarding", new { }, walk.Own);
        (await walk.Read())["status"]!.GetValue<string>().ShouldBe("discarded");
        await walk.Refused("submission", new { }, 409, "not-in-this-state", walk.Own);
        (await host.Get($"/api/citizens/{citizen}/file?atLeast={walk.Position}", walk.Own))["applications"]!.AsArray().ShouldBeEmpty();
    }

    async Task<Walk> Drafted(Guid citizen, string persona)
    {
        var response = await host.Post("/api/applications/drafts", new { citizenId = citizen, itemCode = Items.WithPapers, situation = "初稿" }, persona);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return new(host, citizen, (await response.Content.ReadFromJsonAsync<JsonNode>())!["applicationId"]!.GetValue<Guid>());
    }
}
