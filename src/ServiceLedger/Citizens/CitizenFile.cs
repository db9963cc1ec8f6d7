using JasperFx.Events;
using Marten.Events.Projections;
using ServiceLedger.Applications;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Citizens;

/// <summary>The one file of a citizen: a summary of everything the departments did for them. Detail is read from the streams.</summary>
/// <param name="Position">The sequence of the last event folded into the file.</param>
public sealed record CitizenFile(
    Guid Id, Sealed<string>? Name, Sealed<string>? IdNumber, Sealed<string>? BirthDate, Sealed<string>? ForeignReference, string? ForeignSource,
    string? ResidenceDivision, string? UrbanRuralClass, ApplicationRow[] Applications, DecisionRow[] Decisions, MaterialRow[] Materials, long Position)
{
    /// <summary>The streams the file is folded from.</summary>
    public IEnumerable<Guid> Streams() => [Id, .. Applications.Select(a => a.Id), .. Decisions.Select(d => d.Id)];

    /// <summary>The file of somebody of whom nothing is on record.</summary>
    public static CitizenFile Empty(Guid id) => new(id, null, null, null, null, null, null, null, [], [], [], 0);

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
            ApplicationSubmitted d => f with
            {
                Applications = [.. f.Applications, new(e.StreamId, d.CaseNumber, d.ItemCode, d.ItemVersion, d.DepartmentCode, d.SubmittedBy, ApplicationStatus.Submitted, at, null, null, null, 0, e.Version)],
                Materials = [.. f.Materials, .. Rows(e.StreamId, d.Materials, at)]
            },
            MaterialsReceived d => f.With(e, a => a) with { Materials = [.. f.Materials, .. Rows(e.StreamId, d.Materials, at)] },
            ApplicationAccepted => f.With(e, a => a with { Status = ApplicationStatus.Accepted, AcceptedAt = at }),
            StepStarted => f.With(e, a => a),
            StepCompleted => f.With(e, a => a with { StepsDone = a.StepsDone + 1 }),
            ApplicationDecided d => f.With(e, a => a with { Status = ApplicationStatus.Decided, DecisionId = d.DecisionId }),
            ResultDelivered => f.With(e, a => a with { Status = ApplicationStatus.Delivered }),
            ApplicationWithdrawn => f.With(e, a => a with { Status = ApplicationStatus.Withdrawn, EndedAt = at }),
            ApplicationClosed => f.With(e, a => a with { Status = ApplicationStatus.Closed, EndedAt = a.EndedAt ?? at }),
            DecisionMade d => f with
            {
                Decisions = [.. f.Decisions, new(
                    e.StreamId, d.ApplicationId, d.DecisionNumber, d.ItemCode, d.DepartmentCode, d.Ruling is not Refusal, d.Ruling.KindOf(), DecisionStatus.Made, at, d.Ruling.Term().To, null, null, [])]
            },
            DecisionSigned => f.Ruled(e, r => r with { Status = DecisionStatus.Signed }),
            CertificateIssued d => f.Ruled(e, r => r with { CertificateNumber = d.CertificateNumber }),
            DecisionDispatched => f.Ruled(e, r => r with { Status = DecisionStatus.Dispatched }),
            DecisionDelivered => f.Ruled(e, r => r with { Status = r.Holds() ? DecisionStatus.Delivered : r.Status, DeliveredAt = at }),
            DeliveryFailed => f.Ruled(e, r => r with { Status = DecisionStatus.DeliveryFailed }),
            DecisionVaried d => f.Ruled(e, r => r with
            {
                Granted = d.Ruling is not Refusal,
                Kind = d.Ruling.KindOf(),
                Status = DecisionStatus.Made,
                ValidTo = d.Ruling.Term().To,
                CertificateNumber = null,
                ReviewDue = []
            }),
            RenewalGranted d => f.Ruled(e, r => r with { ValidTo = d.ValidTo, CertificateNumber = null }),
            DecisionWithdrawnForPublicInterest => f.Ruled(e, r => r.Ended(DecisionStatus.Withdrawn)),
            DecisionRevoked => f.Ruled(e, r => r.Ended(DecisionStatus.Revoked)),
            DecisionCancelled => f.Ruled(e, r => r.Ended(DecisionStatus.Cancelled)),
            ReliedFactCorrected d => f.Ruled(e, r => r.Holds() ? r with { ReviewDue = [.. r.ReviewDue.Union([d.DataRequestId])] } : r),
            DecisionReaffirmed d => f.Ruled(e, r => r with { ReviewDue = [.. r.ReviewDue.Except(d.DataRequestIds)] }),
            DecisionPublished or DecisionRedacted or ClericalErrorCorrected or RenewalRequested or RenewalRefused
                or ExplanationRequested or ExplanationGiven or HumanReviewDemanded or HumanReviewDone => f,
            _ => file ?? f
        };
    }

    CitizenFile With(IEvent e, Func<ApplicationRow, ApplicationRow> change) =>
        this with { Applications = [.. Applications.Select(a => a.Id == e.StreamId ? change(a) with { Version = e.Version } : a)] };

    CitizenFile Ruled(IEvent e, Func<DecisionRow, DecisionRow> change) =>
        this with { Decisions = [.. Decisions.Select(r => r.Id == e.StreamId ? change(r) : r)] };

    static IEnumerable<MaterialRow> Rows(Guid applicationId, Material[] materials, DateTimeOffset at) =>
        materials.Select(m => new MaterialRow(applicationId, m.PaperId, m.Form, m.Grade, at));
}

public sealed record ApplicationRow(
    Guid Id, string CaseNumber, string ItemCode, int ItemVersion, string Department, Channel SubmittedBy, ApplicationStatus Status, DateTimeOffset SubmittedAt,
    DateTimeOffset? AcceptedAt, Guid? DecisionId, DateTimeOffset? EndedAt, int StepsDone, long Version);

/// <param name="Granted">Whether anything of what was asked for was granted.</param>
/// <param name="ValidTo">Its last day, after any renewal.</param>
/// <param name="CertificateNumber">Of the certificate in force.</param>
/// <param name="ReviewDue">The data requests whose facts were corrected since and not looked at again.</param>
public sealed record DecisionRow(
    Guid Id, Guid ApplicationId, string DecisionNumber, string ItemCode, string Department, bool Granted, RulingKind Kind, DecisionStatus Status, DateTimeOffset MadeAt, DateOnly? ValidTo,
    DateTimeOffset? DeliveredAt, string? CertificateNumber, Guid[] ReviewDue)
{
    internal bool Holds() => Status is not (DecisionStatus.Withdrawn or DecisionStatus.Revoked or DecisionStatus.Cancelled);

    internal DecisionRow Ended(DecisionStatus status) => this with { Status = status, CertificateNumber = null, ReviewDue = [] };
}

public sealed record MaterialRow(Guid ApplicationId, string PaperId, Catalogue.PaperForm Form, EvidenceGrade Grade, DateTimeOffset ReceivedAt);

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
