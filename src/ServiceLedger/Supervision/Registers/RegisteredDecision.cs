using JasperFx.Events;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of decisions, as each stands now.</summary>
public sealed record RegisteredDecision
{
    [Column("The decision; a random id.")]
    public required Guid DecisionId { get; init; }
    [Column("The application it decides.")]
    public required Guid ApplicationId { get; init; }
    [Column("The item applied for.")]
    public required string ItemCode { get; init; }
    [Column("The version of the item it was made under.")]
    public required int ItemVersion { get; init; }
    [Column("Credit code of the department that made it.")]
    public required string Department { get; init; }
    [Column("How it ruled when it was made: grant, refusal, grantWithConditions, partly, confirmation, payment, fine.")]
    public required RulingKind MadeKind { get; init; }
    [Column("How it rules now, after any variation.")]
    public required RulingKind RulingKind { get; init; }
    [Column("Whether it granted anything when it was made.")]
    public required bool Granted { get; init; }
    [Column("Grades of the facts it rests on, in order, separated by commas (国办函〔2016〕108号).")]
    public required string FactGrades { get; init; }
    [Column("How far a machine decided: none, assisted, full.")]
    public required AutomationLevel Automation { get; init; }
    [Column("Whether an officer decided it, and not a machine alone or another system.")]
    public required bool ByOfficer { get; init; }
    [Column("When it was made, by its date of effect.")]
    public required DateTimeOffset MadeAt { get; init; }
    [Column("When that was recorded.")]
    public required DateTimeOffset MadeRecordedAt { get; init; }
    [Column("When it first reached the applicant, by the date of effect.")]
    public DateTimeOffset? DeliveredAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? DeliveredRecordedAt { get; init; }
    [Column("How it reached them: online, window, post, villageAgent.")]
    public DeliveryMethod? DeliveryMethod { get; init; }
    [Column("Where it stands.")]
    public required DecisionStatus Status { get; init; }
    [Column("What undid it because it was wrong: factCorrected, humanReview, revoked, reviewDecided, courtDecided, annulled, confirmedIllegal, declaredVoid; null where nothing did.")]
    public string? Reversal { get; init; }
    [Column("When, by the date of effect.")]
    public DateTimeOffset? ReversedAt { get; init; }
    [Column("The way the application came.", FromOthers = true)]
    public string? Channel { get; init; }
    [Column("County where the applicant lived at submission.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }
    [Column("When the officer who decided had first opened the matter's file, before deciding; null where they had not.", FromOthers = true)]
    public DateTimeOffset? OpenedAt { get; init; }
    [Column("When the person, or who acts for them, first opened the decision in this service; null where nobody did.", FromOthers = true)]
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>The row of a decision's events, in their order.</summary>
    public static RegisteredDecision Of(IReadOnlyList<IEvent> events)
    {
        var (first, made) = (events[0], (DecisionMade)events[0].Data);
        var kind = made.Ruling.KindOf();
        var row = new RegisteredDecision
        {
            DecisionId = first.StreamId,
            ApplicationId = made.ApplicationId,
            ItemCode = made.ItemCode,
            ItemVersion = made.ItemVersion,
            Department = made.DepartmentCode,
            MadeKind = kind,
            RulingKind = kind,
            Granted = kind.Grants(),
            FactGrades = string.Join(',', (made.Facts ?? []).Select(f => f.Grade.InJson()).Order(StringComparer.Ordinal)),
            Automation = made.Automation?.Level ?? AutomationLevel.None,
            ByOfficer = first.Act() is { IsOfficer: true } && made.Automation is not { Level: AutomationLevel.Full },
            MadeAt = first.EffectiveAt(),
            MadeRecordedAt = first.Timestamp,
            Status = DecisionStatus.Made
        };
        return events.Skip(1).Aggregate(row, (r, e) => r.After(e));
    }

    RegisteredDecision After(IEvent e) => e.Data switch
    {
        DecisionSigned => this with { Status = DecisionStatus.Signed },
        DecisionDispatched => this with { Status = DecisionStatus.Dispatched },
        DeliveryFailed => this with { Status = DecisionStatus.DeliveryFailed },
        DecisionDelivered d => this with
        {
            Status = Status.Holds() ? DecisionStatus.Delivered : Status,
            DeliveredAt = DeliveredAt ?? e.EffectiveAt(),
            DeliveredRecordedAt = DeliveredRecordedAt ?? e.Timestamp,
            DeliveryMethod = DeliveryMethod ?? d.Method
        },
        DecisionVaried d => Undone(e) with { Status = DecisionStatus.Made, RulingKind = d.Ruling.KindOf() },
        DecisionWithdrawnForPublicInterest => this with { Status = DecisionStatus.Withdrawn },
        DecisionRevoked => Undone(e) with { Status = DecisionStatus.Revoked },
        DecisionCancelled => this with { Status = DecisionStatus.Cancelled },
        DecisionAnnulled { Part: null } => Undone(e) with { Status = DecisionStatus.Annulled },
        DecisionDeclaredVoid => Undone(e) with { Status = DecisionStatus.DeclaredVoid },
        _ => Undone(e)
    };

    RegisteredDecision Undone(IEvent e) => ReversedBy(e.Data) is { } reversal && Reversal is null ? this with { Reversal = reversal, ReversedAt = e.EffectiveAt() } : this;

    /// <summary>
    /// What says that a decision was wrong when it was made; null where the event does not. Changed law or facts (LIC art. 8) and the holder's own wish (LIC art. 49) do not.
    /// What a review or a court decided is told by the decision's own events.
    /// </summary>
    static string? ReversedBy(object happened) => happened switch
    {
        DecisionVaried { Cause: VariationCause.FactCorrected } => "factCorrected",
        DecisionVaried { Cause: VariationCause.HumanReview } => "humanReview",
        DecisionVaried { Cause: VariationCause.ReviewDecided } => "reviewDecided",
        DecisionVaried { Cause: VariationCause.CourtDecided } => "courtDecided",
        DecisionRevoked => "revoked",
        DecisionAnnulled => "annulled",
        DecisionConfirmedIllegal => "confirmedIllegal",
        DecisionDeclaredVoid => "declaredVoid",
        _ => null
    };
}
