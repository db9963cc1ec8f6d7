namespace ServiceLedger.BrowserTests;

public class a_supervisor_follows_what_is_done(City city)
{
    const string Supervisor = "supervisor.11500000DEM000129K";

    public static TheoryData<string> OfSupervisors => [.. EveryPage.Supervision.Select(p => p.Address)];
    public static TheoryData<string> OfEveryone => [.. EveryPage.Open.Select(p => p.Address)];

    [Theory]
    [InlineData("zh-CN", true, 1280, false), InlineData("zh-CN", false, 320, false), InlineData("en", true, 320, true), InlineData("en", false, 1280, false)]
    public async Task from_the_first_page_to_a_decision_as_it_was_seen(string language, bool script, int width, bool dark)
    {
        await using var visit = await city.VisitAsync(language, script, width, dark);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.Locator("a[href*='returnUrl=%2Fsupervision']").First.ClickAsync();
        await page.Locator($"button[name=person][value='{Supervisor}']").ClickAsync();
        await page.WaitForURLAsync("**/supervision");
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
        (await page.Locator(".ledger-chart svg").CountAsync()).ShouldBeGreaterThan(3);
        await visit.ShouldBeOpenToAllAsync();
        await page.SelectOptionAsync("select[name=area]", "rural");
        await page.Locator("form.ledger-question button").ClickAsync();
        page.Url.ShouldEndWith("/supervision?area=rural");
        await page.Locator("a[href='/supervision/indicators/on-time?area=rural&by=quarter']").ClickAsync();
        await visit.ShouldBeOpenToAllAsync();
        await page.GotoAsync("/supervision/audit");
        await page.FillAsync("input[name=q]", "action:decision_made");
        await page.Locator("form.ledger-question button").ClickAsync();
        await visit.ShouldBeOpenToAllAsync();
        await page.Locator("a[href$='/as-seen']").First.ClickAsync();
        await page.FillAsync("input[name=knownAt]", "2001-01-01T00:00");
        await page.Locator("form.ledger-question button").ClickAsync();
        page.Url.ShouldContain("knownAt=2001-01-01T00%3A00");
        await visit.ShouldBeOpenToAllAsync();
        visit.ShouldBeClean();
    }

    [Theory, MemberData(nameof(OfSupervisors))]
    public Task shuts_nobody_out(string address) => Walk(address, Supervisor);

    [Theory, MemberData(nameof(OfEveryone))]
    public Task shuts_nobody_out_of_what_is_open(string address) => Walk(address, null);

    async Task Walk(string address, string? person)
    {
        await using var visit = await city.VisitAsync("zh-CN", width: 320);
        if (person is not null)
            await visit.SignInAsync(person, "/me");
        if (address.Contains("{rating}", StringComparison.Ordinal))
        {
            await visit.Page.GotoAsync("/supervision/ratings?show=all");
            address = address.Replace("{rating}", (await visit.Page.Locator("td a[href^='/supervision/ratings/'], th a[href^='/supervision/ratings/']").First.GetAttributeAsync("href"))!.Split('/')[3], StringComparison.Ordinal);
        }
        else if (address.Contains("{glass}", StringComparison.Ordinal))
            address = await AfterAnEmergencyAsync(await visit.CitizenAsync(0));
        else if (address.Contains("{card}", StringComparison.Ordinal))
        {
            await visit.Page.GotoAsync("/supervision/cards");
            address = (await visit.Page.Locator("a[href^='/supervision/cards/']").First.GetAttributeAsync("href"))!;
        }
        else if (address.Contains('{', StringComparison.Ordinal))
        {
            await visit.Page.GotoAsync("/supervision/audit?q=action:decision_made");
            var id = (await visit.Page.Locator(address.Contains("{event}", StringComparison.Ordinal) ? "a[href^='/supervision/events/']" : "a[href$='/as-seen']").First.GetAttributeAsync("href"))!.Split('/')[3];
            address = address.Replace("{event}", id, StringComparison.Ordinal).Replace("{decision}", id, StringComparison.Ordinal);
        }

        foreach (var look in new[] { "light", "dark", "large" })
        {
            await visit.Page.GotoAsync($"/look?choose={look}&returnUrl={Uri.EscapeDataString(address)}");
            await visit.ShouldBeOpenToAllAsync();
        }

        visit.ShouldBeClean();
    }

    /// <summary>An officer opens this person's file without a matter; where a supervisor finds that.</summary>
    async Task<string> AfterAnEmergencyAsync(string citizen)
    {
        await using var visit = await city.VisitAsync("zh-CN");
        await visit.SignInAsync("he.jie", $"/office/emergency?citizen={citizen}");
        await visit.Page.Locator("#reason").FillAsync("老人突发疾病，须立即联系其家属办理入院手续");
        await visit.Page.Locator("main form button.govuk-button").ClickAsync();
        await visit.Page.WaitForURLAsync("**/office/citizens/**");
        return $"/supervision/break-glass/{citizen}/{visit.Page.Url.Split("emergency=")[1]}";
    }
}
