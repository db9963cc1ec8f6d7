namespace ServiceLedger.BrowserTests;

/// <summary>A citizen from signing in to having understood, asked and taken along; and every page of theirs in every look.</summary>
public class a_citizen_reads_their_matters(City city)
{
    [Theory]
    [InlineData("zh-CN", true, 1280, false), InlineData("zh-CN", false, 320, false), InlineData("en", true, 320, true), InlineData("en", false, 1280, false)]
    public async Task from_signing_in_to_the_proof_of_what_happened(string language, bool script, int width, bool dark)
    {
        await using var visit = await city.VisitAsync(language, script, width, dark);
        var page = visit.Page;
        string Say(string en, string zh) => language == "en" ? en : zh;
        await visit.SignInAsync(await visit.CitizenAsync(0), "/my");
        (await page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
        (await page.Locator("h1").InnerTextAsync()).ShouldBe(Say("My matters", "我的办件"));
        await visit.ShouldBeOpenToAllAsync();

        // One matter, and the reckoning of the day on which it is due.
        await page.Locator("a[href^='/my/matters/']").First.ClickAsync();
        await page.WaitForURLAsync("**/my/matters/*");
        await visit.ShouldBeOpenToAllAsync();

        // What happened in it, and what proves the first thing.
        await page.GetByRole(AriaRole.Link, new() { Name = Say("What happened, with receipts and proofs", "办理经过及回执、证明") }).ClickAsync();
        await page.WaitForURLAsync("**/my/timeline?of=*");
        await visit.ShouldBeOpenToAllAsync();
        await page.Locator("a[href^='/my/receipts/']").First.ClickAsync();
        await page.WaitForURLAsync("**/my/receipts/*");
        (await page.Locator("pre code").InnerTextAsync()).ShouldContain("tools/ledger-verify -- receipt receipt.json --key");
        await visit.ShouldBeOpenToAllAsync();
        var receipt = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href$='handler=Json']").ClickAsync());
        receipt.SuggestedFilename.ShouldBe("receipt.json");

        // Who looked; then everything as a file.
        await page.GotoAsync("/my/looks");
        await visit.ShouldBeOpenToAllAsync();
        await page.GotoAsync("/my/download");
        var file = await page.RunAndWaitForDownloadAsync(() => page.Locator("a[href$='format=pdf']").ClickAsync());
        file.SuggestedFilename.ShouldBe("my-file.pdf");

        // A complaint that says nothing comes back with what is wrong; then it is filed.
        await page.GotoAsync("/my/complaints");
        await page.Locator("#text").FillAsync("  ");
        await page.Locator("main button.govuk-button").ClickAsync();
        await page.Locator(".govuk-error-summary").WaitForAsync();
        await visit.ShouldBeOpenToAllAsync();
        await page.Locator("#text").FillAsync("两周无人联系");
        await page.Locator("main button.govuk-button").ClickAsync();
        await page.WaitForURLAsync("**/my/complaints/*");
        (await page.Locator("main").InnerTextAsync()).ShouldContain("两周无人联系");
        await visit.ShouldBeOpenToAllAsync();
        visit.ShouldBeClean();
    }

    [Theory]
    [InlineData("zh-CN", 1280, "light"), InlineData("zh-CN", 1280, "dark"), InlineData("zh-CN", 320, "large"), InlineData("en", 320, "light"), InlineData("en", 1280, "large")]
    public async Task on_pages_that_are_open_to_all_in_every_look(string language, int width, string look)
    {
        await using var visit = await city.VisitAsync(language, script: true, width);
        var page = visit.Page;
        await visit.SignInAsync(await visit.CitizenAsync(0), "/my");
        await page.GotoAsync($"/look?choose={look}&returnUrl=/my");
        var ids = await IdsAsync(page);
        var opened = 0;
        foreach (var listed in EveryPage.My)
        {
            var address = ids.Aggregate(listed.Address, (a, id) => a.Replace(id.Key, id.Value, StringComparison.Ordinal));
            if (address.Contains('{', StringComparison.Ordinal))
                continue;
            await page.GotoAsync(address);
            (await page.Locator("h1").CountAsync()).ShouldBe(1, address);
            await visit.ShouldBeOpenToAllAsync();
            opened++;
        }

        opened.ShouldBeGreaterThan(13);
        visit.ShouldBeClean();
    }

    /// <summary>Something of each kind that this person has.</summary>
    static async Task<Dictionary<string, string>> IdsAsync(IPage page)
    {
        var ids = new Dictionary<string, string>();
        async Task Find(string name, string address, string link)
        {
            await page.GotoAsync(address);
            var found = page.Locator($"main a[href^='{link}']");
            if (await found.CountAsync() > 0)
                ids[name] = (await found.First.GetAttributeAsync("href"))![link.Length..].Split('?', '#', '/')[0];
        }

        await Find("{matter}", "/my", "/my/matters/");
        await Find("{event}", "/my/timeline", "/my/receipts/");
        await Find("{document}", "/my/evidence", "/my/evidence/");
        await Find("{data}", "/my/evidence", "/my/data/");
        await Find("{mandate}", "/my/mandates", "/my/mandates/");
        await page.GotoAsync("/my/apply/CQ-001001");
        await page.Locator("main form button.govuk-button").ClickAsync();
        await page.WaitForURLAsync("**/my/drafts/*");
        ids["{draft}"] = new Uri(page.Url).AbsolutePath["/my/drafts/".Length..];
        await page.GotoAsync("/my");
        foreach (var href in await page.Locator("main h2 a").EvaluateAllAsync<string[]>("links => links.map(l => l.getAttribute('href'))"))
        {
            if (!ids.ContainsKey("{decision}"))
                await Find("{decision}", href, "/my/decisions/");
            if (!ids.ContainsKey("{visited}") && await page.GotoAsync(href) is not null && await page.Locator("main a[href$='/visit']").CountAsync() > 0)
                ids["{visited}"] = new Uri(page.Url).AbsolutePath["/my/matters/".Length..];
        }

        // What this person has not yet they ask for.
        await Ask("{review}", ids.TryGetValue("{decision}", out var decision) ? $"/my/decisions/{decision}" : "/my", "/my/reviews/", "#claims", "请求复议");
        await Ask("{right}", "/my/rights", "/my/rights/", "#text", "请提供副本");
        await Ask("{complaint}", "/my/complaints", "/my/complaints/", "#text", "两周无人联系");
        await Ask("{question}", "/my/looks", "/my/looks/questions/", "#text", "为何查看我的记录");
        return ids;

        async Task Ask(string name, string address, string link, string field, string text)
        {
            await Find(name, address, link);
            if (ids.ContainsKey(name))
                return;
            if (await page.Locator("main a[href*='ask=']").CountAsync() > 0)
                await page.Locator("main a[href*='ask=']").First.ClickAsync();
            if (await page.Locator(field).CountAsync() == 0)
                return;
            await page.Locator(field).EvaluateAsync("field => { for (let e = field; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true }");
            await page.Locator(field).FillAsync(text);
            await page.Locator($"main form:has({field}) button.govuk-button").ClickAsync();
            if (new Uri(page.Url).AbsolutePath.StartsWith(link, StringComparison.Ordinal))
                ids[name] = new Uri(page.Url).AbsolutePath[link.Length..];
            else
                await Find(name, address, link);
        }
    }
}
