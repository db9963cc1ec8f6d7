using System.Text.Json.Serialization;
using JasperFx.Events;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>An application is decided (LIC art. 38); what was ruled says how.</summary>
/// <param name="ApplicationVersion">The version of the application's stream the deciding officer had read.</param>
public sealed record DecisionMade(
    Guid CitizenId, Guid ApplicationId, long ApplicationVersion, string DecisionNumber, string ItemCode, int ItemVersion, string DepartmentCode,
    Ruling Ruling, string[] LegalBasis, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision reached the applicant (LIC art. 44).</summary>
public sealed record DecisionDelivered(Guid CitizenId, Guid ApplicationId, DeliveryMethod Method, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public enum DeliveryMethod { Online, Window, Post, VillageAgent }

/// <summary>What was ruled. Each kind holds what the law requires of it, so that less cannot be written down.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Grant), "grant")]
[JsonDerivedType(typeof(Refusal), "refusal")]
public abstract record Ruling;

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

public enum DecisionStatus { Made, Delivered }

public enum DecisionAction { Deliver }

/// <summary>What the events add up to: enough to decide the next step, nothing for display.</summary>
public sealed record Decision(
    Guid Id, Guid CitizenId, Guid ApplicationId, string DepartmentCode, bool Granted, DecisionStatus Status, DateTimeOffset LastEffect, long Version = 0)
{
    static readonly Dictionary<DecisionStatus, DecisionAction[]> Allowed = new()
    {
        [DecisionStatus.Made] = [DecisionAction.Deliver],
        [DecisionStatus.Delivered] = []
    };

    public static Decision Create(IEvent<DecisionMade> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.ApplicationId, e.Data.DepartmentCode, e.Data.Ruling is Grant, DecisionStatus.Made, e.EffectiveAt());

    public Decision Apply(IEvent<DecisionDelivered> e) => this with { Status = DecisionStatus.Delivered, LastEffect = e.EffectiveAt() };

    public Decision Apply(ReliedFactCorrected _) => this;

    /// <summary>What may be done next.</summary>
    public IReadOnlyList<DecisionAction> Next => Allowed[Status];

    public bool Allows(DecisionAction action) => Allowed[Status].Contains(action);

    /// <summary>Whether this actor may read it: the person it is about, and officers of the department that made it.</summary>
    public bool IsVisibleTo(Act act) => act.IsCitizen(CitizenId) || (act.Kind is ActorKind.Officer && act.Department == DepartmentCode);
}
