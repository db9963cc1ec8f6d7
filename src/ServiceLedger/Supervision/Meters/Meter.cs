using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Supervision.Meters;

/// <summary>What the figure is: a part of all, or so many days, visits, papers or fen a matter.</summary>
public enum MeterUnit { Share, Days, Visits, Papers, Fen }

/// <summary>Which way is better.</summary>
public enum MeterDirection { Up, Down }

/// <summary>A text in both languages.</summary>
public sealed record Wording(string En, string Zh)
{
    /// <summary>In the language asked for.</summary>
    public string Asked => Problems.InChinese ? Zh : En;
}

/// <summary>
/// One meter: a numerator over a denominator, both counted from the rows of one register. A definition is never changed but by a new version of it, so that published figures keep their meaning.
/// </summary>
/// <param name="Article">The rule it measures.</param>
/// <param name="Means">What the figure says.</param>
/// <param name="Over">What the denominator counts, in words.</param>
/// <param name="At">The column whose day puts a row into a period.</param>
/// <param name="Of">The rows that are counted, as SQL.</param>
/// <param name="Counts">The numerator, as SQL over them.</param>
/// <param name="Department">The column that says whose figure it is.</param>
/// <param name="Item">The column of the item.</param>
/// <param name="Spread">The column whose distribution is told with the figure.</param>
/// <param name="Since">The column from whose day on the distribution tells calendar days up to today, in place of a column of its own.</param>
public sealed record Meter(
    string Code, int DefinitionVersion, MeterUnit Unit, MeterDirection Better, string Article, Wording Means, Wording Over,
    Register Register, string At, string Of, string Counts, string Department = "department", string Item = "item_code", string? Spread = null, string? Since = null);

/// <summary>The meters. Each formula stands here once: the API tells it, README lists it, the tests count it again from the events.</summary>
public static class MeterCatalogue
{
    public static IReadOnlyList<Meter> All { get; } =
    [
        new("on-time", 1, MeterUnit.Share, MeterDirection.Up, "LIC 42",
            new("decided by the last day", "按期办结率：在期限内作出决定"), new("matters decided that have a last day", "有办理期限且已决定的办件"),
            RegisterCatalogue.Applications, "decided_at", "late is not null", "count(*) filter (where not late)"),
        new("acceptance-in-time", 1, MeterUnit.Share, MeterDirection.Up, "LIC 32(4)",
            new("first answered within the limit, 5 working days after the submission", "受理时限率：收到申请后五个工作日内首次答复"), new("matters answered at intake", "已作出受理答复的办件"),
            RegisterCatalogue.Applications, "first_answer_at", "answered_in_time is not null", "count(*) filter (where answered_in_time)"),
        new("refusal", 1, MeterUnit.Share, MeterDirection.Down, "LIC 38",
            new("refused", "不予许可率：决定不予许可"), new("decisions on applications", "对申请作出的决定"),
            RegisterCatalogue.Decisions, "made_at", "made_kind <> 'fine'", "count(*) filter (where made_kind = 'refusal')"),
        new("reversal", 1, MeterUnit.Share, MeterDirection.Down, "LIC 69; PIPL 24; REV 63, 64",
            new("undone since because it was wrong", "纠错率：其后因错误被变更或撤销"), new("decisions", "作出的决定"),
            RegisterCatalogue.Decisions, "made_at", "true", "count(*) filter (where reversal is not null)"),
        new("once-only", 1, MeterUnit.Share, MeterDirection.Up, "Order 716 art. 7; Order 809 art. 19",
            new("no paper asked for that an office held", "免重复提交率：未要求提交机关已掌握的材料"), new("matters submitted", "提交的办件"),
            RegisterCatalogue.Applications, "submitted_at", "true", "count(*) filter (where re_asks = 0)"),
        new("at-most-once", 1, MeterUnit.Share, MeterDirection.Up, "ZJ 2",
            new("at most one visit from the submission to the result", "最多跑一次率：从提出申请到取得结果至多到场一次"), new("matters over whose papers were complete at first", "一次性材料齐全且已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged' and correction_rounds = 0", "count(*) filter (where visits <= 1)"),
        new("visits", 1, MeterUnit.Visits, MeterDirection.Down, "ZJ 2",
            new("visits a matter", "办件平均到场次数"), new("matters over", "已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged'", "sum(visits)"),
        new("papers", 1, MeterUnit.Papers, MeterDirection.Down, "ZJ 7",
            new("papers handed in a matter", "办件平均提交材料数"), new("matters over", "已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged'", "sum(papers_handed_in)"),
        new("re-asks", 1, MeterUnit.Papers, MeterDirection.Down, "Order 716 art. 7",
            new("papers asked for again a matter", "办件平均重复要件数"), new("matters over", "已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged'", "sum(re_asks)"),
        new("waiting-days", 1, MeterUnit.Days, MeterDirection.Down, "LIC 42, 44",
            new("calendar days from the submission to the end a matter", "办件平均等待日历天数"), new("matters over", "已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged'", "sum(waiting_days)", Spread: "waiting_days"),
        new("refused-shares", 1, MeterUnit.Share, MeterDirection.Down, "Order 809 art. 19, 26",
            new("denied, or answered late", "共享受阻率：被拒绝或逾期答复"), new("data requests answered, ended or overdue, by the department that holds the data", "已答复、已终止或已逾期的数据共享申请（按提供部门）"),
            RegisterCatalogue.DataRequests, "requested_at", "late is not null", "count(*) filter (where denied or late)", Department: "providing_department"),
        new("days-lost", 1, MeterUnit.Days, MeterDirection.Down, "Order 809 art. 19, 26",
            new("working days lost a data request", "每件共享申请损失的工作日"), new("data requests answered, ended or overdue, by the department that holds the data", "已答复、已终止或已逾期的数据共享申请（按提供部门）"),
            RegisterCatalogue.DataRequests, "requested_at", "late is not null and days_lost is not null", "sum(days_lost)", Department: "providing_department"),
        new("late-entry", 1, MeterUnit.Share, MeterDirection.Down, "ARCH 39",
            new("something recorded more than a day after its effect", "补录率：部门在办件中有生效一日以后才录入的行为"), new("matters in which an office recorded something, by that office", "部门有录入行为的办件（按录入部门）"),
            RegisterCatalogue.OfficeEntries, "first_effect_at", "true", "count(*) filter (where late_entries > 0)", Spread: "longest_delay_seconds"),
        new("decided-unopened", 1, MeterUnit.Share, MeterDirection.Down, "LIC 34",
            new("decided by an officer who had never opened the file", "未阅卷决定率：决定前从未打开办件"), new("decisions by officers", "由工作人员作出的决定"),
            RegisterCatalogue.Decisions, "made_at", "by_officer", "count(*) filter (where opened_at is null)"),
        new("unread", 1, MeterUnit.Share, MeterDirection.Down, "LIC 44",
            new("never opened by the person", "送达未读率：本人从未打开"), new("decisions delivered online", "网上送达的决定"),
            RegisterCatalogue.Decisions, "delivered_at", "delivery_method = 'online'", "count(*) filter (where read_at is null)"),
        new("completion", 1, MeterUnit.Share, MeterDirection.Up, "UK service standard 10",
            new("came to a decision", "办成率：最终作出决定"), new("matters over", "已办结的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged'", "count(*) filter (where outcome = 'decided')"),
        new("digital-take-up", 1, MeterUnit.Share, MeterDirection.Up, "UK service standard 10",
            new("submitted online", "网办率：网上提交"), new("matters submitted", "提交的办件"),
            RegisterCatalogue.Applications, "submitted_at", "true", "count(*) filter (where channel = 'online')"),
        new("satisfaction", 1, MeterUnit.Share, MeterDirection.Up, "UK service standard 10; 国办发〔2019〕51号",
            new("fairly satisfied at least: 3 of 5 or better", "好评率：基本满意及以上"), new("ratings of matters and visits that count", "计入统计的评价（办件与到访）"),
            RegisterCatalogue.Ratings, "given_at", "counts", "count(*) filter (where level >= 3)"),
        new("cost", 1, MeterUnit.Fen, MeterDirection.Down, "UK service standard 10",
            new("fen a matter, by what the department says a case costs it", "办件平均成本（分，按部门公布的单件成本）"), new("matters over whose item says what a case costs", "已办结且事项载明单件成本的办件"),
            RegisterCatalogue.Applications, "ended_at", "outcome <> 'merged' and cost_fen is not null", "sum(cost_fen)"),
        new("overdue", 1, MeterUnit.Share, MeterDirection.Down, "LIC 42, 74",
            new("past the last day, which the clock has recorded", "逾期未决率：期限已过（时钟已记录）仍未作出决定"), new("matters accepted and not decided yet", "已受理尚未决定的办件"),
            RegisterCatalogue.Applications, "accepted_at", "decided_at is null and ended_at is null", "count(*) filter (where late)", Since: "accepted_at")
    ];

    /// <summary>The meter of this code; null where there is none.</summary>
    public static Meter? Find(string code) => All.FirstOrDefault(m => m.Code == code);
}
