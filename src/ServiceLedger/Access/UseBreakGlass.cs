using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>An officer needs a citizen's file now and has no matter for it.</summary>
/// <param name="Reason">What the emergency is: at least 20 characters that say something.</param>
/// <param name="Sections">Absent: everything that the file and its history show.</param>
public sealed record UseBreakGlass(string? Reason = null, int Minutes = UseBreakGlassEndpoint.MostMinutes, FileSection[]? Sections = null);

/// <summary>The answer: its id, which requests under it state, and until when it runs.</summary>
public sealed record BreakGlassAnswer(Guid BreakGlassId, DateTimeOffset Until);

/// <summary>What a new break-glass is judged by.</summary>
/// <param name="Earlier">The officer's own that are of today or still have consequences.</param>
/// <param name="MostADay">How many an officer may use on one day.</param>
public sealed record BreakGlassGround(bool CitizenIsKnown, IReadOnlyList<BreakGlass> Earlier, WorkingDays Days, int MostADay);

public static class UseBreakGlassEndpoint
{
    public const int MostMinutes = 60;

    /// <summary>A supervisor reviews it within so many working days.</summary>
    public const int DaysToReview = 2;

    const int LeastReason = 20, MostReason = 2000, LeastDifferent = 8;

    /// <summary>Waits for other uses of the same officer that are under way, so that no two of them pass a limit at once.</summary>
    public static async Task<BreakGlassGround> LoadAsync(Guid citizenId, Act act, IDocumentSession session, Settings settings, TimeProvider time, CancellationToken ct)
    {
        await session.BeginTransactionAsync(ct);
        await session.AdvancedSql.QueryAsync<bool>("select true from (select pg_advisory_xact_lock(hashtextextended(?, 0))) l", ct, $"break-glass\n{act.ActorId}");
        var today = Text.StartOf(time.Today()).ToUniversalTime();
        var earlier = await session.Query<BreakGlass>()
            .Where(g => g.Officer == act.ActorId && (g.Verdict == null || (g.Verdict == BreakGlassVerdict.Unjustified && !g.Lifted) || g.StartedAt >= today)).OrderBy(g => g.Id).ToListAsync(ct);
        // Somebody is on record when their own stream begins with who they are.
        var first = await session.Events.Known().Where(e => e.StreamId == citizenId && e.Version == 1).SingleOrDefaultAsync(ct);
        return new(first?.Data is ICitizenEvent about && about.CitizenId == citizenId, earlier, await WorkingDays.Load(session, ct), settings.BreakGlassPerDay);
    }

    public static ProblemDetails Validate(UseBreakGlass command, Guid citizenId, Act act, BreakGlassGround ground, TimeProvider time) =>
        (act.IsOfficer ? null : Problems.Forbidden("Officers use break-glass.", "仅工作人员可紧急调阅。"))
        ?? (ground.CitizenIsKnown ? null : Problems.NotFound())
        ?? BreakGlassBlocks.Refuse(ground.Earlier, time.Today())
        ?? RefuseReason(command.Reason)
        ?? (command.Minutes is >= 1 and <= MostMinutes ? null : Problems.Invalid("$.minutes", $"1 to {MostMinutes}.", $"应为 1 至 {MostMinutes}。"))
        ?? (command.Sections is null || (command.Sections.Length > 0 && !command.Sections.Except(ReadPaths.UnderBreakGlass).Any()) ? null
            : Problems.Invalid("$.sections", "Some of " + string.Join(", ", ReadPaths.UnderBreakGlass.Select(s => s.InJson())) + ".", "应为 " + string.Join("、", ReadPaths.UnderBreakGlass.Select(s => s.InJson())) + " 中的内容。"))
        ?? (ground.Earlier.Any(g => g.CitizenId == citizenId && g.IsRunning(time.GetUtcNow())) ? Problems.AlreadyExists("You have one running for this citizen.", "您对该公民的紧急调阅仍在进行。") : null)
        ?? (ground.Earlier.Count(g => Text.DateOf(g.StartedAt) == time.Today()) < ground.MostADay ? null
            : Problems.Forbidden($"At most {ground.MostADay} a day. Ask a colleague or a supervisor.", $"每日最多 {ground.MostADay} 次，请联系同事或监督人员。"))
        ?? (ground.Days.After(time.Today(), DaysToReview) is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    [WolverinePost("/api/citizens/{citizenId:guid}/break-glass")]
    public static async Task<Created<BreakGlassAnswer>> Post(
        UseBreakGlass command, Guid citizenId, BreakGlassGround ground, IdempotencyRecord record, IDocumentSession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var id = LedgerId.For(citizenId);
        var used = Decide(command, citizenId, ground.Days, time.GetUtcNow(), await vault.KeyOf(citizenId, PurposeClass.Matters, ct));
        session.Events.StartStream<BreakGlass>(id, used);
        return record.Creates($"/api/citizens/{citizenId}/break-glass", new BreakGlassAnswer(id, used.Until));
    }

    public static BreakGlassUsed Decide(UseBreakGlass command, Guid citizenId, WorkingDays days, DateTimeOffset now, SubjectKey key) => new(
        citizenId, key.Seal(command.Reason!.Trim()), command.Minutes, now.AddMinutes(command.Minutes), command.Sections ?? ReadPaths.UnderBreakGlass, days.After(Text.DateOf(now), DaysToReview)!.Value);

    /// <summary>A reason says something: blanks at its ends, in a row or invisible do not count, nor does one character over and over.</summary>
    static ProblemDetails? RefuseReason(string? reason)
    {
        if (Text.Refuse("$.reason", reason, MostReason, lines: true) is { } fault)
            return fault;
        var shown = string.Join(' ', new string([.. reason!.Select(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control ? ' ' : c)])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return shown.Length < LeastReason ? Problems.Invalid("$.reason", $"At least {LeastReason} characters.", $"至少 {LeastReason} 个字符。")
            : shown.Where(char.IsLetter).Select(char.ToLowerInvariant).Distinct().Count() < LeastDifferent ? Problems.Invalid("$.reason", "Say in words what the emergency is.", "请用文字说明紧急情况。")
            : null;
    }
}

/// <summary>A request that states a break-glass reads the file and its history, and does nothing else.</summary>
public sealed class UnderBreakGlass(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.Features.Get<Act>() is { BreakGlass: not null } && context.GetEndpoint() is RouteEndpoint endpoint && !ReadPaths.IsOpenUnderBreakGlass(endpoint, context.Request.Method)
            ? Problems.Forbidden("Break-glass opens the file and its history for reading; leave it out here.", "紧急调阅仅可查看档案及其历史记录，此处请勿注明。").WriteTo(context)
            : next(context);
}
