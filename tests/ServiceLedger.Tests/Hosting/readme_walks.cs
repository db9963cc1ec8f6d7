using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceLedger.Tests.Hosting;

/// <summary>The commands of README, run as they stand there, with what stands behind <c>#</c> as what they must answer.</summary>
public class the_walks_of_the_readme(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task begin_with_the_first_steps_which_record_nothing_new_when_repeated()
    {
        var shell = new Shell(host);
        await shell.Walk("First steps");
        var recorded = await Recorded();

        var again = new Shell(host);
        await again.Walk("First steps");
        Ids(again).ShouldBe(Ids(shell));
        (await Recorded()).ShouldBe(recorded);

        await again.Run(Line("first-1").Replace("王芳", "王方", StringComparison.Ordinal).Replace("# 201", "# 422, type: urn:serviceledger:idempotency-key-reused", StringComparison.Ordinal));
        await again.Run(Line("first-3").Replace("first-3", "first-6", StringComparison.Ordinal).Replace("# 204", "# 409, type: urn:serviceledger:stale-version", StringComparison.Ordinal));
    }

    [Fact]
    public async Task fail_where_the_service_answers_something_else()
    {
        var shell = new Shell(host);
        await shell.Walk("First steps");
        await shell.Run("sign_in $CITIZEN");
        foreach (var wrong in new[] { "201", "200, counts.applications: 2", "200, counts.decisions: null", "200, nothing.of[0].this: kind", "200, name: $POSITION" })
            await Assert.ThrowsAsync<ShouldAssertException>(() => shell.Run($"curl \"$L/api/citizens/$CITIZEN/file\" -H \"Authorization: Bearer $TOKEN\" # {wrong}"));
        foreach (var foreign in new[] { "rm -rf /", "curl -X PUT \"$L/api\" # 405", "post /api/citizens $UNSET '{}' # 400", "get '/api # 200" })
            await Should.ThrowAsync<NotSupportedException>(() => shell.Run(foreign));
    }

    static IEnumerable<KeyValuePair<string, string>> Ids(Shell shell) => shell.Variables.Where(v => v.Key != "TOKEN");

    static string Line(string key) => Readme.Commands("First steps").Single(l => l.Contains($" {key} ", StringComparison.Ordinal));

    // Marten fills the sequence numbers of an append that failed with tombstones.
    // Whoever reads again is on record again as having looked.
    Task<long> Recorded() => host.Scalar<long>("select count(*) from ledger.mt_events where type not in ('tombstone', 'file_viewed')");
}

public class the_walk_of_the_readme_from_department_to_department(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task follows_a_fact_from_its_source_to_two_others_and_its_correction_back()
    {
        var shell = new Shell(host);
        await shell.Walk("First steps");
        await shell.Walk("A fact between departments");
    }
}

/// <summary>As much of a shell as README needs: variables, functions of one line, quotes, curl; anything else is refused.</summary>
sealed partial class Shell(LedgerHost host)
{
    readonly Dictionary<string, string> functions = [];
    string[] arguments = [];
    (int Status, JsonNode? Body, HttpResponseMessage Response)? answer;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Runs the commands of a section; every one of them is a call with its answer, or prepares one.</summary>
    public async Task Walk(string section)
    {
        var lines = Readme.Commands(section).ToArray();
        lines.Count(l => Call().IsMatch(l)).ShouldBeGreaterThan(5);
        foreach (var line in lines)
            await Run(line);
    }

    /// <summary>Runs one line and holds its answer against what stands behind #.</summary>
    public async Task Run(string line)
    {
        if (Function().Match(line) is { Success: true } function)
        {
            functions[function.Groups[1].Value] = function.Groups[2].Value;
            return;
        }

        if (Earlier().Match(line) is { Success: true } earlier)
        {
            Variables[earlier.Groups[1].Value] = host.Time.GetUtcNow().AddHours(-1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return;
        }

        answer = Call().IsMatch(line) ? null : answer;
        var (commands, comment) = Parse(line);
        foreach (var command in commands)
            await Execute(command, comment);
        if (Call().IsMatch(line))
            Check(line, comment);
    }

    async Task Execute(string[] command, string? comment = null)
    {
        if (Taken().Match(string.Join(' ', command)) is { Success: true } taken)
        {
            // NAME=$(curl … | sed -n 's/…/\1/p'): what the pattern finds in the answer.
            await Execute(Parse(taken.Groups[2].Value).Commands.Single());
            var (status, found, _) = answer!.Value;
            Variables[taken.Groups[1].Value] = Regex.Match(found!.ToJsonString().Replace("\":", "\": ", StringComparison.Ordinal), taken.Groups[3].Value.Replace("\\(", "(", StringComparison.Ordinal).Replace("\\)", ")", StringComparison.Ordinal)) is { Success: true } part
                ? part.Groups[1].Value : throw new NotSupportedException($"{status}: README finds nothing in {found.ToJsonString()}");
        }
        else if (Assignment().Match(command[0]) is { Success: true } assignment && command.Length == 1)
            Variables[assignment.Groups[1].Value] = assignment.Groups[2].Value is "…" ? FromAnswer(comment) : assignment.Groups[2].Value;
        else if (functions.TryGetValue(command[0], out var body))
        {
            arguments = command[1..];
            foreach (var inner in Taken().IsMatch(body) ? [[body]] : Parse(body).Commands)
                await Execute(inner);
        }
        else if (command[0] is "curl")
            await Curl(command[1..]);
        else if (command is not ["echo"])
            throw new NotSupportedException($"README runs '{command[0]}'.");
    }

    async Task Curl(string[] words)
    {
        using var request = new HttpRequestMessage();
        var (headers, data) = (new List<(string Name, string Value)>(), new List<string>());
        for (var i = 0; i < words.Length; i++)
            switch (words[i])
            {
                case "-sS" or "-i":
                    break;
                case "-H":
                    var header = words[++i].Split(':', 2, StringSplitOptions.TrimEntries);
                    headers.Add((header[0], header[1]));
                    break;
                case "-d":
                    request.Method = HttpMethod.Post;
                    data.Add(words[++i]);
                    break;
                case var url when url.StartsWith(Variables["L"] + "/", StringComparison.Ordinal):
                    request.RequestUri = new(url[Variables["L"].Length..], UriKind.Relative);
                    break;
                default:
                    throw new NotSupportedException($"curl with '{words[i]}'.");
            }

        if (data.Count > 0)
            request.Content = new StringContent(string.Join('&', data), Encoding.UTF8, "application/x-www-form-urlencoded");
        if (headers.RemoveAll(h => h.Name is "Content-Type") > 0)
            request.Content!.Headers.ContentType = new("application/json");
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        var response = await host.Client().SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        answer = ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text), response);
    }

    void Check(string line, string? comment)
    {
        comment.ShouldNotBeNull($"{line}: its answer does not stand behind it.");
        var (status, body, _) = answer!.Value;
        var says = comment.Split(", ");
        status.ToString(CultureInfo.InvariantCulture).ShouldBe(says[0], $"{line}\n{body?.ToJsonString(LedgerHost.Plain)}");
        foreach (var member in says[1..].Select(s => s.Split(": ", 2)))
            Text(At(body, member[0])).ShouldBe(Expanded(member[1]), $"{line}\n{member[0]} of {body?.ToJsonString(LedgerHost.Plain)}");
    }

    string FromAnswer(string? where) => where!.StartsWith("header ", StringComparison.Ordinal)
        ? answer!.Value.Response.Headers.GetValues(where["header ".Length..]).Single()
        : At(answer!.Value.Body, where).ShouldNotBeNull($"The answer has no {where}.").GetValue<string>();

    static JsonNode? At(JsonNode? node, string path) => path.Split('.', '[').Aggregate(node, (at, name) =>
        name.EndsWith(']') ? (at as JsonArray)?.ElementAtOrDefault(int.Parse(name.TrimEnd(']'), CultureInfo.InvariantCulture)) : (at as JsonObject)?[name]);

    static string Text(JsonNode? node) => node is null ? "null" : node is JsonValue value && value.TryGetValue<string>(out var text) ? text : node.ToJsonString();

    string Expanded(string text) => Variable().Replace(text, m => Value(m.Groups[1].Value));

    string Value(string name) =>
        char.IsAsciiDigit(name[0]) ? arguments[name[0] - '1']
        : Variables.TryGetValue(name, out var value) ? value : throw new NotSupportedException($"README uses ${name} before it has a value.");

    /// <summary>The commands of a line, each as its words, and the comment behind them.</summary>
    (List<string[]> Commands, string? Comment) Parse(string line)
    {
        var (commands, words) = (new List<string[]>(), new List<string>());
        StringBuilder? word = null;
        string? comment = null;
        for (var i = 0; i < line.Length && comment is null; i++)
            switch (line[i])
            {
                case '\'' or '"':
                    var end = line.IndexOf(line[i], i + 1);
                    if (end < 0)
                        throw new NotSupportedException($"A quote is open: {line}");
                    (word ??= new()).Append(line[i] is '"' ? Expanded(line[(i + 1)..end]) : line[(i + 1)..end]);
                    i = end;
                    break;
                case '$' when Variable().Match(line, i) is { Success: true } variable && variable.Index == i:
                    (word ??= new()).Append(Value(variable.Groups[1].Value));
                    i += variable.Length - 1;
                    break;
                case '#' when word is null:
                    comment = line[(i + 1)..].Trim();
                    break;
                case ' ' or ';':
                    EndWord();
                    if (line[i] is ';')
                        EndCommand();
                    break;
                default:
                    (word ??= new()).Append(line[i]);
                    break;
            }

        EndWord();
        EndCommand();
        return (commands, comment);

        void EndWord()
        {
            if (word is not null)
                words.Add(word.ToString());
            word = null;
        }

        void EndCommand()
        {
            if (words.Count > 0)
                commands.Add([.. words]);
            words.Clear();
        }
    }

    // An hour ago, as the clock of the host tells it.
    [GeneratedRegex(@"^(\w+)=\$\(date -u -d '-1 hour' \+%FT%TZ\)$")]
    private static partial Regex Earlier();

    [GeneratedRegex(@"^(\w+)\(\) \{ (.*) \}$")]
    private static partial Regex Function();

    [GeneratedRegex(@"^([A-Z]+)=\$\((curl .*) \| sed -n 's/\.\*(.*)\.\*/\\1/p'\);?$")]
    private static partial Regex Taken();

    [GeneratedRegex(@"^([A-Z]+)=(.*)$")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"\$(\d|[A-Z]+)")]
    private static partial Regex Variable();

    [GeneratedRegex("^(post|get|curl) ")]
    private static partial Regex Call();
}
