using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>One emergency access to a citizen's file, as one reader sees it.</summary>
/// <param name="Sentence">It in words, in the language asked for.</param>
/// <param name="Officer">The officer's id; to officers only.</param>
/// <param name="Reason">To the citizen, the officer and supervisors.</param>
/// <param name="Next">What the reader may do next.</param>
public sealed record BreakGlassLine(
    Guid BreakGlassId, DateTimeOffset At, DateTimeOffset Until, bool Running, string Sentence, string? Role, string? Department, string? DepartmentName, string? Officer, string? Reason,
    IReadOnlyList<FileSection> Sections, DateOnly ReviewBy, BreakGlassStatus Status, BreakGlassVerdict? Verdict, string? Remarks, bool Lifted, long Version, IReadOnlyList<BreakGlassAction> Next)
{
    const int MostShown = 200;

    /// <summary>The emergency accesses to one citizen's file, the latest first.</summary>
    public static async Task<IReadOnlyList<BreakGlassLine>> OfCitizen(Guid citizenId, Act reader, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var uses = await session.Query<BreakGlass>().Where(g => g.CitizenId == citizenId).OrderByDescending(g => g.Id).Take(MostShown).ToListAsync(ct);
        if (uses.Count == 0)
            return [];
        var codes = uses.Select(g => g.Department).OfType<string>().Distinct().ToArray();
        var names = (await session.Query<Department>().Where(d => d.CreditCode.In(codes)).ToListAsync(ct)).ToDictionary(d => d.CreditCode, d => d.Name);
        var key = await vault.KeyFor(reader, citizenId, PurposeClass.Matters, ct);
        return [.. uses.Select(g => Of(g, reader, g.Department is { } code ? names.GetValueOrDefault(code, code) : null, key, time))];
    }

    static BreakGlassLine Of(BreakGlass g, Act reader, string? department, SubjectKey key, TimeProvider time)
    {
        var opens = g.IsVisibleTo(reader);
        var reason = opens ? key.Open(g.Reason) : null;
        return new(
            g.Id, g.StartedAt, g.Until, g.IsRunning(time.GetUtcNow()), Told(g, department, reason, time.Today()), g.Role, g.Department, department, reader.IsOfficer ? g.Officer : null, reason,
            g.Sections, g.ReviewBy, g.Status(time.Today()), g.Verdict, opens ? key.Open(g.Remarks) : null, g.Lifted, g.Version, [.. g.NextFor(reader, time.GetUtcNow())]);
    }

    static string Told(BreakGlass g, string? department, string? reason, DateOnly today)
    {
        var (from, to) = (Text.Told(g.StartedAt), Text.Told(g.Until));
        return Problems.InChinese
            ? $"{from}，{department}工作人员紧急调阅本档案，至 {to} 为止{(reason is null ? "" : $"，理由：{reason}")}。{InChinese(g, today)}"
            : $"An officer of {department} opened this file in an emergency on {from}, until {to}{(reason is null ? "" : $", because: {reason}")}. {InEnglish(g, today)}";
    }

    static string InEnglish(BreakGlass g, DateOnly today) => g.Status(today) switch
    {
        BreakGlassStatus.Reviewed => g.Verdict is BreakGlassVerdict.Justified ? "A supervisor found it justified." : "A supervisor found it unjustified.",
        BreakGlassStatus.Overdue => $"Its review was due on {g.ReviewBy:yyyy-MM-dd} and is overdue.",
        _ => $"A supervisor of another department reviews it by {g.ReviewBy:yyyy-MM-dd}."
    };

    static string InChinese(BreakGlass g, DateOnly today) => g.Status(today) switch
    {
        BreakGlassStatus.Reviewed => g.Verdict is BreakGlassVerdict.Justified ? "监督人员认定正当。" : "监督人员认定不正当。",
        BreakGlassStatus.Overdue => $"应于 {g.ReviewBy:yyyy-MM-dd} 复核，已逾期。",
        _ => $"由其他部门监督人员于 {g.ReviewBy:yyyy-MM-dd} 前复核。"
    };

}

/// <summary>The emergency accesses to one citizen's file.</summary>
public sealed record BreakGlassList(IReadOnlyList<BreakGlassLine> BreakGlass);

public static class GetBreakGlassEndpoint
{
    /// <summary>The citizen reads who opened their file in an emergency; officers only for a purpose that needs no matter.</summary>
    public static ProblemDetails Validate(Guid citizenId, Act act) => GetAccessesEndpoint.RefuseReader(citizenId, act) ?? WolverineContinue.NoProblems;

    [WolverineGet("/api/citizens/{citizenId:guid}/break-glass"), ProducesResponseType<BreakGlassList>(200)]
    public static async Task<IResult> Get(Guid citizenId, Act act, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct) =>
        await session.Events.FetchStreamStateAsync(citizenId, ct) is null ? Results.Problem(Problems.NotFound())
        : Results.Ok(new BreakGlassList(await BreakGlassLine.OfCitizen(citizenId, act, session, vault, time, ct)));
}
