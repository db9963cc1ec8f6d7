using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

/// <summary>A ruling as it comes in, in plain text; each kind takes members of its own.</summary>
/// <param name="Granted">The part that is granted.</param>
/// <param name="Fact">The fact that is confirmed.</param>
public sealed record RulingTold(
    RulingKind Kind, string? Reasons = null, RemediesTold? Remedies = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null,
    IReadOnlyList<string>? Conditions = null, string? Granted = null, string? Fact = null,
    long? AmountFen = null, string? PayeeAccount = null, DateOnly? PaidFrom = null, DateOnly? PaidTo = null)
{
    /// <summary>The largest number that every reader of JSON keeps exactly.</summary>
    internal const long MostFen = (1L << 53) - 1;

    const int MostConditions = 50;
    static readonly string[] Term = ["validFrom", "validTo"];

    static readonly Dictionary<RulingKind, string[]> Takes = new()
    {
        [RulingKind.Grant] = Term,
        [RulingKind.Refusal] = ["reasons", "remedies"],
        [RulingKind.GrantWithConditions] = [.. Term, "reasons", "remedies", "conditions"],
        [RulingKind.Partly] = [.. Term, "reasons", "remedies", "granted"],
        [RulingKind.Confirmation] = [.. Term, "fact"],
        [RulingKind.Payment] = ["reasons", "remedies", "amountFen", "payeeAccount", "paidFrom", "paidTo"],
        [RulingKind.Fine] = ["reasons", "remedies", "amountFen"]
    };

    /// <summary>Refuses what the kind does not take, and what it requires and lacks; <paramref name="at"/> is where it stands in the request.</summary>
    public ProblemDetails? Refuse(string at = "$") =>
        Superfluous(at)
        ?? (ValidFrom > ValidTo ? Problems.Invalid($"{at}.validTo", "It ends before it begins.", "截止日期早于起始日期。") : null)
        ?? Kind switch
        {
            RulingKind.Refusal => Shortfall(at),
            RulingKind.GrantWithConditions => RefuseConditions(at) ?? Shortfall(at),
            RulingKind.Partly => RefuseText($"{at}.granted", Granted) ?? Shortfall(at),
            RulingKind.Confirmation => RefuseText($"{at}.fact", Fact),
            RulingKind.Payment => RefusePayment(at),
            RulingKind.Fine => RefuseAmount(at) ?? Shortfall(at),
            _ => null
        };

    /// <summary>The ruling with its texts sealed.</summary>
    public Ruling Sealed(SubjectKey key) => Kind switch
    {
        RulingKind.Grant => new Grant(ValidFrom, ValidTo),
        RulingKind.Refusal => new Refusal(key.Seal(Reasons!), Remedies!.Told()),
        RulingKind.GrantWithConditions => new GrantWithConditions([.. Conditions!.Select(c => key.Seal(c))], key.Seal(Reasons!), Remedies!.Told(), ValidFrom, ValidTo),
        RulingKind.Partly => new GrantInPart(key.Seal(Granted!), key.Seal(Reasons!), Remedies!.Told(), ValidFrom, ValidTo),
        RulingKind.Confirmation => new Confirmation(key.Seal(Fact!), ValidFrom, ValidTo),
        RulingKind.Payment => new Payment(AmountFen!.Value, key.Seal(PayeeAccount), PaidFrom, PaidTo, key.Seal(Reasons), Remedies?.Told()),
        RulingKind.Fine => new Fine(AmountFen!.Value, key.Seal(Reasons!), Remedies!.Told()),
        _ => throw new System.Diagnostics.UnreachableException("A ruling is one of its known kinds.")
    };

    ProblemDetails? Superfluous(string at)
    {
        (string Name, object? Value)[] given =
        [
            ("reasons", Reasons), ("remedies", Remedies), ("validFrom", ValidFrom), ("validTo", ValidTo), ("conditions", Conditions), ("granted", Granted), ("fact", Fact),
            ("amountFen", AmountFen), ("payeeAccount", PayeeAccount), ("paidFrom", PaidFrom), ("paidTo", PaidTo)
        ];
        return given.FirstOrDefault(g => g.Value is not null && !Takes[Kind].Contains(g.Name)) is { Name: { } name }
            ? Problems.Invalid($"{at}.{name}", "A decision of this kind does not take it.", "此类决定不填写该项。")
            : null;
    }

    ProblemDetails? Shortfall(string at) => RemediesTold.RefuseShortfall(at, Reasons, Remedies);

    ProblemDetails? RefuseConditions(string at)
    {
        if (Conditions is not { Count: > 0 and <= MostConditions })
            return Problems.Invalid($"{at}.conditions", $"Name 1 to {MostConditions} conditions.", $"请列明 1 至 {MostConditions} 项条件。");
        for (var i = 0; i < Conditions.Count; i++)
            if (RefuseText($"{at}.conditions[{i}]", Conditions[i]) is { } condition)
                return condition;
        return null;
    }

    ProblemDetails? RefusePayment(string at) =>
        RefuseAmount(at) is { } amount ? amount
        : PayeeAccount is not null && Text.Fault(PayeeAccount, 200) is { } account ? Problems.Invalid($"{at}.payeeAccount", account.En, account.Zh)
        : PaidFrom > PaidTo ? Problems.Invalid($"{at}.paidTo", "It ends before it begins.", "截止日期早于起始日期。")
        : Reasons is not null || Remedies is not null ? Shortfall(at)
        : null;

    ProblemDetails? RefuseAmount(string at) =>
        AmountFen is not (> 0 and <= MostFen) ? Problems.Invalid($"{at}.amountFen", "An amount in fen, at least 1.", "金额以分计，至少为 1。") : null;

    static ProblemDetails? RefuseText(string field, string? text) => Text.Fault(text, 4000, lines: true) is { } fault ? Problems.Invalid(field, fault.En, fault.Zh) : null;
}

/// <summary>The remedies as they were told: authority and days for reconsideration, court and months for a suit.</summary>
public sealed record RemediesTold(string ReconsiderationAuthority, int ReconsiderationDays, string Court, int LitigationMonths, string? OnlineChannel = null)
{
    internal const int LongestReasons = 8000;

    public Remedies Told() => new(ReconsiderationAuthority, ReconsiderationDays, Court, LitigationMonths, OnlineChannel);

    /// <summary>What falls short of what was asked for, or takes away what was given, has reasons and tells the remedies.</summary>
    public static ProblemDetails? RefuseShortfall(string at, string? reasons, RemediesTold? remedies) =>
        Text.Fault(reasons, LongestReasons, lines: true) is { } fault
            ? Problems.Invalid($"{at}.reasons", "Such a decision gives reasons (LIC art. 38). " + fault.En, "此类决定须说明理由（许可法第三十八条）。" + fault.Zh)
        : remedies is null ? Problems.Invalid($"{at}.remedies", "Such a decision tells the remedies (LIC art. 38).", "此类决定须告知复议和诉讼权利（许可法第三十八条）。")
        : remedies.Refuse($"{at}.remedies");

    ProblemDetails? Refuse(string at) =>
        Text.Fault(ReconsiderationAuthority, 200) is { } authority ? Problems.Invalid($"{at}.reconsiderationAuthority", authority.En, authority.Zh)
        : Text.Fault(Court, 200) is { } court ? Problems.Invalid($"{at}.court", court.En, court.Zh)
        : OnlineChannel is not null && Text.Fault(OnlineChannel, 500) is { } online ? Problems.Invalid($"{at}.onlineChannel", online.En, online.Zh)
        : ReconsiderationDays is < 60 or > 3650 ? Problems.Invalid($"{at}.reconsiderationDays", "At least 60 days (REV art. 20), at most 3650.", "不少于 60 日（复议法第二十条），不多于 3650 日。")
        : LitigationMonths is < 6 or > 240 ? Problems.Invalid($"{at}.litigationMonths", "At least 6 months (LIT art. 46), at most 240.", "不少于 6 个月（诉讼法第四十六条），不多于 240 个月。")
        : null;
}
