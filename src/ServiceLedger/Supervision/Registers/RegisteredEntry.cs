using JasperFx.Events;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Registers;

/// <summary>
/// A row of the register of entries: one act in a matter that an office recorded, and how long after its effect. Acts of citizens, and effects that are earlier by law,
/// by correction or by the takeover of another register, say nothing of an office's diligence and have no row.
/// </summary>
public sealed record RegisteredEntry
{
    [Column("The event; a random id.")]
    public required Guid EntryId { get; init; }
    [Column("The application it belongs to.")]
    public required Guid ApplicationId { get; init; }
    [Column("What was recorded, by the event's stored name.")]
    public required string Kind { get; init; }
    [Column("Credit code of the office that recorded it.")]
    public required string Department { get; init; }
    [Column("The way it came to the record.")]
    public required Channel Channel { get; init; }
    [Column("When it had effect.")]
    public required DateTimeOffset EffectiveAt { get; init; }
    [Column("When it was recorded.")]
    public required DateTimeOffset RecordedAt { get; init; }
    [Column("Seconds from the one to the other, rounded down.")]
    public required long DelaySeconds { get; init; }
    [Column("The item applied for.", FromOthers = true)]
    public string? ItemCode { get; init; }
    [Column("County where the applicant lived at submission.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }

    /// <summary>The row of one event; null where it is not an office's own entry.</summary>
    public static RegisteredEntry? Of(IEvent e, Guid application) =>
        e.Data is not IEffectiveEvent { Effect: null or { Reason: EarlierEffectReason.PaperIntake or EarlierEffectReason.LateEntry } }
        || e.Act() is not { Kind: ActorKind.Officer or ActorKind.System, Department: { } department } act
            ? null
            : new()
            {
                EntryId = e.Id,
                ApplicationId = application,
                Kind = EventCatalogue.Names[e.Data.GetType()],
                Department = department,
                Channel = act.Channel,
                EffectiveAt = e.EffectiveAt(),
                RecordedAt = e.Timestamp,
                DelaySeconds = (long)Math.Max(0, (e.Timestamp - e.EffectiveAt()).TotalSeconds)
            };
}
