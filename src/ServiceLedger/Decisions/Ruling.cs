using System.Text.Json.Serialization;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>What was ruled. Each kind holds what the law requires of it, so that less cannot be written down.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Grant), "grant")]
[JsonDerivedType(typeof(Refusal), "refusal")]
[JsonDerivedType(typeof(GrantWithConditions), "grantWithConditions")]
[JsonDerivedType(typeof(GrantInPart), "partly")]
[JsonDerivedType(typeof(Confirmation), "confirmation")]
[JsonDerivedType(typeof(Payment), "payment")]
[JsonDerivedType(typeof(Fine), "fine")]
public abstract record Ruling;

/// <summary>The kinds of ruling, by the names they are stored under.</summary>
public enum RulingKind { Grant, Refusal, GrantWithConditions, Partly, Confirmation, Payment, Fine }

/// <summary>What was asked for is granted, from and until the given dates where it has a term.</summary>
public sealed record Grant(DateOnly? ValidFrom, DateOnly? ValidTo) : Ruling;

/// <summary>What was asked for is refused, with reasons and the remedies the applicant is told of (LIC art. 38(2)); none can be left out.</summary>
public sealed record Refusal : Ruling
{
    public Refusal(Sealed<string> reasons, Remedies remedies)
    {
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (Reasons, Remedies) = (reasons, remedies);
    }

    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
}

/// <summary>It is granted under conditions: less than was asked for, so with reasons and remedies.</summary>
public sealed record GrantWithConditions : Ruling
{
    public GrantWithConditions(Sealed<string>[] conditions, Sealed<string> reasons, Remedies remedies, DateOnly? validFrom = null, DateOnly? validTo = null)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        ArgumentOutOfRangeException.ThrowIfZero(conditions.Length);
        foreach (var condition in conditions)
            ArgumentNullException.ThrowIfNull(condition, nameof(conditions));
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (Conditions, Reasons, Remedies, ValidFrom, ValidTo) = (conditions, reasons, remedies, validFrom, validTo);
    }

    public Sealed<string>[] Conditions { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public DateOnly? ValidFrom { get; }
    public DateOnly? ValidTo { get; }
}

/// <summary>A part of what was asked for is granted, the rest refused with reasons and remedies.</summary>
public sealed record GrantInPart : Ruling
{
    public GrantInPart(Sealed<string> granted, Sealed<string> reasons, Remedies remedies, DateOnly? validFrom = null, DateOnly? validTo = null)
    {
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (Granted, Reasons, Remedies, ValidFrom, ValidTo) = (granted, reasons, remedies, validFrom, validTo);
    }

    public Sealed<string> Granted { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
    public DateOnly? ValidFrom { get; }
    public DateOnly? ValidTo { get; }
}

/// <summary>A fact is confirmed.</summary>
public sealed record Confirmation : Ruling
{
    public Confirmation(Sealed<string> fact, DateOnly? validFrom = null, DateOnly? validTo = null)
    {
        ArgumentNullException.ThrowIfNull(fact);
        (Fact, ValidFrom, ValidTo) = (fact, validFrom, validTo);
    }

    public Sealed<string> Fact { get; }
    public DateOnly? ValidFrom { get; }
    public DateOnly? ValidTo { get; }
}

/// <summary>Money is paid, once or from the first to the last date; where it is less than was asked for, with reasons and remedies, never one without the other.</summary>
public sealed record Payment : Ruling
{
    public Payment(long amountFen, Sealed<string>? payeeAccount = null, DateOnly? paidFrom = null, DateOnly? paidTo = null, Sealed<string>? reasons = null, Remedies? remedies = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amountFen, 1);
        if (reasons is null != remedies is null)
            throw new ArgumentException("Reasons and remedies stand together.", nameof(reasons));
        (AmountFen, PayeeAccount, PaidFrom, PaidTo, Reasons, Remedies) = (amountFen, payeeAccount, paidFrom, paidTo, reasons, remedies);
    }

    public long AmountFen { get; }
    public Sealed<string>? PayeeAccount { get; }
    public DateOnly? PaidFrom { get; }
    public DateOnly? PaidTo { get; }
    public Sealed<string>? Reasons { get; }
    public Remedies? Remedies { get; }
}

/// <summary>The person is to pay: nothing that was asked for, so with reasons and remedies (Administrative Penalty Law art. 44, 59).</summary>
public sealed record Fine : Ruling
{
    public Fine(long amountFen, Sealed<string> reasons, Remedies remedies)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(amountFen, 1);
        ArgumentNullException.ThrowIfNull(reasons);
        ArgumentNullException.ThrowIfNull(remedies);
        (AmountFen, Reasons, Remedies) = (amountFen, reasons, remedies);
    }

    public long AmountFen { get; }
    public Sealed<string> Reasons { get; }
    public Remedies Remedies { get; }
}

/// <summary>Where and until when a decision can be challenged: reconsideration (REV art. 20) and court (LIT art. 46).</summary>
public sealed record Remedies
{
    public Remedies(string reconsiderationAuthority, int reconsiderationDays, string court, int litigationMonths, string? onlineChannel = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reconsiderationAuthority);
        ArgumentException.ThrowIfNullOrWhiteSpace(court);
        ArgumentOutOfRangeException.ThrowIfLessThan(reconsiderationDays, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(litigationMonths, 1);
        (ReconsiderationAuthority, ReconsiderationDays, Court, LitigationMonths, OnlineChannel) = (reconsiderationAuthority, reconsiderationDays, court, litigationMonths, onlineChannel);
    }

    public string ReconsiderationAuthority { get; }
    public int ReconsiderationDays { get; }
    public string Court { get; }
    public int LitigationMonths { get; }

    /// <summary>Where to apply online; a decision delivered online names it (REV art. 22).</summary>
    public string? OnlineChannel { get; }
}

/// <summary>What every kind of ruling is asked alike.</summary>
public static class Rulings
{
    public static RulingKind KindOf(this Ruling ruling) => ruling switch
    {
        Grant => RulingKind.Grant,
        Refusal => RulingKind.Refusal,
        GrantWithConditions => RulingKind.GrantWithConditions,
        GrantInPart => RulingKind.Partly,
        Confirmation => RulingKind.Confirmation,
        Payment => RulingKind.Payment,
        Fine => RulingKind.Fine,
        _ => throw new System.Diagnostics.UnreachableException("A ruling is one of its known kinds.")
    };

    /// <summary>Whether anything of what was asked for is granted; a fine is imposed.</summary>
    public static bool Grants(this RulingKind kind) => kind is not (RulingKind.Refusal or RulingKind.Fine);

    /// <summary>From and until when it holds, where it has a term; the dates of a payment are none.</summary>
    public static (DateOnly? From, DateOnly? To) Term(this Ruling ruling) => ruling switch
    {
        Grant r => (r.ValidFrom, r.ValidTo),
        GrantWithConditions r => (r.ValidFrom, r.ValidTo),
        GrantInPart r => (r.ValidFrom, r.ValidTo),
        Confirmation r => (r.ValidFrom, r.ValidTo),
        _ => (null, null)
    };

    public static Sealed<string>? ReasonsOf(this Ruling ruling) => ruling switch
    {
        Refusal r => r.Reasons,
        GrantWithConditions r => r.Reasons,
        GrantInPart r => r.Reasons,
        Payment r => r.Reasons,
        Fine r => r.Reasons,
        _ => null
    };

    /// <summary>The remedies told, where it falls short of what was asked for, or takes something.</summary>
    public static Remedies? RemediesOf(this Ruling ruling) => ruling switch
    {
        Refusal r => r.Remedies,
        GrantWithConditions r => r.Remedies,
        GrantInPart r => r.Remedies,
        Payment r => r.Remedies,
        Fine r => r.Remedies,
        _ => null
    };
}
