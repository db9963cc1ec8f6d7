using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>What a request finds or shows, told by its endpoint where the address does not say it.</summary>
public sealed class Seen
{
    internal Func<Task> Record { get; set; } = () => Task.CompletedTask;

    /// <summary>The people a search found, and what it searched by.</summary>
    public (IReadOnlyList<Guid> Citizens, SearchKey By)? Found { get; set; }

    /// <summary>The citizen whose case is the actor's own or a relative's: the request is refused for it.</summary>
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
    public async Task InvokeAsync(HttpContext context, LookJournal journal, NpgsqlDataSource database)
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
            if (status is 200 && sections.Length == 0 && HttpMethods.IsGet(context.Request.Method))
                throw new System.Diagnostics.UnreachableException($"{ReadPaths.Screen(endpoint)} shows something and stands in no list.");
            if (seen.Refused is { } kin)
                await journal.RecordAsync(new Look(kin, new AccessRefused(kin, ReadPaths.Screen(endpoint), null, status), act));
            else if (seen.Found is var (people, by))
                await journal.RecordAsync([.. people.Select(p => new Look(p, new SearchPerformed(p, by, people.Count), act))]);
            else if (seen.Listed is { } listed)
                await journal.RecordAsync([.. listed.Select(l => new Look(l.Citizen, new FileViewed(l.Citizen, ReadPaths.Screen(endpoint), sections, l.Stream, 1), act))]);
            else if ((status is 200 && sections.Length > 0) || status is 403 or 404)
            {
                var (citizen, stream) = await SubjectOfAsync(context, status, database);
                if (citizen is { } id)
                    await journal.RecordAsync(new Look(id, status is 200 ? seen.ExportedAs is { } format ? new Exported(id, ReadPaths.Screen(endpoint), sections, format, seen.Results) : new FileViewed(id, ReadPaths.Screen(endpoint), sections, stream, seen.Results, seen.Fields) : new AccessRefused(id, ReadPaths.Screen(endpoint), stream, status), act));
            }
        }
    }

    /// <summary>Whom an address is about, by the first event of the stream it names; nobody where there is no such stream.</summary>
    static async Task<(Guid? Citizen, Guid? Stream)> SubjectOfAsync(HttpContext context, int status, NpgsqlDataSource database)
    {
        var (name, value) = context.Request.RouteValues.FirstOrDefault(v => v.Key.EndsWith("Id", StringComparison.Ordinal));
        if (name is null || !Guid.TryParse(value as string, out var id))
            return (null, null);
        // What was shown of a citizen by their own id is about them; nothing need be asked.
        if (status is 200 && name == "citizenId")
            return (id, null);
        await using var command = database.CreateCommand(
            name == "eventId"
                ? $"select (data->>'citizenId')::uuid, stream_id from {Store.Schema}.mt_events where id = $1"
                : $"select (data->>'citizenId')::uuid, stream_id from {Store.Schema}.mt_events where stream_id = $1 and version = 1");
        command.Parameters.Add(new() { Value = id });
        await using var row = await command.ExecuteReaderAsync(context.RequestAborted);
        if (!await row.ReadAsync(context.RequestAborted) || await row.IsDBNullAsync(0, context.RequestAborted))
            return (null, null);
        var citizen = row.GetGuid(0);
        return (citizen, name == "citizenId" ? null : row.GetGuid(1));
    }
}
