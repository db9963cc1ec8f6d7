namespace ServiceLedger.BrowserTests;

/// <summary>Not run with the others: tools/screenshots runs it, and says where the pictures go.</summary>
public class the_screenshots_of_the_readme(City city)
{
    // Where nothing else is said they lie with what was built.
    static string Folder { get; } = Environment.GetEnvironmentVariable("SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");

    [Fact(Explicit = true)]
    public async Task are_taken_of_the_demo_city()
    {
        Directory.CreateDirectory(Folder);
        await using (var everyone = await city.VisitAsync("zh-CN"))
            await TakeAsync(everyone, "/", "first");

        await using (var citizen = await city.VisitAsync("zh-CN", width: 390))
        {
            await citizen.SignInAsync(await citizen.CitizenAsync(0), "/my");
            await TakeAsync(citizen, "/my", "my-matters");
            await TakeAsync(citizen, (await citizen.Page.Locator("main h2 a").First.GetAttributeAsync("href"))!, "my-matter");
            await TakeAsync(citizen, "/my/looks", "my-looks");
        }

        await using (var officer = await city.VisitAsync("zh-CN"))
        {
            await officer.SignInAsync("chen.yu", "/office");
            await TakeAsync(officer, "/office", "office-queue");
            await officer.Page.ClickAsync("td a[href^='/office/matters/'] >> nth=0");
            await TakeAsync(officer, officer.Page.Url, "office-matter");
            await officer.Page.ClickAsync(".moj-identity-bar a");
            await officer.Page.CheckAsync("#purpose", new() { Force = true });
            await officer.Page.ClickAsync("main form button:has-text('打开档案')");
            await TakeAsync(officer, officer.Page.Url, "office-file");
        }

        await using (var supervisor = await city.VisitAsync("en", dark: true))
        {
            await supervisor.SignInAsync("supervisor.11500000009275780L", "/supervision");
            await TakeAsync(supervisor, "/supervision", "supervision");
        }

        Directory.EnumerateFiles(Folder, "*.png").Count().ShouldBe(8);
    }

    static async Task TakeAsync(Visit visit, string address, string name)
    {
        await visit.Page.GotoAsync(address);
        await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png") });
    }
}
