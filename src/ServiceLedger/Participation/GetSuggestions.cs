using Marten;
using Marten.Events;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>A suggestion as everyone may read it: you said, we changed, it brought.</summary>
/// <param name="Name">Under which the author wants to be shown.</param>
/// <param name="Changed">Whether a moderator left something out.</param>
/// <param name="Next">What the department that is asked may do next.</param>
public sealed record PublishedSuggestion(
    Guid Id, string Title, string Text, bool Changed, string? Name, string Department, string? ItemCode, int? ItemVersion, DateOnly MadeOn, int Supporters, SuggestionStatus Status, Guid? MergedInto,
    OfficialAnswer? Answer, Implementation? Implementation, Effect? Effect, long Version, IReadOnlyList<SuggestionAction> Next);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record SuggestionPage(IReadOnlyList<PublishedSuggestion> Suggestions, Guid? Next);

/// <summary>A suggestion that waits for a moderator, as it was written.</summary>
public sealed record WaitingSuggestion(Guid Id, string Title, string Text, string? Name, string Department, string? ItemCode, DateOnly MadeOn, long Version);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record WaitingSuggestionPage(IReadOnlyList<WaitingSuggestion> Suggestions, Guid? Next);

/// <summary>An act of moderation: that it was done, on which ground and by which office, and nothing of what is hidden.</summary>
public sealed record ModerationLine(long Position, Guid SuggestionId, DateTimeOffset At, ModerationAct What, ModerationGround? Ground, string? Department, string? Role);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record ModerationLog(IReadOnlyList<ModerationLine> Acts, long? Next);

public static class GetSuggestionsEndpoint
{
    /// <summary>Suggestions that are shown, in the order they were made, a page at a time: <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/suggestions"), AllowAnonymous]
    public static async Task<SuggestionPage> Get(IQuerySession session, Vault vault, string? item, string? department, Guid? after, int? size, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        var suggestions = session.Query<Suggestion>().Where(s => s.Shown && s.MatchesSql("d.id > ?", after ?? Guid.Empty));
        if (item is not null)
            suggestions = suggestions.Where(s => s.ItemCode == item);
        if (department is not null)
            suggestions = suggestions.Where(s => s.DepartmentCode == department);
        var page = await suggestions.OrderBy(s => s.Id).Take(take).ToListAsync(ct);
        var closed = await ClosedAsync(page, session, ct);
        var shown = new List<PublishedSuggestion>();
        foreach (var suggestion in page)
            shown.Add(await PublicAsync(suggestion, closed, vault, ct));
        return new(shown, page.Count == take ? page[^1].Id : null);
    }

    /// <summary>The authors whose values are restricted or erased: nothing that is sealed for them is opened.</summary>
    internal static async Task<IReadOnlySet<Guid>> ClosedAsync(IReadOnlyList<Suggestion> suggestions, IQuerySession session, CancellationToken ct) =>
        (await session.LoadManyAsync<Protection>(ct, [.. suggestions.Select(s => ProtectionStream.Of(s.CitizenId)).Distinct()]))
            .Where(p => p.Erased is not null || p.Restrictions.Any(r => r.Scope is RestrictionScope.WholeRecord)).Select(p => p.CitizenId).ToHashSet();

    /// <summary>What everyone may read of it.</summary>
    internal static async Task<PublishedSuggestion> PublicAsync(Suggestion s, IReadOnlySet<Guid> closed, Vault vault, CancellationToken ct)
    {
        var key = s.Name is null || closed.Contains(s.CitizenId) ? null : await vault.KeyOf(s.CitizenId, PurposeClass.Matters, ct);
        return new(
            s.Id, s.Public!.Title, s.Public.Text, s.Public.Changed, key?.Open(s.Name), s.DepartmentCode, s.ItemCode, s.ItemVersion, Text.DateOf(s.MadeAt), s.Supporters, s.Status,
            s.MergedInto, s.Answer, s.Implementation, s.Effect, s.Edition, [.. s.NextForDepartment()]);
    }
}

public static class GetSuggestionEndpoint
{
    [WolverineGet("/api/suggestions/{suggestionId:guid}"), AllowAnonymous, ProducesResponseType<PublishedSuggestion>(200)]
    public static async Task<IResult> Get(Guid suggestionId, IQuerySession session, Vault vault, CancellationToken ct) =>
        await session.LoadAsync<Suggestion>(suggestionId, ct) is { Shown: true } suggestion
            ? Results.Ok(await GetSuggestionsEndpoint.PublicAsync(suggestion, await GetSuggestionsEndpoint.ClosedAsync([suggestion], session, ct), vault, ct)) : Results.Problem(Problems.NotFound());
}

/// <summary>What finds the acts of moderation, which are few, among all events.</summary>
public sealed class ModerationIndex() : FeatureSchemaBase("moderation", new PostgresqlMigrator())
{
    public const string Name = "moderation_done_position";

    protected override IEnumerable<ISchemaObject> schemaObjects()
    {
        yield return new Sql(Name, $"to_regclass('{Store.Schema}.{Name}') is not null", $"create index {Name} on {Store.Schema}.mt_events (seq_id) where type = '{EventCatalogue.Names[typeof(ModerationDone)]}';");
    }
}

public static class GetModerationEndpoint
{
    /// <summary>Every act of moderation, oldest first; nothing is ever taken out. <c>after</c> is the last position of the page before.</summary>
    [WolverineGet("/api/suggestions/moderation"), AllowAnonymous]
    public static async Task<ModerationLog> Get(IQuerySession session, long? after, int? size, CancellationToken ct)
    {
        var (take, from) = (HistoryPage.Size(size), Math.Max(after ?? 0, 0));
        var page = await session.Events.QueryAllRawEvents().Where(e => e.EventTypesAre(typeof(ModerationDone)) && e.Sequence > from).OrderBy(e => e.Sequence).Take(take).ToListAsync(ct);
        return new([.. page.Select(e => (Event: e, Done: (ModerationDone)e.Data, By: e.Act())).Select(m => new ModerationLine(
            m.Event.Sequence, m.Event.StreamId, m.Event.Timestamp, m.Done.What, m.Done.Ground, m.By?.Department, m.By?.Role))], page.Count == take ? page[^1].Sequence : null);
    }
}

public static class GetWaitingSuggestionsEndpoint
{
    public static ProblemDetails Validate(Act act) => Roles.RefuseOthersThanSupervisors(act) ?? WolverineContinue.NoProblems;

    /// <summary>Suggestions that nobody has moderated yet, in the order they were made; <c>after</c> is the last id of the page before.</summary>
    [WolverineGet("/api/supervision/suggestions")]
    public static async Task<WaitingSuggestionPage> Get(Act act, HttpContext context, Guid? after, int? size, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var (take, kin) = (HistoryPage.Size(size), act.Kin.ToArray());
        var page = await session.Query<Suggestion>().Where(s => !s.Moderated && s.MatchesSql("d.id > ?", after ?? Guid.Empty) && !s.CitizenId.IsOneOf(kin)).OrderBy(s => s.Id).Take(take).ToListAsync(ct);
        var closed = await GetSuggestionsEndpoint.ClosedAsync(page, session, ct);
        var open = page.Where(s => !closed.Contains(s.CitizenId)).ToArray();
        var ids = open.Select(s => s.Id).ToArray();
        var made = (await session.Events.Known().Where(e => e.StreamId.In(ids) && e.Version == 1).ToListAsync(ct)).ToDictionary(e => e.StreamId, e => (SuggestionMade)e.Data);
        context.Features.GetRequiredFeature<Seen>().Listed = [.. open.Select(s => (s.CitizenId, s.Id))];
        var waiting = new List<WaitingSuggestion>();
        foreach (var s in open)
        {
            var key = await vault.KeyOf(s.CitizenId, PurposeClass.Matters, ct);
            waiting.Add(new(s.Id, key.Open(made[s.Id].Title), key.Open(made[s.Id].Text), key.Open(made[s.Id].Name), s.DepartmentCode, s.ItemCode, Text.DateOf(s.MadeAt), s.Edition));
        }

        return new(waiting, page.Count == take ? page[^1].Id : null);
    }
}
