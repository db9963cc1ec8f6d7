using JasperFx.Events;

namespace ServiceLedger.Catalogue;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A version of a service item (CPSV-AP: Public Service) comes into force; the next version replaces it for new applications.</summary>
/// <param name="ItemVersion">1, 2, 3 …</param>
public sealed record ItemPublished(string ItemCode, int ItemVersion, ItemTerms Terms);

/// <summary>What a version of an item promises and asks for.</summary>
/// <param name="Papers">The complete list: nothing beyond it may be asked for.</param>
/// <param name="TolerablyMissing">Ids of the papers that may be missing at first (provisional acceptance).</param>
/// <param name="Output">The evidence type of the certificate it leads to (CPSV-AP: Output); absent where it leads to none.</param>
/// <param name="RetentionByOutcome">Where how a matter ended makes it kept longer or shorter than the rest.</param>
/// <param name="Promisable">Ids of the papers that the applicant's promise may stand for (declaration-commitment); absent: none.</param>
/// <param name="CostFen">What one case costs the office, in fen, as the department reckons it; absent where it has not said. It is no fee of the applicant's.</param>
public sealed record ItemTerms(
    string Name,
    string? NameEn,
    string DepartmentCode,
    ItemKind Kind,
    Paper[] Papers,
    string[] LegalBasis,
    TimeLimits Limits,
    string[] TolerablyMissing,
    Confidentiality Confidentiality,
    Retention Retention,
    string[]? Promisable = null,
    string? Output = null,
    OutcomeRetention[]? RetentionByOutcome = null,
    long? CostFen = null)
{
    /// <summary>How long a matter that ended so is kept.</summary>
    public Retention RetentionOf(string outcome) => RetentionByOutcome?.FirstOrDefault(r => r.Outcome == outcome)?.Retention ?? Retention;
}

/// <summary>Matters of the item that ended so are kept differently long.</summary>
/// <param name="Outcome">As the closing of an application names it.</param>
public sealed record OutcomeRetention(string Outcome, Retention Retention);

/// <summary>A paper an item requires (CPSV-AP: Evidence).</summary>
/// <param name="Department">Credit code of the department that holds it, where a department can supply it.</param>
/// <param name="EvidenceType">What it proves (CCCEV: Evidence Type), lower case with hyphens: two papers of one type need be handed in once; absent where nothing else proves it.</param>
public sealed record Paper(string Id, string Name, string? NameEn, PaperSource SuppliedBy, PaperForm Form, bool Required, string? Department = null, string? EvidenceType = null);

/// <summary>The limits of an item, in working days of the pinned calendar.</summary>
/// <param name="LegalDays">The law's limit; null where the item names none.</param>
/// <param name="PromisedDays">The shorter limit the department promised, which binds.</param>
public sealed record TimeLimits(ClockProfile Profile, int? LegalDays, int? PromisedDays);

public enum ItemKind { Permit, Payment, Confirmation, OtherPower, PublicService }
public enum PaperSource { Applicant, Department }
public enum PaperForm { Original, Copy, Electronic }
public enum ClockProfile { Ordinary, Joint, Immediate }
public enum Confidentiality { Public, Internal, Sensitive }
public enum Retention { TenYears, ThirtyYears, Permanent }

/// <summary>A class of retention and the day from which it runs.</summary>
public sealed record Retained(Retention Retention, DateOnly From)
{
    /// <summary>The last day on which it must be kept; null: for ever.</summary>
    public DateOnly? Until => Retention switch
    {
        Retention.TenYears => From.AddYears(10).AddDays(-1),
        Retention.ThirtyYears => From.AddYears(30).AddDays(-1),
        _ => null
    };
}

/// <summary>What the events add up to: every version of one item, the last in force.</summary>
/// <param name="DepartmentCode">Of the version in force.</param>
public sealed record ServiceItem(Guid Id, string Code, string DepartmentCode, ItemTerms[] Versions, long Version = 0)
{
    /// <summary>The evidence type of what no paper has a type for.</summary>
    public const string OtherEvidence = "other";

    /// <summary>The number of the version in force.</summary>
    public int InForce => Versions.Length;

    /// <summary>The evidence types that the papers of the version in force ask for.</summary>
    public string[] EvidenceTypes => [.. Versions[^1].Papers.Select(p => p.EvidenceType).OfType<string>().Distinct()];

    public static ServiceItem Create(IEvent<ItemPublished> e) => new(e.StreamId, e.Data.ItemCode, e.Data.Terms.DepartmentCode, [e.Data.Terms]);
    public ServiceItem Apply(ItemPublished e) => this with { DepartmentCode = e.Terms.DepartmentCode, Versions = [.. Versions, e.Terms] };

    /// <summary>The terms of a version; null where there is no such version.</summary>
    public ItemTerms? Terms(int version) => version >= 1 && version <= Versions.Length ? Versions[version - 1] : null;

    /// <summary>What has to be recorded so that these terms are in force; nothing when they are already.</summary>
    public static ItemPublished? Decide(ServiceItem? known, string code, ItemTerms terms) =>
        known is null ? new(code, 1, terms)
        : Same(known.Versions[^1], terms) ? null
        : new(code, known.InForce + 1, terms);

    static bool Same(ItemTerms a, ItemTerms b) =>
        a with { Papers = b.Papers, LegalBasis = b.LegalBasis, TolerablyMissing = b.TolerablyMissing, Promisable = b.Promisable, RetentionByOutcome = b.RetentionByOutcome } == b
        && a.Papers.SequenceEqual(b.Papers) && a.LegalBasis.SequenceEqual(b.LegalBasis) && a.TolerablyMissing.SequenceEqual(b.TolerablyMissing)
        && (a.Promisable ?? []).SequenceEqual(b.Promisable ?? [])
        && (a.RetentionByOutcome ?? []).SequenceEqual(b.RetentionByOutcome ?? []);
}
