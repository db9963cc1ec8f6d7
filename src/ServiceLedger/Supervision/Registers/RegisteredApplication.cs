using JasperFx.Events;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision.Registers;

/// <summary>A row of the register of applications: one matter from its submission on, as its last round of handling stands. A draft has none.</summary>
public sealed record RegisteredApplication
{
    [Column("The application; a random id.")]
    public required Guid ApplicationId { get; init; }
    [Column("The item applied for.")]
    public required string ItemCode { get; init; }
    [Column("The version of the item at submission.")]
    public required int ItemVersion { get; init; }
    [Column("Credit code of the department in charge now.")]
    public required string Department { get; init; }
    [Column("The way the application came: online, window, post …")]
    public required Channel Channel { get; init; }
    [Column("County of the window it came in at, 6 digits (GB/T 2260).")]
    public string? WindowDistrict { get; init; }
    [Column("County where the applicant lived at submission, 6 digits (GB/T 2260).")]
    public string? District { get; init; }
    [Column("Urban-rural class (NBS) of where the applicant lived at submission: 111 to 123 urban, 210 and 220 rural.")]
    public string? UrbanRuralClass { get; init; }
    [Column("When it was submitted, by its date of effect.")]
    public required DateTimeOffset SubmittedAt { get; init; }
    [Column("When the submission was recorded.")]
    public required DateTimeOffset SubmittedRecordedAt { get; init; }
    [Column("When papers last came in before the acceptance, by the date of effect.")]
    public required DateTimeOffset ReceivedAt { get; init; }
    [Column("When that was recorded.")]
    public required DateTimeOffset ReceivedRecordedAt { get; init; }
    [Column("The office's first answer at intake: accepted, provisionallyAccepted, acceptanceDeemed, correctionRequested, notRequired, outOfRemit, acceptanceRefused.")]
    public string? FirstAnswer { get; init; }
    [Column("When it was given, by its date of effect.")]
    public DateTimeOffset? FirstAnswerAt { get; init; }
    [Column("When it was recorded.")]
    public DateTimeOffset? FirstAnswerRecordedAt { get; init; }
    [Column("Whether the office answered within the limit of LIC art. 32(4), 5 working days after the submission; null while it has not, or where a year has no calendar.")]
    public bool? AnsweredInTime { get; init; }
    [Column("When it was accepted, or reopened, by the date of effect.")]
    public DateTimeOffset? AcceptedAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? AcceptedRecordedAt { get; init; }
    [Column("When it was decided, by the date of effect.")]
    public DateTimeOffset? DecidedAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? DecidedRecordedAt { get; init; }
    [Column("When the result reached the applicant, by the date of effect.")]
    public DateTimeOffset? DeliveredAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? DeliveredRecordedAt { get; init; }
    [Column("When it was over for the applicant: delivered, or ended without a decision; by the date of effect.")]
    public DateTimeOffset? EndedAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? EndedRecordedAt { get; init; }
    [Column("When it was closed, by the date of effect.")]
    public DateTimeOffset? ClosedAt { get; init; }
    [Column("When that was recorded.")]
    public DateTimeOffset? ClosedRecordedAt { get; init; }
    [Column("Where it stands.")]
    public required ApplicationStatus Status { get; init; }
    [Column("What became of it, once that is settled.")]
    public ApplicationOutcome? Outcome { get; init; }
    [Column("How often it was handled: 1, and 1 more for each reopening.")]
    public required int Rounds { get; init; }
    [Column("The clock's profile, once accepted.")]
    public ClockProfile? ClockProfile { get; init; }
    [Column("The limit that binds, in working days, without an extension: the promised one where it is shorter, else the law's.")]
    public int? LimitDays { get; init; }
    [Column("Whether the limit was extended (LIC art. 42).")]
    public required bool Extended { get; init; }
    [Column("The last day for the decision: the promised one, else the law's; null while it is not accepted or stands still, or where a year has no calendar.")]
    public DateOnly? DueOn { get; init; }
    [Column("Whether it was decided after that day, or the clock recorded that the day passed without a decision; null otherwise while it is not decided.")]
    public bool? Late { get; init; }
    [Column("Working days wholly inside its suspensions that have ended (LIC art. 45); null where a year has no calendar.")]
    public int? SuspendedDays { get; init; }
    [Column("Visits in person for it.")]
    public required int Visits { get; init; }
    [Column("Of them, those that a law requires.")]
    public required int VisitsRequiredByLaw { get; init; }
    [Column("Minutes on the way, one way, as the visitors say, of all visits.")]
    public required int TravelMinutes { get; init; }
    [Column("How many papers were asked of the applicant: those the item requires of applicants, and those that correction lists named besides.")]
    public required int PapersAsked { get; init; }
    [Column("How many papers were handed in, each time counted.")]
    public required int PapersHandedIn { get; init; }
    [Column("Ids of the item's papers that came in, in order, separated by commas.")]
    public required string Papers { get; init; }
    [Column("How many papers were promised instead of brought.")]
    public required int PapersPromised { get; init; }
    [Column("How many correction lists were told; the law allows one (LIC art. 32(4)).")]
    public required int CorrectionRounds { get; init; }
    [Column("How many papers were asked for although an office held them (Order 716, art. 7).")]
    public required int ReAsks { get; init; }
    [Column("Calendar days from the submission to the end, by the dates of effect.")]
    public int? WaitingDays { get; init; }
    [Column("What one case of the item costs the office, in fen, as the version applied for says; null where it says nothing.")]
    public long? CostFen { get; init; }
    [Column("The decision in force of the last round; a random id.")]
    public Guid? DecisionId { get; init; }
    [Column("How it rules, after any variation.", FromOthers = true)]
    public string? RulingKind { get; init; }
    [Column("Data requests sent to other departments for it.", FromOthers = true)]
    public int? DataRequests { get; init; }
    [Column("Of them, those denied.", FromOthers = true)]
    public int? DataRequestsDenied { get; init; }
    [Column("Of them, those answered late.", FromOthers = true)]
    public int? DataRequestsLate { get; init; }
    [Column("Working days lost by them.", FromOthers = true)]
    public int? DaysLost { get; init; }

    /// <summary>The row of an application's events, in their order; null for a draft.</summary>
    /// <param name="state">What they add up to, from which the limits are reckoned.</param>
    /// <param name="terms">Of the item's version; null where the catalogue has none.</param>
    public static RegisteredApplication? Of(IReadOnlyList<IEvent> events, Application state, Citizen? lives, Func<string, int, ItemTerms?> terms, Almanac almanac)
    {
        RegisteredApplication? row = null;
        var (told, papers) = (new HashSet<string>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var e in events)
        {
            var at = e.EffectiveAt();
            if (e.Data is ApplicationSubmitted submitted)
            {
                papers.UnionWith(submitted.Materials.Select(m => m.PaperId));
                var asked = terms(submitted.ItemCode, submitted.ItemVersion);
                told.UnionWith(Required(asked));
                row = Submitted(e, submitted, lives) with { CostFen = asked?.CostFen };
            }

            // What a draft went through before is nobody's business but the applicant's.
            if (row is null)
                continue;
            row = row with { Status = Application.StatusAfter(e.Data) ?? row.Status };
            row = e.Data switch
            {
                MaterialsReceived d => row.With(e, d.Materials, papers),
                CorrectionSubmitted d => row.With(e, d.Materials, papers),
                CorrectionPartlySubmitted d => row.With(e, d.Materials, papers),
                VisitRecorded d => row with
                {
                    Visits = row.Visits + 1,
                    VisitsRequiredByLaw = row.VisitsRequiredByLaw + (d.RequiredByLaw ? 1 : 0),
                    TravelMinutes = row.TravelMinutes + (d.TravelMinutes ?? 0)
                },
                CorrectionRequested d => row.Told(d.Defects, told).Answered(e, "correctionRequested"),
                CorrectionListAmended d => row.Told(d.Defects, told),
                ReAskDetected => row with { ReAsks = row.ReAsks + 1 },
                PapersPromised d => row with { PapersPromised = row.PapersPromised + d.Papers.Length },
                ApplicationAccepted d => row.Accepted(e, d.Limits).Answered(e, "accepted"),
                AcceptanceDeemed d => row.Accepted(e, d.Limits).Answered(e, Deemed),
                AcceptanceDateCorrected d => row with { AcceptedAt = d.AcceptedAt },
                ApplicationProvisionallyAccepted d => row.Accepted(e, d.Limits).Answered(e, "provisionallyAccepted"),
                NotRequiredNotified => row.Ended(e, ApplicationOutcome.NotRequired).Answered(e, "notRequired"),
                OutOfRemitRefused => row.Ended(e, ApplicationOutcome.OutOfRemit).Answered(e, "outOfRemit"),
                AcceptanceRefused => row.Ended(e, ApplicationOutcome.AcceptanceRefused).Answered(e, "acceptanceRefused"),
                AcceptanceRevoked => row.Ended(e, ApplicationOutcome.AcceptanceRevoked),
                ApplicationWithdrawn or ApplicationDeemedWithdrawn => row.Ended(e, ApplicationOutcome.Withdrawn),
                ApplicationMerged => row.Ended(e, ApplicationOutcome.Merged),
                CustodyAccepted d => row with { Department = d.Department },
                FirstReviewForwarded d => row with { Department = d.ToDepartment },
                DeadlineExtended => row with { Extended = true },
                ApplicationDecided d => row with { DecidedAt = at, DecidedRecordedAt = e.Timestamp, DecisionId = d.DecisionId, Outcome = ApplicationOutcome.Decided },
                ResultDelivered => row.Ended(e, ApplicationOutcome.Decided) with { DeliveredAt = at, DeliveredRecordedAt = e.Timestamp },
                ApplicationReopened d => row.Reopened(e, d.Limits),
                ApplicationClosed d => (d.SourceClosedAt is { } over ? row.Ended(e, d.Outcome, over) : row) with { ClosedAt = at, ClosedRecordedAt = e.Timestamp },
                _ => row
            };
        }

        return row is null ? null : (row with { Papers = string.Join(',', papers), PapersAsked = told.Count }).Reckoned(state, almanac);
    }

    static RegisteredApplication Submitted(IEvent e, ApplicationSubmitted d, Citizen? lives) => new()
    {
        ApplicationId = e.StreamId,
        ItemCode = d.ItemCode,
        ItemVersion = d.ItemVersion,
        Department = d.DepartmentCode,
        Channel = d.SubmittedBy,
        WindowDistrict = County(e.Act()?.DivisionCode),
        District = County(lives?.ResidenceDivision),
        UrbanRuralClass = lives?.UrbanRuralClass,
        SubmittedAt = e.EffectiveAt(),
        SubmittedRecordedAt = e.Timestamp,
        ReceivedAt = e.EffectiveAt(),
        ReceivedRecordedAt = e.Timestamp,
        Status = ApplicationStatus.Submitted,
        Rounds = 1,
        Extended = false,
        Visits = 0,
        VisitsRequiredByLaw = 0,
        TravelMinutes = 0,
        PapersAsked = 0,
        PapersHandedIn = d.Materials.Length,
        Papers = "",
        PapersPromised = 0,
        CorrectionRounds = 0,
        ReAsks = 0
    };

    RegisteredApplication With(IEvent e, Material[] materials, SortedSet<string> papers)
    {
        papers.UnionWith(materials.Select(m => m.PaperId));
        var handedIn = this with { PapersHandedIn = PapersHandedIn + materials.Length };
        return AcceptedAt is null ? handedIn with { ReceivedAt = e.EffectiveAt(), ReceivedRecordedAt = e.Timestamp } : handedIn;
    }

    RegisteredApplication Told(Defect[] defects, HashSet<string> told)
    {
        told.UnionWith(defects.Select(d => d.Requirement).Where(r => r != "situation"));
        return this with { CorrectionRounds = CorrectionRounds + 1 };
    }

    RegisteredApplication Answered(IEvent e, string answer) =>
        FirstAnswer is not null ? this : this with { FirstAnswer = answer, FirstAnswerAt = e.EffectiveAt(), FirstAnswerRecordedAt = e.Timestamp };

    /// <summary>What the clock makes of it, by the calendars and rules that count for it.</summary>
    RegisteredApplication Reckoned(Application state, Almanac almanac)
    {
        var limits = state.Limits(almanac);
        var days = almanac.KnownAt(state.ReckonedAt).Days;
        var notice = limits.First(l => l is { Kind: TimerKind.CorrectionNotice, Of: "" }).Due;
        var binding = AcceptedAt is null ? null : state.Binding(limits);
        return this with
        {
            // What nobody answered counts as accepted from the day it came in: that day is no answer.
            AnsweredInTime = FirstAnswer == Deemed ? false : FirstAnswerAt is { } answered && notice is { } last ? Text.DateOf(answered) <= last : null,
            LimitDays = binding?.Length - (binding is null ? 0 : state.ExtendedBy),
            DueOn = binding?.Due,
            Late = binding?.Due is not { } due ? null : DecidedAt is { } decided ? Text.DateOf(decided) > due : state.Missed.Contains(binding.Key) ? true : null,
            SuspendedDays = state.Suspensions.Where(s => s.To is not null).Aggregate((int?)0, (sum, s) => sum + days.Inside(s.From, s.To!.Value))
        };
    }

    RegisteredApplication Accepted(IEvent e, TimeLimits limits) => this with
    {
        AcceptedAt = e.EffectiveAt(),
        AcceptedRecordedAt = e.Timestamp,
        ClockProfile = limits.Profile
    };

    RegisteredApplication Ended(IEvent e, ApplicationOutcome outcome) => Ended(e, outcome, e.EffectiveAt());

    RegisteredApplication Ended(IEvent e, ApplicationOutcome outcome, DateTimeOffset at) => this with
    {
        Outcome = outcome,
        EndedAt = at,
        EndedRecordedAt = e.Timestamp,
        WaitingDays = Text.DateOf(at).DayNumber - Text.DateOf(SubmittedAt).DayNumber
    };

    // A fresh clock: what the first round came to stands in the register of decisions.
    RegisteredApplication Reopened(IEvent e, TimeLimits limits) => Accepted(e, limits) with
    {
        Rounds = Rounds + 1,
        Outcome = null,
        Extended = false,
        DecidedAt = null,
        DecidedRecordedAt = null,
        DecisionId = null,
        DeliveredAt = null,
        DeliveredRecordedAt = null,
        EndedAt = null,
        EndedRecordedAt = null,
        ClosedAt = null,
        ClosedRecordedAt = null,
        WaitingDays = null
    };

    const string Deemed = "acceptanceDeemed";

    static IEnumerable<string> Required(ItemTerms? terms) => terms?.Papers.Where(p => p is { Required: true, SuppliedBy: PaperSource.Applicant }).Select(p => p.Id) ?? [];

    internal static string? County(string? division) => division is { Length: >= 6 } ? division[..6] : null;
}

/// <summary>Spans of working days as the registers count them.</summary>
public static class Spans
{
    /// <summary>Working days wholly between two moments; null where a year has no calendar.</summary>
    public static int? Inside(this WorkingDays days, DateTimeOffset from, DateTimeOffset to)
    {
        var first = Text.DateOf(from) is var day && from == Text.StartOf(day) ? day : day.AddDays(1);
        return days.Count(first, Text.DateOf(to).AddDays(-1));
    }

    /// <summary>Working days after one day up to another; null where a year has no calendar.</summary>
    public static int? Between(this WorkingDays days, DateOnly after, DateOnly to) => days.Count(after.AddDays(1), to);

    static int? Count(this WorkingDays days, DateOnly first, DateOnly last)
    {
        var count = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (days.IsWorkingDay(day) is not { } works)
                return null;
            count += works ? 1 : 0;
        }

        return count;
    }
}
