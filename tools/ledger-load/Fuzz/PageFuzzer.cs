using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace ServiceLedger.Load.Fuzz;

/// <summary>A form of a page, with what it would send.</summary>
sealed record PageForm(string Address, string Method, IReadOnlyList<(string Name, string Value)> Fields);

/// <summary>Follows the links of the pages as one person, then asks for their addresses and sends their forms with what nobody would type.</summary>
/// <param name="http">Signed in, if at all, and keeps cookies.</param>
sealed partial class PageFuzzer(HttpClient http, string who, Findings findings, int seed)
{
    const int MostPages = 250, AtOnce = 8, Round = 200;
    const string Token = "__RequestVerificationToken";

    readonly List<string> pages = [];
    readonly List<PageForm> forms = [];

    public int Pages => pages.Count;
    public int Forms => forms.Count;

    /// <summary>Finds pages and forms: of addresses that differ by an id alone a few.</summary>
    public async Task FollowLinksAsync(string from)
    {
        var (next, seen) = (new Queue<string>([from]), new Dictionary<string, int> { [from] = 1 });
        while (next.TryDequeue(out var address) && pages.Count < MostPages)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var answer = await Fuzzer.AnswerAsync(http, request);
            findings.Judge(new(0, $"page {FormOf(address)}", who, "GET", address, [], null, [], [], null), answer);
            if (answer is not { Status: 200, MediaType: "text/html" })
                continue;
            pages.Add(address);
            var html = answer.Text;
            forms.AddRange(FormsOf(html, address).Where(f => !f.Address.Contains("sign-out", StringComparison.Ordinal) && forms.Count(k => FormOf(k.Address) == FormOf(f.Address) && k.Fields.Count == f.Fields.Count) < 3));
            foreach (var link in Links().Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value)).Where(l => !l.StartsWith("/sign-", StringComparison.Ordinal)))
                if ((seen[FormOf(link)] = seen.GetValueOrDefault(FormOf(link)) + 1) <= 3)
                    next.Enqueue(link);
        }
    }

    public async Task RunAsync(int first, int requests)
    {
        for (var done = 0; done < requests && pages.Count > 0;)
        {
            var attempts = Enumerable.Range(first + done, Math.Min(Round, requests - done)).Select(Make).ToArray();
            var answers = new Answer[attempts.Length];
            await Parallel.ForEachAsync(Enumerable.Range(0, attempts.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
            {
                using var request = new HttpRequestMessage(new(attempts[i].Method), attempts[i].Address);
                if (attempts[i].Body is { } body)
                {
                    request.Content = new ByteArrayContent(body);
                    foreach (var (name, value) in attempts[i].Headers)
                        request.Content.Headers.TryAddWithoutValidation(name, value);
                }

                answers[i] = await Fuzzer.AnswerAsync(http, request);
            });
            foreach (var (attempt, answer) in attempts.Zip(answers))
                findings.Judge(attempt, answer);
            done += attempts.Length;
        }
    }

    Attempt Make(int number)
    {
        var random = new Random(unchecked((seed * 397) ^ (number * 7919)));
        string Naughty() => NaughtyStrings.All[random.Next(NaughtyStrings.All.Length)];
        if (forms.Count > 0 && random.Next(2) == 0)
        {
            var form = forms[random.Next(forms.Count)];
            var kinds = new List<string>();
            var fields = form.Fields.Select(f => f.Name == Token ? f : (f.Name, Value: f.Value.Length > 0 && random.Next(3) > 0 ? f.Value : random.Next(3) == 0 ? "山茶花" + random.Next(10, 99) : Naughty())).ToList();
            switch (random.Next(8))
            {
                case 0:
                    fields.RemoveAll(f => f.Name == Token);
                    kinds.Add("without the form's token");
                    break;
                case 1:
                    fields = [.. fields.Select(f => f.Name == Token ? (f.Name, Naughty()) : f)];
                    kinds.Add("with another token");
                    break;
                case 2 when fields.Count > 0:
                    fields.RemoveAt(random.Next(fields.Count));
                    kinds.Add("a field less");
                    break;
                case 3:
                    fields.Add((fields.Count > 0 ? fields[random.Next(fields.Count)].Name : "x", Naughty()));
                    kinds.Add("a field twice");
                    break;
                case 4:
                    fields.Add((Naughty(), Naughty()));
                    kinds.Add("an unknown field");
                    break;
                default:
                    kinds.Add("naughty fields");
                    break;
            }

            var sent = string.Join('&', fields.Select(f => $"{Uri.EscapeDataString(f.Name)}={Uri.EscapeDataString(f.Value)}"));
            var isGet = form.Method is "get";
            var (type, body) = random.Next(12) switch
            {
                0 => ("multipart/form-data; boundary=b", Encoding.UTF8.GetBytes("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + Naughty())),
                1 => ("application/json", Encoding.UTF8.GetBytes("{\"a\":1}")),
                2 => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(sent + "&%=%&%00=%00&a=%ff%fe")),
                3 => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("x=1&", 1500)) + sent)),
                _ => ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(sent))
            };
            return isGet
                ? new(number, $"page {FormOf(form.Address)}", who, "GET", $"{form.Address.Split('?')[0]}?{sent}", [], null, kinds, [], null)
                : new(number, $"form {FormOf(form.Address)}", who, "POST", form.Address, [("Content-Type", type)], body, kinds, [], null);
        }

        var page = pages[random.Next(pages.Count)];
        var parts = page.Split('?')[0].Split('/');
        var query = page.Contains('?', StringComparison.Ordinal) ? page[(page.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";
        var (kind, address) = random.Next(7) switch
        {
            0 => ("as it is", page),
            1 => ("another part of the address", string.Join('/', parts.SkipLast(1).Append(Uri.EscapeDataString(Naughty() is { Length: > 0 and < 2000 } s && s.Trim('.').Length > 0 ? s : "x")))),
            2 => ("an escape in the address", string.Join('/', parts.SkipLast(1).Append(new[] { "%00", "%2F", "%FF", "%zz", "%C0%AF", "%25", "%5C..%5C" }[random.Next(7)]))),
            3 => ("an id of nothing", string.Join('/', parts.Select(p => Guid.TryParse(p, out _) ? new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10).ToString() : p))),
            4 => ("an unknown parameter", $"{parts.Aggregate((a, b) => a + "/" + b)}?{query}&{Uri.EscapeDataString(Naughty() is { Length: < 500 } n ? n : "n")}={Uri.EscapeDataString(Naughty())}"),
            5 => ("a parameter out of range", $"{string.Join('/', parts)}?{new[] { "page", "after", "asOf", "knownAt", "size", "status", "due", "q", "step", "matter", "purpose", "from", "to", "day", "lang", "language" }[random.Next(16)]}={new[] { "-1", "0", "99999999999999999999", "%00", "%FF", "9999-12-31", "0001-01-01", "2026-02-30", "%27", "%0D%0A" }[random.Next(10)]}"),
            _ => ("naughty parameters", $"{string.Join('/', parts)}?{string.Join('&', query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(q => $"{q.Split('=')[0]}={Uri.EscapeDataString(Naughty())}").DefaultIfEmpty($"after={Uri.EscapeDataString(Naughty())}"))}")
        };
        var method = random.Next(10) switch { 0 => "POST", 1 => "HEAD", 2 => new[] { "PUT", "DELETE", "OPTIONS", "PATCH" }[random.Next(4)], _ => "GET" };
        return new(number, $"page {FormOf(page)}", who, method, address, [], method is "POST" ? [] : null, [kind], [], null);
    }

    static IEnumerable<PageForm> FormsOf(string html, string page)
    {
        foreach (Match form in FormTag().Matches(html))
        {
            var (tag, inside) = (form.Groups[1].Value, form.Groups[2].Value);
            var action = Attribute(tag, "action");
            yield return new(
                string.IsNullOrEmpty(action) ? page : action.StartsWith('?') ? page.Split('?')[0] + action : action, Attribute(tag, "method")?.ToLowerInvariant() ?? "get",
                [.. FieldTag().Matches(inside).Where(f => Attribute(f.Value, "name") is { Length: > 0 }).Select(f => (Attribute(f.Value, "name")!, Attribute(f.Value, "value") ?? ""))
                    .Concat(Selects().Matches(inside).Select(s => (WebUtility.HtmlDecode(s.Groups[1].Value), WebUtility.HtmlDecode(s.Groups[2].Value))))]);
        }
    }

    static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    static string FormOf(string address) => Ids().Replace(address.Split('?', '#')[0], "{id}");

    [GeneratedRegex("<a [^>]*href=\"(/[^\"#]*)")]
    private static partial Regex Links();

    [GeneratedRegex("<form([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormTag();

    [GeneratedRegex("<(input|textarea|button)[^>]*>")]
    private static partial Regex FieldTag();

    [GeneratedRegex("<select[^>]*name=\"([^\"]*)\"[^>]*>.*?<option[^>]*value=\"([^\"]+)\"", RegexOptions.Singleline)]
    private static partial Regex Selects();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
