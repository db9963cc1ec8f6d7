using System.Text.Json.Nodes;

namespace ServiceLedger.Pages.My;

/// <summary>What stands in an event, as it is recorded: its members by their names, each with its value. Ids and whose record it is are left out; the download has all of it.</summary>
public static class Told
{
    public static IReadOnlyList<(string Name, string Value)> Of(JsonNode data) => [.. Under(data, "")];

    static IEnumerable<(string Name, string Value)> Under(JsonNode? node, string name) => node switch
    {
        null => [],
        JsonObject hidden when hidden.ContainsKey("hidden") => [(name, hidden["hidden"]!.ToString())],
        JsonObject members => members.Where(m => !m.Key.EndsWith("Id", StringComparison.Ordinal)).SelectMany(m => Under(m.Value, name.Length == 0 ? m.Key : $"{name}.{m.Key}")),
        JsonArray items => items.SelectMany((item, i) => Under(item, items.Count == 1 ? name : $"{name} {i + 1}")),
        _ => node.ToString() is { Length: > 0 } value && !Guid.TryParse(value, out _) ? [(name, value)] : []
    };
}
