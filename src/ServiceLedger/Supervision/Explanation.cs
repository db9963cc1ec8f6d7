using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision;

/// <summary>A look as the register of looks keeps it.</summary>
/// <param name="Officer">Who looked: an officer's id, or a system's.</param>
public sealed record RegisteredLook(
    Guid AccessId, DateTimeOffset At, ActorKind Kind, string Officer, string? Department, string? Role, Guid CitizenId, string? Purpose, Guid? BreakGlass, string? Screen)
{
    public DateOnly Day => Text.DateOf(At);
}

/// <summary>What ties an office to a person from one day to another, both included: a matter in its hands or sent to it, an opinion or data asked of it.</summary>
/// <param name="To">Null while it lasts.</param>
/// <param name="Recused">Officers it does not tie, each from a moment on.</param>
public sealed record Tie(string Department, DateOnly From, DateOnly? To, IReadOnlyList<Recusal> Recused);

public sealed record Recusal(string Officer, DateTimeOffset From);

/// <summary>What a look is held against.</summary>
/// <param name="Ties">Of the person looked at, to any office.</param>
/// <param name="Emergencies">Uses of break-glass on the person.</param>
/// <param name="IsWorkingDay">Whether the day of the look is one.</param>
/// <param name="IsPeak">Whether the officer looked at far more people than usual on that day.</param>
/// <param name="Employer">The department the person works in, where they are an officer.</param>
/// <param name="Visits">How often the officer came to the person on that day.</param>
/// <param name="ActFollowed">Whether the office did anything for the person on that day after the first of these visits.</param>
public sealed record LookFacts(
    IReadOnlyList<Tie> Ties, IReadOnlyList<BreakGlass> Emergencies, bool IsWorkingDay, bool IsPeak = false, StaffMember? Employer = null, int Visits = 1, bool ActFollowed = false);

/// <summary>Why a look stands out; the examination of a day, the list and its tests judge by this alone.</summary>
public static class Explanation
{
    /// <summary>So many visits to one person on one day want an act.</summary>
    public const int ManyVisits = 3;

    const int Opens = 7, Closes = 21;

    // Whose work it is to look without a matter.
    static readonly string[] Inspectors = [Roles.Supervisor, Roles.Auditor];

    /// <summary>The causes for which this look is listed; none: it is explained.</summary>
    public static LookCause[] CausesOf(RegisteredLook look, LookFacts facts)
    {
        var isOfficer = look.Kind is ActorKind.Officer;
        var isInspection = Inspectors.Contains(look.Role) && Purposes.Supervision.Contains(look.Purpose);
        var isEmergency = facts.Emergencies.Any(g => Covers(g, look));
        var causes = new List<LookCause>();
        if (!isInspection && !isEmergency && !facts.Ties.Any(t => Covers(t, look)))
            causes.Add(LookCause.NoLink);
        if (isOfficer && !isEmergency && (!facts.IsWorkingDay || look.At.InChina().Hour is < Opens or >= Closes))
            causes.Add(LookCause.AfterHours);
        if (isOfficer && !isInspection && facts.IsPeak)
            causes.Add(LookCause.Peak);
        if (isOfficer && facts.Employer is { } employer && (employer.Department == look.Department || employer.Officer == look.Officer))
            causes.Add(LookCause.OwnDepartment);
        if (isOfficer && !isInspection && !isEmergency && facts.Visits >= ManyVisits && !facts.ActFollowed)
            causes.Add(LookCause.NothingFollowed);
        return [.. causes];
    }

    static bool Covers(Tie tie, RegisteredLook look) =>
        tie.Department == look.Department && tie.From <= look.Day && (tie.To is null || look.Day <= tie.To) && !tie.Recused.Any(r => r.Officer == look.Officer && r.From <= look.At);

    static bool Covers(BreakGlass glass, RegisteredLook look) =>
        glass.Id == look.BreakGlass && glass.CitizenId == look.CitizenId && glass.Officer == look.Officer && glass.StartedAt <= look.At && look.At < (glass.EndedAt ?? glass.Until);

    /// <summary>How often somebody came, by the moments of their looks: looks within half an hour of the one before belong to one visit.</summary>
    public static int Visits(IEnumerable<DateTimeOffset> looks)
    {
        var (visits, last) = (0, DateTimeOffset.MinValue);
        foreach (var at in looks.Order())
        {
            if (visits == 0 || at - last > HalfAnHour)
                visits++;
            last = at;
        }

        return visits;
    }

    static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);
}

/// <summary>
/// Whether an officer looked at far more people than usual on a day: at 20 at least, and at more than three times the median of their own days with looks
/// in the 30 days before; where there are fewer than five such days, of their colleagues' days. Where nothing usual is known yet, nothing is a peak.
/// </summary>
public static class Peak
{
    public const int Days = 30;

    const int Least = 20, Times = 3, EnoughDays = 5;

    /// <param name="people">How many people the officer looked at on the day.</param>
    /// <param name="own">How many on each of their own days with looks before.</param>
    /// <param name="peers">The same of the colleagues in their department.</param>
    public static bool Is(int people, IReadOnlyList<int> own, IReadOnlyList<int> peers) =>
        people >= Least && (own.Count >= EnoughDays ? own : peers) is { Count: > 0 } usual && people > Times * Median(usual);

    static double Median(IReadOnlyList<int> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
    }
}

/// <summary>An officer, known by their own citizen record.</summary>
public sealed record StaffMember(string Officer, string Department);

/// <summary>Which citizens are officers, and of which department.</summary>
public sealed class StaffRegister(IReadOnlyDictionary<Guid, StaffMember> staff)
{
    /// <summary>Until officers are linked to their citizen records.</summary>
    public static StaffRegister Nobody { get; } = new(new Dictionary<Guid, StaffMember>());

    public StaffMember? Of(Guid citizenId) => staff.GetValueOrDefault(citizenId);
}
