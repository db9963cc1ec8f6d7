using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Meters;
using ServiceLedger.Timers;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Registers;

/// <summary>Which part of the queue: what has passed, is due today, within three working days or later, and what stands still.</summary>
public enum QueueDue { Overdue, Today, Soon, Later, Still }

/// <summary>What the department has to do: the first limit that runs of each matter, each data request it is to answer, and each review it examines or answers for. Nothing personal stands here.</summary>
/// <param name="StreamId">Whose limit it is: the application, its decision or commitment, the data request, or the review.</param>
/// <param name="CaseNumber">Absent where another department has the matter.</param>
/// <param name="Limit">What is to be done by that day.</param>
/// <param name="DueDay">The last day in time; absent while the time stands still or a calendar is missing.</param>
/// <param name="DaysLeft">Working days to that day; negative once it has passed.</param>
/// <param name="PassingRecorded">Whether the clock has recorded that it passed.</param>
public sealed record QueueRow(
    Guid ApplicationId, Guid StreamId, KeptKind Subject, string? CaseNumber, string ItemCode, int ItemVersion, ApplicationStatus Status, TimerKind Limit, string Of, DateOnly? DueDay, int? DaysLeft,
    QueueDue Due, bool PassingRecorded);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, string? Next);

public static class GetQueueEndpoint
{
    /// <summary>Working days before the last one from which on something is due soon.</summary>
    const int Soon = 3;

    // A year without a calendar counts whole weeks.
    static DateOnly SoonUntil(WorkingDays days, DateOnly today) => days.After(today, Soon) ?? today.AddDays(Soon);

    public static Task<Almanac> LoadAsync(Almanacs almanacs, IQuerySession session, CancellationToken ct) => almanacs.OnRecordAsync(session, ct);

    public static ProblemDetails Validate(Act act, string? due, string? status, string? after) =>
        !act.IsOfficer || !act.May(PolicyAction.Write, FileSection.Applications, Relation.InCharge) ? Problems.Forbidden("This is for officers who handle matters.", "仅限办理人员使用。")
        : OneOf.Refuse<QueueDue>("due", due) ?? OneOf.Refuse<ApplicationStatus>("status", status)
        ?? (Cursor.TryRead(after, out _) ? WolverineContinue.NoProblems : Problems.Invalid("after", "The next of the page before.", "应为上一页的 next。"));

    /// <summary>By the last day in time, what stands still at the end.</summary>
    [WolverineGet("/api/queue")]
    public static async Task<QueuePage> Get(Act act, Almanac almanac, TimeProvider time, NpgsqlDataSource database, string? due, string? status, string? item, string? after, int? size, CancellationToken ct)
    {
        var (today, take, days) = (time.Today(), HistoryPage.Size(size), almanac.KnownAt(time.GetUtcNow()).Days);
        var soon = SoonUntil(days, today);
        Cursor.TryRead(after, out var from);
        await using var command = database.CreateCommand();
        string Value(object? value)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
            return $"${command.Parameters.Count}";
        }

        var (office, kin) = (Value(act.Department!), OwnCases.Of(act));
        command.Parameters.Add(kin);
        var where = new List<string> { OwnCases.Except("d", command.Parameters.Count) };
        switch (OneOf.Read<QueueDue>(due))
        {
            case QueueDue.Overdue: where.Add($"d.due_day < {Value(today)}"); break;
            case QueueDue.Today: where.Add($"d.due_day = {Value(today)}"); break;
            case QueueDue.Soon: where.Add($"d.due_day > {Value(today)} and d.due_day <= {Value(soon)}"); break;
            case QueueDue.Later: where.Add($"d.due_day > {Value(soon)}"); break;
            case QueueDue.Still: where.Add("d.due_day is null"); break;
        }

        if (OneOf.Read<ApplicationStatus>(status) is { } stands)
            where.Add($"r.status = {Value(stands.InJson())}");
        if (item is not null)
            where.Add($"r.item_code = {Value(item)}");
        if (from is { Day: { } day } dated)
            where.Add($"(d.due_day > {Value(day)} or d.due_day is null or (d.due_day = {Value(day)} and d.deadline_id > {Value(dated.Id)}))");
        else if (from is not null)
            where.Add($"d.due_day is null and d.deadline_id > {Value(from.Id)}");
        // Of what belongs to one matter only the first limit stands here; a data request that the office is to answer, and a review, is a piece of work of its own.
        command.CommandText =
            $"""
            select d.deadline_id, d.application_id, d.stream_id, d.subject, case when d.subject in ('dataRequest', 'review') and r.department <> {office} then null else a.data ->> 'caseNumber' end,
              r.item_code, r.item_version, r.status, d.kind, d.of, d.due_day, d.recorded
            from {RegisterCatalogue.Deadlines.Table} d
            join {RegisterCatalogue.Applications.Table} r on r.application_id = d.application_id
            join {Store.Schema}.mt_doc_application a on a.id = d.application_id
            where d.department = {office} and d.done_day is null and d.subject in ('application', 'decision', 'dataRequest', 'commitment', 'review') and {string.Join(" and ", where)}
              and not coalesce(jsonb_exists(a.data -> 'recused', {Value(act.ActorId)}), false)
              and not exists (
                select from {RegisterCatalogue.Deadlines.Table} e
                where e.application_id = d.application_id and e.department = d.department and e.done_day is null and (e.stream_id = d.stream_id or (e.subject not in ('dataRequest', 'review') and d.subject not in ('dataRequest', 'review')))
                  and e.subject in ('application', 'decision', 'dataRequest', 'commitment', 'review')
                  and (coalesce(e.due_day, 'infinity'), e.deadline_id) < (coalesce(d.due_day, 'infinity'), d.deadline_id))
            order by d.due_day, d.deadline_id limit {Value(take)}
            """;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var (found, last) = (new List<QueueRow>(), Guid.Empty);
        while (await rows.ReadAsync(ct))
        {
            DateOnly? dueDay = await rows.IsDBNullAsync(10, ct) ? null : rows.GetFieldValue<DateOnly>(10);
            last = rows.GetGuid(0);
            found.Add(new(
                rows.GetGuid(1), rows.GetGuid(2), Read<KeptKind>(rows, 3), await rows.IsDBNullAsync(4, ct) ? null : rows.GetString(4), rows.GetString(5), rows.GetInt32(6), Read<ApplicationStatus>(rows, 7),
                Read<TimerKind>(rows, 8), rows.GetString(9), dueDay, dueDay is { } by ? days.Left(today, by) : null, DueOf(dueDay, today, soon), rows.GetBoolean(11)));
        }

        return new(found, found.Count == take ? new Cursor(found[^1].DueDay, last).ToString() : null);
    }

    /// <summary>Where in the queue something stands that is due on this day.</summary>
    public static QueueDue DueOf(DateOnly? due, DateOnly today, DateOnly soon) =>
        due is not { } day ? QueueDue.Still : day < today ? QueueDue.Overdue : day == today ? QueueDue.Today : day <= soon ? QueueDue.Soon : QueueDue.Later;

    static T Read<T>(NpgsqlDataReader rows, int column)
        where T : struct, Enum => OneOf.Read<T>(rows.GetString(column)) ?? throw new System.Diagnostics.UnreachableException($"A register holds the names of {typeof(T).Name}.");

    /// <summary>Where a page ended: <c>2026-03-05.id</c>, or <c>.id</c> among what stands still.</summary>
    sealed record Cursor(DateOnly? Day, Guid Id)
    {
        public static bool TryRead(string? text, out Cursor? cursor)
        {
            cursor = null;
            if (text is null)
                return true;
            DateOnly? day = null;
            if (text.Split('.') is not [var date, var id] || !Guid.TryParse(id, out var limit))
                return false;
            if (date.Length > 0)
            {
                if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
                    return false;
                day = read;
            }

            cursor = new(day, limit);
            return true;
        }

        public override string ToString() => $"{Day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{Id}";
    }
}
