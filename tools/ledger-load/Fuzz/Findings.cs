using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceLedger.Load.Fuzz;

/// <summary>What may be wrong with an answer.</summary>
enum FindingKind { ServerError, Undocumented, Schema, Leak }

/// <summary>An answer as it came; status 0 where the connection was closed without one.</summary>
sealed record Answer(int Status, string? MediaType, byte[] Body, string? RetryAfter = null)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A request that is tried.</summary>
/// <param name="What">Operation or page that it is meant for.</param>
/// <param name="Kinds">What is odd about it; nothing where it is meant well.</param>
/// <param name="Secrets">Texts in it that nobody but the sender knows.</param>
/// <param name="Operation">The operation whose description its answer has to follow; null where the method is another.</param>
/// <param name="Wire">The bytes of the request, where they are broken in a way no client would send.</param>
sealed partial record Attempt(
    int Number, string What, string Persona, string Method, string Address, IReadOnlyList<(string Name, string Value)> Headers, byte[]? Body, IReadOnlyList<string> Kinds, IReadOnlyList<string> Secrets,
    DescribedOperation? Operation, byte[]? Wire = null)
{
    const int Shown = 2000;

    /// <summary>The request as one would send it by curl; tokens, cookies and form tokens are cut, and so is what is long.</summary>
    public string AsCurl() => Wire is not null
        ? $"printf '{Cut(Escaped(Wire))}' | nc localhost 5080"
        : $"curl -X {Method} --path-as-is '{Cut(Address)}'{string.Concat(Headers.Select(h => $" -H '{h.Name}: {(h.Name is "Authorization" or "Cookie" ? "…" : Cut(Escaped(Encoding.UTF8.GetBytes(h.Value))))}'"))}{(Body is null ? "" : $" --data-binary $'{FormToken().Replace(Cut(Escaped(Body)), "$1=…")}'")}";

    static string Escaped(byte[] bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes.AsSpan(0, Math.Min(bytes.Length, Shown + 1)))
            text.Append(b is >= 32 and < 127 and not (byte)'\'' and not (byte)'\\' ? ((char)b).ToString() : $"\\x{b:x2}");
        return Tokens().Replace(text.ToString(), "Bearer …");
    }

    static string Cut(string text) => text.Length <= Shown ? text : $"{text[..Shown]}… ({text.Length})";

    [GeneratedRegex("(__RequestVerificationToken)=[^&']*")]
    private static partial Regex FormToken();

    [GeneratedRegex("Bearer [A-Za-z0-9._-]+")]
    private static partial Regex Tokens();
}

/// <summary>What was found, by operation and kind; of each the first request that showed it.</summary>
sealed partial class Findings
{
    readonly Dictionary<(FindingKind Kind, string What, string Fault), (int Times, Attempt First, Answer Answer)> found = [];
    readonly string[] names;
    int requests;

    /// <param name="names">Names of people that no refusal may hold.</param>
    public Findings(IEnumerable<string> names) => this.names = [.. names.Where(n => n.Length > 1)];

    public int Count(FindingKind kind) => found.Where(f => f.Key.Kind == kind).Sum(f => f.Value.Times);

    public int Total => found.Values.Sum(f => f.Times);

    public IReadOnlyDictionary<int, int> Statuses => statuses;

    readonly SortedDictionary<int, int> statuses = [];

    /// <summary>Judges an answer.</summary>
    public void Judge(Attempt attempt, Answer answer)
    {
        requests++;
        statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
        // No client sends it, or the server closed the connection, which it may.
        if (answer.Status == 0)
            return;
        // The web server itself refuses U+0000 in a path and what is too long before anybody sees it, and says no more than that.
        if (answer is { Status: 414 or 431, Body.Length: 0 } || (answer is { Status: 400, Body.Length: 0 } && attempt.Address.Split('?')[0].Contains("%00", StringComparison.Ordinal)))
            return;
        if (answer.Status >= 500 && !MayComeAgain(answer))
            Add(FindingKind.ServerError, $"status {answer.Status} {TypeOf(answer)}");
        if (attempt.Operation is { } operation && DescribedApi.Fault(operation, answer) is { } fault && !(answer.Status >= 500 && fault.Kind is FindingKind.Undocumented))
            Add(fault.Kind, fault.What);
        if (answer.Status < 400)
            return;
        if (attempt.Wire is null && attempt.Method != "HEAD" && attempt.Address.StartsWith("/api/", StringComparison.Ordinal) && RefusalFault(answer) is { } due)
            Add(FindingKind.Schema, due);
        foreach (var leak in Leaks(attempt, answer))
            Add(FindingKind.Leak, leak);

        void Add(FindingKind kind, string what)
        {
            var key = (kind, attempt.What, what);
            found[key] = found.TryGetValue(key, out var before) ? before with { Times = before.Times + 1 } : (1, attempt, answer);
        }
    }

    /// <summary>Whether this asks to come again, as it does while something is still on its way.</summary>
    public static bool MayComeAgain(Answer answer) =>
        answer is { Status: 503, RetryAfter: not null } && TypeOf(answer) is "urn:serviceledger:not-yet" or "urn:serviceledger:not-sealed-yet";

    static string? TypeOf(Answer answer)
    {
        try
        {
            return answer.MediaType is "application/problem+json" ? (string?)JsonNode.Parse(answer.Body)?["type"] : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Why this is no refusal in due form (RFC 9457), whoever refused.</summary>
    static string? RefusalFault(Answer answer)
    {
        if (answer.MediaType is not "application/problem+json")
            return $"{answer.Status} is no problem but «{answer.MediaType}»";
        try
        {
            var problem = JsonNode.Parse(answer.Body)!.AsObject();
            return TypeOf(answer)?.StartsWith("urn:serviceledger:", StringComparison.Ordinal) is not true ? $"{answer.Status} has no type of ours"
                : (int?)problem["status"] != answer.Status ? $"{answer.Status} says it is {problem["status"]}"
                : string.IsNullOrWhiteSpace((string?)problem["title"]) || string.IsNullOrWhiteSpace((string?)problem["detail"]) ? $"{answer.Status} does not say why"
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return $"{answer.Status} is no problem in JSON";
        }
    }

    IEnumerable<string> Leaks(Attempt attempt, Answer answer)
    {
        var text = answer.Text;
        if (Inside().Match(text) is { Success: true } inside)
            yield return $"{answer.Status} tells «{inside.Value}»";
        if (answer.MediaType is not "application/problem+json")
            yield break;
        string plain;
        try
        {
            plain = string.Join('\n', Texts(JsonNode.Parse(answer.Body)));
        }
        catch (JsonException)
        {
            yield break;
        }

        if (attempt.Secrets.FirstOrDefault(s => s.Length > 5 && plain.Contains(s, StringComparison.Ordinal)) is { } secret)
            yield return $"{answer.Status} repeats what was sent ({secret.Length} characters)";
        if (names.FirstOrDefault(n => plain.Contains(n, StringComparison.Ordinal)) is not null)
            yield return $"{answer.Status} names a person";
        if (IdNumber().IsMatch(plain))
            yield return $"{answer.Status} holds a number of a person";
    }

    static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => Texts(m.Value)),
        JsonArray a => a.SelectMany(Texts),
        JsonValue v when v.TryGetValue<string>(out var text) => [text],
        _ => []
    };

    /// <summary>Everything found, the worst first, and the verdict on the last line.</summary>
    public void Tell(TextWriter to, int seed, string ran)
    {
        foreach (var ((kind, what, fault), (times, first, answer)) in found.OrderBy(f => f.Key.Kind).ThenByDescending(f => f.Value.Times))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} × {times}: {what}: {fault}"));
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    request {first.Number} of seed {seed}, {first.Persona}, {(first.Kinds.Count == 0 ? "meant well" : string.Join(", ", first.Kinds))}"));
            to.WriteLine($"    {first.AsCurl()}");
            to.WriteLine($"    {answer.Status} {answer.MediaType} {(answer.Text.Length > 400 ? answer.Text[..400] + "…" : answer.Text)}");
        }

        to.WriteLine("statuses: " + string.Join(", ", statuses.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} × {s.Value}"))));
        to.WriteLine(ran);
        to.WriteLine(Verdict);
    }

    public string Verdict => string.Create(
        CultureInfo.InvariantCulture, $"requests {requests}, 5xx {Count(FindingKind.ServerError)}, undocumented {Count(FindingKind.Undocumented)}, schema {Count(FindingKind.Schema)}, leaks {Count(FindingKind.Leak)}");

    [GeneratedRegex(@"\bat [A-Z]\w*(\.\w+)+\(|\b\w+Exception\b|\b(System|Microsoft|Npgsql|Marten|Wolverine|JasperFx|Weasel|ServiceLedger)\.[A-Z]\w+|\.cs:line \d|\bPassword=|\bHost=\d")]
    private static partial Regex Inside();

    [GeneratedRegex(@"(?<!\d)[1-9]\d{5}(19|20)\d{2}[01]\d[0-3]\d\d{3}[\dX](?!\d)")]
    private static partial Regex IdNumber();
}
