using Marten;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Applications;

/// <summary>Where a paper is held already.</summary>
/// <param name="Source">How it can be had without asking the person.</param>
/// <param name="HeldBy">Credit code of the department; null where the person keeps it here.</param>
/// <param name="EvidenceId">The document, where it is one that is held here.</param>
/// <param name="AsOf">The day it is of.</param>
public sealed record HeldPaper(HeldAs Source, string? HeldBy, EvidenceGrade Grade, Guid? EvidenceId, DateOnly? AsOf);

/// <summary>A document held here, a certificate in force, data that a department gave for another matter, or the register of the department the catalogue names.</summary>
public enum HeldAs { Document, Certificate, SharedData, Register }

/// <summary>What offices hold of one person already: whoever asks for it all the same breaks State Council Order 716, art. 7.</summary>
public sealed record AlreadyHeld(IReadOnlyList<HeldEvidence> Documents, IReadOnlyList<(Decision Decision, string? Output)> Certificates, IReadOnlyList<DataRequest> Requests)
{
    public const string Article = "国务院令第716号第七条";

    public static readonly AlreadyHeld Nothing = new([], [], []);

    public static async Task<AlreadyHeld> Load(Guid citizenId, IQuerySession session, ItemCatalogue items, CancellationToken ct)
    {
        var batch = session.CreateBatchQuery();
        var documents = batch.Query<HeldEvidence>().Where(e => e.CitizenId == citizenId && e.Status == EvidenceStatus.Held).ToList();
        var decisions = batch.Query<Decision>().Where(d => d.CitizenId == citizenId && d.CertificateNumber != null).ToList();
        var requests = batch.Query<DataRequest>().Where(r => r.CitizenId == citizenId).ToList();
        await batch.Execute(ct);
        var certificates = new List<(Decision, string?)>();
        foreach (var decision in await decisions)
            certificates.Add((decision, (await items.Find(decision.ItemCode, decision.ItemVersion, ct))?.Terms(decision.ItemVersion)?.Output));
        return new(await documents, certificates, await requests);
    }

    /// <summary>Where this paper is held on this day, the best grade first. What the actor's department may not use is left out: it could not know of it.</summary>
    public IReadOnlyList<HeldPaper> Of(Paper paper, Application application, Act act, DateOnly day)
    {
        List<HeldPaper> held = [];
        if (paper.EvidenceType is { } type)
        {
            held.AddRange(Documents.Where(d => d.EvidenceType == type && d.IsGood(day) && Text.DateOf(d.ReceivedAt) <= day && d.MayBeHandedInBy(act, null, type))
                .Select(d => new HeldPaper(HeldAs.Document, d.HeldBy, d.Grade, d.Id, Text.DateOf(d.ReceivedAt))));
            held.AddRange(Certificates.Where(c => c.Output == type && c.Decision is { Holds: true, CertificateNumber: not null } && !(c.Decision.ValidTo < day) && Text.DateOf(c.Decision.MadeAt) <= day)
                .Select(c => new HeldPaper(HeldAs.Certificate, c.Decision.DepartmentCode, EvidenceGrade.A, null, Text.DateOf(c.Decision.MadeAt))));
            held.AddRange(Requests.Where(r => r.DataItemCode == type && r.RequestingDepartment == act.Department && r.IsInUse && r.Contested.Length == 0 && !(r.ValidUntil < day) && Text.DateOf(r.LastEffect) <= day)
                .Select(r => new HeldPaper(HeldAs.SharedData, r.ProvidingDepartment, EvidenceGrade.A, null, null)));
        }

        if (paper is { SuppliedBy: PaperSource.Department, Department: { } department } && !CouldNotSupply(department, application))
            held.Add(new(HeldAs.Register, department, EvidenceGrade.A, null, null));
        return [.. held.OrderBy(h => h.Grade).ThenBy(h => h.Source)];
    }

    /// <summary>Whether that department was asked for this matter and refused, had nothing, could not answer, or gave what the person contests: then the person must be asked.</summary>
    bool CouldNotSupply(string department, Application application) => Requests.Any(r => r.ApplicationId == application.Id && r.ProvidingDepartment == department
        && (r.Status is DataRequestStatus.Refused or DataRequestStatus.NotFound or DataRequestStatus.Failed || r.Asked.SharingClass is SharingClass.None || r.Contested.Length > 0));

    /// <summary>
    /// The re-asks in a list of papers the applicant is to bring: those an office could rely on without asking. A document handed in for this very matter is not one,
    /// for it is what the list finds fault with; nor is what nobody has compared with the original.
    /// </summary>
    public IEnumerable<ReAskDetected> In(IEnumerable<string> requirements, Application application, ItemTerms terms, Act act, DateOnly day) =>
        from id in requirements.Distinct()
        join paper in terms.Papers on id equals paper.Id
        let held = Of(paper, application, act, day).FirstOrDefault(h => h.Grade is EvidenceGrade.A or EvidenceGrade.B && !(h.EvidenceId is { } document && application.Evidence.Contains(document)))
        where held is not null
        select new ReAskDetected(application.CitizenId, application.ItemCode, id, held.EvidenceId, held.HeldBy, Article);
}
