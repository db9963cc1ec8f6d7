using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Hosting;

/// <summary>The event catalogue of README: every event, every field of it and of what stands in its fields, and nothing else.</summary>
public partial class the_event_catalogue_of_the_readme
{
    const string Title = "Event catalogue", Inside = "\n### What stands in the fields\n", Envelope = "\n### Envelope\n";

    static readonly NullabilityInfoContext Nullability = new();

    [Fact]
    public void tells_every_event_with_its_fields_and_when_it_is_written() => Faults(Readme.Text).ShouldBeEmpty();

    [Fact]
    public void misses_no_row() => ShouldFailWithout(row => [row + "\n"]);

    [Fact]
    public void misses_no_field_and_no_mark_of_one() => ShouldFailWithout(row =>
        Cells(row)[..2].SelectMany(cell => Field().Matches(cell)).SelectMany(m => new[] { m.Value, m.Groups[1].Value, m.Value.EndsWith('?') ? "?" : "" }).Where(part => part.Length > 0).Distinct());

    [Fact]
    public void names_nothing_that_is_not_there()
    {
        foreach (var row in Told())
        {
            Faults(Readme.Text.Replace(row, row + "\n" + row.Replace(FirstName(row), FirstName(row) + "_too", StringComparison.Ordinal), StringComparison.Ordinal)).ShouldNotBeEmpty(row);
            if (!After(Readme.Section(Title), Envelope).Contains(row, StringComparison.Ordinal))
                Faults(Readme.Text.Replace(row, row.Replace(Cells(row)[1], Cells(row)[1] + ", `madeUp`", StringComparison.Ordinal), StringComparison.Ordinal)).ShouldNotBeEmpty(row);
        }

        Faults(Readme.Text.Replace("of the discretion the **`why`**", "of the discretion the **`who`**", StringComparison.Ordinal)).ShouldNotBeEmpty();
    }

    static void ShouldFailWithout(Func<string, IEnumerable<string>> parts)
    {
        var rows = Told().ToArray();
        rows.Length.ShouldBeGreaterThan(EventCatalogue.Names.Count);
        foreach (var row in rows)
            foreach (var part in parts(row))
            {
                var at = Readme.Text.IndexOf(row, Readme.Text.IndexOf($"\n## {Title}\n", StringComparison.Ordinal), StringComparison.Ordinal) + (row + "\n").IndexOf(part, StringComparison.Ordinal);
                Faults(Readme.Text.Remove(at, part.Length)).ShouldNotBeEmpty($"without {part} in {row}");
            }
    }

    /// <summary>Rows that tell something: those that begin with a name.</summary>
    static IEnumerable<string> Told() => Readme.Rows(Readme.Section(Title)).Where(r => r.StartsWith("| `", StringComparison.Ordinal));

    /// <summary>Where the catalogue and the code differ.</summary>
    static IEnumerable<string> Faults(string text)
    {
        var section = Readme.Section(text, Title);
        var (catalogue, inside, envelope) = (section[..section.IndexOf(Inside, StringComparison.Ordinal)], After(section, Inside), After(section, Envelope));
        var events = Readme.Rows(catalogue).Select(Cells).Where(c => c.Length == 4 && c[0].StartsWith('`')).ToArray();
        var rulings = Readme.Rows(catalogue).Select(Cells).Where(c => c.Length == 2 && c[0].StartsWith('`')).ToArray();

        foreach (var fault in Differences("event", EventCatalogue.Names.Select(n => ($"`{n.Value}`", Fields(n.Key))), events.Select(c => (c[0], Told(c[1])))))
            yield return fault;
        foreach (var fault in Differences("ruling", Rulings().Select(r => ($"`{r.TypeDiscriminator}`", Fields(r.DerivedType))), rulings.Select(c => (c[0], Told(c[1])))))
            yield return fault;
        foreach (var fault in Differences("field", Nested().Select(n => (n.Key, Fields(n.Value))), Readme.Rows(inside).Select(Cells).Where(c => c[0].StartsWith('`')).Select(c => (c[0], Told(c[1])))))
            yield return fault;
        foreach (var fault in Differences("envelope", [("act", Fields(typeof(Act)))], [("act", string.Join(", ", Readme.Rows(envelope).Select(Cells).Where(c => c[0].StartsWith('`')).Select(c => Told(c[0]))))]))
            yield return fault;
        foreach (var values in typeof(Act).GetProperties().Where(p => p.PropertyType.IsEnum))
            if (Readme.Rows(envelope).Select(Cells).FirstOrDefault(c => c[0] == $"`{Name(values)}`") is not { } row
                || Told(row[1]) != string.Join(", ", Enum.GetValues(values.PropertyType).Cast<object>().Select(v => $"`{JsonSerializer.Serialize(v, LedgerJson.Stored).Trim('"')}`")))
                yield return $"values of {Name(values)}";
        if (!envelope.Contains($"`effect` holds {Fields(typeof(EarlierEffect)).Replace(", ", " and ", StringComparison.Ordinal)}", StringComparison.Ordinal))
            yield return "effect";
        if (!envelope.Contains($"`{{ {string.Join(", ", typeof(Sealed<string>).GetProperties().Select(Name))} }}`", StringComparison.Ordinal))
            yield return "sealed value";

        foreach (var cells in events)
        {
            if (cells[2].Length == 0)
                yield return $"{cells[0]} does not say when it is written";
            if (EventCatalogue.Names.FirstOrDefault(n => $"`{n.Value}`" == cells[0]).Key is not { } type)
                continue;
            var members = Members(type).ToArray();
            foreach (var named in Field().Matches(cells[2]).Where(m => !EventCatalogue.Names.Values.Contains(m.Groups[2].Value)))
                if (!members.Any(p => Name(p) == named.Groups[2].Value && (named.Groups[1].Length == 0 || IsSealed(p.PropertyType))))
                    yield return $"{cells[0]} has no {named.Value}";
        }
    }

    static IEnumerable<string> Differences(string what, IEnumerable<(string Name, string Fields)> code, IEnumerable<(string Name, string Fields)> told)
    {
        var (there, said) = (code.Select(c => $"{what} {c.Name}: {c.Fields}").ToArray(), told.Select(t => $"{what} {t.Name}: {t.Fields}").ToArray());
        return [.. there.Except(said).Select(f => "README lacks " + f), .. said.Except(there).Select(f => "README invents " + f), .. said.GroupBy(f => f).Where(g => g.Count() > 1).Select(g => "README repeats " + g.Key)];
    }

    static IEnumerable<JsonDerivedTypeAttribute> Rulings() => typeof(Ruling).GetCustomAttributes<JsonDerivedTypeAttribute>();

    /// <summary>What stands in the fields of events, by the names it stands under; rulings, effects and sealed values are told elsewhere.</summary>
    static Dictionary<string, Type> Nested() => EventCatalogue.Names.Keys.Concat(Rulings().Select(r => r.DerivedType)).SelectMany(Members)
        .Select(p => (Name: Name(p), Type: Item(p.PropertyType)))
        .Where(n => IsOurs(n.Type) && n.Type != typeof(Ruling) && n.Type != typeof(EarlierEffect))
        .Distinct().GroupBy(n => n.Type)
        .ToDictionary(g => string.Join(", ", g.Select(n => $"`{n.Name}`").Order()) + Told(g.Key), g => g.Key);

    /// <summary>What README says behind the name of a field, where other events have another thing of that name.</summary>
    static string Told(Type type) =>
        type == typeof(ItemTerms) ? " of an item" : type == typeof(AgreementTerms) ? " of an agreement"
        : type == typeof(ProvidedField) ? " with values" : type == typeof(MissingField) ? " from what was granted" : "";

    /// <summary>The fields of a type and of all that stands in them.</summary>
    static IEnumerable<PropertyInfo> Members(Type type) => type.GetProperties().SelectMany(p => IsOurs(Item(p.PropertyType)) ? Members(Item(p.PropertyType)).Prepend(p) : [p]);

    static bool IsOurs(Type type) => type.Assembly == typeof(EventCatalogue).Assembly && !type.IsEnum && !IsSealed(type);

    static bool IsSealed(Type type) => Item(type) is { IsGenericType: true } t && t.GetGenericTypeDefinition() == typeof(Sealed<>);

    static Type Item(Type type) => type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;

    static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    /// <summary>The fields of a type as README writes them.</summary>
    static string Fields(Type type) => string.Join(", ", type.GetProperties().Where(p => p.GetCustomAttribute<JsonIgnoreAttribute>() is null).Select(p =>
        (IsSealed(p.PropertyType) ? $"**`{Name(p)}`**" : $"`{Name(p)}`") + (Nullability.Create(p).ReadState is NullabilityState.Nullable ? "?" : "")));

    static string Told(string cell) => string.Join(", ", Field().Matches(cell).Select(m => m.Value));

    static string[] Cells(string row) => [.. row.Split('|')[1..^1].Select(c => c.Trim())];

    static string FirstName(string row) => row.Split('`')[1];

    static string After(string section, string title)
    {
        var rest = section[(section.IndexOf(title, StringComparison.Ordinal) + title.Length)..];
        return rest.IndexOf("\n### ", StringComparison.Ordinal) is > 0 and var end ? rest[..end] : rest;
    }

    [GeneratedRegex(@"(\*\*)?`(\w+)`(?:\*\*)?\??")]
    private static partial Regex Field();
}
