using System.Text;
using System.Text.Json;

namespace ServiceLedger.Verify;

/// <summary>Reads what files hold in its one spelling, or says what is wrong with it.</summary>
static class Strict
{
    /// <summary>The largest file that is read, but for the parts of an exported log: far more than any receipt or bundle needs.</summary>
    const int Largest = 256 * 1024 * 1024;

    static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>The content of a file; "-" is the standard input.</summary>
    internal static byte[] File(string path)
    {
        try
        {
            if (path != "-")
                return new FileInfo(path).Length > Largest
                    ? throw new Unreadable("tooLarge", new($"{path} is larger than {Largest} bytes.", $"{path} 超过 {Largest} 字节。")) : System.IO.File.ReadAllBytes(path);
            using var input = Console.OpenStandardInput();
            using var content = new MemoryStream();
            input.CopyTo(content);
            return content.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new Unreadable("noFile", new($"{path} cannot be read.", $"无法读取 {path}。"));
        }
    }

    /// <summary>Reads JSON in UTF-8 without members that stand there twice.</summary>
    internal static JsonElement Json(ReadOnlyMemory<byte> utf8, Said what)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8, Options);
            // Half of a surrogate pair is found out only where the text is read.
            Read(json.RootElement);
            return json.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new Unreadable("notJson", new($"{what.En} is not JSON in due form, or was cut short.", $"{what.Zh}不是格式正确的 JSON，或不完整。"));
        }

        static void Read(JsonElement value)
        {
            if (value.ValueKind is JsonValueKind.String)
                value.GetString();
            if (value.ValueKind is JsonValueKind.Array)
                foreach (var item in value.EnumerateArray())
                    Read(item);
            if (value.ValueKind is JsonValueKind.Object)
                foreach (var member in value.EnumerateObject())
                {
                    _ = member.Name;
                    Read(member.Value);
                }
        }
    }

    /// <summary>The members of an object that has exactly these.</summary>
    internal static JsonElement[] Members(JsonElement value, Said what, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind is not JsonValueKind.Object || value.EnumerateObject().Count() != names.Length)
            throw Form(what, names);
        var members = new JsonElement[names.Length];
        for (var i = 0; i < names.Length; i++)
            members[i] = value.TryGetProperty(names[i], out var member) ? member : throw Form(what, names);
        return members;
    }

    /// <summary>The texts of an array of texts.</summary>
    internal static string[] Texts(JsonElement value, Said what) =>
        value.ValueKind is JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind is JsonValueKind.String) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : throw Form(what);

    /// <summary>A text.</summary>
    internal static string Text(JsonElement value, Said what) => value.ValueKind is JsonValueKind.String ? value.GetString()! : throw Form(what);

    /// <summary>The bytes of standard base64 with padding (RFC 4648 §4), in its one spelling.</summary>
    internal static byte[] Base64(JsonElement value, Said what)
    {
        var text = Text(value, what);
        try
        {
            var bytes = Convert.FromBase64String(text);
            return Convert.ToBase64String(bytes) == text ? bytes : throw Form(what);
        }
        catch (FormatException)
        {
            throw Form(what);
        }
    }

    /// <summary>An id in its one spelling: lower case, with hyphens.</summary>
    internal static Guid Id(JsonElement value, Said what) =>
        value.ValueKind is JsonValueKind.String && Guid.TryParseExact(value.GetString(), "D", out var id) && id.ToString("D") == value.GetString() ? id : throw Form(what);

    /// <summary>The text of bytes in UTF-8.</summary>
    internal static string Utf8(byte[] bytes, Said what) => System.Text.Unicode.Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw Form(what);

    internal static Unreadable Form(Said what, ReadOnlySpan<string> members = default)
    {
        var list = members.IsEmpty ? "" : string.Join(", ", members.ToArray());
        return new("form", list.Length == 0
            ? new($"{what.En} is not of its form.", $"{what.Zh}格式不符。") : new($"{what.En} is not of its form; it has exactly: {list}.", $"{what.Zh}格式不符；应恰有：{list}。"));
    }
}
