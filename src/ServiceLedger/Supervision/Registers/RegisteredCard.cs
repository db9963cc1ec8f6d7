using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision.Cards;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of cards: a warning, a yellow or a red card, from the warning to its end.</summary>
public sealed record RegisteredCard
{
    [Column("The card; a random id.")]
    public required Guid CardId { get; init; }
    [Column("The application, decision, data request or commitment it is about.")]
    public required Guid StreamId { get; init; }
    [Column("The application it belongs to.")]
    public Guid? ApplicationId { get; init; }
    [Column("How grave: warning, yellow or red.")]
    public required CardLevel Level { get; init; }
    [Column("Where it stands.")]
    public required CardStatus Status { get; init; }
    [Column("What it is for; null of a warning.")]
    public CardCause? Cause { get; init; }
    [Column("The limit it is about; null where it is about none.")]
    public TimerKind? Timer { get; init; }
    [Column("The last day that limit was in time.")]
    public DateOnly? DueOn { get; init; }
    [Column("Credit code of the office that answers for it.")]
    public required string Department { get; init; }
    [Column("When the office was warned, or the card issued where it was not.")]
    public required DateTimeOffset FirstAt { get; init; }
    [Column("When the card was issued; null of a warning.")]
    public DateTimeOffset? IssuedAt { get; init; }
    [Column("By when it is to be put right.")]
    public DateOnly? RectifyBy { get; init; }
    [Column("When it was put right.")]
    public DateTimeOffset? RectifiedAt { get; init; }
    [Column("The item applied for.", FromOthers = true)]
    public string? ItemCode { get; init; }
    [Column("The way the application came.", FromOthers = true)]
    public Channel? Channel { get; init; }
    [Column("County where the applicant lived at submission.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }

    public static RegisteredCard Of(CardCase c) => new()
    {
        CardId = c.Id,
        StreamId = c.StreamId,
        ApplicationId = c.ApplicationId,
        Level = c.Level,
        Status = c.Status,
        Cause = c.Cause,
        Timer = c.Timer,
        DueOn = c.DueOn,
        Department = c.Department,
        FirstAt = c.At,
        IssuedAt = c.IssuedAt,
        RectifyBy = c.RectifyBy,
        RectifiedAt = c.RectifiedAt
    };
}
