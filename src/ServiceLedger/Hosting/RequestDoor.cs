using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ServiceLedger.Hosting;

/// <summary>The body of a request as it came, and its SHA-256: what an idempotency key stands for.</summary>
public sealed record CheckedBody(byte[] Bytes, string Hash);

/// <summary>
/// Bad input ends here, before any endpoint: size, UTF-8, surrogates, U+0000, depth, duplicate and unknown members, wrong types.
/// Each refusal names the field by its JSON path and never repeats the value.
/// </summary>
public sealed class RequestDoor(RequestDelegate next, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json)
{
    /// <summary>The largest body accepted, in bytes; evidence is streamed by another way.</summary>
    public const int MaxBody = 1 << 20;

    public async Task InvokeAsync(HttpContext context)
    {
        if (BadText(context.Request) is { } bad)
        {
            await bad.WriteTo(context);
            return;
        }

        var accepts = context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>();
        if (accepts?.RequestType is null || HttpMethods.IsGet(context.Request.Method))
        {
            // Content that streams by is known by its digest, which its endpoint checks, and by what the query says of it.
            if (HttpMethods.IsPut(context.Request.Method))
                context.Features.Set(new CheckedBody([], Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Request.QueryString}\n{context.Request.Headers["Content-Digest"]}\n{context.Request.ContentType}\n{context.Request.Headers.ContentDisposition}")))));
            await next(context);
            return;
        }

        if (context.Request.ContentType is { } type && !type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await Problems.Make(415, "not-json", "The body must be JSON.", "请求体必须是 JSON。", "Send Content-Type: application/json.", "请发送 Content-Type: application/json。").WriteTo(context);
            return;
        }

        var bytes = await ReadAsync(context);
        var problem = bytes is null
            ? Problems.Make(413, "too-large", "The body is too large.", "请求体过大。", $"At most {MaxBody} bytes.", $"最多 {MaxBody} 字节。")
            : Check(bytes) ?? Bind(bytes, accepts.RequestType);
        if (problem is not null)
        {
            await problem.WriteTo(context);
            return;
        }

        context.Features.Set(new CheckedBody(bytes!, Convert.ToHexStringLower(SHA256.HashData(bytes!))));
        context.Request.Body = new MemoryStream(bytes!, writable: false);
        await next(context);
    }

    static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaxBody)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBody + 1;
        using var buffer = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            for (int read; (read = await ReadingAsync(() => context.Request.Body.ReadAsync(chunk, context.RequestAborted).AsTask(), context.RequestAborted)) > 0;)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > MaxBody)
                    return null;
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk, clearArray: true);
        }

        return buffer.ToArray();
    }

    /// <summary>Reads from a request's body: what cannot be read there is the caller's fault.</summary>
    internal static async Task<int> ReadingAsync(Func<Task<int>> read, CancellationToken aborted)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException and not BadHttpRequestException && !aborted.IsCancellationRequested)
        {
            // Kestrel reports a chunk size past 31 bits and control characters behind the last chunk this way.
            throw new BadHttpRequestException("The body cannot be read.", e);
        }
    }

    /// <summary>Route and query text must be Unicode without U+0000; PostgreSQL could not store it.</summary>
    static ProblemDetails? BadText(HttpRequest request)
    {
        if (!IsText(request.Path.Value))
            return Problems.Invalid("path", "The address holds characters that are not text.", "地址含有非文本字符。");
        foreach (var (name, values) in request.Query)
            if (!IsText(name) || values.Any(v => !IsText(v)))
                return Problems.Invalid("query", "The query holds characters that are not text.", "查询参数含有非文本字符。");
        return null;
    }

    static bool IsText(string? text)
    {
        if (text is null)
            return true;
        foreach (var rune in text.EnumerateRunes())
            if (rune.Value is 0 or 0xFFFD)
                return false;
        return true;
    }

    internal static ProblemDetails? Check(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
            return Problems.Invalid("$", "The body is not valid UTF-8.", "请求体不是有效的 UTF-8。");
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = LedgerJson.MaxDepth });
        var path = "$";
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                    continue;
                if (!TryGetString(ref reader, out var text))
                    return Problems.Invalid(path, "A text holds half of a surrogate pair.", "文本含有不成对的代理字符。");
                if (text.Contains('\0', StringComparison.Ordinal))
                    return Problems.Invalid(path, "A text holds the character U+0000.", "文本含有字符 U+0000。");
                if (reader.TokenType is JsonTokenType.PropertyName)
                    path = "$." + text;
            }
        }
        catch (JsonException e) when (e.Message.Contains("depth", StringComparison.Ordinal))
        {
            return Problems.Invalid("$", $"The body is nested more than {LedgerJson.MaxDepth} deep.", $"请求体嵌套超过 {LedgerJson.MaxDepth} 层。");
        }
        catch (JsonException e)
        {
            return Problems.Invalid("$", $"The body is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}).", $"请求体不是 JSON（第 {e.LineNumber + 1} 行，第 {e.BytePositionInLine + 1} 字节）。");
        }

        return null;
    }

    static bool TryGetString(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString() ?? "";
            return true;
        }
        catch (InvalidOperationException)
        {
            // Utf8JsonReader reports an escaped lone surrogate this way, and only when the text is asked for.
            text = "";
            return false;
        }
    }

    ProblemDetails? Bind(byte[] body, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(body, type, json.Value.SerializerOptions) is null
                ? Problems.Invalid("$", "The body is empty.", "请求体为空。")
                : null;
        }
        catch (JsonException e)
        {
            return Problems.Invalid(e.Path ?? "$", ReasonEn(e), ReasonZh(e));
        }
    }

    // The framework's own message may quote the value; only what is known to be harmless goes out.
    static string ReasonEn(JsonException e) =>
        Missing(e) is { } names ? $"Missing: {names}."
        : e.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) ? "The member stands there twice."
        : e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "This member is unknown here."
        : e.Message.Contains("doesn't allow null", StringComparison.Ordinal) ? "Null is not allowed here."
        : "The value is not of the type or form expected here.";

    static string ReasonZh(JsonException e) =>
        Missing(e) is { } names ? $"缺少：{names}。"
        : e.Message.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) ? "成员重复出现。"
        : e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "此处不认识该成员。"
        : e.Message.Contains("doesn't allow null", StringComparison.Ordinal) ? "此处不允许为空。"
        : "值的类型或格式不符合要求。";

    static string? Missing(JsonException e)
    {
        const string marker = "missing required properties including: ";
        var at = e.Message.IndexOf(marker, StringComparison.Ordinal);
        return at < 0 ? null : e.Message[(at + marker.Length)..].TrimEnd('.').Replace("'", "", StringComparison.Ordinal);
    }
}
