using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using ServiceLedger.Tests.Access;

namespace ServiceLedger.Tests.Pages;

/// <summary>Somebody who reads the pages without script: opens addresses, fills forms and sends them.</summary>
sealed class Reader(LedgerHost host, string language = "en") : IDisposable
{
    readonly Browser browser = new(host, language);

    /// <summary>The status of the last answer.</summary>
    public int Status { get; private set; }

    /// <summary>Where it came from.</summary>
    public string Address => browser.Address;

    public IHtmlDocument Page { get; private set; } = null!;

    public string Text => Page.Body!.TextContent;

    public static async Task<Reader> SignedIn(LedgerHost host, string person, string language = "en")
    {
        var reader = new Reader(host, language);
        await reader.browser.SignIn(person);
        return reader;
    }

    public async Task<IHtmlDocument> Open(string address) => Read(await browser.Open(address));

    /// <summary>Follows the link of this text.</summary>
    public Task<IHtmlDocument> Follow(string text) =>
        Open(Page.QuerySelectorAll("a").Single(a => a.TextContent.Trim() == text).GetAttribute("href")!);

    readonly List<(string Name, string FileName, string Type, byte[] Content)> attached = [];

    /// <summary>A file for the next form that takes files.</summary>
    public void Attach(string name, string fileName, string type, byte[] content) => attached.Add((name, fileName, type, content));

    /// <summary>Sends fields to an address with the token of a form of the page that is open, whether or not there is such a form.</summary>
    public async Task<IHtmlDocument> Post(string address, params (string Name, string Value)[] fields)
    {
        var token = Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        return await Post(address, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
    }

    /// <summary>Sends exactly these fields to an address, as a page of this site does or one of another.</summary>
    public Task<IHtmlDocument> Send(string address, IEnumerable<(string Name, string Value)> fields, bool fromAnotherSite = false) =>
        Post(address, new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))), fromAnotherSite);

    async Task<IHtmlDocument> Post(string address, HttpContent content, bool fromAnotherSite = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("Origin", fromAnotherSite ? "https://other.example" : Browser.Site);
        request.Headers.Add("Sec-Fetch-Site", fromAnotherSite ? "cross-site" : "same-origin");
        return Read(await browser.Send(request));
    }

    /// <summary>Sends the form whose button says this, with these fields beside those it holds.</summary>
    public async Task<IHtmlDocument> Press(string button, params (string Name, string Value)[] fields)
    {
        var pressed = Page.QuerySelectorAll("button").Single(b => b.TextContent.Trim() == button);
        var form = (IHtmlFormElement)pressed.Closest("form")!;
        var sent = new List<KeyValuePair<string, string>>();
        var given = fields.Select(f => f.Name).ToHashSet();
        foreach (var element in form.Elements)
        {
            if (element.GetAttribute("name") is not { } name || given.Contains(name))
                continue;
            if (element is IHtmlInputElement { Type: "radio" or "checkbox" or "submit" or "file" } input ? input.IsChecked : element is not IHtmlButtonElement)
                sent.Add(new(name, element switch { IHtmlInputElement i => i.Value, IHtmlTextAreaElement t => t.Value, IHtmlSelectElement s => s.Value ?? "", _ => "" }));
        }

        sent.AddRange(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        if (pressed.GetAttribute("name") is { } buttonName)
            sent.Add(new(buttonName, pressed.GetAttribute("value") ?? ""));
        var action = pressed.GetAttribute("formaction") ?? form.GetAttribute("action");
        var address = action is { Length: > 0 } ? action : Address;
        if (form.Method != "post")
            return await Open($"{address.Split('?', '#')[0]}?{string.Join('&', sent.Select(f => $"{Uri.EscapeDataString(f.Key)}={Uri.EscapeDataString(f.Value)}"))}");
        if (attached.Count == 0)
            return await Post(address, new FormUrlEncodedContent(sent));
        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in sent)
            parts.Add(new StringContent(value), name);
        foreach (var (name, fileName, type, content) in attached)
            parts.Add(new ByteArrayContent(content) { Headers = { ContentType = new(type) } }, name, fileName);
        attached.Clear();
        return await Post(address, parts);
    }

    public void Dispose() => browser.Dispose();

    IHtmlDocument Read((HttpResponseMessage Answer, string Page) read)
    {
        Status = (int)read.Answer.StatusCode;
        return Page = new HtmlParser().ParseDocument(read.Page);
    }
}
