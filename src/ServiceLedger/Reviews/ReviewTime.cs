using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Reviews;

/// <summary>An obstacle as it comes in.</summary>
public sealed record ObstacleTold(DateOnly From, DateOnly To, string Reason);

/// <summary>What the time for a challenge is counted from.</summary>
/// <param name="MadeOn">The day of the act.</param>
/// <param name="KnownOn">The day the person learnt of it.</param>
/// <param name="RemediesTold">Whether they were told the remedies, the authority and the time.</param>
/// <param name="RemediesKnownOn">Where not: the day they learnt of them; absent until they challenge it.</param>
/// <param name="Stopped">First and last days of what kept them from it.</param>
public sealed record Knowledge(DateOnly MadeOn, DateOnly KnownOn, bool RemediesTold, DateOnly? RemediesKnownOn, bool RealEstate, IReadOnlyList<(DateOnly From, DateOnly To)> Stopped);

/// <summary>Whether a challenge is in time.</summary>
/// <param name="LastDay">The last day on which it is.</param>
/// <param name="Late">Which limit it is beyond; absent where it is in time.</param>
public sealed record ChallengeTime(bool Within, DateOnly LastDay, LateGround? Late);

/// <summary>
/// Counts the time for challenges. The day it begins on is not counted, and a last day that is no working day moves to the next one (Civil Procedure Law art. 85, by REV art. 88; LIT art. 101).
/// </summary>
public static class ReviewTime
{
    const int MostObstacles = 10;

    /// <summary>Days for reconsideration, told or by law (REV art. 20, 21); null where a calendar that matters is missing.</summary>
    public static ChallengeTime? ForReview(Knowledge knowledge, DateOnly lodged, int days, WorkingDays calendar) =>
        Of(knowledge, lodged, from => from.AddDays(days), LateGround.SinceKnowledge, calendar);

    /// <summary>Months for a suit, told or by law (LIT art. 46); null where a calendar that matters is missing.</summary>
    public static ChallengeTime? ForSuit(Knowledge knowledge, DateOnly filed, int months, WorkingDays calendar) =>
        Of(knowledge, filed, from => from.AddMonths(months), LateGround.SixMonths, calendar);

    /// <summary>Fifteen days for a suit after a review (LIT art. 45).</summary>
    public static ChallengeTime? AfterReview(DateOnly received, DateOnly filed, WorkingDays calendar) => Judged(received.AddDays(DaysAfterReview), filed, LateGround.FifteenDays, calendar);

    internal const int DaysAfterReview = 15;

    static ChallengeTime? Of(Knowledge k, DateOnly challenged, Func<DateOnly, DateOnly> period, LateGround ground, WorkingDays calendar)
    {
        var start = k.RemediesTold ? k.KnownOn : Later(k.KnownOn, k.RemediesKnownOn ?? challenged);
        var (last, late) = (period(start), ground);
        if (!k.RemediesTold && k.KnownOn.AddYears(1) is var year && year < last)
            (start, last, late) = (k.KnownOn, year, LateGround.YearWithoutRemedies);
        last = Stopping(k.Stopped, start, last);
        // The absolute limit is one of the right itself: nothing moves or stops it.
        var limit = k.MadeOn.AddYears(k.RealEstate ? 20 : 5);
        return limit < last ? new(challenged <= limit, limit, challenged <= limit ? null : LateGround.AbsoluteLimit) : Judged(last, challenged, late, calendar);
    }

    static ChallengeTime? Judged(DateOnly last, DateOnly challenged, LateGround late, WorkingDays calendar) =>
        calendar.FirstFrom(last) is { } day ? new(challenged <= day, day, challenged <= day ? null : late)
        // Without a calendar what is in time anyhow is so.
        : challenged <= last ? new(true, last, null) : null;

    /// <summary>The last day, after the days of every obstacle that lie in the time are added; a day under two obstacles is added once.</summary>
    static DateOnly Stopping(IReadOnlyList<(DateOnly From, DateOnly To)> obstacles, DateOnly start, DateOnly last)
    {
        var from = start.AddDays(1);
        foreach (var obstacle in obstacles.OrderBy(o => o.From))
        {
            from = Later(from, obstacle.From);
            if (from > last || obstacle.To < from)
                continue;
            last = last.AddDays(obstacle.To.DayNumber - from.DayNumber + 1);
            from = obstacle.To.AddDays(1);
        }

        return last;
    }

    /// <summary>This day, or the next that is a working day; null where its year has no calendar.</summary>
    internal static DateOnly? FirstFrom(this WorkingDays calendar, DateOnly day)
    {
        for (; calendar.IsWorkingDay(day) is { } works; day = day.AddDays(1))
            if (works)
                return day;
        return null;
    }

    static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    /// <summary>Refuses obstacles that end before they begin or have not come to an end.</summary>
    internal static ProblemDetails? Refuse(IReadOnlyList<ObstacleTold>? obstacles, DateOnly challenged)
    {
        if (obstacles?.Count > MostObstacles)
            return Problems.Invalid("$.obstacles", $"At most {MostObstacles}.", $"最多 {MostObstacles} 项。");
        for (var i = 0; i < (obstacles?.Count ?? 0); i++)
        {
            if (obstacles![i] is not { } obstacle)
                return Problems.Invalid($"$.obstacles[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if (obstacle.To < obstacle.From || obstacle.To > challenged)
                return Problems.Invalid($"$.obstacles[{i}].to", "It ends after it began, and before this.", "结束日期应不早于开始日期，且不晚于本次申请。");
            if (Text.Refuse($"$.obstacles[{i}].reason", obstacle.Reason, 1000, lines: true) is { } reason)
                return reason;
        }

        return null;
    }

    internal static Obstacle[]? Sealed(IReadOnlyList<ObstacleTold>? obstacles, SubjectKey key) =>
        obstacles is { Count: > 0 } ? [.. obstacles.Select(o => new Obstacle(o.From, o.To, key.Seal(o.Reason)))] : null;

    internal static IReadOnlyList<(DateOnly, DateOnly)> Stopped(IReadOnlyList<ObstacleTold>? obstacles) => [.. (obstacles ?? []).Select(o => (o.From, o.To))];
}

/// <summary>Who reviews for the government.</summary>
/// <param name="Authority">Credit code of the department that examines reconsideration for the government (REV art. 4, 24): of what no department above is named for; absent where none is set.</param>
public sealed record ReviewTerms(string? Authority = null)
{
    /// <summary>The judicial bureau of the demonstration catalogue.</summary>
    public const string OfTheDemo = "11500000DEM000188N";

    public static ReviewTerms Read(IConfiguration configuration, bool development) =>
        configuration["Reviews:Authority"] is not { } code ? new(development ? OfTheDemo : null)
        : CreditCode.Check(code) is not CreditCodeFinding.NotACreditCode ? new(code)
        : throw new RefusedToStart("This start was refused. Reviews:Authority is the credit code of a department.");

    /// <summary>Who reviews what a department did: the one above that the decision names (REV art. 27), otherwise the government, by its department for it; null where there is none but the department itself.</summary>
    public string? Reviews(string department, string? superior) => (superior ?? Authority) is { } authority && authority != department ? authority : null;
}
