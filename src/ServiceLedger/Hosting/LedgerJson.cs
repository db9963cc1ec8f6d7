using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceLedger.Hosting;

/// <summary>The JSON of the ledger: one form for what is stored, one stricter form for what comes in over HTTP.</summary>
public static class LedgerJson
{
    /// <summary>The deepest nesting accepted.</summary>
    public const int MaxDepth = 32;

    /// <summary>Stored events, documents and sealed values: camelCase, enums by name, absent instead of null.</summary>
    public static JsonSerializerOptions Stored { get; } = ForStorage(new JsonSerializerOptions());

    /// <summary>Sets the stored form on the given options.</summary>
    public static JsonSerializerOptions ForStorage(JsonSerializerOptions options)
    {
        Common(options);
        // jsonb orders members as it likes, so a type discriminator need not come first.
        options.AllowOutOfOrderMetadataProperties = true;
        return options;
    }

    /// <summary>Requests and answers: unknown, duplicate and missing members are refused, null is refused where the type forbids it.</summary>
    public static JsonSerializerOptions ForHttp(JsonSerializerOptions options)
    {
        Common(options);
        options.MaxDepth = MaxDepth;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        return options;
    }

    /// <summary>An enum value as it stands in JSON: camelCase, but a grade stays the letter it is.</summary>
    public static string InJson<T>(this T value)
        where T : struct, Enum => value.ToString() is { Length: > 1 } name ? JsonNamingPolicy.CamelCase.ConvertName(name) : value.ToString();

    static void Common(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new EnumNames());
    }
}
