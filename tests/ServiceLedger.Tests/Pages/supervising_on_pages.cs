using Marten;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

public class supervising_on_pages(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Supervisor = "supervisor.11500000DEM000129K", Auditor = "auditor.11500000DEM000129K";

    /// <summary>A yellow card to the department of the officer who took in a matter, for the event of the submission.</summary>
    async Task<(Walk Matter, Guid Card, Guid Because)> Card()
    {
        var matter = await Walk.Submitted(host);
        var because = await host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{matter.Id}' and version = 1");
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var card = LedgerId.For(matter.Citizen);
        session.Events.StartStream<CardCase>(card, new YellowCardIssued(matter.Citizen, matter.Id, matter.Id, CardCause.ReAsk, null, LedgerHost.Department, null, "716", [because]));
        await session.SaveChangesAsync();
        return (matter, card, because);
    }

    async Task<Guid> Look()
    {
        var citizen = await host.Register();
        await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
        var id = LedgerId.For(citizen);
        session.Events.StartStream<UnexplainedLook>(id, new UnlinkedReadDetected(citizen, LedgerId.For(citizen), host.Time.GetUtcNow(), "li.hua", LedgerHost.Department, "handler", null, [LookCause.NoLink]));
        await session.SaveChangesAsync();
        return id;
    }

    [Theory]
    [InlineData("/supervision"), InlineData("/supervision/indicators/on-time"), InlineData("/supervision/looks"), InlineData("/supervision/like-cases"), InlineData("/supervision/re-asks"), InlineData("/supervision/refused-shares"), InlineData("/supervision/suggestions"), InlineData("/supervision/break-glass")]
    public async Task is_for_supervisors(string address)
    {
        using (var supervisor = await Reader.SignedIn(host, Supervisor))
        {
            await supervisor.Open(address);
            supervisor.Status.ShouldBe(200);
        }

        foreach (var other in new[] { "li.hua", Auditor, (await host.Register()).ToString() })
        {
            using var reader = await Reader.SignedIn(host, other);
            await reader.Open(address);
            reader.Status.ShouldBe(403, other);
        }
    }

    [Fact]
    public async Task shows_each_figure_as_a_chart_with_its_table_and_without_styles_in_it()
    {
        var matter = await Walk.Accepted(host);
        await matter.Do("decision", new { kind = "grant", legalBasis = new[] { "《条例》第三条" } });
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision");
        var charts = reader.Page.QuerySelectorAll(".ledger-chart").ToArray();
        charts.Length.ShouldBeGreaterThan(0);
        foreach (var chart in charts)
        {
            chart.GetAttribute("role").ShouldBe("img");
            chart.QuerySelector("svg")!.QuerySelectorAll("path").Length.ShouldBeGreaterThan(0);
            chart.Closest("section")!.QuerySelectorAll("tbody tr").Length.ShouldBeGreaterThan(0);
        }

        reader.Page.QuerySelectorAll("[style], style").ShouldBeEmpty();
    }

    [Fact]
    public async Task narrows_by_an_address_that_holds_the_whole_question_and_exports_exactly_that()
    {
        var matter = await Walk.Accepted(host);
        await matter.Do("decision", new { kind = "grant", legalBasis = new[] { "《条例》第三条" } });
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/indicators/on-time");
        await reader.Press("Apply", ("department", LedgerHost.Department), ("by", "channel"));
        reader.Address.ShouldBe($"/supervision/indicators/on-time?department={LedgerHost.Department}&by=channel");
        reader.Text.ShouldContain("count(*) filter (where not late)");
        var export = reader.Page.QuerySelectorAll("a").Single(a => a.TextContent == "Export exactly this as CSV").GetAttribute("href")!;
        export.ShouldBe($"/supervision/indicators/on-time/csv?department={LedgerHost.Department}&by=channel");
        await reader.Open(export);
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("filter.department");
        reader.Text.ShouldContain($"\"{LedgerHost.Department}\"");
    }

    [Fact]
    public async Task says_what_is_wrong_with_a_filter()
    {
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision?district=12");
        reader.Status.ShouldBe(200);
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("county");
        await reader.Open("/supervision/indicators/no-such");
        reader.Status.ShouldBe(404);
    }

    [Fact]
    public async Task cancels_a_card_once_reasons_are_given()
    {
        var (_, card, because) = await Card();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/cards?status=issued");
        reader.Page.QuerySelector($"a[href='/supervision/cards/{card}']").ShouldNotBeNull();
        await reader.Open($"/supervision/cards/{card}");
        reader.Page.QuerySelector($"a[href='/supervision/events/{because}']").ShouldNotBeNull();
        await reader.Press("Cancel the card", ("reasons", ""));
        reader.Page.QuerySelector(".govuk-error-summary").ShouldNotBeNull();
        await reader.Press("Cancel the card", ("reasons", "The office did hold nothing."));
        reader.Address.ShouldBe($"/supervision/cards/{card}");
        reader.Text.ShouldContain("The office did hold nothing.");
        reader.Page.QuerySelectorAll(".govuk-tag").Select(t => t.TextContent).ShouldContain("cancelled");
    }

    [Fact]
    public async Task is_told_when_a_card_has_changed_meanwhile()
    {
        var (_, card, _) = await Card();
        using var first = await Reader.SignedIn(host, Supervisor);
        await first.Open($"/supervision/cards/{card}");
        using (var second = await Reader.SignedIn(host, Supervisor))
        {
            await second.Open($"/supervision/cards/{card}");
            await second.Press("Order it to be put right", ("dueBy", "2099-01-01"), ("order", "Write to the person."));
        }

        await first.Press("Cancel the card", ("reasons", "Undeserved."));
        first.Page.QuerySelector(".govuk-error-summary").ShouldNotBeNull();
        first.Text.ShouldContain("Write to the person.");
    }

    [Fact]
    public async Task lets_the_office_contest_its_card_and_nobody_else()
    {
        var (matter, card, _) = await Card();
        using (var office = await Reader.SignedIn(host, "li.hua"))
        {
            await office.Open($"/supervision/cards/{card}");
            await office.Press("Contest the card", ("reasons", "We asked nobody."));
            office.Text.ShouldContain("We asked nobody.");
        }

        foreach (var other in new[] { "zhao.min", Auditor })
        {
            using var reader = await Reader.SignedIn(host, other);
            await reader.Open($"/supervision/cards/{card}");
            reader.Status.ShouldBeOneOf(403, 404);
        }

        using var citizen = await Reader.SignedIn(host, matter.Citizen.ToString());
        await citizen.Open($"/supervision/cards/{card}");
        citizen.Status.ShouldBe(403);
    }

    [Fact]
    public async Task judges_a_look()
    {
        var look = await Look();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/looks?status=detected");
        reader.Page.GetElementById($"l-{look}").ShouldNotBeNull();
        await reader.Open("/supervision/looks");
        var form = (AngleSharp.Html.Dom.IHtmlFormElement)reader.Page.GetElementById($"l-{look}")!.QuerySelector("form")!;
        form.QuerySelectorAll("input[type=radio]").Length.ShouldBe(3);
    }

    [Fact]
    public async Task finds_events_by_qualifiers_and_never_says_of_whom()
    {
        var (matter, _, _) = await Card();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/audit");
        await reader.Press("Search", ("q", "action:yellow_card_issued"));
        reader.Address.ShouldBe("/supervision/audit?q=action%3Ayellow_card_issued");
        reader.Text.ShouldContain("yellow_card_issued");
        reader.Text.ShouldNotContain(matter.Citizen.ToString());
        await reader.Open("/supervision/audit?q=%E7%8E%8B%E8%8A%B3");
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("is not understood");
    }

    [Fact]
    public async Task opens_an_event_with_its_entry_and_its_proof()
    {
        var (_, _, because) = await Card();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open($"/supervision/events/{because}");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("application_submitted");
        reader.Text.ShouldContain("Leaf hash");
        await reader.Open($"/supervision/events/{Guid.CreateVersion7()}");
        reader.Status.ShouldBe(404);
        using var citizen = await Reader.SignedIn(host, (await host.Register()).ToString());
        await citizen.Open($"/supervision/events/{because}");
        citizen.Status.ShouldBe(403);
    }

    [Fact]
    public async Task shows_a_decision_as_it_was_seen_and_the_file_at_two_times()
    {
        var matter = await Walk.Accepted(host);
        var decision = (await matter.Do("decision", new { kind = "grant", legalBasis = new[] { "《条例》第三条" } }))!["decisionId"]!.GetValue<Guid>();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open($"/supervision/decisions/{decision}/as-seen");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("What the officer opened");
        await reader.Press("Show", ("asOf", ""), ("knownAt", "2001-01-01T00:00"));
        reader.Address.ShouldContain("knownAt=2001-01-01T00%3A00");
        reader.Text.ShouldContain("Nothing stood in the file then.");
        await reader.Open($"/supervision/decisions/{Guid.CreateVersion7()}/as-seen");
        reader.Status.ShouldBe(404);
    }

    [Fact]
    public async Task lets_auditors_search_and_read_events_without_names()
    {
        var (matter, _, because) = await Card();
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Auditor);
        await reader.Open("/supervision/audit?q=action:application_submitted");
        reader.Status.ShouldBe(200);
        reader.Page.QuerySelector($"a[href='/supervision/events/{because}']").ShouldNotBeNull();
        await reader.Open($"/supervision/events/{because}");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldNotContain("王芳");
        foreach (var closed in new[] { "/supervision", "/supervision/cards", "/supervision/break-glass", "/supervision/suggestions" })
        {
            await reader.Open(closed);
            reader.Status.ShouldBe(403, closed);
        }

        using var officer = await Reader.SignedIn(host, "li.hua");
        await officer.Open("/supervision/audit");
        officer.Status.ShouldBe(403);
        using var citizen = await Reader.SignedIn(host, matter.Citizen.ToString());
        await citizen.Open("/supervision/audit");
        citizen.Status.ShouldBe(403);
    }

    [Fact]
    public async Task lists_what_was_asked_again_and_what_was_denied_and_says_which_filter_is_wrong()
    {
        using var reader = await Reader.SignedIn(host, Supervisor);
        foreach (var page in new[] { "like-cases", "re-asks", "refused-shares" })
        {
            await reader.Open($"/supervision/{page}?district=12");
            reader.Page.QuerySelector(".govuk-error-summary a")!.GetAttribute("href").ShouldBe("#district");
            await reader.Press("Apply", ("district", ""), ("from", "1999-01-01"), ("to", "1999-12-31"));
            reader.Address.ShouldBe($"/supervision/{page}?from=1999-01-01&to=1999-12-31");
            reader.Page.QuerySelector(".govuk-inset-text").ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task names_like_cases_that_were_decided_both_ways()
    {
        foreach (var body in new object[] { new { kind = "grant", legalBasis = new[] { "许可法第三十八条" } }, new { kind = "refusal", reasons = "面积不足", remedies = Walk.Remedies, legalBasis = new[] { "许可法第三十八条" } } })
            await (await Walk.Accepted(host)).Decide(body: body);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/like-cases");
        reader.Page.QuerySelectorAll("a[href$='/as-seen']").Length.ShouldBeGreaterThan(1);
        await reader.Open(reader.Page.QuerySelector("a[href$='/as-seen']")!.GetAttribute("href")!);
        reader.Status.ShouldBe(200);
    }

    [Fact]
    public async Task publishes_the_figure_of_a_period_that_is_over_unless_it_counts_too_few()
    {
        using var reader = await Reader.SignedIn(host, Supervisor);
        await reader.Open("/supervision/indicators/on-time");
        reader.Text.ShouldContain("Choose the first and the last day of a period");
        await reader.Open("/supervision/indicators/on-time?from=1999-01-01&to=1999-12-31");
        await reader.Press("Publish this figure");
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("Too little was counted");
    }

    [Fact]
    public async Task tells_the_state_of_the_service_to_auditors_too()
    {
        foreach (var person in new[] { Supervisor, Auditor })
        {
            using var reader = await Reader.SignedIn(host, person);
            await reader.Open("/supervision/state");
            reader.Status.ShouldBe(200);
            reader.Text.ShouldContain("Files behind the record");
            reader.Text.ShouldContain("Long work");
        }
    }
}
