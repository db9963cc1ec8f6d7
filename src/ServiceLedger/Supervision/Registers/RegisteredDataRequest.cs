using JasperFx.Events;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of data requests: one that was sent to the department that holds the data, as it stands now.</summary>
public sealed record RegisteredDataRequest
{
    [Column("The data request; a random id.")]
    public required Guid DataRequestId { get; init; }
    [Column("The application it is for.")]
    public required Guid ApplicationId { get; init; }
    [Column("Credit code of the department that asks.")]
    public required string RequestingDepartment { get; init; }
    [Column("Credit code of the department that holds the data.")]
    public required string ProvidingDepartment { get; init; }
    [Column("The item of the data catalogue.")]
    public required string DataItem { get; init; }
    [Column("How the item is shared: unconditional, conditional, none.")]
    public required SharingClass SharingClass { get; init; }
    [Column("ordinary or urgent.")]
    public required Urgency Urgency { get; init; }
    [Column("How many fields were asked for.")]
    public required int FieldsAsked { get; init; }
    [Column("How many of them were given.")]
    public required int FieldsGiven { get; init; }
    [Column("When it was sent, by its date of effect.")]
    public required DateTimeOffset RequestedAt { get; init; }
    [Column("When that was recorded.")]
    public required DateTimeOffset RequestedRecordedAt { get; init; }
    [Column("The last day for what the provider has to do next or did last: to say whether it shares, then to give; null where a year has no calendar.")]
    public DateOnly? DueOn { get; init; }
    [Column("The last answer: provided, partlyProvided, notFound, refused; null while there is none.")]
    public string? Answer { get; init; }
    [Column("When it was given, by its date of effect.")]
    public DateTimeOffset? AnsweredAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? AnsweredRecordedAt { get; init; }
    [Column("The ground of the last refusal.")]
    public DataRefusalGround? RefusalGround { get; init; }
    [Column("Whether a refusal was disputed before the data authority (Order 809, art. 26).")]
    public required bool Disputed { get; init; }
    [Column("Whether it was refused and the refusal stands.")]
    public required bool Denied { get; init; }
    [Column("Whether the provider said or gave something after its last day, or the clock recorded that the day passed; null otherwise while neither an answer nor the end is there.")]
    public bool? Late { get; init; }
    [Column("Working days lost: of a denied one all from the request to the refusal, of a late one those after each last day until it was done; 0 otherwise, null where a year has no calendar.")]
    public int? DaysLost { get; init; }
    [Column("Where it stands.")]
    public required DataRequestStatus Status { get; init; }
    [Column("The item applied for.", FromOthers = true)]
    public string? ItemCode { get; init; }
    [Column("The way the application came.", FromOthers = true)]
    public string? Channel { get; init; }
    [Column("County where the applicant lived at submission.", FromOthers = true)]
    public string? District { get; init; }
    [Column("Urban-rural class of where the applicant lived at submission.", FromOthers = true)]
    public string? UrbanRuralClass { get; init; }

    /// <summary>The row of a request's events, in their order; null while it was never sent.</summary>
    /// <param name="state">What they add up to, from which the limits are reckoned.</param>
    public static RegisteredDataRequest? Of(IReadOnlyList<IEvent> events, DataRequest state, Almanac almanac)
    {
        RegisteredDataRequest? row = null;
        var given = new HashSet<string>();
        foreach (var e in events)
        {
            if (e.Data is DataRequested sent)
                row ??= Sent(e, sent);
            if (row is null)
                continue;
            row = row with { Status = DataRequest.StatusAfter(e.Data) ?? row.Status };
            row = e.Data switch
            {
                DataRequestRefused d => row.Answered(e, "refused") with { Denied = true, RefusalGround = d.Ground },
                DisputeRaised => row with { Disputed = true },
                DataRequestApproved => row with { Denied = false },
                DataProvided d => row.Given(e, "provided", d.Fields, given),
                DataPartlyProvided d => row.Given(e, "partlyProvided", d.Fields, given),
                DataNotFound => row.Answered(e, "notFound"),
                _ => row
            };
        }

        return row?.Reckoned(state, almanac);
    }

    static RegisteredDataRequest Sent(IEvent e, DataRequested d) => new()
    {
        DataRequestId = e.StreamId,
        ApplicationId = d.ApplicationId,
        RequestingDepartment = d.RequestingDepartment,
        ProvidingDepartment = d.Asked.ProvidingDepartment,
        DataItem = d.Asked.DataItemCode,
        SharingClass = d.Asked.SharingClass,
        Urgency = d.Asked.Urgency,
        FieldsAsked = d.Asked.Fields.Length,
        FieldsGiven = 0,
        RequestedAt = e.EffectiveAt(),
        RequestedRecordedAt = e.Timestamp,
        Disputed = false,
        Denied = false,
        Status = DataRequestStatus.Requested
    };

    RegisteredDataRequest Given(IEvent e, string answer, ProvidedField[] fields, HashSet<string> given)
    {
        given.UnionWith(fields.Select(f => f.Name));
        return Answered(e, answer) with { FieldsGiven = given.Count };
    }

    RegisteredDataRequest Answered(IEvent e, string answer) => this with { Answer = answer, AnsweredAt = e.EffectiveAt(), AnsweredRecordedAt = e.Timestamp };

    /// <summary>What the clock makes of it, by the calendars and rules that count for it.</summary>
    RegisteredDataRequest Reckoned(DataRequest state, Almanac almanac)
    {
        var limits = state.Limits(almanac).Where(l => l.Kind is TimerKind.DataRequestCheck or TimerKind.DataRequestAnswer).ToArray();
        var days = almanac.KnownAt(state.ReckonedAt).Days;
        var late = limits.Where(l => l.DoneOn > l.Due).ToArray();
        return this with
        {
            DueOn = limits[^1].Due,
            Late = late.Length > 0 || limits.Any(l => state.Missed.Contains(l.Key)) ? true : Answer is not null || state.EndedAt is not null ? false : null,
            DaysLost = Denied ? days.Between(Text.DateOf(RequestedAt), Text.DateOf(AnsweredAt!.Value)) : late.Aggregate((int?)0, (sum, l) => sum + days.Between(l.Due!.Value, l.DoneOn!.Value))
        };
    }
}
