using Deque.AxeCore.Playwright;

namespace ServiceLedger.BrowserTests;

/// <summary>Somebody at a browser. What goes wrong unseen is kept: errors in the console, requests that leave the host, answers of 500 and above.</summary>
public sealed class Visit : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly bool script;
    readonly List<string> wrong = [];

    Visit(IBrowserContext context, IPage page, bool script) => (this.context, Page, this.script) = (context, page, script);

    public IPage Page { get; }

    internal static async Task<Visit> BeginAsync(IBrowserContext context, Uri address, bool script)
    {
        var visit = new Visit(context, await context.NewPageAsync(), script);
        // A page that is refused says so with its status, which the console repeats.
        visit.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("Failed to load resource: the server responded with a status of 4", StringComparison.Ordinal))
                visit.wrong.Add(message.Text);
        };
        visit.Page.PageError += (_, error) => visit.wrong.Add(error);
        visit.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.AbsoluteUri, StringComparison.Ordinal))
                visit.wrong.Add($"A request left the host: {request.Url}");
        };
        visit.Page.Response += (_, answer) =>
        {
            if (answer.Status >= 500)
                visit.wrong.Add($"{answer.Status} {answer.Url}");
        };
        return visit;
    }

    /// <summary>Signs in as one of the demo people, by the pages, and comes to an address.</summary>
    public async Task SignInAsync(string person, string address)
    {
        await Page.GotoAsync($"/sign-in?returnUrl={Uri.EscapeDataString(address)}");
        await Page.Locator($"button[name=person][value='{person}']").ClickAsync();
        await Page.WaitForURLAsync("**" + address);
    }

    /// <summary>The id of the nth citizen whom the provider offers.</summary>
    public async Task<string> CitizenAsync(int nth)
    {
        await Page.GotoAsync("/sign-in");
        return (await Page.Locator("h2 + ul").First.Locator("button[name=person]").Nth(nth).GetAttributeAsync("value"))!;
    }

    /// <summary>Nobody is shut out: axe finds nothing, and the page is no wider than the window. axe needs script.</summary>
    public async Task ShouldBeOpenToAllAsync()
    {
        (await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth")).ShouldBeTrue($"{Page.Url} is wider than the window.");
        if (!script)
            return;
        var found = await Page.RunAxe();
        found.Violations.Select(v => $"{v.Id}: {string.Join("; ", v.Nodes.Select(n => n.Html).Take(3))}").ShouldBeEmpty(Page.Url);
    }

    /// <summary>Nothing went wrong unseen.</summary>
    public void ShouldBeClean() => wrong.ShouldBeEmpty();

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
