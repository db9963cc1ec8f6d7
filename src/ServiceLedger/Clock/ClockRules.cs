using JasperFx.Events;
using Marten;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Clock;

/// <summary>The lengths of all limits, in working days unless said otherwise. Where the law sets the most, a city may set less for itself and never more.</summary>
/// <param name="CorrectionNotice">LIC art. 32(4).</param>
/// <param name="Ordinary">From the acceptance to the decision (LIC art. 42), where the item names no other.</param>
/// <param name="Joint">The same in unified, joint or centralised handling (LIC art. 42).</param>
/// <param name="FirstReview">Of the lower level (LIC art. 43).</param>
/// <param name="Delivery">From the decision (LIC art. 44).</param>
/// <param name="HearingRequest">From being told of the right (LIC art. 47).</param>
/// <param name="HearingHolding">From the request (LIC art. 47).</param>
/// <param name="CommitmentCheck">From the decision (Zhejiang 2018, art. 14; a local rule).</param>
/// <param name="DataRequestCheck">From the request (a local rule).</param>
/// <param name="DataRequestAnswer">From the permission (a local rule).</param>
/// <param name="Warning">So long before the end of a limit the office is warned.</param>
/// <param name="UncuredProvisional">What becomes of a provisional acceptance whose papers do not come (a local rule).</param>
/// <param name="UncorrectedIsWithdrawn">Whether an application that is not put right in time counts as withdrawn (Zhejiang 2018, art. 11; a local rule).</param>
public sealed record ClockRules(
    int CorrectionNotice = 5, int Ordinary = 20, int Joint = 45, int FirstReview = 20, int Delivery = 10, int HearingRequest = 5, int HearingHolding = 20,
    int CommitmentCheck = 60, int DataRequestCheck = 2, int DataRequestAnswer = 10, int Warning = 1,
    UncuredProvisional UncuredProvisional = UncuredProvisional.DeemedWithdrawn, bool UncorrectedIsWithdrawn = false)
{
    /// <summary>What the settings under <c>Clock:</c> make of the law's limits; what is wrong with them is added to <paramref name="faults"/>.</summary>
    public static ClockRules From(IConfiguration configuration, List<string> faults)
    {
        var law = new ClockRules();
        return new(
            Days(nameof(CorrectionNotice), law.CorrectionNotice, atMost: law.CorrectionNotice), Days(nameof(Ordinary), law.Ordinary, atMost: law.Ordinary), Days(nameof(Joint), law.Joint, atMost: law.Joint),
            Days(nameof(FirstReview), law.FirstReview, atMost: law.FirstReview), Days(nameof(Delivery), law.Delivery, atMost: law.Delivery),
            Days(nameof(HearingRequest), law.HearingRequest, atLeast: law.HearingRequest), Days(nameof(HearingHolding), law.HearingHolding, atMost: law.HearingHolding),
            Days(nameof(CommitmentCheck), law.CommitmentCheck), Days(nameof(DataRequestCheck), law.DataRequestCheck), Days(nameof(DataRequestAnswer), law.DataRequestAnswer), Days(nameof(Warning), law.Warning, atMost: 10),
            Chosen(nameof(UncuredProvisional), law.UncuredProvisional), Chosen(nameof(UncorrectedIsWithdrawn), law.UncorrectedIsWithdrawn));

        int Days(string name, int otherwise, int atLeast = 1, int atMost = 365)
        {
            if (configuration[$"Clock:{name}"] is not { } given)
                return otherwise;
            if (int.TryParse(given, System.Globalization.CultureInfo.InvariantCulture, out var days) && days >= atLeast && days <= atMost)
                return days;
            faults.Add($"Clock:{name} ({atLeast} to {atMost} working days)");
            return otherwise;
        }

        T Chosen<T>(string name, T otherwise)
        {
            try
            {
                return configuration.GetValue($"Clock:{name}", otherwise)!;
            }
            catch (InvalidOperationException)
            {
                faults.Add($"Clock:{name} (one of {(typeof(T).IsEnum ? string.Join(", ", Enum.GetNames(typeof(T))) : "true, false")})");
                return otherwise;
            }
        }
    }

    /// <summary>From the acceptance to the decision, by law: the item's own time where it names one (LIC art. 42 leaves room for other laws).</summary>
    public int Lawful(TimeLimits limits) => limits.LegalDays ?? limits.Profile switch
    {
        ClockProfile.Ordinary => Ordinary,
        ClockProfile.Joint => Joint,
        _ => 0
    };
}

/// <summary>It counts as withdrawn; or the office must revoke the acceptance, with reasons and remedies.</summary>
public enum UncuredProvisional { DeemedWithdrawn, OfficeRevokes }

/// <summary>What the events add up to: all versions of the rules.</summary>
public sealed record ClockBook(Guid Id, ClockEdition[] Editions, long Version = 0)
{
    /// <summary>There is one set of rules, and so one stream.</summary>
    public static readonly Guid Stream = new("01980000-0000-7000-8000-00000000c10c");

    /// <summary>The law's limits, while none are on record.</summary>
    public static ClockBook OfTheLaw { get; } = new(Stream, [new(1, new ClockRules(), DateTimeOffset.MinValue)]);

    public static ClockBook Create(IEvent<ClockRulesAdopted> e) => new(e.StreamId, [new(e.Data.RulesVersion, e.Data.ClockRules, e.Timestamp)]);
    public ClockBook Apply(IEvent<ClockRulesAdopted> e) => this with { Editions = [.. Editions, new(e.Data.RulesVersion, e.Data.ClockRules, e.Timestamp)] };

    /// <summary>The rules in force at this moment; before the first ones, the first.</summary>
    public ClockEdition KnownAt(DateTimeOffset moment) => Array.FindLast(Editions, e => e.AdoptedAt <= moment) ?? Editions[0];

    /// <summary>What has to be recorded so that these rules are in force; nothing when they are already.</summary>
    public static ClockRulesAdopted? Decide(ClockBook? known, ClockRules rules) =>
        known is null ? new(1, rules) : known.Editions[^1].Rules == rules ? null : new(known.Editions[^1].RulesVersion + 1, rules);
}

/// <summary>One version of the rules.</summary>
public sealed record ClockEdition(int RulesVersion, ClockRules Rules, DateTimeOffset AdoptedAt);

/// <summary>What deadlines are reckoned by: calendars and rules, each as known at one moment.</summary>
public sealed record Reckoning(WorkingDays Days, ClockRules Rules, int RulesVersion);

/// <summary>Calendars and rules of all times.</summary>
public sealed record Almanac(WorkingDays Days, ClockBook Book)
{
    /// <summary>What is on record; the law's rules where none were adopted yet.</summary>
    public static async Task<Almanac> Load(IQuerySession session, CancellationToken ct) =>
        new(await WorkingDays.Load(session, ct), await session.LoadAsync<ClockBook>(ClockBook.Stream, ct) ?? ClockBook.OfTheLaw);

    /// <summary>The calendars and rules that were known at this moment, or the calendars at a later one.</summary>
    public Reckoning KnownAt(DateTimeOffset moment, DateTimeOffset? calendarsAsOf = null)
    {
        var edition = Book.KnownAt(moment);
        return new(Days.KnownAt(calendarsAsOf ?? moment), edition.Rules, edition.RulesVersion);
    }
}
