using System.Text.Json;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>What a request finds or shows, told by its endpoint where the address does not say it.</summary>
public sealed class Seen
{
    internal Func<Task> Record { get; set; } = () => Task.CompletedTask;

    /// <summary>The people a search found, and what it searched by.</summary>
    public (IReadOnlyList<Guid> Citizens, SearchKey By)? Found { get; set; }

    /// <summary>The citizen whose case is the actor's own or a relative's, or whose matter is not theirs to see: the request is refused for it.</summary>
    public Guid? Refused { get; set; }

    /// <summary>What a list holds of whom: each is a look at that citizen.</summary>
    public IReadOnlyList<(Guid Citizen, Guid Stream)>? Listed { get; set; }

    /// <summary>The form in which what is shown leaves as a file.</summary>
    public ExportFormat? ExportedAs { get; set; }

    /// <summary>How many events or documents are shown; 1 where nothing is told.</summary>
    public int Results { get; set; } = 1;

    /// <summary>The classes of fields that are shown.</summary>
    public FieldClass[] Fields { get; set; } = [FieldClass.Facts];

    /// <summary>Records the look now, for content that is too large to be held back; throws <see cref="LookNotRecorded"/> and then nothing may be sent.</summary>
    public Task RecordNowAsync() => Record();
}

/// <summary>
/// Nothing on record of a citizen leaves before the look at it is recorded. The answer is held back until the look is committed; where it cannot be,
/// the answer is 503 and shows nothing. Attempts that are refused are recorded too. An address that <see cref="ReadPaths"/> does not name shows nothing.
/// </summary>
public sealed class RecordsLooks(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, LookJournal journal, Subjects subjects)
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint || context.Features.Get<Act>() is not { } act || ReadPaths.Of(endpoint, context.Request.Method) is not { } sections)
        {
            await next(context);
            return;
        }

        var answer = context.Response.Body;
        using var held = new MemoryStream();
        var recorded = false;
        var seen = new Seen();
        seen.Record = RecordNowAsync;
        context.Features.Set(seen);
        context.Response.Body = held;
        try
        {
            await next(context);
            if (!recorded)
                await RecordAsync();
        }
        finally
        {
            context.Response.Body = answer;
        }

        held.Position = 0;
        await held.CopyToAsync(answer, context.RequestAborted);

        async Task RecordNowAsync()
        {
            recorded = true;
            await RecordAsync();
            context.Response.Body = answer;
        }

        async Task RecordAsync()
        {
            var status = context.Response.StatusCode;
            // Whom it is about is asked for to its end, so that an attempt stays on record when whoever made it has gone.
            var (shows, screen, via) = (status is >= 200 and < 300, ReadPaths.Screen(endpoint), context.Features.Get<OnPage>() is null ? LookVia.Api : LookVia.Screen);
            if (seen.Refused is { } kin)
                await journal.RecordAsync(new Look(kin, new AccessRefused(kin, screen, null, status, via), act));
            else if (seen.Found is var (people, by))
                await journal.RecordAsync([.. people.Select(p => new Look(p, new SearchPerformed(p, by, people.Count, via), act))]);
            else if (shows && seen.Listed is { } listed)
                await journal.RecordAsync([.. listed.Select(l => new Look(l.Citizen, new FileViewed(l.Citizen, screen, sections, l.Stream, 1, Via: via), act))]);
            else if (shows && sections.Length > 0)
            {
                var (citizen, stream) = await SubjectOfAsync(context, shows, subjects, CancellationToken.None) ?? throw new System.Diagnostics.UnreachableException($"{screen} shows something and nobody it is about.");
                await journal.RecordAsync(new Look(
                    citizen, seen.ExportedAs is { } format ? new Exported(citizen, screen, sections, format, seen.Results, via) : new FileViewed(citizen, screen, sections, stream, seen.Results, Shown(context, citizen, seen.Fields), via), act));
            }
            else if (shows && HttpMethods.IsGet(context.Request.Method))
                throw new System.Diagnostics.UnreachableException($"{screen} shows something and stands in no list.");
            else if (ReadPaths.IsRefusal(endpoint, context.Request.Method, status) && await SubjectOfAsync(context, shows, subjects, CancellationToken.None) is var (citizen, stream))
                await journal.RecordAsync(new Look(citizen, new AccessRefused(citizen, screen, stream, status, via), act));
        }
    }

    /// <summary>Of what is closed to the reader no values are shown.</summary>
    static FieldClass[] Shown(HttpContext context, Guid citizen, FieldClass[] fields) =>
        context.Features.Get<Act>() is { Protection: { } p } reader && reader.ClosureOf(citizen, p.Thing) is not null ? [.. fields.Intersect([FieldClass.Facts, FieldClass.Officers])] : fields;

    /// <summary>Whom a request is about, and the one thing of theirs it names; null where there is no such thing.</summary>
    /// <param name="known">Whether a citizen who is named need not be asked for: something of theirs was shown, or nothing hangs on it.</param>
    internal static async Task<(Guid Citizen, Guid? Stream)?> SubjectOfAsync(HttpContext context, bool known, Subjects subjects, CancellationToken ct)
    {
        foreach (var (name, id) in Named(context))
        {
            if (known && name == "citizenId")
                return (id, null);
            if (await subjects.OfAsync(id, ct) is { } subject)
                return (subject.Citizen, name == "citizenId" ? null : subject.Stream);
        }

        return null;
    }

    /// <summary>What a request names: in its address, else in its query, else in its body. An agreement or a department is named as well as a matter, so whoever asks goes on to the first that is about somebody.</summary>
    static List<(string Name, Guid Id)> Named(HttpContext context)
    {
        var named = new List<(string Name, Guid Id)>();
        foreach (var (name, value) in context.Request.RouteValues.Select(v => (v.Key, v.Value as string)).Concat(context.Request.Query.Select(q => (q.Key, (string?)q.Value))))
            if (name.EndsWith("Id", StringComparison.Ordinal) && Guid.TryParse(value, out var id))
                named.Add((name, id));
        if (named.Count > 0 || context.Features.Get<CheckedBody>() is not { Bytes.Length: > 0 } body)
            return named;
        using var json = JsonDocument.Parse(body.Bytes);
        foreach (var member in json.RootElement.EnumerateObject())
            if (member.Name.EndsWith("Id", StringComparison.Ordinal) && member.Value.ValueKind is JsonValueKind.String && member.Value.TryGetGuid(out var id))
                named.Add((member.Name, id));
        return named;
    }
}
