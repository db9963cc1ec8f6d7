using Marten;
using Microsoft.AspNetCore.Authorization;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

/// <summary>Puts on every request what protects the record of the citizen it is about, so that one place can say what is closed to whom.</summary>
public sealed class ProtectsSubjects(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, Subjects subjects, Remembered<Protection> protections, IDocumentStore store, NpgsqlDataSource database)
    {
        if (context.Features.Get<Act>() is { } act && context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
            && await RecordsLooks.SubjectOfAsync(context, known: true, subjects, context.RequestAborted) is var (citizen, thing) && await protections.FindAsync(ProtectionStream.Of(citizen), store) is { } protection)
            context.Features.Set(act with { Protection = new(protection, thing, await StreamsAsync(protection, database, context.RequestAborted)) });
        await next(context);
    }

    /// <summary>What is restricted by itself, and the decisions, data requests, commitments, reviews, ratings and complaints of matters that are.</summary>
    static async Task<IReadOnlySet<Guid>> StreamsAsync(Protection protection, NpgsqlDataSource database, CancellationToken ct)
    {
        var restricted = protection.Restrictions.Select(r => r.StreamId).OfType<Guid>().ToHashSet();
        if (restricted.Count == 0)
            return restricted;
        await using var command = database.CreateCommand(string.Join(" union all ", new[] { "decision", "datarequest", "commitment", "review", "rating", "complaint" }.Select(
            table => $"select id from {Store.Schema}.mt_doc_{table} where cast(data->>'citizenId' as uuid) = $1 and cast(data->>'applicationId' as uuid) = any($2)")));
        command.Parameters.Add(new() { Value = protection.CitizenId });
        command.Parameters.Add(new() { Value = restricted.ToArray() });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            restricted.Add(rows.GetGuid(0));
        return restricted;
    }
}
