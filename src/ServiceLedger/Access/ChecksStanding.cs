using System.Text.Json;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// What every request of an officer passes, whatever its address: they are not locked, hold the role they act in, and nothing that the request names
/// or finds is about themselves or a declared relative. Whom a thing is about is read from the first event of its stream.
/// </summary>
public sealed class ChecksStanding(RequestDelegate next)
{
    // An officer's standing is nobody's case.
    const string Officers = "/api/officers";

    // What belongs to a matter and has a stream of its own, that does not know who is recused from the matter.
    static readonly string[] OfMatters = ["commitmentId", "dataRequestId", "decisionId", "reviewId"];

    public async Task InvokeAsync(HttpContext context, Remembered<Officer> standings, IDocumentStore store, NpgsqlDataSource database)
    {
        if (context.Features.Get<Act>() is not { IsOfficer: true } act || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        var officer = await standings.FindAsync(OfficerStream.Of(act.ActorId), store);
        if (Officer.Refuse(officer, act) is { } refusal)
        {
            await refusal.WriteTo(context);
            return;
        }

        act = act with { Kin = [.. (officer?.Kin ?? []).Concat(act.OwnCitizenId is { } own ? [own] : []).Distinct()] };
        context.Features.Set(act);
        if (act.Kin.Count > 0 && !context.Request.Path.StartsWithSegments(Officers) && await KinNamedAsync(context, act, database) is { } named)
        {
            await RefuseOwnCase(context, named);
            return;
        }

        if (await IsRecusedAsync(context, act, database))
        {
            await Problems.Forbidden("You are recused from this matter.", "您已在本办件中回避。").WriteTo(context);
            return;
        }

        await next(context);
        if (act.Kin.Count > 0 && context.Features.Get<Seen>() is { Found: var (found, _) } seen && found.Any(act.Kin.Contains))
        {
            seen.Found = null;
            context.Response.Clear();
            await RefuseOwnCase(context, found.First(act.Kin.Contains));
        }
    }

    static Task RefuseOwnCase(HttpContext context, Guid citizen)
    {
        if (context.Features.Get<Seen>() is { } seen)
            seen.Refused = citizen;
        return Problems.Make(
            403, "own-case", "This is your own case, or a relative's.", "此件涉及您本人或亲属。",
            "An officer without ties handles it; you see your own record by your sign-in as a citizen.", "应由无利害关系的人员办理；本人记录请以个人身份登录查看。").WriteTo(context);
    }

    /// <summary>The first of the officer's kin whom anything is about that the request names by its id: in the address, the query, the body, or as its matter or mandate.</summary>
    static async Task<Guid?> KinNamedAsync(HttpContext context, Act act, NpgsqlDataSource database)
    {
        var named = Named(context, act);
        if (named.Count == 0)
            return null;
        if (act.Kin.FirstOrDefault(named.Contains) is var self && self != Guid.Empty)
            return self;
        await using var command = database.CreateCommand(
            $"""
            select data->>'citizenId' from {Store.Schema}.mt_events where stream_id = any($1) and version = 1 and data->>'citizenId' = any($2)
            union all
            select data->>'citizenId' from {Store.Schema}.mt_events where id = any($1) and data->>'citizenId' = any($2) limit 1
            """);
        command.Parameters.Add(new() { Value = named.ToArray() });
        command.Parameters.Add(new() { Value = act.Kin.Select(k => k.ToString()).ToArray() });
        return await command.ExecuteScalarAsync(context.RequestAborted) is string citizen ? Guid.Parse(citizen) : null;
    }

    static HashSet<Guid> Named(HttpContext context, Act act)
    {
        HashSet<Guid> ids = [.. new[] { act.MatterId, act.OnBehalfOf }.OfType<Guid>()];
        foreach (var text in context.Request.RouteValues.Values.OfType<string>().Concat(context.Request.Query.SelectMany(q => q.Value).OfType<string>()))
            if (Guid.TryParse(text, out var id))
                ids.Add(id);
        var body = new Utf8JsonReader(context.Features.Get<CheckedBody>()?.Bytes is { Length: > 0 } bytes ? bytes : "null"u8);
        while (body.Read())
            if (body.TokenType is JsonTokenType.String && body.TryGetGuid(out var id))
                ids.Add(id);
        return ids;
    }

    /// <summary>Whether it is a change to what belongs to a matter from which the officer is recused; of the matter itself its own state tells.</summary>
    static async Task<bool> IsRecusedAsync(HttpContext context, Act act, NpgsqlDataSource database)
    {
        if (HttpMethods.IsGet(context.Request.Method) || OfMatters.Select(name => context.Request.RouteValues.GetValueOrDefault(name) as string).FirstOrDefault(v => v is not null) is not { } value || !Guid.TryParse(value, out var id))
            return false;
        await using var command = database.CreateCommand(
            $"""
            select exists (
                select from {Store.Schema}.mt_events e join {Store.Schema}.mt_doc_application a on a.id = (e.data->>'applicationId')::uuid
                where e.stream_id = $1 and e.version = 1 and a.data->'recused' @> to_jsonb(array[$2]))
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = act.ActorId });
        return await command.ExecuteScalarAsync(context.RequestAborted) is true;
    }
}
