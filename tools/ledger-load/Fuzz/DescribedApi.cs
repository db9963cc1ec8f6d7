using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace ServiceLedger.Load.Fuzz;

/// <summary>Something the API's description says it does.</summary>
/// <param name="Body">The schema of its JSON body, where it takes one.</param>
/// <param name="Answers">By status the media types it answers with, each with its schema; none where the answer has no body.</param>
sealed record DescribedOperation(string Method, string Path, IReadOnlyList<DescribedParameter> Parameters, JsonNode? Body, IReadOnlyDictionary<int, IReadOnlyDictionary<string, JsonSchema?>> Answers)
{
    public string Name => $"{Method} {Path}";
}

/// <summary>A part of an address or of its query.</summary>
sealed record DescribedParameter(string Name, bool InPath, JsonNode Schema);

/// <summary>The service's own description (OpenAPI 3.1), and whether an answer is as it says.</summary>
sealed class DescribedApi
{
    const string Components = "#/components/schemas/", Id = "https://serviceledger.invalid/api";

    static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    readonly JsonNode schemas;

    public IReadOnlyList<DescribedOperation> Operations { get; }

    public DescribedApi(string json)
    {
        var document = JsonNode.Parse(json.Replace(Components, Id + "#/$defs/", StringComparison.Ordinal))!;
        schemas = document["components"]!["schemas"]!;
        SchemaRegistry.Global.Register(JsonSchema.FromText(new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = Id, ["$defs"] = schemas.DeepClone() }.ToJsonString()));
        Operations = [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(o => Read(o.Key.ToUpperInvariant(), path.Key, o.Value!)))];
    }

    static DescribedOperation Read(string method, string path, JsonNode operation) => new(
        method, path,
        [.. (operation["parameters"]?.AsArray() ?? []).Select(p => new DescribedParameter((string)p!["name"]!, (string)p["in"]! == "path", p["schema"] ?? new JsonObject()))],
        operation["requestBody"]?["content"]?["application/json"]?["schema"],
        operation["responses"]!.AsObject().ToDictionary(
            a => int.Parse(a.Key, System.Globalization.CultureInfo.InvariantCulture),
            a => (IReadOnlyDictionary<string, JsonSchema?>)(a.Value!["content"]?.AsObject() ?? new JsonObject()).ToDictionary(c => c.Key, c => c.Value?["schema"] is { } schema ? JsonSchema.FromText(schema.ToJsonString()) : null)));

    /// <summary>What a schema refers to, or the schema itself.</summary>
    public JsonNode Resolved(JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? Resolved(schemas[reference[(Id.Length + "#/$defs/".Length)..]]!) : schema;

    /// <summary>Why an answer is not as described: of which kind, and what.</summary>
    public static (FindingKind Kind, string What)? Fault(DescribedOperation operation, Answer answer)
    {
        if (!operation.Answers.TryGetValue(answer.Status, out var media))
            return (FindingKind.Undocumented, $"status {answer.Status}");
        if (media.Count == 0)
            return answer.Body.Length == 0 ? null : (FindingKind.Schema, $"{answer.Status} has a body");
        var type = answer.MediaType ?? "";
        if (!media.TryGetValue(type, out var schema) && !media.TryGetValue("*/*", out schema))
            return (FindingKind.Undocumented, $"{answer.Status} of type «{type}»");
        if (schema is null || type is not ("application/json" or "application/problem+json"))
            return null;
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(answer.Body);
        }
        catch (JsonException)
        {
            return (FindingKind.Schema, $"{answer.Status} is no JSON");
        }

        if (schema.Evaluate(json, new EvaluationOptions { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true }).IsValid)
            return null;
        var faults = schema.Evaluate(json, Options).Details.Where(d => !d.IsValid && d.Errors is { Count: > 0 })
            .SelectMany(d => d.Errors!.Select(e => $"{Place(d.InstanceLocation.ToString())} {e.Key}: {(e.Value.Length > 160 ? e.Value[..160] : e.Value)}")).Distinct().Take(3);
        return (FindingKind.Schema, $"{answer.Status}: {string.Join("; ", faults)}");
    }

    // Which of many it was is no other finding.
    static string Place(string location) => string.Join('/', location.Split('/').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "*" : part));
}
