using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceLedger.Load.Fuzz;

/// <summary>What answers have shown to be on record, by the name it goes under: ids, codes, numbers, and the version each thing has.</summary>
sealed partial class Harvest
{
    const int Most = 400;

    // By name for everybody, and by whom it was shown to and name.
    readonly Dictionary<(string? Who, string Name), List<string>> shown = [];
    readonly Dictionary<string, long> versions = [];
    readonly Dictionary<string, string> nameOfFolder = [];

    public Harvest(DescribedApi api, IEnumerable<(string? Who, string Name, string Value)> given)
    {
        foreach (var path in api.Operations.Select(o => o.Path))
            if (FolderAndName().Match(path) is { Success: true } match)
                nameOfFolder[match.Groups[1].Value] = match.Groups[2].Value;
        foreach (var (who, name, value) in given)
            Add(who, name, value);
    }

    /// <summary>One of those that are on record under this name, more often than not one that was shown to whoever asks; null where none is known.</summary>
    public string? Any(string name, Random random, string who)
    {
        var own = random.Next(4) > 0;
        return (own && (shown.TryGetValue((who, name), out var values) || shown.TryGetValue((who, Alias(name)), out values)))
            || shown.TryGetValue((null, name), out values) || shown.TryGetValue((null, Alias(name)), out values) ? values[random.Next(values.Count)] : null;
    }

    public long? VersionOf(string? id) => id is not null && versions.TryGetValue(id, out var version) ? version : null;

    /// <summary>Something was recorded of it.</summary>
    public void Wrote(string id)
    {
        if (versions.TryGetValue(id, out var version))
            versions[id] = version + 1;
    }

    /// <summary>Takes what an answer shows somebody.</summary>
    public void Take(string who, Answer answer)
    {
        if (answer is not { Status: >= 200 and < 300, MediaType: "application/json" })
            return;
        try
        {
            Take(who, JsonNode.Parse(answer.Body), "");
        }
        catch (JsonException)
        {
            // The judge says so.
        }
    }

    void Take(string who, JsonNode? node, string under)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var one in list)
                    Take(who, one, under);
                break;
            case JsonObject members:
                TakeVersion(members);
                foreach (var (name, value) in members)
                {
                    if (value is JsonValue text && text.TryGetValue<string>(out var said))
                        TakeText(who, name, said, under);
                    else
                        Take(who, value, name);
                }

                break;
        }
    }

    void TakeVersion(JsonObject members)
    {
        if (members["version"] is not JsonValue value || !value.TryGetValue<long>(out var version))
            return;
        var id = Text(members["streamId"]) ?? Text(members["id"]) ?? members.Where(m => m.Key.EndsWith("Id", StringComparison.Ordinal)).Select(m => Text(m.Value)).FirstOrDefault(t => t is not null);
        if (id is not null)
            versions[id] = members["streamId"] is null ? version : Math.Max(version, versions.GetValueOrDefault(id));
    }

    static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    void TakeText(string who, string name, string said, string under)
    {
        if (Guid.TryParse(said, out _))
        {
            if (name == "id" && under.EndsWith('s'))
                Add(who, (under.EndsWith("ies", StringComparison.Ordinal) ? under[..^3] + "y" : under[..^1]) + "Id", said);
            else if (name.EndsWith("Id", StringComparison.Ordinal))
                Add(who, name, said);
            return;
        }

        foreach (Match link in Links().Matches(said))
            if (nameOfFolder.TryGetValue(link.Groups[1].Value, out var of))
                Add(who, of, link.Groups[2].Value);
        if (name is "caseNumber" or "itemCode" or "department" or "indicator" or "paperId" or "next" or "stepCode" or "listNumber" || (name is "code" && under is "items"))
            Add(who, name is "code" ? "itemCode" : name, said);
    }

    void Add(string? who, string name, string value)
    {
        var values = shown.TryGetValue((who, name), out var known) ? known : shown[(who, name)] = [];
        if (!values.Contains(value))
        {
            // The latest are as likely as the first.
            if (values.Count >= Most)
                values.RemoveAt(values.Count / 2);
            values.Add(value);
        }

        if (who is not null)
            Add(null, name, value);
    }

    static string Alias(string name) => name switch
    {
        "code" or "item" or "itemCodes" => "itemCode",
        "departmentCode" or "provider" or "consumer" or "to" or "departments" => "department",
        "matterId" or "intoId" or "otherId" or "applicationIds" or "applications" => "applicationId",
        "survivorId" or "granterId" or "representativeId" or "subjectId" or "citizen" or "otherCitizenId" => "citizenId",
        "papers" or "paper" => "paperId",
        "officer" or "actor" or "actorId" => "officerId",
        "after" => "next",
        _ when name.EndsWith("EvidenceId", StringComparison.Ordinal) => "evidenceId",
        _ when name.EndsWith("ApplicationId", StringComparison.Ordinal) => "applicationId",
        _ when name.EndsWith("CitizenId", StringComparison.Ordinal) => "citizenId",
        _ => name
    };

    [GeneratedRegex("^/api/([a-z-]+)/\\{([A-Za-z]+)\\}")]
    private static partial Regex FolderAndName();

    [GeneratedRegex("/api/([a-z-]+)/([0-9a-f]{8}-[0-9a-f-]{27})")]
    private static partial Regex Links();
}
