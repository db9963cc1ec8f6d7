namespace ServiceLedger.BrowserTests;

public class an_officer_works_through_the_queue(City city)
{
    // Of the housing fund, where the demo city has a bit of everything.
    const string Officer = "zhao.min";

    [Theory]
    [InlineData("zh-CN", true, 1280), InlineData("zh-CN", false, 320), InlineData("en", true, 320), InlineData("en", false, 1280)]
    public async Task from_signing_in_to_the_papers_that_are_missing(string language, bool script, int width)
    {
        var english = language == "en";
        await using var visit = await city.VisitAsync(language, script, width);
        var page = visit.Page;
        await visit.SignInAsync(Officer, "/office");
        (await page.Locator("#what").EvaluateAsync<bool>("box => box === document.activeElement || box.autofocus")).ShouldBeTrue();
        await page.SelectOptionAsync("#status", "submitted");
        await page.ClickAsync($"main button:has-text('{(english ? "Filter" : "筛选")}')");
        await page.ClickAsync("td a >> nth=0");
        await visit.ShouldBeOpenToAllAsync();
        var matter = page.Url;
        var happened = await page.Locator(".moj-timeline__title").CountAsync();
        var step = english ? "Begin a step" : "开始环节";
        await page.ClickAsync($".ledger-actions a:has-text('{step}')");
        await page.ClickAsync($"main form button:has-text('{step}')");
        (await page.Locator(".govuk-error-summary__list a").CountAsync()).ShouldBe(1);
        await visit.ShouldBeOpenToAllAsync();
        // Each way through the same matter begins a step of its own.
        await page.FillAsync("#stepCode", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"材料审查 {language} {width}"));
        await page.ClickAsync($"main form button:has-text('{step}')");
        page.Url.ShouldBe(matter);
        (await page.Locator(".moj-timeline__title").CountAsync()).ShouldBe(happened + 1);
        await page.ClickAsync(".moj-identity-bar a");
        await page.CheckAsync("#purpose", new() { Force = true });
        await page.ClickAsync($"main form button:has-text('{(english ? "Open the file" : "打开档案")}')");
        (await page.Locator("h2").AllInnerTextsAsync()).ShouldContain(english ? "No need to ask again" : "无需重复索要");
        await visit.ShouldBeOpenToAllAsync();
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData(""), InlineData("dark"), InlineData("large")]
    public async Task on_pages_that_shut_nobody_out(string look)
    {
        var (officer, ids) = await OneOfEverythingAsync();
        await using var visit = await city.VisitAsync("en", dark: look == "dark");
        await visit.SignInAsync(officer, "/office");
        if (look == "large")
            await visit.Page.GotoAsync("/look?choose=large&returnUrl=/office");
        foreach (var listed in EveryPage.Office)
        {
            var answer = await visit.Page.GotoAsync(ids.Aggregate(listed.Address, (address, id) => address.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal)));
            answer!.Status.ShouldBe(200, listed.Address);
            await visit.ShouldBeOpenToAllAsync();
        }

        visit.ShouldBeClean();
    }

    public static TheoryData<string> OfSomeOffices => [.. EveryPage.OfSomeOffices.Select(p => p.Address)];

    [Theory, MemberData(nameof(OfSomeOffices))]
    public async Task on_pages_of_some_offices_that_shut_nobody_out(string address)
    {
        var kind = address.Split('{', '}')[1];
        var list = kind == "review" ? "/office" : $"/office/voices/{kind}s{(kind == "suggestion" ? "" : "?show=all")}";
        foreach (var officer in new[] { "decider.11500000DEM000188N", "chen.yu", Officer, "liu.gang", "li.hua" })
        {
            await using var visit = await city.VisitAsync("zh-CN", width: 320);
            await visit.SignInAsync(officer, "/office");
            if (await FirstAsync(visit.Page, list, $"table a[href^='/office/{kind}s/']") is not { } id)
                continue;
            foreach (var look in new[] { "light", "dark", "large" })
            {
                await visit.Page.GotoAsync($"/look?choose={look}&returnUrl={Uri.EscapeDataString(address.Replace($"{{{kind}}}", id, StringComparison.Ordinal))}");
                await visit.ShouldBeOpenToAllAsync();
            }

            visit.ShouldBeClean();
            return;
        }

        Assert.Skip($"No officer of the demo city has a {kind} now.");
    }

    /// <summary>An officer in whose queue there is one of each of what the addresses name; what is waiting where hangs on the day.</summary>
    async Task<(string Officer, Dictionary<string, string> Ids)> OneOfEverythingAsync()
    {
        foreach (var officer in new[] { "chen.yu", Officer, "liu.gang" })
        {
            await using var visit = await city.VisitAsync("en");
            await visit.SignInAsync(officer, "/office");
            var ids = new Dictionary<string, string?>
            {
                ["matter"] = await FirstAsync(visit.Page, "/office?status=submitted", "td a[href^='/office/matters/']"),
                ["accepted"] = await FirstAsync(visit.Page, "/office?status=accepted", "td a[href^='/office/matters/']"),
                ["request"] = await FirstAsync(visit.Page, "/office", "td a[href^='/office/data-requests/']")
            };
            ids["decision"] = await FirstAsync(visit.Page, "/office?status=decided", "td a[href^='/office/matters/']") is { } decided ? await FirstAsync(visit.Page, $"/office/matters/{decided}", "a[href^='/office/decisions/']") : null;
            ids["citizen"] = ids["matter"] is { } matter ? await FirstAsync(visit.Page, $"/office/matters/{matter}", "a[href^='/office/open?citizen=']") : null;
            if (ids.Values.All(id => id is not null))
                return (officer, ids.ToDictionary(id => id.Key, id => id.Value!));
        }

        throw new Xunit.Sdk.XunitException("No officer of the demo city has one of everything.");
    }

    /// <summary>The id in the first such link of a page; null where there is none.</summary>
    static async Task<string?> FirstAsync(IPage page, string address, string link)
    {
        await page.GotoAsync(address);
        var found = page.Locator(link);
        return await found.CountAsync() == 0 ? null : (await found.First.GetAttributeAsync("href"))!.Split("citizen=")[^1].Split('/')[^1].Split('?', '&')[0];
    }
}
