namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of what one office recorded in one matter, summed up from the register of entries.</summary>
public sealed record RegisteredOfficeEntry
{
    /// <summary>An entry is late when it is recorded more than a day after its effect.</summary>
    public const long LateAfterSeconds = 86_400;

    [Column("The application.")]
    public required Guid ApplicationId { get; init; }
    [Column("Credit code of the office that recorded.")]
    public required string Department { get; init; }
    [Column("How many acts it recorded.")]
    public required int Entries { get; init; }
    [Column("Of them, those recorded more than a day after their effect.")]
    public required int LateEntries { get; init; }
    [Column("Seconds from effect to record of the one that waited longest.")]
    public required long LongestDelaySeconds { get; init; }
    [Column("When the first of them had effect.")]
    public required DateTimeOffset FirstEffectAt { get; init; }
    [Column("The item applied for.")]
    public required string ItemCode { get; init; }
    [Column("The way the application came.")]
    public required string Channel { get; init; }
    [Column("County where the applicant lived at submission.")]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.")]
    public string? UrbanRuralClass { get; init; }

    /// <summary>Sums up these applications anew; its parameter are their ids.</summary>
    public static string Summing() =>
        $"""
        insert into {RegisterCatalogue.OfficeEntries.Table} (application_id, department, entries, late_entries, longest_delay_seconds, first_effect_at, item_code, channel, district, urban_rural_class)
        select e.application_id, e.department, count(*), count(*) filter (where e.delay_seconds > {LateAfterSeconds}), max(e.delay_seconds), min(e.effective_at), a.item_code, a.channel, a.district, a.urban_rural_class
        from {RegisterCatalogue.Entries.Table} e join {RegisterCatalogue.Applications.Table} a on a.application_id = e.application_id
        where e.application_id = any(?) group by e.application_id, e.department, a.application_id
        on conflict (application_id, department) do update set entries = excluded.entries, late_entries = excluded.late_entries,
          longest_delay_seconds = excluded.longest_delay_seconds, first_effect_at = excluded.first_effect_at, item_code = excluded.item_code, channel = excluded.channel,
          district = excluded.district, urban_rural_class = excluded.urban_rural_class
        """;
}
