using JasperFx.Events;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of re-asks: one paper that was asked for although an office held it (Order 716, art. 7).</summary>
public sealed record RegisteredReAsk
{
    [Column("The event that found it; a random id.")]
    public required Guid ReAskId { get; init; }
    [Column("The application it was asked in.")]
    public required Guid ApplicationId { get; init; }
    [Column("The item applied for.")]
    public required string ItemCode { get; init; }
    [Column("Credit code of the department that asked; null where the applicant handed it in unasked.")]
    public string? Department { get; init; }
    [Column("The id of the item's paper.")]
    public required string PaperId { get; init; }
    [Column("Whether the document itself is on record; otherwise a department could have supplied it and was not asked.")]
    public required bool DocumentHeld { get; init; }
    [Column("Credit code of the office that holds it; null where the person keeps it here.")]
    public string? HeldBy { get; init; }
    [Column("The article that forbids to ask.")]
    public required string Article { get; init; }
    [Column("When it was recorded.")]
    public required DateTimeOffset AskedAt { get; init; }
    [Column("The way the application came.")]
    public required Channel Channel { get; init; }
    [Column("County where the applicant lived at submission.")]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.")]
    public string? UrbanRuralClass { get; init; }

    public static IEnumerable<RegisteredReAsk> Of(IEnumerable<IEvent> events, RegisteredApplication application) =>
        events.Where(e => e.Data is ReAskDetected).Select(e => (e, Found: (ReAskDetected)e.Data)).Select(r => new RegisteredReAsk
        {
            ReAskId = r.e.Id,
            ApplicationId = application.ApplicationId,
            ItemCode = r.Found.ItemCode,
            Department = r.e.Act()?.Department,
            PaperId = r.Found.PaperId,
            DocumentHeld = r.Found.EvidenceId is not null,
            HeldBy = r.Found.HeldBy,
            Article = r.Found.Article,
            AskedAt = r.e.Timestamp,
            Channel = application.Channel,
            District = application.District,
            UrbanRuralClass = application.UrbanRuralClass
        });
}
