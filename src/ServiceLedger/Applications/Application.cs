using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Applications;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A citizen asks for something (LIC art. 29); the ledger gives the matter its case number.</summary>
/// <param name="SubmittedBy">The way the application itself came, which may differ from the way it was recorded.</param>
public sealed record ApplicationSubmitted(
    Guid CitizenId, string CaseNumber, string ItemCode, int ItemVersion, string DepartmentCode, Channel SubmittedBy,
    Sealed<string>? Situation, Material[] Materials, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Papers come in after the submission; the voucher is what the applicant holds.</summary>
public sealed record MaterialsReceived(Guid CitizenId, string VoucherNumber, Material[] Materials, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The department must handle it from now on (LIC art. 32(5)); the clock's profile is pinned.</summary>
public sealed record ApplicationAccepted(Guid CitizenId, string AcceptanceNumber, TimeLimits Limits, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

public sealed record StepStarted(Guid CitizenId, string StepCode, int? PromisedDays = null, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record StepCompleted(Guid CitizenId, string StepCode, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A decision was made (LIC art. 37, 38); it has a stream of its own.</summary>
public sealed record ApplicationDecided(Guid CitizenId, Guid DecisionId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>The decision reached the applicant (LIC art. 44).</summary>
public sealed record ResultDelivered(Guid CitizenId, Guid DecisionId, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;
public sealed record ApplicationWithdrawn(Guid CitizenId, Sealed<string>? Reason, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>Nothing more will be done; retention runs from the given day.</summary>
public sealed record ApplicationClosed(Guid CitizenId, ApplicationOutcome Outcome, Retention Retention, DateOnly RetentionStartsOn, EarlierEffect? Effect = null) : ICitizenEvent, IEffectiveEvent;

/// <summary>A paper as it was handed in.</summary>
/// <param name="PaperId">The id of the item's paper it is meant for.</param>
/// <param name="ContentHash">base64url SHA-256 of the content, sealed because a hash of a small document could be guessed.</param>
public sealed record Material(string PaperId, PaperForm Form, EvidenceGrade Grade, Sealed<string>? ContentHash = null);

/// <summary>How far a paper can be trusted (国办函〔2016〕108号): issued by the agency, verified at a window, uploaded, self-made on a promise.</summary>
public enum EvidenceGrade { A, B, C, D }

public enum ApplicationOutcome { Decided, Withdrawn }

/// <summary>Where an application stands.</summary>
public enum ApplicationStatus { Submitted, Accepted, Decided, Delivered, Withdrawn, Closed }

/// <summary>What can be done with an application; the same list drives endpoints, buttons and authorisation.</summary>
public enum ApplicationAction { ReceiveMaterials, Accept, StartStep, CompleteStep, Decide, Deliver, Withdraw, Close }

/// <summary>What the events add up to: enough to decide the next step, nothing for display.</summary>
/// <param name="OpenSteps">Codes of the steps started and not completed.</param>
public sealed record Application(
    Guid Id, Guid CitizenId, string CaseNumber, string ItemCode, int ItemVersion, string DepartmentCode, ApplicationStatus Status,
    string[] Papers, string[] OpenSteps, DateTimeOffset LastEffect, Guid? DecisionId = null, long Version = 0)
{
    static readonly ApplicationAction[] None = [];

    static readonly Dictionary<ApplicationStatus, ApplicationAction[]> Allowed = new()
    {
        [ApplicationStatus.Submitted] = [ApplicationAction.ReceiveMaterials, ApplicationAction.Accept, ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Withdraw],
        [ApplicationStatus.Accepted] = [ApplicationAction.ReceiveMaterials, ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Decide, ApplicationAction.Withdraw],
        [ApplicationStatus.Decided] = [ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Deliver],
        [ApplicationStatus.Delivered] = [ApplicationAction.StartStep, ApplicationAction.CompleteStep, ApplicationAction.Close],
        [ApplicationStatus.Withdrawn] = [ApplicationAction.Close],
        [ApplicationStatus.Closed] = None
    };

    static readonly ApplicationAction[] ForApplicants = [ApplicationAction.ReceiveMaterials, ApplicationAction.Withdraw];

    public static Application Create(IEvent<ApplicationSubmitted> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.CaseNumber, e.Data.ItemCode, e.Data.ItemVersion, e.Data.DepartmentCode, ApplicationStatus.Submitted,
        [.. e.Data.Materials.Select(m => m.PaperId).Distinct()], [], e.EffectiveAt());

    public Application Apply(IEvent<MaterialsReceived> e) => this with { Papers = [.. Papers.Union(e.Data.Materials.Select(m => m.PaperId))], LastEffect = Later(e) };
    public Application Apply(IEvent<ApplicationAccepted> e) => this with { Status = ApplicationStatus.Accepted, LastEffect = Later(e) };
    public Application Apply(IEvent<StepStarted> e) => this with { OpenSteps = [.. OpenSteps, e.Data.StepCode], LastEffect = Later(e) };
    public Application Apply(IEvent<StepCompleted> e) => this with { OpenSteps = [.. OpenSteps.Except([e.Data.StepCode])], LastEffect = Later(e) };
    public Application Apply(IEvent<ApplicationDecided> e) => this with { Status = ApplicationStatus.Decided, DecisionId = e.Data.DecisionId, LastEffect = Later(e) };
    public Application Apply(IEvent<ResultDelivered> e) => this with { Status = ApplicationStatus.Delivered, LastEffect = Later(e) };
    public Application Apply(IEvent<ApplicationWithdrawn> e) => this with { Status = ApplicationStatus.Withdrawn, LastEffect = Later(e) };
    public Application Apply(IEvent<ApplicationClosed> e) => this with { Status = ApplicationStatus.Closed, LastEffect = Later(e) };

    DateTimeOffset Later(IEvent e) => e.EffectiveAt() > LastEffect ? e.EffectiveAt() : LastEffect;

    public bool Allows(ApplicationAction action) => Allowed[Status].Contains(action);

    /// <summary>What this actor may do next.</summary>
    public IEnumerable<ApplicationAction> NextFor(Act act) =>
        act.IsCitizen(CitizenId) ? Allowed[Status].Intersect(ForApplicants) : IsHandledBy(act) ? Allowed[Status] : None;

    /// <summary>Whether this actor may read it: the applicant, and officers of the department in charge.</summary>
    public bool IsVisibleTo(Act act) => act.IsCitizen(CitizenId) || IsHandledBy(act);

    /// <summary>Refuses an action: 404 where it is not theirs, 403 where it is not for their kind, 409 where it has changed or the state forbids it, 400 for a date out of order.</summary>
    public ProblemDetails? Refuse(Act act, ApplicationAction action, long version, EarlierEffect? effect, DateTimeOffset now) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : act.Kind is ActorKind.Citizen && !ForApplicants.Contains(action) ? Problems.Forbidden("Officers of the department in charge do this.", "由主管部门工作人员办理。")
        : version != Version ? Problems.Stale()
        : !Allows(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : Effects.Refuse(act, effect, LastEffect, now);

    bool IsHandledBy(Act act) => act.Kind is ActorKind.Officer or ActorKind.System && act.Department == DepartmentCode;
}
