using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Destruction;

/// <summary>Records that were kept long enough are to be destroyed.</summary>
/// <param name="Law">The provision it rests on.</param>
/// <param name="CitizenIds">Whose records; absent: those that are due, the longest overdue first.</param>
public sealed record ProposeDestruction(string Law, IReadOnlyList<Guid>? CitizenIds = null);

/// <summary>The answer: id and number.</summary>
public sealed record DestructionListAnswer(Guid DestructionListId, string ListNumber);

/// <summary>The records a new list is about.</summary>
/// <param name="Known">How long each of them is kept.</param>
/// <param name="Taken">Those that are erased or stand on a list under way.</param>
/// <param name="Number">Of the new list.</param>
public sealed record ListGround(IReadOnlyList<RecordRetention> Known, IReadOnlySet<Guid> Taken, string Number);

public static class ProposeDestructionEndpoint
{
    /// <summary>The most records on one list: it is read by people.</summary>
    public const int Most = 200;

    public static async Task<ListGround> LoadAsync(ProposeDestruction command, Act act, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        var today = time.Today();
        var underWay = await session.Query<DestructionList>().Where(l => l.Status.IsOneOf(DestructionList.UnderWay)).ToListAsync(ct);
        var taken = underWay.SelectMany(l => l.Records).Select(r => r.CitizenId).ToHashSet();
        var year = $"{today.Year}-";
        var number = $"{year}{await session.Query<DestructionList>().CountAsync(l => l.Number.StartsWith(year), ct) + 1:0000}";
        if (command.CitizenIds is { } named)
            return new(await RecordRetention.LoadAsync([.. named.Take(Most).Distinct()], session, today, ct), taken.Concat(await ErasedAsync(named.Take(Most), session, ct)).ToHashSet(), number);

        List<RecordRetention> due = [];
        await foreach (var batch in CandidatesAsync(session, today, ct))
        {
            Guid[] left = [.. batch.Except(act.Kin).Where(c => !taken.Contains(c))];
            left = [.. left.Except(await ErasedAsync(left, session, ct))];
            due.AddRange((await RecordRetention.LoadAsync(left, session, today, ct)).Where(r => r.Due));
            if (due.Count >= Most)
                break;
        }

        return new([.. due.OrderBy(r => r.Until).Take(Most)], taken, number);
    }

    /// <summary>Citizens of whom a matter need be kept no longer, a batch at a time.</summary>
    static async IAsyncEnumerable<Guid[]> CandidatesAsync(IQuerySession session, DateOnly today, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var seen = new HashSet<Guid>();
        for (var after = Guid.Empty; ;)
        {
            var closed = await session.AdvancedSql.QueryAsync<Guid>(
                $"""
                select distinct cast(data->>'citizenId' as uuid) as citizen from {Store.Schema}.mt_doc_application
                where data->'retained'->>'from' <= ? and data->'retained'->>'retention' <> ? and cast(data->>'citizenId' as uuid) > ? order by citizen limit {Most}
                """, ct, today.AddYears(-10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), Retention.Permanent.InJson(), after);
            if (closed.Count == 0)
                yield break;
            after = closed[^1];
            if (closed.Where(seen.Add).ToArray() is { Length: > 0 } batch)
                yield return batch;
        }
    }

    static async Task<IEnumerable<Guid>> ErasedAsync(IEnumerable<Guid> citizens, IQuerySession session, CancellationToken ct) =>
        (await session.LoadManyAsync<Protection>(ct, [.. citizens.Select(ProtectionStream.Of)])).Where(p => p.Erased is not null).Select(p => p.CitizenId);

    public static ProblemDetails Validate(ProposeDestruction command, Act act, ListGround ground) =>
        DestructionList.RefuseOthers(act)
        ?? Text.Refuse("$.law", command.Law, 300)
        ?? (command.CitizenIds is { } named ? RefuseNamed(named, ground) : null)
        ?? (ground.Known.Count == 0 ? Problems.Make(409, "nothing-due", "Nothing is due.", "没有到期的档案。", "No record was kept as long as it must be.", "没有保存期限届满的档案。") : null)
        ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseNamed(IReadOnlyList<Guid> named, ListGround ground) =>
        named.Count is 0 or > Most || named.Distinct().Count() != named.Count ? Problems.Invalid("$.citizenIds", $"1 to {Most}, each once.", $"应为 1 至 {Most} 个，不得重复。")
        : named.Select((id, i) =>
            ground.Known.FirstOrDefault(r => r.CitizenId == id) is not { } record ? Problems.Invalid($"$.citizenIds[{i}]", "There is no citizen of this id.", "没有此人。")
            : ground.Taken.Contains(id) ? Problems.Invalid($"$.citizenIds[{i}]", "The record is erased, or stands on a list under way.", "该档案已销毁，或者已列入正在办理的清单。")
            : !record.Due ? Problems.Invalid($"$.citizenIds[{i}]", $"It is to be kept: {record.Why}", $"该档案应当继续保存：{record.Why}")
            : null).FirstOrDefault(fault => fault is not null);

    [WolverinePost("/api/destruction-lists")]
    public static Created<DestructionListAnswer> Post(ProposeDestruction command, ListGround ground, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.New();
        session.Events.StartStream<DestructionList>(id, Decide(command, ground));
        return record.Creates($"/api/destruction-lists/{id}", new DestructionListAnswer(id, ground.Number));
    }

    public static DestructionListProposed Decide(ProposeDestruction command, ListGround ground) =>
        new(ground.Number, command.Law, [.. ground.Known.Select(r => new ListedRecord(r.CitizenId, r.Matters.Count, r.Until))]);
}
