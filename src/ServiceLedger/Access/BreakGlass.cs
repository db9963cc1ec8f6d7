using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>An officer without a matter opens a citizen's file in an emergency, for a short time (PIPL art. 13 (4), 51).</summary>
/// <param name="Until">Until when the file stays open, by the service's clock.</param>
/// <param name="Sections">What of the file is open.</param>
/// <param name="ReviewBy">The day by which a supervisor reviews it, by the calendar on record then.</param>
public sealed record BreakGlassUsed(Guid CitizenId, Sealed<string> Reason, int Minutes, DateTimeOffset Until, FileSection[] Sections, DateOnly ReviewBy);

/// <summary>The officer closes the file before the time is over.</summary>
public sealed record BreakGlassEnded(Guid CitizenId);

/// <summary>A supervisor of another department has looked whether it was an emergency (PIPL art. 54).</summary>
public sealed record BreakGlassReviewed(Guid CitizenId, BreakGlassVerdict Verdict, Sealed<string> Remarks);

/// <summary>After an unjustified use, a supervisor lets the officer use it again.</summary>
public sealed record BreakGlassBlockLifted(Guid CitizenId, Sealed<string> Reason);

// -- What stands in the events --

public enum BreakGlassVerdict { Justified, Unjustified }

/// <summary>How far its review has come: open before the due day, due on it, overdue after it.</summary>
public enum BreakGlassStatus { Open, Due, Overdue, Reviewed }

public enum BreakGlassAction { End, Review, Lift }

/// <summary>What the events add up to.</summary>
/// <param name="Officer">Who opened the file; nobody else reads under it.</param>
/// <param name="Lifted">Whether a supervisor has lifted the block that an unjustified use brings.</param>
public sealed record BreakGlass(
    Guid Id, Guid CitizenId, string Officer, string? Department, string? Role, Sealed<string> Reason, DateTimeOffset StartedAt, DateTimeOffset Until, FileSection[] Sections, DateOnly ReviewBy,
    DateTimeOffset? EndedAt = null, BreakGlassVerdict? Verdict = null, Sealed<string>? Remarks = null, bool Lifted = false, long Version = 0)
{
    /// <summary>The purpose that a request under break-glass states.</summary>
    public const string Purpose = "Emergency";

    public static BreakGlass Create(IEvent<BreakGlassUsed> e)
    {
        var by = e.Act() ?? throw new System.Diagnostics.UnreachableException("Every use of break-glass carries its act.");
        return new(e.StreamId, e.Data.CitizenId, by.ActorId, by.Department, by.Role, e.Data.Reason, e.Data.Until.AddMinutes(-e.Data.Minutes), e.Data.Until, e.Data.Sections, e.Data.ReviewBy);
    }

    public BreakGlass Apply(IEvent<BreakGlassEnded> e) => this with { EndedAt = e.Timestamp };
    public BreakGlass Apply(BreakGlassReviewed e) => this with { Verdict = e.Verdict, Remarks = e.Remarks };
    public BreakGlass Apply(BreakGlassBlockLifted _) => this with { Lifted = true };

    public bool IsRunning(DateTimeOffset now) => EndedAt is null && now < Until;

    public BreakGlassStatus Status(DateOnly today) =>
        Verdict is not null ? BreakGlassStatus.Reviewed : today < ReviewBy ? BreakGlassStatus.Open : today == ReviewBy ? BreakGlassStatus.Due : BreakGlassStatus.Overdue;

    /// <summary>Whether it keeps its officer from reading without a matter: not reviewed from the due day on, or unjustified until a supervisor lifts it.</summary>
    public bool Blocks(DateOnly today) => Verdict is null ? today >= ReviewBy : Verdict is BreakGlassVerdict.Unjustified && !Lifted;

    /// <summary>Refuses a look that states this break-glass.</summary>
    /// <param name="shows">What the address shows.</param>
    public ProblemDetails? RefuseLook(Act act, Guid citizenId, IEnumerable<FileSection> shows, DateTimeOffset now) =>
        act.ActorId != Officer || !act.IsOfficer || citizenId != CitizenId ? NotTheirs()
        : act.Purpose != Purpose ? Problems.Forbidden($"Under break-glass the purpose is {Purpose}.", $"紧急调阅时目的应为 {Purpose}。")
        : !IsRunning(now) ? Problems.Forbidden("The time of this break-glass is over.", "本次紧急调阅已结束。")
        : shows.Except(Sections).Any() ? Problems.Forbidden("This break-glass was not asked for these sections.", "本次紧急调阅未包括这些内容。")
        : null;

    /// <summary>The answer to one who states a break-glass that does not exist, or somebody else's.</summary>
    public static ProblemDetails NotTheirs() => Problems.Forbidden("You have no such break-glass for this citizen.", "您没有针对该公民的此项紧急调阅。");

    [JsonIgnore]
    public string Link => $"/api/citizens/{CitizenId}/break-glass";

    /// <summary>The citizen, the officer, and supervisors know of it.</summary>
    public bool IsVisibleTo(Act act) => act.IsCitizen(CitizenId) || act.Supervises() || IsOfficers(act);

    public IEnumerable<BreakGlassAction> NextFor(Act act, DateTimeOffset now) => Allowed(now).Intersect(Of(act));

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for them to do, 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, BreakGlassAction action, long version, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : !Of(act).Contains(action) ? Problems.Forbidden(
            "The officer ends it; a supervisor of another department reviews it and lifts the block.", "由使用人结束；由其他部门的监督人员复核和解除限制。")
        : version != Version ? Problems.Stale()
        : !Allowed(now).Contains(action) ? Problems.NotInThisState(IsRunning(now) ? "running" : Verdict?.InJson() ?? "over", NextFor(act, now).Select(a => a.InJson()))
        : null;

    IEnumerable<BreakGlassAction> Allowed(DateTimeOffset now) =>
        IsRunning(now) ? [BreakGlassAction.End] : Verdict is null ? [BreakGlassAction.Review] : Verdict is BreakGlassVerdict.Unjustified && !Lifted ? [BreakGlassAction.Lift] : [];

    IEnumerable<BreakGlassAction> Of(Act act) =>
        IsOfficers(act) ? [BreakGlassAction.End] : act.Supervises() && act.Department != Department ? [BreakGlassAction.Review, BreakGlassAction.Lift] : [];

    bool IsOfficers(Act act) => act.IsOfficer && act.ActorId == Officer;
}
