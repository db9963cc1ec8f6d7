using ServiceLedger.Hosting;

namespace ServiceLedger.Clock;

/// <summary>Limits in words, in the language asked for.</summary>
public static class ClockWords
{
    /// <summary>What the limit is for.</summary>
    public static string Name(this TimerKind kind) => Problems.InChinese ? Words(kind).Zh : Words(kind).En;

    /// <summary>The law it rests on.</summary>
    public static string Article(this TimerKind kind) => Problems.InChinese ? Words(kind).LawZh : Words(kind).Law;

    /// <summary>The law it rests on, as it is recorded: in both languages.</summary>
    public static string Cited(this TimerKind kind) => $"{Words(kind).LawZh}（{Words(kind).Law}）";

    /// <summary>Why it is due on that day, in one paragraph.</summary>
    public static string InWords(this Limit limit, DateOnly today)
    {
        var zh = Problems.InChinese;
        var text = new System.Text.StringBuilder();
        void Say(string en, string chinese) => text.Append(zh ? chinese : text.Length > 0 ? " " + en : en);
        Say($"{limit.Kind.Name()} ({limit.Kind.Article()}).", $"{limit.Kind.Name()}（{limit.Kind.Article()}）。");
        if (limit.Length is { } length)
            Say($"{length} working days from {Day(limit.From)}; that day itself is not counted.", $"自 {Day(limit.From)} 起 {length} 个工作日，起始之日不计入。");
        else
            Say($"Set for a day when it began on {Day(limit.From)}.", $"自 {Day(limit.From)} 起，以指定日期为限。");
        var runs = limit.Explain(today);
        foreach (var run in runs.Where(r => r.Count is DayCount.Paused))
            Say($"{Day(run.From)} to {Day(run.To)} do not count: {run.Why}.", $"{Day(run.From)} 至 {Day(run.To)} 不计入：{run.Why}。");
        if (runs.Any(r => r.Count is DayCount.Holiday))
            Say($"Public holidays on the way: {List(runs, DayCount.Holiday)}.", $"其间法定节假日：{List(runs, DayCount.Holiday)}。");
        if (runs.Any(r => r.Count is DayCount.CountedMakeUp))
            Say($"Weekend days worked instead, which count: {List(runs, DayCount.CountedMakeUp)}.", $"其间调休上班日（计入）：{List(runs, DayCount.CountedMakeUp)}。");
        if (limit.MissingYear is { } year)
            Say($"The working days of {year} are not on record: import calendar FILE.", $"缺少 {year} 年工作日历，请导入：import calendar FILE。");
        else if (limit.Due is null)
            Say($"It stands still with {limit.Left} working days left.", $"现已停止计时，尚余 {limit.Left} 个工作日。");
        else
            Say($"The last day is {Day(limit.Due.Value)}.", $"最后一日为 {Day(limit.Due.Value)}。");
        if (limit.DoneOn is { } done)
            Say(limit.IsLate(today) ? $"It was done on {Day(done)}, too late." : $"It was done on {Day(done)}, in time.", limit.IsLate(today) ? $"已于 {Day(done)} 办结，逾期。" : $"已于 {Day(done)} 办结，未逾期。");
        else if (limit.IsLate(today))
            Say("It has passed.", "已逾期。");
        Say(
            $"Reckoned by rules {limit.Reckoning.RulesVersion} and the calendars {string.Join(", ", limit.Calendars().Select(c => $"{c.Year} version {c.CalendarVersion}"))}.",
            $"依据规则第 {limit.Reckoning.RulesVersion} 版、{string.Join("、", limit.Calendars().Select(c => $"{c.Year} 年日历第 {c.CalendarVersion} 版"))}计算。");
        return text.ToString();
    }

    static string List(IEnumerable<DayRun> runs, DayCount count) =>
        string.Join(Problems.InChinese ? "、" : ", ", runs.Where(r => r.Count == count).Select(r => r.From == r.To ? Day(r.From) : $"{Day(r.From)}/{Day(r.To)}"));

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    static (string En, string Zh, string Law, string LawZh) Words(TimerKind kind) => kind switch
    {
        TimerKind.CorrectionNotice => ("Telling the applicant what to put right, or it counts as accepted", "一次性告知补正，逾期视为受理", "LIC art. 32(4)", "许可法第三十二条第四项"),
        TimerKind.Corrections => ("Putting right what was told", "申请人补正", "LIC art. 32(4)", "许可法第三十二条第四项"),
        TimerKind.ProvisionalCure => ("Bringing the papers that were missing", "容缺材料补齐", "Zhejiang 2018, art. 11", "浙江“最多跑一次”规定第十一条"),
        TimerKind.Decision => ("Deciding", "作出决定", "LIC art. 42", "许可法第四十二条"),
        TimerKind.PromisedDecision => ("Deciding within the time the department promised", "承诺办结期限", "Zhejiang 2018, art. 12", "浙江“最多跑一次”规定第十二条"),
        TimerKind.FirstReview => ("The lower level's review", "下级初审", "LIC art. 43", "许可法第四十三条"),
        TimerKind.Step => ("A step of handling", "办理环节", "Zhejiang 2018, art. 12", "浙江“最多跑一次”规定第十二条"),
        TimerKind.JointOpinion => ("Another department's opinion", "协同部门意见", "LIC art. 26", "许可法第二十六条"),
        TimerKind.HearingRequest => ("Asking for a hearing", "申请听证", "LIC art. 47", "许可法第四十七条"),
        TimerKind.HearingHolding => ("Holding the hearing", "组织听证", "LIC art. 47", "许可法第四十七条"),
        TimerKind.Delivery => ("Delivering the decision", "送达决定", "LIC art. 44", "许可法第四十四条"),
        TimerKind.Renewal => ("Deciding on the renewal, or it counts as granted", "决定是否延续，逾期视为准予", "LIC art. 50", "许可法第五十条"),
        TimerKind.CommitmentCheck => ("Checking what was promised", "承诺核查", "Zhejiang 2018, art. 14", "浙江“最多跑一次”规定第十四条"),
        TimerKind.CommitmentFix => ("Putting right what was promised", "承诺整改", "Zhejiang 2018, art. 14", "浙江“最多跑一次”规定第十四条"),
        TimerKind.DataRequestCheck => ("Answering a data request", "数据共享申请审核", "Order 809, art. 19", "国务院令第809号第十九条"),
        TimerKind.DataRequestAnswer => ("Giving the data that were granted", "数据提供", "Order 809, art. 19", "国务院令第809号第十九条"),
        TimerKind.DataPermission => ("Using the data that were given", "数据使用期限", "Order 809, art. 25", "国务院令第809号第二十五条"),
        TimerKind.ReviewExamination => ("Examining the application for review, or it counts as accepted", "复议申请审查，逾期视为受理", "REV art. 30", "复议法第三十条"),
        TimerKind.ReviewCorrection => ("Supplying what the application for review lacks", "复议申请补正", "REV art. 31", "复议法第三十一条"),
        TimerKind.ReviewCopy => ("Sending the respondent the copy", "向被申请人发送副本", "REV art. 48", "复议法第四十八条"),
        TimerKind.ReviewResponse => ("The respondent's answer and evidence", "被申请人答复举证", "REV art. 48, 70", "复议法第四十八条、第七十条"),
        TimerKind.ReviewDecision => ("Deciding on the review", "作出复议决定", "REV art. 62", "复议法第六十二条"),
        TimerKind.ReviewPerformance => ("Doing what was ordered", "履行复议决定或判决", "REV art. 77", "复议法第七十七条"),
        TimerKind.ReviewOpinionReport => ("Reporting on the review opinion", "复议意见书落实报告", "REV art. 76", "复议法第七十六条"),
        TimerKind.RatingContact => ("Contacting who rated badly", "差评联系", "Anyang 2021, art. 52", "安阳市政务服务条例第五十二条"),
        TimerKind.RatingFix => ("Putting right what was rated badly", "差评整改", "a local rule", "本市规定"),
        TimerKind.ComplaintAnswer => ("Answering a complaint", "投诉答复", "a local rule", "本市规定"),
        _ => throw new System.Diagnostics.UnreachableException($"{kind} has no words.")
    };
}
