using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServiceLedger.Hosting;

/// <summary>Enums as their camelCase name, exactly one of them: no numbers, no lists, no other case.</summary>
public sealed class EnumNames : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Names<>).MakeGenericType(typeToConvert))!;

    /// <summary>Reads a name that stands in a query.</summary>
    public static bool TryRead<T>(string name, out T value)
        where T : struct, Enum => Names<T>.FromName.TryGetValue(name, out value);

    /// <summary>All names, in the order of the values.</summary>
    public static IEnumerable<string> Of<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(v => v.InJson());

    /// <summary>The names of an enum that is known at run time only.</summary>
    public static IEnumerable<string> Of(Type type) =>
        Enum.GetValues(type).Cast<Enum>().Select(v => JsonSerializer.Serialize(v, type, LedgerJson.Stored).Trim('"'));

    sealed class Names<T> : JsonConverter<T>
        where T : struct, Enum
    {
        static readonly Dictionary<T, string> ToName = Enum.GetValues<T>().ToDictionary(v => v, v => v.InJson());
        internal static readonly Dictionary<string, T> FromName = ToName.ToDictionary(p => p.Value, p => p.Key);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String && FromName.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(ToName[value]);

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            FromName.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(ToName[value]);
    }
}
