using System.Globalization;
using System.Text.Json.Nodes;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>How a field is filled in.</summary>
public enum FieldKind
{
    Line, Prose, Day, Moment, Number,

    /// <summary>Yuan, sent as fen.</summary>
    Yuan, OneOf, SomeOf, YesNo,

    /// <summary>One of several, sent as a list of one.</summary>
    OneInList,

    /// <summary>One entry a line.</summary>
    Lines,

    /// <summary>A document, of which the SHA-256 is sent and nothing is kept.</summary>
    Fingerprint,

    /// <summary>A matter by its case number, sent as its id.</summary>
    Matter
}

/// <summary>A field of a form.</summary>
/// <param name="Name">That of the command's member in JSON; of a member within it with a dot between.</param>
public sealed record FormField(string Name, string Label, FieldKind Kind = FieldKind.Line, string? Hint = null, bool Optional = false, IReadOnlyList<Choice>? Choices = null);

/// <summary>Several of the same, one after the other; rows in which nothing stands are left out.</summary>
/// <param name="Name">That of the command's list in JSON.</param>
/// <param name="Row">What one of them is called.</param>
public sealed record FormRows(string Name, string Title, string Row, FormField[] Fields, int AtLeast = 1, int Shown = 3);

/// <summary>The form of one action: what it is called, what it does, what is filled in, and where it is sent. Every action of a matter, a decision, a data request or a review is one of these.</summary>
/// <param name="Slug">Its name in the address of its page.</param>
/// <param name="Address">Where the command goes in the API.</param>
/// <param name="Dated">Whether it may have had effect before it is recorded.</param>
public sealed record ActionForm(string Slug, string Address, string Title, string Says, FormField[] Fields, bool Dated = true)
{
    public FormRows[] Rows { get; init; } = [];
    /// <summary>What the officer must know before.</summary>
    public string? Warning { get; init; }

    /// <summary>Whether it takes something from the person or ends the matter: its button says so.</summary>
    public bool IsGrave { get; init; }

    /// <summary>Whether a document is chosen in it.</summary>
    public bool TakesFile => Fields.Any(f => f.Kind is FieldKind.Fingerprint);
}

/// <summary>What was typed into a form, read as the command it stands for.</summary>
public sealed class FormRead(ActionForm form, Func<string, IReadOnlyList<string>> sent)
{
    /// <summary>How many rows of a list were typed.</summary>
    public int RowsOf(FormRows rows)
    {
        var last = 0;
        for (var row = 0; row < MostRows; row++)
            if (!IsBlank(rows, row))
                last = row + 1;
        return last;
    }

    public string? Of(string name) => sent(name) is [var one, ..] && one.Trim() is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> AllOf(string name) => [.. sent(name).Where(v => v.Length > 0)];

    /// <summary>The fields that must be filled in and are not.</summary>
    public IEnumerable<string> Missing()
    {
        foreach (var field in form.Fields.Where(f => !f.Optional && AllOf(f.Name).All(string.IsNullOrWhiteSpace)))
            yield return field.Name;
        foreach (var rows in form.Rows)
        {
            var filled = Filled(rows).ToArray();
            foreach (var row in filled.Length < rows.AtLeast ? [.. filled, .. Enumerable.Range(0, MostRows).Except(filled).Take(rows.AtLeast - filled.Length)] : filled)
                foreach (var field in rows.Fields.Where(f => !f.Optional && Of(Name(rows, row, f)) is null))
                    yield return Name(rows, row, field);
        }
    }

    /// <summary>The command in JSON. Numbers and days that are none are sent as they were typed, for the API to say so.</summary>
    public JsonObject Command()
    {
        var command = new JsonObject();
        foreach (var field in form.Fields)
            Put(command, field.Name, Value(field, field.Name));
        foreach (var rows in form.Rows)
        {
            var list = new JsonArray();
            foreach (var row in Filled(rows))
            {
                var one = new JsonObject();
                foreach (var field in rows.Fields)
                    Put(one, field.Name, Value(field, Name(rows, row, field)));
                list.Add(one);
            }

            if (list.Count > 0)
                Put(command, rows.Name, list);
        }

        if (form.Dated && Of("effect.at") is { } at)
            command["effect"] = new JsonObject { ["at"] = InChina(at), ["reason"] = Of("effect.reason") };
        return command;
    }

    /// <summary>The same rows without the blank ones between them, as they are sent: a refusal counts them so.</summary>
    public Dictionary<string, string> Packed()
    {
        var packed = new Dictionary<string, string>();
        foreach (var rows in form.Rows)
            foreach (var (to, row) in Filled(rows).Index())
                foreach (var field in rows.Fields)
                    packed[Name(rows, to, field)] = Of(Name(rows, row, field)) ?? "";
        return packed;
    }

    internal const int MostRows = 50;

    internal static string Name(FormRows rows, int row, FormField field) => string.Create(CultureInfo.InvariantCulture, $"{rows.Name}[{row}].{field.Name}");

    IEnumerable<int> Filled(FormRows rows) => Enumerable.Range(0, MostRows).Where(row => !IsBlank(rows, row));

    bool IsBlank(FormRows rows, int row) => rows.Fields.All(f => Of(Name(rows, row, f)) is null);

    JsonNode? Value(FormField field, string name) => field.Kind switch
    {
        FieldKind.SomeOf => AllOf(name) is { Count: > 0 } chosen ? new JsonArray([.. chosen.Select(c => (JsonNode)c)]) : null,
        FieldKind.OneInList => Of(name) is { } one ? new JsonArray(one) : null,
        FieldKind.Lines => (Of(name) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } lines ? new JsonArray([.. lines.Select(l => (JsonNode)l)]) : null,
        _ => Of(name) is { } text ? Value(field.Kind, text) : null
    };

    static JsonNode Value(FieldKind kind, string text) => kind switch
    {
        FieldKind.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        FieldKind.Yuan when decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var yuan) && yuan < long.MaxValue / 100 && yuan * 100 == Math.Floor(yuan * 100) => (long)(yuan * 100),
        FieldKind.YesNo when bool.TryParse(text, out var yes) => yes,
        FieldKind.Moment => InChina(text),
        _ => text
    };

    /// <summary>A moment as a form gives it is in Chinese time.</summary>
    static string InChina(string moment) =>
        DateTime.TryParseExact(moment, ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var read)
            ? read.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) + "+08:00"
            : moment;

    static void Put(JsonObject into, string name, JsonNode? value)
    {
        if (value is null)
            return;
        var path = name.Split('.');
        foreach (var part in path[..^1])
            into = (JsonObject)(into[part] ??= new JsonObject());
        into[path[^1]] = value;
    }
}
