using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ServiceLedger.Load;

/// <summary>How soon the pages of the demo city come: each that is reached by links, for each kind of person, with 16 clients at once.</summary>
static partial class PageMeasuring
{
    const int Clients = 16, Times = 20, WarmUp = 6, MostMilliseconds = 150, MostBytes = 100_000, Deepest = 3;

    static readonly (string Who, string? Person, string From)[] People =
        [("everyone", null, "/"), ("a citizen", "citizen", "/my"), ("an officer", "chen.yu", "/office"), ("a supervisor", "supervisor.11500000009275780L", "/supervision")];

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            await RealService.RunAsync(folder, null, "demo");
            using var service = await RealService.StartAsync(folder);
            var met = true;
            foreach (var (who, person, from) in People)
            {
                using var http = await SignedInAsync(service.Address, person);
                var pages = await PagesAsync(http, from);
                Console.WriteLine($"{who}: {pages.Count} pages");
                // A service that has run for a minute, not one that compiles itself still.
                foreach (var page in pages)
                    await AtOnceAsync(http, page, WarmUp);
                foreach (var page in pages)
                    met &= await MeasureAsync(http, page);
            }

            await service.StopAsync();
            return met ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The addresses that links lead to, one of each form: of two that differ by an id or a query alone the first.</summary>
    static async Task<IReadOnlyList<string>> PagesAsync(HttpClient http, string from)
    {
        var (found, forms, next) = (new List<string>(), new HashSet<string> { FormOf(from) }, new List<string> { from });
        for (var depth = 0; depth <= Deepest && next.Count > 0; depth++)
        {
            var links = new List<string>();
            foreach (var address in next)
            {
                using var answer = await http.GetAsync(address);
                if (answer.StatusCode is not HttpStatusCode.OK || answer.Content.Headers.ContentType?.MediaType != "text/html")
                    continue;
                found.Add(address);
                links.AddRange(Links().Matches(await answer.Content.ReadAsStringAsync()).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)));
            }

            links.AddRange(links.Select(l => Opening().Match(l)).Where(m => m.Success).Select(m => $"/office/citizens/{m.Groups[1].Value}?purpose=RequestedServiceProvision&matter={m.Groups[2].Value}").ToArray());
            next = [.. links.Where(l => !l.StartsWith("/look?", StringComparison.Ordinal) && !l.StartsWith("/sign-", StringComparison.Ordinal) && !l.StartsWith("/me", StringComparison.Ordinal) && forms.Add(FormOf(l)))];
        }

        return found;
    }

    static async Task<bool> MeasureAsync(HttpClient http, string page)
    {
        var (took, bytes) = await AtOnceAsync(http, page, Times);
        var sorted = took.Order().ToArray();
        var p95 = sorted[(int)(sorted.Length * 0.95)];
        var isGood = p95 <= MostMilliseconds && bytes <= MostBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(isGood ? "met   " : "MISSED")}  {Ids().Replace(page, "{id}")}: {sorted[sorted.Length / 2]:0} ms, 95 of 100 within {p95:0} ms (at most {MostMilliseconds}), {bytes / 1000.0:0.0} KB (at most {MostBytes / 1000})"));
        return isGood;
    }

    /// <summary>Each client reads it so many times, as fast as it is answered: the milliseconds each answer took, and its bytes.</summary>
    static async Task<(IReadOnlyCollection<double> Took, int Bytes)> AtOnceAsync(HttpClient http, string page, int times)
    {
        var (took, bytes) = (new ConcurrentBag<double>(), 0);
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            for (var i = 0; i < times; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                bytes = (await http.GetByteArrayAsync(page)).Length;
                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }));
        return (took, bytes);
    }

    static async Task<HttpClient> SignedInAsync(Uri address, string? person)
    {
        var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), MaxConnectionsPerServer = Clients }) { BaseAddress = address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        if (person is not null)
            await SignInAsync(http, person);
        return http;
    }

    /// <summary>Signs a browser in at the development provider; "citizen" is the first it shows.</summary>
    internal static async Task SignInAsync(HttpClient http, string person)
    {
        // Browsers that follow nothing are led by hand.
        var choice = await FollowAsync(http, await http.GetAsync("/sign-in?returnUrl=%2Fme"));
        if (person is "citizen")
            person = PeopleIn(choice)[0].Id;
        var form = Form().Match(choice).Groups[1].Value;
        var fields = Fields().Matches(form).Select(f => KeyValuePair.Create(WebUtility.HtmlDecode(f.Groups[1].Value), WebUtility.HtmlDecode(f.Groups[2].Value))).Append(new("person", person));
        await FollowAsync(http, await http.PostAsync("/connect/authorize", new FormUrlEncodedContent(fields)));
    }

    /// <summary>The citizens whom the page of choice names.</summary>
    internal static IReadOnlyList<(string Id, string Name)> PeopleIn(string choice) => [.. Person().Matches(choice).Select(m => (m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))];

    static async Task<string> FollowAsync(HttpClient http, HttpResponseMessage answer)
    {
        while (answer.Headers.Location is { } next)
        {
            answer.Dispose();
            answer = await http.GetAsync(next);
        }

        using (answer)
            return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    static string FormOf(string address) => Codes().Replace(Ids().Replace(address.Split('?', '#')[0], "{id}"), "{code}");

    [GeneratedRegex("<a [^>]*href=\"(/[^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();

    [GeneratedRegex("CQ-[0-9]{6}")]
    private static partial Regex Codes();

    [GeneratedRegex("^/office/open\\?citizen=([0-9a-f-]{36})&matter=([0-9a-f-]{36})")]
    private static partial Regex Opening();

    [GeneratedRegex("name=\"person\" value=\"([0-9a-f-]{36})\">([^<]*)<")]
    private static partial Regex Person();

    [GeneratedRegex("<form method=\"post\" action=\"/connect/authorize\">(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Fields();
}
