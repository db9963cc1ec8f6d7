using System.Diagnostics;
using Marten;
using Marten.Services;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// What an officer's earlier uses of break-glass keep them from. Nearly every look asks, and there are few of them: those that may block are kept in this process, the only one of the
/// service on its database. What is recorded of one makes them be read anew, for the very next request; where a commit's outcome stays unknown, what was known lasts a minute at most.
/// </summary>
public sealed class BreakGlassBlocks : DocumentSessionListenerBase
{
    static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    volatile Known? known;

    // What is read is read after it stands in its place: whatever is committed from then on takes it away again.
    sealed record Known(Lazy<Task<ILookup<string, BreakGlass>>> Uses, long Since);

    /// <summary>Refuses while one of the officer's uses awaits its review from the due day on, or was found unjustified.</summary>
    public static ProblemDetails? Refuse(IEnumerable<BreakGlass> ofOfficer, DateOnly today) => ofOfficer.FirstOrDefault(g => g.Blocks(today)) is not { } blocking ? null
        : blocking.Verdict is null
            ? Problems.Forbidden($"Your break-glass {blocking.Id} was due for review on {blocking.ReviewBy:yyyy-MM-dd} and is not reviewed.", $"您的紧急调阅 {blocking.Id} 应于 {blocking.ReviewBy:yyyy-MM-dd} 复核，尚未复核。")
            : Problems.Forbidden($"Your break-glass {blocking.Id} was found unjustified; a supervisor has to lift the block.", $"您的紧急调阅 {blocking.Id} 被认定为不正当，须由监督人员解除限制。");

    /// <summary>As <see cref="Refuse"/>, of whoever acts.</summary>
    public async Task<ProblemDetails?> RefuseAsync(Act act, IQuerySession session, TimeProvider time)
    {
        var now = known;
        if (now is null || Stopwatch.GetElapsedTime(now.Since) > Life)
            known = now = new(new(() => LoadAsync(session.DocumentStore)), Stopwatch.GetTimestamp());
        try
        {
            return Refuse((await now.Uses.Value)[act.ActorId], time.Today());
        }
        catch
        {
            // The next request tries anew.
            known = null;
            throw;
        }
    }

    public override Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        if (commit.GetStreams().Any(s => s.Events.Any(e => e.Data is BreakGlassUsed or BreakGlassReviewed or BreakGlassBlockLifted)))
            known = null;
        return Task.CompletedTask;
    }

    // Several requests may wait for it, so that none of them can call it off.
    static async Task<ILookup<string, BreakGlass>> LoadAsync(IDocumentStore store)
    {
        await using var session = store.QuerySession();
        var uses = await session.Query<BreakGlass>().Where(g => g.Verdict == null || (g.Verdict == BreakGlassVerdict.Unjustified && !g.Lifted)).OrderBy(g => g.Id).ToListAsync();
        return uses.ToLookup(g => g.Officer);
    }
}
