using ServiceLedger.Participation;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of ratings: how one matter or visit was rated, as the rating stands now. Of an anonymous one it names neither the matter nor the county, which would tell whose it is.</summary>
public sealed record RegisteredRating
{
    [Column("The rating; a random id.")]
    public required Guid RatingId { get; init; }
    [Column("The application it is of; null of an anonymous one.")]
    public Guid? ApplicationId { get; init; }
    [Column("Whether it is of one visit, and not of the matter as a whole.")]
    public required bool OfVisit { get; init; }
    [Column("The item applied for.")]
    public required string ItemCode { get; init; }
    [Column("The version of the item at submission.")]
    public required int ItemVersion { get; init; }
    [Column("Credit code of the department rated: the one in charge when it was given.")]
    public required string Department { get; init; }
    [Column("5 very satisfied, 4 satisfied, 3 fairly satisfied, 2 dissatisfied, 1 very dissatisfied (国办发〔2019〕51号).")]
    public required int Level { get; init; }
    [Column("Whether offices are not shown whose it is.")]
    public required bool Anonymous { get; init; }
    [Column("When it was given.")]
    public required DateTimeOffset GivenAt { get; init; }
    [Column("Where it stands: given, contacted, fixPlanned, fixed, calledBack, excluded.")]
    public required RatingStatus Status { get; init; }
    [Column("Whether it counts: supervision has not excluded it as mistaken or malicious.")]
    public required bool Counts { get; init; }
    [Column("Whether the department must come back to it: a bad one under a real name.")]
    public required bool NeedsFollowUp { get; init; }
    [Column("When the department spoke with who gave it.")]
    public DateTimeOffset? ContactedAt { get; init; }
    [Column("When what was rated badly was put right.")]
    public DateTimeOffset? FixedAt { get; init; }
    [Column("Whether who gave it was satisfied when asked again; null where nobody asked.")]
    public bool? Satisfied { get; init; }
    [Column("The way the application came.", FromOthers = true)]
    public string? Channel { get; init; }
    [Column("County where the applicant lived at submission; null of an anonymous one.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }

    public static RegisteredRating Of(Rating r) => new()
    {
        RatingId = r.Id,
        ApplicationId = r.Anonymous ? null : r.ApplicationId,
        OfVisit = r.OfVisit,
        ItemCode = r.ItemCode,
        ItemVersion = r.ItemVersion,
        Department = r.DepartmentCode,
        Level = r.Level,
        Anonymous = r.Anonymous,
        GivenAt = r.GivenAt.ToUniversalTime(),
        Status = r.Status,
        Counts = r.Status is not RatingStatus.Excluded,
        NeedsFollowUp = r.NeedsFollowUp,
        ContactedAt = r.ContactedAt?.ToUniversalTime(),
        FixedAt = r.FixedAt?.ToUniversalTime(),
        Satisfied = r.Satisfied
    };

    /// <summary>Fills in what ratings share with their matters; its parameters are the ids of the one and of the other, in the same order.</summary>
    public static string Filling() =>
        $"""
        update {RegisterCatalogue.Ratings.Table} r set channel = a.channel, district = case when r.anonymous then null else a.district end, urban_rural_class = a.urban_rural_class
        from unnest(?, ?) as of(rating_id, application_id), {RegisterCatalogue.Applications.Table} a where r.rating_id = of.rating_id and a.application_id = of.application_id
        """;
}
