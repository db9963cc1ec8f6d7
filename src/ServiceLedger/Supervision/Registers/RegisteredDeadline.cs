using ServiceLedger.Clock;
using ServiceLedger.Hosting;
using ServiceLedger.Timers;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of deadlines: one limit of a matter, decision, data request or commitment (LIC art. 42).</summary>
public sealed record RegisteredDeadline
{
    [Column("The limit; made from its stream, kind and name.")]
    public required Guid DeadlineId { get; init; }
    [Column("The application, decision, data request, commitment, review, rating or complaint that has it.")]
    public required Guid StreamId { get; init; }
    [Column("What that is: application, decision, dataRequest, commitment, review, rating or complaint.")]
    public required KeptKind Subject { get; init; }
    [Column("The application it belongs to.")]
    public Guid? ApplicationId { get; init; }
    [Column("What the limit is for.")]
    public required TimerKind Kind { get; init; }
    [Column("Which one, where there are several of a kind: a step, an opinion's number, the round after a reopening; empty otherwise.")]
    public required string Of { get; init; }
    [Column("Credit code of the office that answers for it.")]
    public required string Department { get; init; }
    [Column("The day it starts on, which is not counted.")]
    public required DateOnly FromDay { get; init; }
    [Column("Its length in working days, an extension included; null where a day was set.")]
    public int? Length { get; init; }
    [Column("The last day in time; null while it stands still or a calendar is missing.")]
    public DateOnly? DueDay { get; init; }
    [Column("The day it was done, or had to be done no longer; null while it runs.")]
    public DateOnly? DoneDay { get; init; }
    [Column("Of what is done: whether after the last day in time.")]
    public bool? Late { get; init; }
    [Column("The year whose calendar is missing.")]
    public int? MissingYear { get; init; }
    [Column("The rules it was reckoned by.")]
    public required int RulesVersion { get; init; }
    [Column("The calendars it was reckoned by: year and version.")]
    public required string Calendars { get; init; }
    [Column("The moment whose calendars count for it.")]
    public required DateTimeOffset CalendarsAsOf { get; init; }
    [Column("Whether its passing is on record.")]
    public required bool Recorded { get; init; }
    [Column("When its office is warned; null where nothing is to be warned of.")]
    public DateTimeOffset? WarnsAt { get; init; }
    [Column("When the clock records that it has passed; null where there is nothing to record.")]
    public DateTimeOffset? PassesAt { get; init; }
    [Column("The day of which the office was warned.", FromOthers = true)]
    public DateOnly? WarnedOf { get; init; }
    [Column("The item applied for.", FromOthers = true)]
    public string? ItemCode { get; init; }
    [Column("The way the application came.", FromOthers = true)]
    public Channel? Channel { get; init; }
    [Column("County where the applicant lived at submission.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }

    /// <summary>The id of a limit of this stream.</summary>
    public static Guid IdOf(Guid stream, TimerKind kind, string of) => LedgerId.Named(stream, $"deadline\n{stream:N}\n{kind.InJson()}\n{of}", stream);

    public static IEnumerable<RegisteredDeadline> RowsOf(KeptStream kept, Almanac almanac) => kept.Limits(almanac).Select(l => new RegisteredDeadline
    {
        DeadlineId = IdOf(kept.Whose.StreamId, l.Kind, l.Of),
        StreamId = kept.Whose.StreamId,
        Subject = kept.Kind,
        ApplicationId = kept.Whose.ApplicationId,
        Kind = l.Kind,
        Of = l.Of,
        Department = kept.Whose.Of(l.Kind, l.Of),
        FromDay = l.From,
        Length = l.Length,
        DueDay = l.Due,
        DoneDay = l.DoneOn,
        Late = l.DoneOn is { } done && l.Due is { } due ? done > due : null,
        MissingYear = l.MissingYear,
        RulesVersion = l.Reckoning.RulesVersion,
        Calendars = string.Join(' ', l.Calendars().Select(c => $"{c.Year}.{c.CalendarVersion}")),
        CalendarsAsOf = kept.CalendarsAsOf.ToUniversalTime(),
        Recorded = kept.Missed.Contains(l.Key),
        WarnsAt = kept.Missed.Contains(l.Key) ? null : l.WarnsAt?.ToUniversalTime(),
        PassesAt = l.RecordedFrom(kept.Missed)?.ToUniversalTime()
    });
}
