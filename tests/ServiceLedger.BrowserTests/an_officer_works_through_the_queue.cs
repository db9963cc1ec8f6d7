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
        await page.ClickAsync($".ledger-actions a:has-text('{(english ? "Record a visit" : "登记到场")}')");
        await page.ClickAsync($"main form button:has-text('{(english ? "Record a visit" : "登记到场")}')");
        (await page.Locator(".govuk-error-summary__list a").CountAsync()).ShouldBeGreaterThan(3);
        await visit.ShouldBeOpenToAllAsync();
        await page.FillAsync("#place", "渝中区政务服务中心");
        await page.FillAsync("#divisionCode", "500103");
        await page.SelectOptionAsync("#purpose", "inquiry");
        await page.CheckAsync("#requiredByLaw-1", new() { Force = true });
        await page.FillAsync("#startedAt", "2026-11-20T09:00");
        await page.FillAsync("#endedAt", "2026-11-20T09:20");
        await page.ClickAsync($"main form button:has-text('{(english ? "Record a visit" : "登记到场")}')");
        page.Url.ShouldBe(matter);
        (await page.Locator(".moj-timeline__title").AllInnerTextsAsync()).ShouldContain(english ? "Visit recorded" : "登记到场");
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
        await using var visit = await city.VisitAsync("en", dark: look == "dark");
        await visit.SignInAsync(Officer, "/office");
        if (look == "large")
            await visit.Page.GotoAsync("/look?choose=large&returnUrl=/office");
        var ids = await IdsAsync(visit.Page);
        foreach (var listed in EveryPage.Office)
        {
            var answer = await visit.Page.GotoAsync(ids.Aggregate(listed.Address, (address, id) => address.Replace($"{{{id.Key}}}", id.Value, StringComparison.Ordinal)));
            answer!.Status.ShouldBe(200, listed.Address);
            await visit.ShouldBeOpenToAllAsync();
        }

        visit.ShouldBeClean();
    }

    /// <summary>One of each of what the addresses name, as the queue leads to them.</summary>
    static async Task<Dictionary<string, string>> IdsAsync(IPage page)
    {
        var ids = new Dictionary<string, string>
        {
            ["matter"] = await FirstAsync("/office?status=submitted", "matters"), ["accepted"] = await FirstAsync("/office?status=accepted", "matters"),
            ["request"] = await FirstAsync("/office", "data-requests"), ["decided"] = await FirstAsync("/office?status=decided", "matters")
        };
        await page.GotoAsync($"/office/matters/{ids["decided"]}");
        ids["decision"] = Last(await page.Locator("a[href^='/office/decisions/']").First.GetAttributeAsync("href"));
        await page.GotoAsync($"/office/matters/{ids["matter"]}");
        ids["citizen"] = (await page.Locator("a[href^='/office/open?citizen=']").First.GetAttributeAsync("href"))!.Split('=', '&')[1];
        return ids;

        async Task<string> FirstAsync(string queue, string kind)
        {
            await page.GotoAsync(queue);
            return Last(await page.Locator($"td a[href^='/office/{kind}/']").First.GetAttributeAsync("href"));
        }

        static string Last(string? address) => address!.Split('/')[^1].Split('?')[0];
    }
}
