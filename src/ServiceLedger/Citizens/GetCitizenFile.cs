using System.Globalization;
using JasperFx.Events;
using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>A citizen's file as one reader sees it, at one moment.</summary>
/// <param name="AsOf">What was true then; absent: now.</param>
/// <param name="KnownAt">What was on record then; absent: now.</param>
/// <param name="IdNumber">Masked where the policy does not show it in full: first three and last two characters.</param>
/// <param name="Hidden">What the policy hides from this reader, and why; whether or not there is any of it.</param>
/// <param name="Next">The <c>page</c> of the next page of applications; absent on the last.</param>
/// <param name="Restrictions">What may only be stored and protected; absent where there is none.</param>
/// <param name="Erased">Under which list it was destroyed.</param>
/// <param name="Absorbed">Other records of the same person that this one stands for; absent where there is none.</param>
/// <param name="Survivor">The record of the same person that is used instead of this one.</param>
/// <param name="Participation">What the person said of how they were served; to themselves only.</param>
public sealed record CitizenFileView(
    Guid CitizenId, string? Name, string? IdNumber, string? BirthDate, string? ForeignReference, string? ForeignSource, string? ResidenceDivision, string? UrbanRuralClass,
    FileCounts Counts, IReadOnlyList<ApplicationRow> Applications, IReadOnlyList<DecisionRow> Decisions, IReadOnlyList<MaterialRow> Materials, IReadOnlyList<CommitmentRow> Commitments,
    IReadOnlyList<DataRequestRow> DataRequests, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<MandateRow> Mandates,
    DateTimeOffset? AsOf, DateTimeOffset? KnownAt, long Position, int? Next, IReadOnlyList<HiddenPart> Hidden, IReadOnlyList<NoNeedToAsk> NoNeedToAskAgain,
    IReadOnlyList<RightsRequestRow> RightsRequests, IReadOnlyList<ReviewRow> Reviews, IReadOnlyList<Restriction>? Restrictions = null, Erasure? Erased = null,
    IReadOnlyList<ParticipationRow>? Participation = null, IReadOnlyList<Guid>? Absorbed = null, Guid? Survivor = null);

/// <summary>A paper of the stated matter that is held already: nobody need be asked for it again (State Council Order 716, art. 7).</summary>
/// <param name="Held">Where, of which day and how trustworthy, the best first.</param>
public sealed record NoNeedToAsk(string PaperId, string Name, string? NameEn, IReadOnlyList<HeldPaper> Held);

public sealed record FileCounts(int Applications, int Open, int Decisions, int Granted, int Materials);

public static class GetCitizenFileEndpoint
{
    public static Task<FileReading> LoadAsync(Guid citizenId, Act act, IQuerySession session, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct) =>
        FileReading.LoadAsync(citizenId, act, "GET /api/citizens/{citizenId}/file", session, items, blocks, time, ct);

    public static ProblemDetails Validate(FileReading reading, string? asOf, string? knownAt, string? atLeast, int? page) =>
        reading.Refuse()
        ?? (Text.TryMoment(asOf, out _) ? null : Problems.Invalid("asOf", "A moment in ISO 8601 with its offset, e.g. 2026-01-31T00:00:00+08:00.", "请使用带时区的 ISO 8601 时间，如 2026-01-31T00:00:00+08:00。"))
        ?? (Text.TryMoment(knownAt, out _) ? null : Problems.Invalid("knownAt", "A moment in ISO 8601 with its offset, e.g. 2026-01-31T00:00:00+08:00.", "请使用带时区的 ISO 8601 时间，如 2026-01-31T00:00:00+08:00。"))
        ?? (atLeast is null || (long.TryParse(atLeast, NumberStyles.None, CultureInfo.InvariantCulture, out _)) ? null : Problems.Invalid("atLeast", "A Ledger-Position: a whole number.", "应为 Ledger-Position 的整数值。"))
        ?? (page is < 1 ? Problems.Invalid("page", "1 or more.", "应不小于 1。") : WolverineContinue.NoProblems);

    /// <summary>The file as this reader may see it: the matters newest first, a hundred to the page.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/file"), ProducesResponseType<CitizenFileView>(200)]
    public static async Task<IResult> Get(
        Guid citizenId, FileReading reading, HttpContext context, string? asOf, string? knownAt, string? atLeast, int? page, IQuerySession session, Vault vault, ItemCatalogue items, TimeProvider time,
        ProjectionProgress progress, CancellationToken ct)
    {
        if (atLeast is not null && long.Parse(atLeast, CultureInfo.InvariantCulture) is var position)
        {
            // Nobody is kept waiting for what is not there.
            if (position > await progress.End(ct))
                return Results.Problem(Problems.Invalid("atLeast", "Nothing on record has this position.", "尚无此位置的记录。"));
            if (!await progress.Reaches(position, ct))
                return Results.Problem(Problems.NotYet());
        }

        Text.TryMoment(asOf, out var trueThen);
        Text.TryMoment(knownAt, out var knownThen);
        var file = await session.LoadAsync<CitizenFile>(citizenId, ct);
        if (file is not null && (trueThen ?? knownThen) is not null)
            file = await FileReading.At(file, trueThen, knownThen, session, ct);
        if (file is null)
            return Results.Problem(Problems.NotFound());
        context.Features.GetRequiredFeature<Seen>().Fields = reading.View(reading.Relation).Of([FileSection.Identity]) is { Length: > 0 } fields ? fields : [FieldClass.Facts];
        return Results.Ok(View(reading, reading.Visible(file), await vault.KeyFor(reading.Act, citizenId, PurposeClass.Identity, ct), trueThen, knownThen, page ?? 1, await HeldAsync(reading, session, items, time, ct)));
    }

    const int PageSize = 100;

    static CitizenFileView View(FileReading reading, CitizenFile f, SubjectKey key, DateTimeOffset? asOf, DateTimeOffset? knownAt, int page, IReadOnlyList<NoNeedToAsk> held)
    {
        var applications = f.Applications.OrderByDescending(a => a.SubmittedAt).ThenByDescending(a => a.Id).Skip((int)Math.Min((page - 1L) * PageSize, int.MaxValue)).Take(PageSize).ToArray();
        // What belongs to matters that are not shown at all stands on the first page.
        var elsewhere = f.Applications.Select(a => a.Id).Except(applications.Select(a => a.Id)).ToHashSet();
        bool IsHere(Guid application) => !elsewhere.Contains(application) && (page == 1 || applications.Any(a => a.Id == application));
        var identity = reading.View(reading.Relation);
        bool Shows(FieldClass field) => identity.Shows(FileSection.Identity, field);
        return new(
            f.Id, Shows(FieldClass.Name) ? key.Open(f.Name) : null, Shows(FieldClass.IdNumber) || key.IsClosed ? key.Open(f.IdNumber) : Shows(FieldClass.Name) ? Masked(key.Open(f.IdNumber)) : null,
            Shows(FieldClass.BirthDate) ? key.Open(f.BirthDate) : null, Shows(FieldClass.Name) ? key.Open(f.ForeignReference) : null, f.ForeignSource,
            Shows(FieldClass.Residence) && !key.IsClosed ? f.ResidenceDivision : null, Shows(FieldClass.Residence) && !key.IsClosed ? f.UrbanRuralClass : null,
            new(f.Applications.Length, f.Applications.Count(a => a.EndedAt is null), f.Decisions.Length, f.Decisions.Count(d => d.Granted), f.Materials.Length),
            applications, [.. f.Decisions.Where(d => IsHere(d.ApplicationId))], [.. f.Materials.Where(m => IsHere(m.ApplicationId))],
            [.. f.Commitments.Where(c => IsHere(c.ApplicationId))], [.. f.DataRequests.Where(r => IsHere(r.ApplicationId))], f.Evidence, f.Mandates,
            asOf, knownAt, f.Position, (long)page * PageSize < f.Applications.Length ? page + 1 : null, reading.Hidden(), held, f.RightsRequests, [.. f.Reviews.Where(r => IsHere(r.ApplicationId))],
            reading.Act.Protection?.Of is { Restrictions: { Length: > 0 } restrictions } ? restrictions : null, reading.Act.Protection?.Of.Erased,
            reading.Relation is Relation.Self ? f.Participation : null, f.Absorbed.Length > 0 ? f.Absorbed : null, f.Survivor);
    }

    /// <summary>What of the papers of the stated matter is held already, while it is open.</summary>
    static async Task<IReadOnlyList<NoNeedToAsk>> HeldAsync(FileReading reading, IQuerySession session, ItemCatalogue items, TimeProvider time, CancellationToken ct)
    {
        if (reading.Matter is not { IsOpen: true } matter || (await items.Find(matter.ItemCode, matter.ItemVersion, ct))?.Terms(matter.ItemVersion) is not { Papers.Length: > 0 } terms)
            return [];
        var held = await AlreadyHeld.Load(matter.CitizenId, session, items, ct);
        return [.. terms.Papers.Select(p => new NoNeedToAsk(p.Id, p.Name, p.NameEn, held.Of(p, matter, reading.Act, time.Today()))).Where(p => p.Held.Count > 0)];
    }

    static string? Masked(string? number) => number is null ? null : number[..3] + new string('*', number.Length - 5) + number[^2..];
}

public static class GetCitizenHistoryEndpoint
{
    public static Task<FileReading> LoadAsync(Guid citizenId, Act act, IQuerySession session, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct) =>
        FileReading.LoadAsync(citizenId, act, "GET /api/citizens/{citizenId}/file/history", session, items, blocks, time, ct);

    public static ProblemDetails Validate(FileReading reading, string? kind, string? department, DateOnly? from, DateOnly? to) =>
        reading.Refuse()
        ?? (kind is null || (EnumNames.TryRead<FileSection>(kind, out var asked) && CitizenFile.Kinds.Contains(asked)) ? null
            : Problems.Invalid("kind", "One of " + string.Join(", ", CitizenFile.Kinds.Select(k => k.InJson())) + ".", "应为 " + string.Join("、", CitizenFile.Kinds.Select(k => k.InJson())) + " 之一。"))
        ?? (department is null ? null : Text.Refuse("department", department, 18)) ?? (to < from ? Problems.Invalid("to", "It lies before from.", "早于起始日期。") : WolverineContinue.NoProblems);

    /// <summary>
    /// Everything that happened to this citizen's matters that the reader may see, oldest first or <c>newest</c> first; <c>after</c> is the last position of the page before.
    /// <c>of</c> is one thing of the file, <c>kind</c> one kind of things, <c>department</c> the office that did it, <c>from</c> and <c>to</c> are the days, in China, on which it was recorded.
    /// </summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/file/history"), ProducesResponseType<HistoryPage>(200)]
    public static async Task<IResult> Get(
        Guid citizenId, FileReading reading, Act act, HttpContext context, long? after, int? size, bool? newest, Guid? of, string? kind, string? department, DateOnly? from, DateOnly? to, IQuerySession session, Vault vault, CancellationToken ct)
    {
        if (await session.LoadAsync<CitizenFile>(citizenId, ct) is not { } file)
            return Results.Problem(Problems.NotFound());
        var take = HistoryPage.Size(size);
        var visible = reading.Visible(file);
        var streams = reading.Streams(visible).Where(s => of is null || s == of).Intersect(kind is not null && EnumNames.TryRead<FileSection>(kind, out var asked) ? visible.Streams(asked) : visible.Streams()).ToArray();
        var found = session.Events.Known().Where(e => e.StreamId.In(streams));
        if (department is not null)
            found = found.Where(e => e.MatchesSql($"d.headers -> '{Act.Header}' ->> 'department' = ?", department));
        if (from is { } first && Text.StartOf(first).ToUniversalTime() is var begin)
            found = found.Where(e => e.Timestamp >= begin);
        if (to is { } last && last < DateOnly.MaxValue && Text.StartOf(last.AddDays(1)).ToUniversalTime() is var end)
            found = found.Where(e => e.Timestamp < end);
        if (after is { } position)
            found = newest is true ? found.Where(e => e.Sequence < position) : found.Where(e => e.Sequence > position);
        var events = await (newest is true ? found.OrderByDescending(e => e.Sequence) : found.OrderBy(e => e.Sequence)).Take(take).ToListAsync(ct);
        var view = reading.View(reading.Relation);
        var history = await HistoryPage.Of(events, citizenId, act, view, FileSection.History, vault, take, e => e.Sequence, ct);
        var seen = context.Features.GetRequiredFeature<Seen>();
        (seen.Results, seen.Fields) = (history.Events.Count, view.Of([FileSection.History]));
        return Results.Ok(history);
    }
}

/// <summary>The permalink of one event.</summary>
public static class GetEventEndpoint
{
    [WolverineGet("/api/events/{eventId:guid}"), ProducesResponseType<HistoryLine>(200)]
    public static async Task<IResult> Get(Guid eventId, Act act, HttpContext context, IQuerySession session, Vault vault, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct) =>
        await VisibleAsync(eventId, act, "GET /api/events/{eventId}", context, session, vault, items, blocks, time, ct) is { } seen ? Results.Ok(seen.Line) : Results.Problem(Problems.NotFound());

    /// <summary>An event about a citizen that this reader may read at this address, and what they may read of it; null where there is none.</summary>
    internal static async Task<(IEvent Event, Guid CitizenId, HistoryLine Line, PolicyView View)?> VisibleAsync(
        Guid eventId, Act act, string address, HttpContext context, IQuerySession session, Vault vault, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        if (await session.Events.Known().Where(x => x.Id == eventId).SingleOrDefaultAsync(ct) is not { Data: ICitizenEvent about } e)
            return null;
        var reading = await FileReading.LoadAsync(about.CitizenId, act, address, session, items, blocks, time, ct);
        var view = reading.View(reading.Relation);
        if (reading.Kept is not null || !view.Shows(FileSection.History) || !await IsSeenAsync(e.StreamId, reading, session, ct))
            return null;
        var page = await HistoryPage.Of([e], about.CitizenId, act, view, FileSection.History, vault, 1, x => x.Sequence, ct);
        context.Features.GetRequiredFeature<Seen>().Fields = view.Of([FileSection.History]);
        return page.Events is [var line] ? (e, about.CitizenId, line, view) : null;
    }

    /// <summary>The person sees every event of theirs at once; an office those of the rows it sees, once they stand in the file.</summary>
    static async Task<bool> IsSeenAsync(Guid stream, FileReading reading, IQuerySession session, CancellationToken ct) =>
        reading.Relation is Relation.Self || stream == reading.Matter?.Id
        || (await session.LoadAsync<CitizenFile>(reading.CitizenId, ct) is { } file && reading.Streams(reading.Visible(file)).Contains(stream));
}
