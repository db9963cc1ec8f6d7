using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>A citizen's file as one reader sees it, at one moment.</summary>
/// <param name="AsOf">What was true then; absent: now.</param>
/// <param name="KnownAt">What was on record then; absent: now.</param>
/// <param name="IdNumber">Masked but for the citizen: first three and last two characters.</param>
/// <param name="Next">The <c>page</c> of the next page of applications; absent on the last.</param>
public sealed record CitizenFileView(
    Guid CitizenId, string? Name, string? IdNumber, string? BirthDate, string? ForeignReference, string? ForeignSource, string? ResidenceDivision, string? UrbanRuralClass,
    FileCounts Counts, IReadOnlyList<ApplicationRow> Applications, IReadOnlyList<DecisionRow> Decisions, IReadOnlyList<MaterialRow> Materials, IReadOnlyList<CommitmentRow> Commitments,
    IReadOnlyList<DataRequestRow> DataRequests, IReadOnlyList<EvidenceRow> Evidence,
    DateTimeOffset? AsOf, DateTimeOffset? KnownAt, long Position, int? Next);

public sealed record FileCounts(int Applications, int Open, int Decisions, int Granted, int Materials);

public static class GetCitizenFileEndpoint
{
    public static async Task<ProblemDetails> ValidateAsync(Guid citizenId, Act act, string? asOf, string? knownAt, string? atLeast, int? page, IQuerySession session, TimeProvider time, CancellationToken ct) =>
        await FileReading.RefuseAsync(citizenId, act, "GET /api/citizens/{citizenId}/file", session, time, ct)
        ?? (Text.TryMoment(asOf, out _) ? null : Problems.Invalid("asOf", "A moment in ISO 8601 with its offset, e.g. 2026-01-31T00:00:00+08:00.", "请使用带时区的 ISO 8601 时间，如 2026-01-31T00:00:00+08:00。"))
        ?? (Text.TryMoment(knownAt, out _) ? null : Problems.Invalid("knownAt", "A moment in ISO 8601 with its offset, e.g. 2026-01-31T00:00:00+08:00.", "请使用带时区的 ISO 8601 时间，如 2026-01-31T00:00:00+08:00。"))
        ?? (atLeast is null || (long.TryParse(atLeast, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? null : Problems.Invalid("atLeast", "A Ledger-Position: a whole number.", "应为 Ledger-Position 的整数值。"))
        ?? (page is < 1 ? Problems.Invalid("page", "1 or more.", "应不小于 1。") : WolverineContinue.NoProblems);

    /// <summary>The file: the matters newest first, a hundred to the page.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/file")]
    public static async Task<IResult> Get(
        Guid citizenId, Act act, string? asOf, string? knownAt, string? atLeast, int? page, IQuerySession session, Vault vault, ProjectionProgress progress, CancellationToken ct)
    {
        if (atLeast is not null && !await progress.Reaches(long.Parse(atLeast, CultureInfo.InvariantCulture), ct))
            return Results.Problem(Problems.NotYet());
        Text.TryMoment(asOf, out var trueThen);
        Text.TryMoment(knownAt, out var knownThen);
        var file = await session.LoadAsync<CitizenFile>(citizenId, ct);
        if (file is not null && (trueThen ?? knownThen) is not null)
            file = await FileReading.At(file, trueThen, knownThen, session, ct);
        return file is null ? Results.Problem(Problems.NotFound()) : Results.Ok(View(file, act, await vault.KeyOf(citizenId, PurposeClass.Identity, ct), trueThen, knownThen, page ?? 1));
    }

    const int PageSize = 100;

    static CitizenFileView View(CitizenFile f, Act act, SubjectKey key, DateTimeOffset? asOf, DateTimeOffset? knownAt, int page)
    {
        var applications = f.Applications.OrderByDescending(a => a.SubmittedAt).ThenByDescending(a => a.Id).Skip((int)Math.Min((page - 1L) * PageSize, int.MaxValue)).Take(PageSize).ToArray();
        var shown = applications.Select(a => a.Id).ToHashSet();
        return new(
            f.Id, key.Open(f.Name), act.IsCitizen(f.Id) ? key.Open(f.IdNumber) : Masked(key.Open(f.IdNumber)), key.Open(f.BirthDate), key.Open(f.ForeignReference), f.ForeignSource,
            f.ResidenceDivision, f.UrbanRuralClass,
            new(f.Applications.Length, f.Applications.Count(a => a.EndedAt is null), f.Decisions.Length, f.Decisions.Count(d => d.Granted), f.Materials.Length),
            applications, [.. f.Decisions.Where(d => shown.Contains(d.ApplicationId))], [.. f.Materials.Where(m => shown.Contains(m.ApplicationId))],
            [.. f.Commitments.Where(c => shown.Contains(c.ApplicationId))], [.. f.DataRequests.Where(r => shown.Contains(r.ApplicationId))], f.Evidence,
            asOf, knownAt, f.Position, (long)page * PageSize < f.Applications.Length ? page + 1 : null);
    }

    static string? Masked(string? number) => number is null ? null : number[..3] + new string('*', number.Length - 5) + number[^2..];
}

public static class GetCitizenHistoryEndpoint
{
    public static async Task<ProblemDetails> ValidateAsync(Guid citizenId, Act act, IQuerySession session, TimeProvider time, CancellationToken ct) =>
        await FileReading.RefuseAsync(citizenId, act, "GET /api/citizens/{citizenId}/file/history", session, time, ct) ?? WolverineContinue.NoProblems;

    /// <summary>Everything that happened to this citizen's matters, oldest first; <c>after</c> is the last position of the page before.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/file/history")]
    public static async Task<IResult> Get(Guid citizenId, Act act, HttpContext context, long? after, int? size, IQuerySession session, Vault vault, CancellationToken ct)
    {
        if (await session.LoadAsync<CitizenFile>(citizenId, ct) is not { } file)
            return Results.Problem(Problems.NotFound());
        var take = HistoryPage.Size(size);
        var from = Math.Max(after ?? 0, 0);
        var streams = file.Streams().ToArray();
        var events = await session.Events.Known().Where(e => e.StreamId.In(streams) && e.Sequence > from).OrderBy(e => e.Sequence).Take(take).ToListAsync(ct);
        var history = await HistoryPage.Of(events, citizenId, act, vault, take, e => e.Sequence, ct);
        context.Features.GetRequiredFeature<Seen>().Results = history.Events.Count;
        return Results.Ok(history);
    }
}

/// <summary>The permalink of one event.</summary>
public static class GetEventEndpoint
{
    [WolverineGet("/api/events/{eventId:guid}")]
    public static async Task<IResult> Get(Guid eventId, Act act, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var e = await session.Events.Known().Where(x => x.Id == eventId).SingleOrDefaultAsync(ct);
        if (e?.Data is not ICitizenEvent about || await FileReading.RefuseAsync(about.CitizenId, act, "GET /api/events/{eventId}", session, time, ct) is not null)
            return Results.Problem(Problems.NotFound());
        var page = await HistoryPage.Of([e], about.CitizenId, act, vault, 1, x => x.Sequence, ct);
        return page.Events is [var line] ? Results.Ok(line) : Results.Problem(Problems.NotFound());
    }
}

/// <summary>Who may read a file, and the file at another time.</summary>
public static class FileReading
{
    /// <summary>
    /// Citizens read their own file; officers state the matter they need it for, which is this citizen's and their department's, or a purpose that needs none
    /// and that nothing keeps them from, or a break-glass that runs.
    /// </summary>
    public static async Task<ProblemDetails?> RefuseAsync(Guid citizenId, Act act, string address, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        if (act.Kind is ActorKind.Citizen)
            return act.IsCitizen(citizenId) ? null : Problems.NotFound();
        if (act.BreakGlass is { } stated)
            return await session.LoadAsync<BreakGlass>(stated, ct) is { } glass ? glass.RefuseLook(act, citizenId, ReadPaths.Of(address), time.GetUtcNow()) : BreakGlass.NotTheirs();
        if (Purposes.NeedNoMatter(act.Purpose))
            return await BreakGlassBlock.RefuseAsync(act, session, time, ct);
        if (act.MatterId is not { } matter)
            return Problems.Forbidden("State the matter you need this file for.", "请说明查阅档案所涉办件。");
        var application = await session.LoadAsync<Application>(matter, ct);
        return application?.CitizenId == citizenId && application.IsVisibleTo(act) ? null
            : Problems.Forbidden("The matter you state is not this citizen's, or not your department's.", "所述办件不属于该公民或本部门。");
    }

    /// <summary>Folds the file's streams up to the given moments: what had effect by then, of what was on record by then; an empty file where there was
    /// nothing yet. Who somebody is was true before it was recorded, so it is not measured against <paramref name="asOf"/>.</summary>
    public static async Task<CitizenFile> At(CitizenFile now, DateTimeOffset? asOf, DateTimeOffset? knownAt, IQuerySession session, CancellationToken ct)
    {
        var streams = now.Streams().ToArray();
        var events = await session.Events.Known().Where(e => e.StreamId.In(streams) && e.Sequence <= now.Position).OrderBy(e => e.Sequence).ToListAsync(ct);
        return events.Where(e => (knownAt is null || e.Timestamp <= knownAt) && (asOf is null || e.Data is CitizenRegistered or CitizenImported || e.EffectiveAt() <= asOf))
            .Aggregate(CitizenFile.Empty(now.Id), (file, e) => CitizenFile.Fold(file, now.Id, e));
    }
}
