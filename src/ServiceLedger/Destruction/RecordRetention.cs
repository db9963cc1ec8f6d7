using Marten;
using Marten.Linq.MatchesSql;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;

namespace ServiceLedger.Destruction;

/// <summary>How long one matter is kept, and why just so long.</summary>
/// <param name="From">The day from which its retention runs.</param>
/// <param name="Until">The last day on which it must be kept; absent while there is none.</param>
/// <param name="Held">Whether a hold keeps it beyond that day.</param>
/// <param name="Why">In words, in the language asked for.</param>
public sealed record KeptMatter(Guid ApplicationId, string? CaseNumber, string ItemCode, ApplicationStatus Status, ApplicationOutcome? Outcome, Retention? Retention, DateOnly? From, DateOnly? Until, bool Held, string Why);

/// <summary>What demands a record besides its matters: that something asked over the data is not answered, that its person acts for somebody else, or that a challenge is not over.</summary>
public enum RecordDemand { RightsRequest, AccessCase, BreakGlass, Mandate, Review }

/// <summary>
/// How long a citizen's record is kept: until its last matter need be kept no longer. It is computed from what is on record whenever it is asked for, so that a hold,
/// a reopening or a longer term of a decision changes it at once.
/// </summary>
/// <param name="Until">The last day on which it must be kept; absent where there is none yet.</param>
/// <param name="Due">Whether nothing demands any more that it is kept.</param>
public sealed record RecordRetention(Guid CitizenId, IReadOnlyList<KeptMatter> Matters, DateOnly? Until, bool Due, string Why)
{
    /// <summary>
    /// How many years a record without matters is kept: whoever was registered came for something, and where nobody told them the remedies they may still sue within a year
    /// (Supreme People's Court on LIT, art. 64).
    /// </summary>
    public const int YearsWithoutMatters = 1;

    /// <param name="since">Since when the person is on record.</param>
    public static RecordRetention Of(
        Guid citizenId, IEnumerable<Application> applications, IReadOnlyCollection<Decision> decisions, Protection? protection, DateOnly today, DateOnly? since, params IReadOnlyCollection<RecordDemand> demands)
    {
        KeptMatter[] matters = [.. applications.Where(a => a.Status is not ApplicationStatus.Discarded).OrderBy(a => a.Id).Select(a => Of(a, decisions, protection))];
        var held = protection?.IsHeld is true;
        var last = matters.Length == 0 ? since?.AddYears(YearsWithoutMatters) : matters.All(m => m.Until is not null) ? matters.Max(m => m.Until) : null;
        var due = !held && demands.Count == 0 && last < today;
        return new(citizenId, matters, last, due, Reason(matters, held, demands, last, due));
    }

    static KeptMatter Of(Application a, IReadOnlyCollection<Decision> decisions, Protection? protection)
    {
        var held = protection?.Holds.FirstOrDefault(h => h.ApplicationId is null || h.ApplicationId == a.Id);
        var (kept, lasting) = (a.Retained?.Until, decisions.Where(d => d.ApplicationId == a.Id && d.Force.Lasts).Select(d => d.Force.To).ToArray());
        var endless = lasting.Any(to => to is null);
        var until = kept is null || endless ? null : lasting.Append(kept).Max();
        return new(
            a.Id, a.CaseNumber, a.ItemCode, a.Status, a.Outcome, a.Retained?.Retention, a.Retained?.From, until, held is not null,
            a.Retained is not { } r ? In("It is not closed; retention runs from the day after its closing.", "尚未办结归档；保存期限自办结归档次日起算。")
            : held is not null ? In($"{held.Authority} needs it ({held.DocumentNumber}).", $"{held.Authority}要求保全（{held.DocumentNumber}）。")
            : kept is null ? In("It is kept for ever.", "永久保存。")
            : endless ? In("Its decision is in force and has no end.", "其决定有效，且无期限。")
            : until > kept ? In($"Its decision is in force until {until:yyyy-MM-dd}, longer than its retention.", $"其决定有效期至 {until:yyyy-MM-dd}，晚于保存期限届满之日。")
            : In($"Retention of {Years(r.Retention)} years from {r.From:yyyy-MM-dd}, when it was closed as {a.Outcome!.Value.InJson()}.", $"自 {r.From:yyyy-MM-dd} 起保存 {Years(r.Retention)} 年（办结结果：{a.Outcome!.Value.InJson()}）。"));
    }

    static string Reason(KeptMatter[] matters, bool held, IReadOnlyCollection<RecordDemand> demands, DateOnly? last, bool due) =>
        held ? In("A hold keeps the record.", "档案处于保全状态。")
        : demands.Count > 0 ? Reason(demands.Min())
        : matters.Length == 0 ? due ? In("There are no matters that would demand that it is kept.", "没有需要保存的办件。")
            : In($"A record without matters is kept until {last:yyyy-MM-dd}.", $"无办件的档案保存至 {last:yyyy-MM-dd}。")
        : matters.Any(m => m.Retention is null) ? In("A matter is not closed.", "有办件尚未办结归档。")
        : last is null ? In("A matter is kept for ever, or its decision is in force and has no end.", "有办件永久保存，或者其决定有效且无期限。")
        : due ? In($"Its last matter had to be kept until {last:yyyy-MM-dd}.", $"最后一件办件的保存期限已于 {last:yyyy-MM-dd} 届满。")
        : In($"Its last matter is to be kept until {last:yyyy-MM-dd}; one key opens all of them, so what is over before is restricted meanwhile.", $"最后一件办件保存至 {last:yyyy-MM-dd}；全部办件共用一个密钥，先到期的在此期间限制处理。");

    static string Reason(RecordDemand demand) => demand switch
    {
        RecordDemand.RightsRequest => In("What was asked over the data is not answered yet.", "个人信息权利请求尚未答复。"),
        RecordDemand.AccessCase => In("A question about a look is not answered yet.", "对查阅的疑问或者异议尚未答复。"),
        RecordDemand.BreakGlass => In("The use of break-glass is not reviewed yet.", "紧急调阅尚未复核。"),
        RecordDemand.Review => In("A review or a suit is not over.", "行政复议或者诉讼尚未终结。"),
        _ => In("The person acts for somebody else under a mandate in force.", "该公民正依有效授权或者监护代他人办理。")
    };

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
        var requests = (await session.Query<RightsRequest>().Where(r => r.CitizenId.IsOneOf(ids) && r.Kind != RightsRequestKind.Deletion).ToListAsync(ct)).Where(r => r.IsOpen).Select(r => (r.CitizenId, RecordDemand.RightsRequest));
        var cases = (await session.Query<AccessCase>().Where(c => c.CitizenId.IsOneOf(ids)).ToListAsync(ct)).Where(c => !c.IsDecided).Select(c => (c.CitizenId, RecordDemand.AccessCase));
        var glasses = (await session.Query<BreakGlass>().Where(g => g.CitizenId.IsOneOf(ids)).ToListAsync(ct)).Where(g => g.Verdict is null).Select(g => (g.CitizenId, RecordDemand.BreakGlass));
        // One that nobody has accepted yet binds nobody: else anybody could keep another's record by naming them.
        var mandates = (await session.Query<Mandate>().Where(m => m.MatchesSql("cast(d.data->'representative'->>'citizenId' as uuid) = any(?)", ids)).ToListAsync(ct))
            .Where(m => m.StatusOn(today) is MandateStatus.Accepted).Select(m => (CitizenId: m.Representative.CitizenId!.Value, RecordDemand.Mandate));
        var reviews = (await session.Query<Review>().Where(r => r.CitizenId.IsOneOf(ids)).ToListAsync(ct)).Where(r => r.IsPending).Select(r => (r.CitizenId, RecordDemand.Review));
        var demands = requests.Concat(cases).Concat(glasses).Concat(mandates).Concat(reviews).ToLookup(d => d.CitizenId, d => d.Item2);
        return [.. known.Select(c => Of(
            c.Id, applications[c.Id], [.. decisions[c.Id]], protections.GetValueOrDefault(c.Id), today, c.Since is { } since ? Text.DateOf(since) : null, [.. demands[c.Id]]))];
    }
}
