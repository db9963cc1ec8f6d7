namespace ServiceLedger.BrowserTests;

public class a_citizen_reads_their_matters(City city)
{
    [Theory]
    [InlineData("zh-CN", true, 1280, false), InlineData("zh-CN", false, 320, false), InlineData("en", true, 320, true), InlineData("en", false, 1280, false)]
    public async Task from_signing_in_to_one_matter(string language, bool script, int width, bool dark)
    {
        await using var visit = await city.VisitAsync(language, script, width, dark);
        await visit.SignInAsync(await visit.CitizenAsync(0), "/my");
        (await visit.Page.Locator("html").GetAttributeAsync("lang")).ShouldBe(language);
        (await visit.Page.Locator("h1").InnerTextAsync()).ShouldBe(language == "en" ? "My matters" : "我的办件");
        await visit.ShouldBeOpenToAllAsync();
        visit.ShouldBeClean();
    }
}
