using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ServiceLedger.Tests.Access;

/// <summary>As much of a browser as signing in needs: cookies by the test's clock, redirects, forms.</summary>
sealed partial class Browser(LedgerHost host, string? language = null) : IDisposable
{
    public const string Site = "http://localhost:5080";

    readonly HttpClient client = Talking(host);
    readonly Dictionary<string, (string Value, DateTimeOffset Until)> cookies = [];

    public IEnumerable<string> CookieNames => cookies.Keys;

    /// <summary>Where the last answer came from.</summary>
    public string Address { get; private set; } = "/";

    public List<string> SetCookies { get; } = [];

    public Task<(HttpResponseMessage Answer, string Page)> Open(string address) => Send(new(HttpMethod.Get, address));

    /// <summary>Sends the form of a page that goes to this address.</summary>
    public Task<(HttpResponseMessage Answer, string Page)> Submit(string page, string action, (string Name, string Value)? button = null, Action<HttpRequestMessage>? otherwise = null)
    {
        var form = Forms().Matches(page).Single(f => WebUtility.HtmlDecode(f.Groups[1].Value) == action).Groups[2].Value;
        var fields = Fields().Matches(form).Select(f => KeyValuePair.Create(WebUtility.HtmlDecode(f.Groups[1].Value), WebUtility.HtmlDecode(f.Groups[2].Value))).ToList();
        if (button is var (name, value))
            fields.Add(new(name, value));
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", Site);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        otherwise?.Invoke(request);
        return Send(request);
    }

    /// <summary>Signs in as one of the demo people, by the pages.</summary>
    public async Task<(HttpResponseMessage Answer, string Page)> SignIn(string person, string from = "/sign-in?returnUrl=/me")
    {
        var (_, page) = await Open(from);
        return await Submit(page, "/connect/authorize", ("person", person));
    }

    /// <summary>One request, its redirects followed.</summary>
    public async Task<(HttpResponseMessage Answer, string Page)> Send(HttpRequestMessage request)
    {
        for (var hops = 0; ; hops++)
        {
            hops.ShouldBeLessThan(10);
            if (cookies.Where(c => c.Value.Until > host.Time.GetUtcNow()).Select(c => $"{c.Key}={c.Value.Value}").ToArray() is { Length: > 0 } sent)
                request.Headers.Add("Cookie", string.Join("; ", sent));
            if (language is not null)
                request.Headers.AcceptLanguage.ParseAdd(language);
            var answer = await client.SendAsync(request);
            Address = request.RequestUri!.IsAbsoluteUri ? request.RequestUri.PathAndQuery : request.RequestUri.OriginalString;
            Keep(answer);
            if ((int)answer.StatusCode is not (302 or 303))
                return (answer, await answer.Content.ReadAsStringAsync());
            var next = new Uri(new Uri(Site), answer.Headers.Location!);
            next.GetLeftPart(UriPartial.Authority).ShouldBe(Site);
            request = new(HttpMethod.Get, next);
        }
    }

    public void Dispose() => client.Dispose();

    /// <summary>A client that follows nothing; the service reaches its own provider through the test server too.</summary>
    public static HttpClient Talking(LedgerHost host)
    {
        host.Services.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(ServiceLedger.Access.SignIn.Authority).Backchannel = host.Direct();
        return host.Direct();
    }

    void Keep(HttpResponseMessage answer)
    {
        foreach (var set in answer.Headers.TryGetValues("Set-Cookie", out var values) ? values : [])
        {
            SetCookies.Add(set);
            var cookie = Microsoft.Net.Http.Headers.SetCookieHeaderValue.Parse(set);
            if (cookie.Expires is { } until && until <= host.Time.GetUtcNow())
                cookies.Remove(cookie.Name.Value!);
            else
                cookies[cookie.Name.Value!] = (cookie.Value.Value!, cookie.Expires ?? DateTimeOffset.MaxValue);
        }
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Fields();
}
