using Marten;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Destruction;

/// <summary>How long one matter is kept, and why just so long.</summary>
/// <param name="From">The day from which its retention runs.</param>
/// <param name="Until">The last day on which it must be kept; absent while there is none.</param>
/// <param name="Held">Whether a hold keeps it beyond that day.</param>
/// <param name="Why">In words, in the language asked for.</param>
public sealed record KeptMatter(Guid ApplicationId, string? CaseNumber, string ItemCode, ApplicationStatus Status, ApplicationOutcome? Outcome, Retention? Retention, DateOnly? From, DateOnly? Until, bool Held, string Why);

/// <summary>
/// How long a citizen's record is kept: until its last matter need be kept no longer. It is computed from what is on record whenever it is asked for, so that a hold,
/// a reopening or a longer term of a decision changes it at once.
/// </summary>
/// <param name="Until">The last day on which it must be kept; absent where there is none yet, and where there are no matters.</param>
/// <param name="Due">Whether nothing demands any more that it is kept.</param>
public sealed record RecordRetention(Guid CitizenId, IReadOnlyList<KeptMatter> Matters, DateOnly? Until, bool Due, string Why)
{
    /// <param name="asked">Whether the person, or somebody for them, has asked for something that needs the record and is not answered yet.</param>
    public static RecordRetention Of(Guid citizenId, IEnumerable<Application> applications, IReadOnlyCollection<Decision> decisions, Protection? protection, DateOnly today, bool asked = false)
    {
        KeptMatter[] matters = [.. applications.Where(a => a.Status is not ApplicationStatus.Discarded).OrderBy(a => a.Id).Select(a => Of(a, decisions, protection))];
        var held = protection?.IsHeld is true;
        var last = matters.Length > 0 && matters.All(m => m.Until is not null) ? matters.Max(m => m.Until) : null;
        var due = !held && !asked && (matters.Length == 0 || last < today);
        return new(citizenId, matters, last, due, Reason(matters, held, asked, last, due));
    }

    static KeptMatter Of(Application a, IReadOnlyCollection<Decision> decisions, Protection? protection)
    {
        var held = protection?.Holds.FirstOrDefault(h => h.ApplicationId is null || h.ApplicationId == a.Id);
        var (kept, inForce) = (a.Retained?.Until, decisions.Where(d => d.ApplicationId == a.Id && d.Holds).Max(d => d.ValidTo));
        var until = kept is null || inForce is null || inForce < kept ? kept : inForce;
        return new(
            a.Id, a.CaseNumber, a.ItemCode, a.Status, a.Outcome, a.Retained?.Retention, a.Retained?.From, until, held is not null,
            a.Retained is not { } r ? In("It is not closed; retention runs from the day after its closing.", "尚未办结归档；保存期限自办结归档次日起算。")
            : held is not null ? In($"{held.Authority} needs it ({held.DocumentNumber}).", $"{held.Authority}要求保全（{held.DocumentNumber}）。")
            : kept is null ? In("It is kept for ever.", "永久保存。")
            : until > kept ? In($"Its decision is in force until {until:yyyy-MM-dd}, longer than its retention.", $"其决定有效期至 {until:yyyy-MM-dd}，晚于保存期限届满之日。")
            : In($"Retention of {Years(r.Retention)} years from {r.From:yyyy-MM-dd}, when it was closed as {a.Outcome!.Value.InJson()}.", $"自 {r.From:yyyy-MM-dd} 起保存 {Years(r.Retention)} 年（办结结果：{a.Outcome!.Value.InJson()}）。"));
    }

    static string Reason(KeptMatter[] matters, bool held, bool asked, DateOnly? last, bool due) =>
        held ? In("A hold keeps the record.", "档案处于保全状态。")
        : asked ? In("What was asked over the data is not answered yet.", "个人信息权利请求尚未答复。")
        : matters.Length == 0 ? In("There are no matters that would demand that it is kept.", "没有需要保存的办件。")
        : matters.Any(m => m.Retention is null) ? In("A matter is not closed.", "有办件尚未办结归档。")
        : last is null ? In("A matter is kept for ever.", "有办件永久保存。")
        : due ? In($"Its last matter had to be kept until {last:yyyy-MM-dd}.", $"最后一件办件的保存期限已于 {last:yyyy-MM-dd} 届满。")
        : In($"Its last matter is to be kept until {last:yyyy-MM-dd}; one key opens all of them, so what is over before is restricted meanwhile.", $"最后一件办件保存至 {last:yyyy-MM-dd}；全部办件共用一个密钥，先到期的在此期间限制处理。");

    static int Years(Retention retention) => retention is Retention.TenYears ? 10 : 30;

    static string In(string en, string zh) => Problems.InChinese ? zh : en;

    /// <summary>The retention of these citizens' records; whoever is not on record has none.</summary>
    public static async Task<IReadOnlyList<RecordRetention>> LoadAsync(IReadOnlyCollection<Guid> citizens, IQuerySession session, DateOnly today, CancellationToken ct)
    {
        var ids = citizens.ToArray();
        var known = await session.LoadManyAsync<Citizen>(ct, ids);
        var applications = (await session.Query<Application>().Where(a => a.CitizenId.IsOneOf(ids)).ToListAsync(ct)).ToLookup(a => a.CitizenId);
        var decisions = (await session.Query<Decision>().Where(d => d.CitizenId.IsOneOf(ids)).ToListAsync(ct)).ToLookup(d => d.CitizenId);
        var protections = (await session.LoadManyAsync<Protection>(ct, [.. ids.Select(ProtectionStream.Of)])).ToDictionary(p => p.CitizenId);
        // A deletion that is asked for is no reason to keep what is to be deleted.
        var asked = (await session.Query<RightsRequest>().Where(r => r.CitizenId.IsOneOf(ids) && r.Kind != RightsRequestKind.Deletion).ToListAsync(ct)).Where(r => r.IsOpen).Select(r => r.CitizenId).ToHashSet();
        return [.. known.Select(c => Of(c.Id, applications[c.Id], [.. decisions[c.Id]], protections.GetValueOrDefault(c.Id), today, asked.Contains(c.Id)))];
    }
}
