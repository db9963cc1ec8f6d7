using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>Who looked at what is on record of a citizen, the latest first.</summary>
/// <param name="BreakGlass">Emergency accesses to the file, the latest first; on the first page.</param>
/// <param name="ThisMonth">How many looks of others there were this month, whatever is asked for.</param>
/// <param name="ByDepartment">The same by department, the most first.</param>
/// <param name="Next">The <c>before</c> of the next page; absent on the last.</param>
public sealed record AccessPage(IReadOnlyList<BreakGlassLine> BreakGlass, IReadOnlyList<AccessLine> Accesses, int ThisMonth, IReadOnlyList<DepartmentLooks> ByDepartment, long? Next);

/// <summary>How often a department looked.</summary>
public sealed record DepartmentLooks(string? Department, string? DepartmentName, int Looks);

/// <summary>One look.</summary>
/// <param name="Sentence">The look in words, in the language asked for.</param>
/// <param name="RoleName">The role in words, and so with the other names.</param>
/// <param name="Officer">The officer's id, for whom <see cref="OfficerShown"/> says.</param>
/// <param name="Matter">The matter it was for; for the citizen where it is theirs.</param>
/// <param name="Case">The question or objection about it.</param>
/// <param name="BreakGlass">The emergency access under which it was.</param>
/// <param name="Delayed">Where it was shown later than it was made.</param>
/// <param name="FoundUnlawful">Whether supervision found it unlawful in the daily examination of looks; what it found of a question stands in <paramref name="Case"/>.</param>
public sealed record AccessLine(
    Guid AccessId, DateTimeOffset At, AccessKind Kind, string Sentence, ActorKind By, string? Role, string? RoleName, string? Department, string? DepartmentName, string? Officer,
    string? Purpose, string? PurposeName, string? LegalBasis, AccessMatter? Matter, IReadOnlyList<FileSection> Sections, string? Screen, Guid? StreamId, int? Results, AccessLineCase? Case, AccessDelay? Delayed, Guid? BreakGlass,
    bool FoundUnlawful);

/// <summary>A matter by its number and its address.</summary>
public sealed record AccessMatter(string? CaseNumber, string Link);

/// <summary>How a question about a look stands, and how it ended.</summary>
/// <param name="Reasons">Once decided.</param>
/// <param name="Measures">Where the look was found unlawful.</param>
public sealed record AccessLineCase(
    Guid CaseId, AccessQuestionKind Kind, AccessCaseStatus Status, string StatusName, DateOnly DueBy, bool Overdue, string? Reasons, string? LegalBasis, string? Measures, string Link);

/// <summary>Why a look was not shown at once, in general words, and the last day on which it was not.</summary>
public sealed record AccessDelay(DisclosureDelayGround Ground, string Why, DateOnly Until);

public enum AccessKind { Viewed, Searched, Refused, Exported }

public static class GetAccessesEndpoint
{
    public static ProblemDetails Validate(Guid citizenId, Act act, HttpContext context) =>
        RefuseReader(citizenId, act) ?? AccessQuery.Read(context.Request.Query).Fault ?? WolverineContinue.NoProblems;

    /// <summary>The citizen reads who looked at them; officers only for a purpose that needs no matter.</summary>
    public static ProblemDetails? RefuseReader(Guid citizenId, Act act) =>
        act.IsOfNoOffice ? act.SpeaksFor(citizenId, Power.SeeLooks) ? null : Problems.NotFound()
        : act.May(PolicyAction.Read, FileSection.Accesses, Relation.None) ? null
        : Problems.Forbidden("This is for the citizen, and for supervision.", "仅限本人及监督人员查看。");

    /// <summary>A citizen's own looks are left out unless <c>own</c> is true.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/accesses"), ProducesResponseType<AccessPage>(200)]
    public static async Task<IResult> Get(Guid citizenId, Act act, HttpContext context, IQuerySession session, NpgsqlDataSource database, Vault vault, TimeProvider time, CancellationToken ct)
    {
        if (await AccessLines.ScopeAsync(citizenId, act, session, time, ct) is not { } scope)
            return Results.Problem(Problems.NotFound());
        var query = AccessQuery.Read(context.Request.Query).Query!;
        await using var connection = await database.OpenConnectionAsync(ct);
        var looks = await RecordedLooks.PageAsync(connection, scope, query, ct);
        var counts = await RecordedLooks.ThisMonthAsync(connection, scope, ct);
        var lines = await AccessLines.OfAsync(looks, scope, act, session, vault, ct);
        context.Features.GetRequiredFeature<Seen>().Results = lines.Count;
        return Results.Ok(new AccessPage(query.Before == long.MaxValue ? await BreakGlassLine.OfCitizen(citizenId, act, session, vault, time, ct) : [], lines, counts.Sum(c => c.Looks), counts, looks.Count == query.Size ? looks[^1].Position : null));
    }
}

/// <summary>Makes lines of looks.</summary>
static class AccessLines
{
    /// <summary>What this reader may see of the looks at this citizen; null where there is no such citizen. One round trip.</summary>
    public static async Task<LookScope?> ScopeAsync(Guid citizenId, Act act, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var batch = session.CreateBatchQuery();
        var citizen = batch.Events.FetchStreamState(citizenId);
        var delays = batch.Query<DisclosureDelay>().Where(d => d.CitizenId == citizenId).ToList();
        await batch.Execute(ct);
        return await citizen is null ? null : new(citizenId, time.Today(), [.. await delays], act.Supervises(), ReaderOf(act) is LineReader.Office);
    }

    public static LineReader ReaderOf(Act act) => act.IsOfficer ? LineReader.Office : LineReader.Citizen;

    /// <summary>The lines of these looks with the cases about them.</summary>
    public static async Task<IReadOnlyList<AccessLine>> OfAsync(IReadOnlyList<RecordedLook> looks, LookScope scope, Act reader, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var cases = await CasesAsync([.. looks.Select(l => l.Id)], scope, reader, session, vault, ct);
        return [.. looks.Select(l => Line(l, scope, ReaderOf(reader), cases.GetValueOrDefault(l.Id)))];
    }

    static async Task<Dictionary<Guid, AccessLineCase>> CasesAsync(Guid[] looks, LookScope scope, Act reader, IQuerySession session, Vault vault, CancellationToken ct)
    {
        var cases = looks.Length == 0 ? [] : await session.Query<AccessCase>().Where(c => c.AccessId.In(looks)).ToListAsync(ct);
        var decided = cases.Where(c => c.IsDecided).Select(c => c.Id).ToArray();
        var outcomes = decided.Length == 0 ? []
            : (await session.Events.Known().Where(e => e.StreamId.In(decided)).ToListAsync(ct)).Where(e => e.Data is AccessJustified or AccessFoundUnlawful).ToDictionary(e => e.StreamId, e => e.Data);
        var key = outcomes.Count == 0 ? null : await vault.KeyFor(reader, scope.CitizenId, PurposeClass.Matters, ct);
        return cases.ToDictionary(c => c.AccessId, c => Line(c, scope.Today, outcomes.GetValueOrDefault(c.Id), key));
    }

    static AccessLineCase Line(AccessCase c, DateOnly today, object? outcome, SubjectKey? key)
    {
        var (reasons, basis, measures) = outcome switch
        {
            AccessJustified d => (key!.Open(d.Reasons), d.LegalBasis, null),
            AccessFoundUnlawful d => (key!.Open(d.Reasons), null, key.Open(d.Measures)),
            _ => ((string?)null, (string?)null, (string?)null)
        };
        return new(c.Id, c.Kind, c.Status, AccessWords.InWords(c.Status), c.DueBy, c.IsOverdue(today), reasons, basis, measures, $"/api/access-cases/{c.Id}");
    }

    public static AccessLine Line(RecordedLook look, LookScope scope, LineReader reader, AccessLineCase? about)
    {
        var by = look.By;
        var (sections, screen, stream, results) = look.What switch
        {
            FileViewed d => (d.Sections, d.Screen, d.StreamId, (int?)d.Results),
            Exported d => (d.Sections, d.Screen, null, d.Results),
            SearchPerformed d => ([], null, null, d.Results),
            AccessRefused d => ([], d.Screen, d.StreamId, null),
            _ => throw new System.Diagnostics.UnreachableException("A stream of looks holds nothing else.")
        };
        var matter = by.MatterId is { } id && AccessWords.Names(look, reader) ? new AccessMatter(look.CaseNumber, $"/api/applications/{id}") : null;
        var delay = scope.Delays.Where(d => d.Covers(by, look.At)).MaxBy(d => d.LastDay);
        return new(
            look.Id, look.At, RecordedLooks.KindOf(look.What), AccessWords.Sentence(look, scope.CitizenId, reader), by.Kind, by.Role, by.Role is { } role ? Roles.InWords(role) : null,
            by.Department, look.DepartmentName ?? by.Department, OfficerShown.To(reader, look.FoundUnlawful ? AccessCaseStatus.FoundUnlawful : about?.Status) ? by.ActorId : null, by.Purpose, by.Purpose is { } purpose ? Purposes.InWords(purpose) : null,
            by.LegalBasis, matter, sections, screen, stream, results, about, delay is null ? null : new(delay.Ground, AccessWords.InWords(delay.Ground), delay.LastDay!.Value), by.BreakGlass, look.FoundUnlawful);
    }
}
