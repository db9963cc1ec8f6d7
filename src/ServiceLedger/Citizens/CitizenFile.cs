using JasperFx.Events;
using Marten.Events.Projections;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;

namespace ServiceLedger.Citizens;

/// <summary>The one file of a citizen: a summary of everything the departments did for them. Detail is read from the streams.</summary>
/// <param name="Position">The sequence of the last event folded into the file.</param>
public sealed record CitizenFile(
    Guid Id, Sealed<string>? Name, Sealed<string>? IdNumber, Sealed<string>? BirthDate, Sealed<string>? ForeignReference, string? ForeignSource,
    string? ResidenceDivision, string? UrbanRuralClass, ApplicationRow[] Applications, DecisionRow[] Decisions, MaterialRow[] Materials, CommitmentRow[] Commitments, DataRequestRow[] DataRequests, long Position)
{
    public EvidenceRow[] Evidence { get; init; } = [];

    /// <summary>Under which others act for the citizen.</summary>
    public MandateRow[] Mandates { get; init; } = [];

    /// <summary>What was asked over the citizen's data.</summary>
    public RightsRequestRow[] RightsRequests { get; init; } = [];

    /// <summary>What the citizen said of how they were served; theirs alone to see here.</summary>
    public ParticipationRow[] Participation { get; init; } = [];

    /// <summary>Reviews and suits over what was decided, or was not.</summary>
    public ReviewRow[] Reviews { get; init; } = [];

    /// <summary>The records of the same person that this one stands for.</summary>
    public Guid[] Absorbed { get; init; } = [];

    /// <summary>The record of the same person that is used instead of this one.</summary>
    public Guid? Survivor { get; init; }

    /// <summary>The streams the file is folded from.</summary>
    public IEnumerable<Guid> Streams() => Kinds.SelectMany(Streams);

    /// <summary>What kinds of things stand in a file.</summary>
    public static readonly FileSection[] Kinds =
    [
        FileSection.Identity, FileSection.Rights, FileSection.Applications, FileSection.Decisions, FileSection.Commitments, FileSection.DataRequests, FileSection.Evidence, FileSection.Mandates, FileSection.Participation,
        FileSection.Reviews
    ];

    /// <summary>The streams of one kind of things.</summary>
    public IEnumerable<Guid> Streams(FileSection kind) => kind switch
    {
        FileSection.Identity => [Id],
        FileSection.Rights => [ProtectionStream.Of(Id), .. RightsRequests.Select(r => r.Id)],
        FileSection.Applications => Applications.Select(a => a.Id),
        FileSection.Decisions => Decisions.Select(d => d.Id),
        FileSection.Commitments => Commitments.Select(c => c.Id),
        FileSection.DataRequests => DataRequests.Select(r => r.Id),
        FileSection.Evidence => Evidence.Select(e => e.Id),
        FileSection.Mandates => Mandates.Select(m => m.Id),
        FileSection.Participation => Participation.Select(p => p.Id),
        FileSection.Reviews => Reviews.Select(r => r.Id),
        _ => []
    };

    /// <summary>
    /// What of the file somebody sees who represents the citizen: the rows of the items in scope, decisions only where they receive them, the documents handed in for these
    /// matters, and their own mandate.
    /// </summary>
    public CitizenFile For(Representation represented, Guid mandateId)
    {
        bool Covers(Power power, string item) => represented.Covers(Id, power, item);
        var applications = Applications.Where(a => Covers(Power.Read, a.ItemCode)).ToArray();
        var matters = applications.Select(a => a.Id).ToHashSet();
        var materials = Materials.Where(m => matters.Contains(m.ApplicationId)).ToArray();
        return this with
        {
            IdNumber = null,
            BirthDate = null,
            ForeignReference = null,
            Applications = applications,
            Materials = materials,
            Decisions = [.. Decisions.Where(d => Covers(Power.ReceiveDecisions, d.ItemCode))],
            Commitments = [.. Commitments.Where(c => Covers(Power.Read, c.ItemCode))],
            DataRequests = [.. DataRequests.Where(r => matters.Contains(r.ApplicationId))],
            Evidence = [.. Evidence.Where(e => represented.Items is null || materials.Any(m => m.EvidenceId == e.Id))],
            Mandates = [.. Mandates.Where(m => m.Id == mandateId)],
            Participation = [],
            RightsRequests = represented.Covers(Id, Power.ExerciseRights, null) ? RightsRequests : [],
            Reviews = [.. Reviews.Where(r => Covers(Power.Challenge, r.ItemCode))]
        };
    }

    /// <summary>The file of somebody of whom nothing is on record.</summary>
    public static CitizenFile Empty(Guid id) => new(id, null, null, null, null, null, null, null, [], [], [], [], [], 0);

    /// <summary>
    /// Folds one event into the file: what the live projection, its rebuild and both time axes use alike.
    /// Events it does not know change nothing.
    /// </summary>
    public static CitizenFile Fold(CitizenFile? file, Guid citizenId, IEvent e)
    {
        var f = (file ?? Empty(citizenId)) with { Position = e.Sequence };
        var at = e.EffectiveAt();
        return e.Data switch
        {
            CitizenRegistered d => f with { Name = d.Name, IdNumber = d.IdNumber, BirthDate = d.BirthDate, ResidenceDivision = d.ResidenceDivision, UrbanRuralClass = d.UrbanRuralClass },
            CitizenImported d => f with { ForeignSource = d.Source, ForeignReference = d.Reference },
            IdentitiesMerged { Part: MergePart.Survivor } d => f with { Absorbed = [.. f.Absorbed, d.Other] },
            IdentitiesMerged d => f with { Survivor = d.Other },
            MergeReversed d => f with { Absorbed = [.. f.Absorbed.Where(a => a != d.Other)], Survivor = f.Survivor == d.Other ? null : f.Survivor },
            RightsRequestLodged d => f with { RightsRequests = [.. f.RightsRequests, new(e.StreamId, d.Kind, d.Department, RightsRequestStatus.Lodged, e.Timestamp, d.DueBy)] },
            FactRectified { Fact: FactKind.Name } d => f.Asked(e) with { Name = d.After },
            RectificationVerified or FactRectified or AccessGranted or CopyIssued or RestrictionGranted or DeletionDecided or RightsRequestRefused => f.Asked(e),
            RatingGiven d => f with { Participation = [.. f.Participation, new(e.StreamId, ParticipationKind.Rating, d.ApplicationId, d.DepartmentCode, e.Timestamp)] },
            ComplaintFiled d => f with { Participation = [.. f.Participation, new(e.StreamId, ParticipationKind.Complaint, d.ApplicationId, d.Department, e.Timestamp)] },
            SuggestionMade d => f with { Participation = [.. f.Participation, new(e.StreamId, ParticipationKind.Suggestion, null, d.Department, e.Timestamp)] },
            _ when f.Participation.Any(p => p.Id == e.StreamId) => f,
            MandateGranted d => f with { Mandates = [.. f.Mandates, new(e.StreamId, d.Kind, d.Representative, d.Scope, d.From, d.To, Mandate.StatusAfter(d)!.Value)] },
            MandateNarrowed d => f.Entrusted(e, r => r with { Scope = d.Scope, To = d.To }),
            MandateAccepted or MandateDeclined or MandateRevoked or MandateExpired => f.Entrusted(e, r => r with { Status = Mandate.StatusAfter(e.Data)!.Value }),
            ApplicationSubmitted d => f with
            {
                Applications = [.. f.Applications, new(e.StreamId, d.CaseNumber, d.ItemCode, d.ItemVersion, d.DepartmentCode, d.SubmittedBy, ApplicationStatus.Submitted, at, null, null, null, 0, e.Version)],
                Materials = [.. f.Materials, .. Rows(e.StreamId, d.Materials, at)]
            },
            MaterialsReceived d => f.With(e, d.Materials, at),
            CorrectionSubmitted d => f.With(e, d.Materials, at),
            CorrectionPartlySubmitted d => f.With(e, d.Materials, at),
            CommitmentDeclared d => f with { Commitments = [.. f.Commitments, new(e.StreamId, d.ApplicationId, d.ItemCode, d.Papers, CommitmentStatus.Declared, at)] },
            CommitmentChecked d => f.With(e, d.Kept ? CommitmentStatus.Kept : CommitmentStatus.NotKept),
            CommitmentFixOrdered => f.With(e, CommitmentStatus.FixOrdered),
            CommitmentBroken => f.With(e, CommitmentStatus.Broken),
            CommitmentRepaired => f.With(e, CommitmentStatus.Repaired),
            DataRequested d when f.DataRequests.All(r => r.Id != e.StreamId) => f with
            {
                DataRequests = [.. f.DataRequests, new(e.StreamId, d.ApplicationId, d.RequestingDepartment, d.Asked.ProvidingDepartment, d.Asked.DataItemCode, d.Asked.Fields, DataRequestStatus.Requested, at, [], [], null, [], [])]
            },
            EvidenceReceived d => f with { Evidence = [.. f.Evidence, new(e.StreamId, d.EvidenceType, d.Grade, d.HeldBy, EvidenceStatus.Held, at, d.ValidTo, d.Reuse, d.Content.MediaType)] },
            EvidenceVerified => f.Kept(e, r => r with { Grade = EvidenceGrade.B }),
            EvidenceReuseSet d => f.Kept(e, r => r with { Reuse = d.Reuse }),
            EvidenceSuperseded => f.Kept(e, r => r with { Status = EvidenceStatus.Superseded }),
            EvidenceInvalidated => f.Kept(e, r => r with { Status = EvidenceStatus.Invalidated }),
            _ when f.DataRequests.Any(r => r.Id == e.StreamId) => f with { DataRequests = [.. f.DataRequests.Select(r => r.Id == e.StreamId ? r.After(e) : r)] },
            DecisionMade d => f with
            {
                Decisions = [.. f.Decisions, new(
                    e.StreamId, d.ApplicationId, d.DecisionNumber, d.ItemCode, d.DepartmentCode, d.Ruling.KindOf().Grants(), d.Ruling.KindOf(), DecisionStatus.Made, at, d.Ruling.Term().To, null, null, [])]
            },
            DecisionSigned => f.Ruled(e, r => r with { Status = DecisionStatus.Signed }),
            CertificateIssued d => f.Ruled(e, r => r with { CertificateNumber = d.CertificateNumber }),
            DecisionDispatched => f.Ruled(e, r => r with { Status = DecisionStatus.Dispatched }),
            DecisionDelivered => f.Ruled(e, r => r with { Status = r.Holds() ? DecisionStatus.Delivered : r.Status, DeliveredAt = at }),
            DeliveryFailed => f.Ruled(e, r => r with { Status = DecisionStatus.DeliveryFailed }),
            DecisionVaried d => f.Ruled(e, r => r with
            {
                Granted = d.Ruling.KindOf().Grants(),
                Kind = d.Ruling.KindOf(),
                Status = DecisionStatus.Made,
                ValidTo = d.Ruling.Term().To,
                CertificateNumber = null,
                ReviewDue = []
            }),
            RenewalDeemedGranted d => f.Ruled(e, r => r with { ValidTo = d.ValidTo, CertificateNumber = null }),
            RenewalGranted d => f.Ruled(e, r => r with { ValidTo = d.ValidTo, CertificateNumber = null }),
            DecisionWithdrawnForPublicInterest => f.Ruled(e, r => r.Ended(DecisionStatus.Withdrawn)),
            DecisionRevoked => f.Ruled(e, r => r.Ended(DecisionStatus.Revoked)),
            DecisionCancelled => f.Ruled(e, r => r.Ended(DecisionStatus.Cancelled)),
            DecisionAnnulled { Part: null } => f.Ruled(e, r => r.Ended(DecisionStatus.Annulled)),
            DecisionDeclaredVoid => f.Ruled(e, r => r.Ended(DecisionStatus.DeclaredVoid)),
            ReliedFactCorrected d => f.Ruled(e, r => r.Holds() ? r with { ReviewDue = [.. r.ReviewDue.Union([d.DataRequestId])] } : r),
            DecisionReaffirmed d => f.Ruled(e, r => r with { ReviewDue = [.. r.ReviewDue.Except(d.DataRequestIds)] }),
            RatingDeadlineMissed or ComplaintDeadlineMissed or DecisionDeadlineMissed or DecisionDeadlineRecomputed or CommitmentDeadlineMissed or CommitmentDeadlineRecomputed or DecisionPublished or DecisionRedacted or ClericalErrorCorrected or RenewalRequested or RenewalRefused
                or ExplanationRequested or ExplanationGiven or HumanReviewDemanded or HumanReviewDone
                or DecisionChallenged or ChallengeSettled or DecisionAnnulled or DecisionConfirmedIllegal or ExecutionStayed or ExecutionResumed => f,
            _ when f.Reviews.Any(r => r.Id == e.StreamId) => f with { Reviews = [.. f.Reviews.Select(r => r.Id == e.StreamId ? r.After(e) : r)] },
            ReviewLodged d => f with
            {
                Reviews = [.. f.Reviews, new(e.StreamId, d.ReviewNumber, d.ApplicationId, d.DecisionId, d.ItemCode, d.Respondent, d.Authority, null, ReviewStatus.Lodged, at, d.WithinTime, null, null)]
            },
            LawsuitFiled d => f with
            {
                Reviews = [.. f.Reviews, new(e.StreamId, d.ReviewNumber, d.ApplicationId, d.DecisionId, d.ItemCode, d.Respondent, null, d.Court, ReviewStatus.InCourt, at, d.WithinTime, null, null)]
            },
            _ when f.Applications.Any(a => a.Id == e.StreamId) => f.With(e, [], at),
            _ => file ?? f
        };
    }

    CitizenFile With(IEvent e, Material[] materials, DateTimeOffset at) => this with
    {
        Applications = [.. Applications.Select(a => a.Id == e.StreamId ? a.After(e, at) : a)],
        Materials = [.. Materials, .. Rows(e.StreamId, materials, at)]
    };

    CitizenFile With(IEvent e, CommitmentStatus status) => this with { Commitments = [.. Commitments.Select(c => c.Id == e.StreamId ? c with { Status = status } : c)] };

    CitizenFile Kept(IEvent e, Func<EvidenceRow, EvidenceRow> change) =>
        this with { Evidence = [.. Evidence.Select(r => r.Id == e.StreamId ? change(r) : r)] };

    CitizenFile Asked(IEvent e) =>
        this with { RightsRequests = [.. RightsRequests.Select(r => r.Id == e.StreamId ? r with { Status = RightsRequest.StatusAfter(e.Data)!.Value } : r)] };

    CitizenFile Entrusted(IEvent e, Func<MandateRow, MandateRow> change) =>
        this with { Mandates = [.. Mandates.Select(r => r.Id == e.StreamId ? change(r) : r)] };

    CitizenFile Ruled(IEvent e, Func<DecisionRow, DecisionRow> change) =>
        this with { Decisions = [.. Decisions.Select(r => r.Id == e.StreamId ? change(r) : r)] };

    static IEnumerable<MaterialRow> Rows(Guid applicationId, Material[] materials, DateTimeOffset at) =>
        materials.Select(m => new MaterialRow(applicationId, m.PaperId, m.Form, m.Grade, at, m.EvidenceId));
}

public sealed record ApplicationRow(
    Guid Id, string CaseNumber, string ItemCode, int ItemVersion, string Department, Channel SubmittedBy, ApplicationStatus Status, DateTimeOffset SubmittedAt,
    DateTimeOffset? AcceptedAt, Guid? DecisionId, DateTimeOffset? EndedAt, int StepsDone, long Version)
{
    /// <summary>The row after one more event of the application.</summary>
    public ApplicationRow After(IEvent e, DateTimeOffset at)
    {
        var row = this with { Version = e.Version, Status = Application.StatusAfter(e.Data) ?? Status };
        return e.Data switch
        {
            ApplicationAccepted or AcceptanceDeemed or ApplicationProvisionallyAccepted => row with { AcceptedAt = at },
            AcceptanceDateCorrected d => row with { AcceptedAt = d.AcceptedAt },
            StepCompleted => row with { StepsDone = StepsDone + 1 },
            ApplicationDecided d => row with { DecisionId = d.DecisionId },
            CustodyAccepted d => row with { Department = d.Department },
            FirstReviewForwarded d => row with { Department = d.ToDepartment },
            NotRequiredNotified or OutOfRemitRefused or AcceptanceRefused or AcceptanceRevoked or ApplicationWithdrawn or ApplicationDeemedWithdrawn or ApplicationMerged => row with { EndedAt = at },
            ApplicationReopened => row with { AcceptedAt = at, EndedAt = null, DecisionId = null },
            ApplicationClosed d => row with { EndedAt = EndedAt ?? d.SourceClosedAt ?? at },
            _ => row
        };
    }
}

public sealed record CommitmentRow(Guid Id, Guid ApplicationId, string ItemCode, string[] Papers, CommitmentStatus Status, DateTimeOffset DeclaredAt);

/// <summary>What a department asked another about the person.</summary>
/// <param name="AsOf">The day the source's data are of.</param>
/// <param name="Contested">Fields the person says are wrong and the provider has not corrected.</param>
/// <param name="CorrectionsOpen">Corrections the asking department has not acknowledged.</param>
public sealed record DataRequestRow(
    Guid Id, Guid ApplicationId, string RequestingDepartment, string ProvidingDepartment, string DataItemCode, string[] Asked, DataRequestStatus Status, DateTimeOffset RequestedAt,
    string[] Provided, Guid[] UsedIn, DateOnly? AsOf, string[] Contested, Guid[] CorrectionsOpen)
{
    /// <summary>The row after one more event of the request.</summary>
    public DataRequestRow After(IEvent e)
    {
        var row = this with { Status = DataRequest.StatusAfter(e.Data) ?? Status };
        return e.Data switch
        {
            DataProvided d => row with { Provided = [.. Provided.Union(d.Fields.Select(f => f.Name))], AsOf = d.AsOf },
            DataPartlyProvided d => row with { Provided = [.. Provided.Union(d.Fields.Select(f => f.Name))], AsOf = d.AsOf },
            EvidenceConfirmedBySubject d => row with { Contested = [.. Contested.Except(d.Fields)] },
            EvidenceContestedBySubject d => row with { Contested = [.. Contested.Union([d.Field])] },
            DataUsedInDecision d => row with { UsedIn = [.. UsedIn.Union([d.DecisionId])] },
            CorrectionPropagated d => row with { Contested = [.. Contested.Except([d.Field])], CorrectionsOpen = [.. CorrectionsOpen, d.CorrectionId], AsOf = d.AsOf },
            CorrectionAcknowledged d => row with { CorrectionsOpen = [.. CorrectionsOpen.Except([d.CorrectionId])] },
            _ => row
        };
    }
}

/// <param name="Granted">Whether anything of what was asked for was granted.</param>
/// <param name="ValidTo">Its last day, after any renewal.</param>
/// <param name="CertificateNumber">Of the certificate in force.</param>
/// <param name="ReviewDue">The data requests whose facts were corrected since and not looked at again.</param>
public sealed record DecisionRow(
    Guid Id, Guid ApplicationId, string DecisionNumber, string ItemCode, string Department, bool Granted, RulingKind Kind, DecisionStatus Status, DateTimeOffset MadeAt, DateOnly? ValidTo,
    DateTimeOffset? DeliveredAt, string? CertificateNumber, Guid[] ReviewDue)
{
    internal bool Holds() => Status.Holds();

    internal DecisionRow Ended(DecisionStatus status) => this with { Status = status, CertificateNumber = null, ReviewDue = [] };
}

/// <summary>A review or a suit over something that was decided, or was not.</summary>
/// <param name="DecisionId">Absent where nothing was decided.</param>
/// <param name="Authority">Credit code of the department that reviews it; absent where it went to court at once.</param>
/// <param name="Court">Absent while nobody sued.</param>
/// <param name="Complied">Whether the department did what was decided; absent until somebody reports.</param>
public sealed record ReviewRow(
    Guid Id, string ReviewNumber, Guid ApplicationId, Guid? DecisionId, string ItemCode, string Respondent, string? Authority, string? Court, ReviewStatus Status, DateTimeOffset LodgedAt, bool WithinTime,
    ChallengeOutcome? Outcome, bool? Complied)
{
    /// <summary>The row after one more event of the challenge.</summary>
    public ReviewRow After(IEvent e)
    {
        var row = this with { Status = Review.StatusAfter(e.Data) ?? Status };
        return e.Data switch
        {
            ReviewTransferred d => row with { Authority = d.ToAuthority },
            ReviewNotAccepted => row with { Outcome = ChallengeOutcome.NotAccepted },
            ReviewTerminated => row with { Outcome = ChallengeOutcome.Ended },
            ReviewDecided d => row with { Outcome = d.Outcome },
            LawsuitFiled d => row with { Court = d.Court, WithinTime = d.WithinTime, Outcome = null, Complied = null },
            JudgmentRecorded d => row with { Outcome = d.Outcome },
            ReviewComplied => row with { Complied = true },
            ReviewNotComplied => row with { Complied = false },
            _ => row
        };
    }
}

/// <param name="EvidenceId">The document held that it is, where it is one.</param>
public sealed record MaterialRow(Guid ApplicationId, string PaperId, Catalogue.PaperForm Form, EvidenceGrade Grade, DateTimeOffset ReceivedAt, Guid? EvidenceId = null);

/// <summary>A document held about the person.</summary>
/// <param name="HeldBy">Credit code of the department; null where the person keeps it here.</param>
public sealed record EvidenceRow(Guid Id, string EvidenceType, EvidenceGrade Grade, string? HeldBy, EvidenceStatus Status, DateTimeOffset ReceivedAt, DateOnly? ValidTo, Reuse Reuse, string MediaType);

/// <summary>What somebody asked over the person's data.</summary>
public sealed record RightsRequestRow(Guid Id, RightsRequestKind Kind, string Department, RightsRequestStatus Status, DateTimeOffset LodgedAt, DateOnly DueBy);

/// <summary>A rating, complaint or suggestion of the person.</summary>
public sealed record ParticipationRow(Guid Id, ParticipationKind Kind, Guid? ApplicationId, string Department, DateTimeOffset At);

public enum ParticipationKind { Rating, Complaint, Suggestion }

/// <summary>Somebody who acts, or acted, for the person.</summary>
/// <param name="Status">As recorded: past the last day it holds no longer, whatever stands here.</param>
public sealed record MandateRow(Guid Id, MandateKind Kind, Representative Representative, MandateScope Scope, DateOnly From, DateOnly To, MandateStatus Status);

/// <summary>Keeps every citizen's file up to date behind the record.</summary>
public sealed partial class CitizenFileProjection : MultiStreamProjection<CitizenFile, Guid>
{
    public CitizenFileProjection()
    {
        Identity<ICitizenEvent>(e => e.CitizenId);
        Options.BatchSize = 500;
    }

    public override CitizenFile? Evolve(CitizenFile? snapshot, Guid id, IEvent e) => CitizenFile.Fold(snapshot, id, e);
}
