using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// The id of the stream that holds the looks at one citizen's record in one month of China's time: of the month's first moment, named by citizen and month. Whoever knows
/// the citizen finds it without asking.
/// </summary>
public static class AccessStream
{
    public static Guid Of(Guid citizenId, DateOnly day)
    {
        var month = new DateOnly(day.Year, day.Month, 1);
        return LedgerId.Named(Guid.CreateVersion7(Hosting.Text.StartOf(month)), $"{citizenId:N}\n{month:yyyy-MM}", citizenId);
    }

    /// <summary>The streams of this and earlier months, the latest first.</summary>
    public static Guid[] Of(Guid citizenId, DateOnly today, int months) => [.. Enumerable.Range(0, months).Select(i => Of(citizenId, today.AddMonths(-i)))];
}
