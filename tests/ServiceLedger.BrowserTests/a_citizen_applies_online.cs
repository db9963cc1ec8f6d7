namespace ServiceLedger.BrowserTests;

/// <summary>A citizen who has never been to an office applies for something, from the item to the receipt.</summary>
public class a_citizen_applies_online(City city)
{
    [Theory]
    [InlineData("zh-CN", true, 320, false), InlineData("zh-CN", false, 1280, false), InlineData("en", true, 1280, true), InlineData("en", false, 320, false)]
    public async Task from_the_item_to_the_receipt(string language, bool script, int width, bool dark)
    {
        await using var visit = await city.VisitAsync(language, script, width, dark);
        var page = visit.Page;
        string Say(string en, string zh) => language == "en" ? en : zh;

        // Whoever is not signed in is sent to sign in, and comes back.
        await page.GotoAsync("/items/CQ-001001");
        await visit.ShouldBeOpenToAllAsync();
        var person = await visit.CitizenAsync(1);
        await page.GotoAsync("/items/CQ-001001");
        await page.Locator("main a.govuk-button--start").ClickAsync();
        await page.Locator($"button[name=person][value='{person}']").ClickAsync();
        await page.WaitForURLAsync("**/my/apply/CQ-001001");
        await visit.ShouldBeOpenToAllAsync();
        await page.Locator("main form button.govuk-button").ClickAsync();
        await page.WaitForURLAsync("**/my/drafts/*");
        await visit.ShouldBeOpenToAllAsync();

        // A file that is none comes back with what is wrong, and what was typed stays.
        await page.Locator("#situation").FillAsync("在南坪开一家面馆。");
        var file = page.Locator("input[type=file]").First;
        await file.SetInputFilesAsync(new FilePayload { Name = "a.pdf", MimeType = "application/pdf", Buffer = [1, 2, 3, 4] });
        await page.GetByRole(AriaRole.Button, new() { Name = Say("Save and check", "保存并核对") }).ClickAsync();
        await page.Locator(".govuk-error-summary").WaitForAsync();
        (await page.Locator("#situation").InputValueAsync()).ShouldBe("在南坪开一家面馆。");
        await visit.ShouldBeOpenToAllAsync();

        foreach (var later in await page.Locator("input[type=radio][value=later]").AllAsync())
            await later.CheckAsync();
        await page.Locator("input[type=file]").First.SetInputFilesAsync(new FilePayload { Name = "申请表.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.7\n"u8, .. new byte[100]] });
        await page.GetByRole(AriaRole.Button, new() { Name = Say("Save and check", "保存并核对") }).ClickAsync();
        await page.WaitForURLAsync("**check=true");
        (await page.Locator("h1").InnerTextAsync()).ShouldBe(Say("Check your answers", "核对填写内容"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("在南坪开一家面馆。");
        await visit.ShouldBeOpenToAllAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = Say("Submit the application", "提交申请") }).ClickAsync();
        await page.WaitForURLAsync("**/my/matters/*received=all");
        (await page.Locator(".govuk-notification-banner--success").InnerTextAsync()).ShouldContain(Say("Its number is", "办件编号为"));
        await visit.ShouldBeOpenToAllAsync();
        await page.Locator(".govuk-notification-banner--success a").ClickAsync();
        await page.WaitForURLAsync("**/my/receipts/*");
        await visit.ShouldBeOpenToAllAsync();
        visit.ShouldBeClean();
    }
}
