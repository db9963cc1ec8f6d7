namespace ServiceLedger.Decisions;

/// <summary>An item somebody wants to apply for.</summary>
/// <param name="OfPublicSafety">Whether it directly concerns public safety, health, or the safety of life and property.</param>
public sealed record ItemAppliedFor(string Code, bool OfPublicSafety);

/// <summary>From what a citizen's own past bars them.</summary>
public static class Bars
{
    /// <summary>A licence got by fraud or bribery.</summary>
    public const int YearsAfterFraud = 3;

    /// <summary>
    /// The day from which the item may be applied for again; null where nothing bars it today. Only a revocation for fraud or bribery
    /// does, for 3 years, and only for items of public safety (LIC art. 79).
    /// </summary>
    public static DateOnly? On(ItemAppliedFor item, IEnumerable<Decision> decisions, DateOnly today)
    {
        if (!item.OfPublicSafety)
            return null;
        var free = decisions.Where(d => d.ItemCode == item.Code && d.RevokedFor is RevocationCause.FraudOrBribery && d.RevokedOn is not null)
            .Select(d => d.RevokedOn!.Value.AddYears(YearsAfterFraud)).DefaultIfEmpty(DateOnly.MinValue).Max();
        return free > today ? free : null;
    }
}
