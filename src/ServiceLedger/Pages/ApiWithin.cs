using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages;

/// <summary>What a page states with what it asks; as <see cref="RequestStatement"/>.</summary>
public sealed record Statement(string? Purpose = null, Guid? Matter = null, string? LegalBasis = null, Channel? Channel = null, Guid? OnBehalfOf = null, Guid? BreakGlass = null, string? Role = null)
{
    internal IEnumerable<(string Name, string? Value)> Headers() =>
    [
        (RequestStatement.Purpose, Purpose), (RequestStatement.Matter, Matter?.ToString()), (RequestStatement.LegalBasis, LegalBasis), (RequestStatement.Channel, Channel?.InJson()),
        (RequestStatement.OnBehalfOf, OnBehalfOf?.ToString()), (RequestStatement.BreakGlass, BreakGlass?.ToString()), (RequestStatement.Role, Role)
    ];
}

/// <summary>One request of a page to the API.</summary>
/// <param name="Address">Path and query, as over HTTP.</param>
/// <param name="Key">The idempotency key; a form carries it, so that it counts once however often it is sent.</param>
/// <param name="More">Other headers.</param>
public sealed record Question(string Method, string Address, Stream? Body = null, string? ContentType = null, Statement? States = null, Guid? Key = null, IReadOnlyDictionary<string, string>? More = null);

/// <summary>What the API answered.</summary>
/// <param name="Position">Of a write: from which position on it is read.</param>
public sealed record Answer(int Status, byte[] Body, string? ContentType, string? Disposition, long? Position, string? Location)
{
    /// <summary>A refusal before anything was asked.</summary>
    public static Answer Of(ProblemDetails problem) => new(problem.Status!.Value, JsonSerializer.SerializeToUtf8Bytes(problem), MediaTypeNames.Application.ProblemJson, null, null, null);

    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>Why it was refused; null where it was not.</summary>
    public ProblemDetails? Problem => IsGood ? null
        : Body.Length > 0 && ContentType?.Contains("json", StringComparison.Ordinal) is true ? JsonSerializer.Deserialize<ProblemDetails>(Body)
        : Problems.Make(Status, "bad-request", "The request could not be served.", "无法处理该请求。", "Go back and try again.", "请返回后重试。");

    // What is null is left out of answers, as it is of what is stored.
    public T Read<T>() => JsonSerializer.Deserialize<T>(Body, LedgerJson.Stored)!;
}

/// <summary>
/// The API, asked within the process: a page has no way of its own to what is on record. The same policy judges it, the same decisions decide, the same looks are recorded.
/// </summary>
public sealed class ApiWithin
{
    static readonly JsonSerializerOptions Json = LedgerJson.ForHttp(new JsonSerializerOptions());

    Lazy<RequestDelegate>? api;

    /// <summary>Gives it what every request of the API passes from routing on; a process that does not serve never makes it.</summary>
    internal void Open(Func<RequestDelegate> pipeline) => api = new(pipeline);

    /// <summary>The JSON of a command.</summary>
    public static Stream BodyOf<T>(T command) => new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(command, Json));

    /// <summary>Asks as the person who is signed in on the page; as nobody, where nobody is.</summary>
    public async Task<Answer> AskAsync(HttpContext page, Question question)
    {
        await using var scope = page.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = page.RequestAborted, TraceIdentifier = page.TraceIdentifier };
        var query = question.Address.IndexOf('?', StringComparison.Ordinal);
        (context.Request.Method, context.Request.Scheme, context.Request.Host) = (question.Method, page.Request.Scheme, page.Request.Host);
        (context.Request.Path, context.Request.QueryString) = query < 0 ? (question.Address, default) : (Uri.UnescapeDataString(question.Address[..query]), new QueryString(question.Address[query..]));
        foreach (var (name, value) in (question.States ?? new()).Headers().Append((IdempotencyKeys.Header, question.Key?.ToString())).Concat((question.More ?? new Dictionary<string, string>()).Select(m => (m.Key, (string?)m.Value))))
            if (value is not null)
                context.Request.Headers[name] = value;
        if (question.Body is not null)
            (context.Request.Body, context.Request.ContentType, context.Request.ContentLength) = (question.Body, question.ContentType ?? MediaTypeNames.Application.Json, question.Body.CanSeek ? question.Body.Length : null);
        context.Connection.RemoteIpAddress = page.Connection.RemoteIpAddress;
        context.Features.Set(new OnPage());
        if (page.Features.Get<SignedIn>() is { } who)
            context.Features.Set(who);
        context.Response.Body = answer;
        await api!.Value(context);
        await context.Response.CompleteAsync();
        var headers = context.Response.Headers;
        return new(
            context.Response.StatusCode, answer.ToArray(), context.Response.ContentType, headers.ContentDisposition.ToString() is { Length: > 0 } disposition ? disposition : null,
            long.TryParse(headers[Recording.Position], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : null, headers.Location);
    }
}
