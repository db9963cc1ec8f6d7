using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// Documents that come into keeping, are used again, and are asked for although they are held (Order 716, art. 7).
sealed partial class DemoMatter
{
    /// <summary>The paper of the item that the document is.</summary>
    Paper Proof => City.PaperUsedElsewhere(Terms)!;

    ActorsMatter OfMatter => new(Application, [], ActorsMatter.EvidenceTypes(Terms));

    /// <summary>What offices hold of the person by now.</summary>
    AlreadyHeld Held => new(
        [.. life.Of<HeldEvidence>().Select(d => d.Now).Where(d => d.Status is EvidenceStatus.Held)],
        [.. life.Of<Decision>().Select(d => d.Now).Where(d => d.CertificateNumber is not null).Select(d => (d, City.Items.Single(i => i.Code == d.ItemCode).Versions[^1].Output))],
        [.. life.Of<DataRequest>().Select(r => r.Now)]);

    public void SubmitWithoutDocument() => Submit(Required().Except([Proof.Id]));

    /// <summary>The window takes the document into the department's keeping, as a copy that nobody has compared yet.</summary>
    public void KeepDocument() => document = Keep(Window, Moment);

    /// <summary>The person keeps a document of their own here; that has effect from its record on.</summary>
    public void UploadDocument() => document = Keep(Person, null);

    DemoStream<HeldEvidence> Keep(Act by, DateTimeOffset? receivedAt)
    {
        var command = new ReceiveEvidence(life.Id, Proof.EvidenceType, EvidenceGrade.C, ReuseScope.AnyDepartment, null, receivedAt);
        Refused(ReceiveEvidenceEndpoint.Refuse(command, by, Time.GetUtcNow()), story.Name, command);
        var kept = life.Begin<HeldEvidence>(LedgerId.For(life.Id));
        Add(kept, by, ReceiveEvidenceEndpoint.Decide(new KeptContent(command, life.Documents.Dequeue(), life.Key, $"{Proof.Name}.pdf"), by));
        return kept;
    }

    public void VerifyDocument() => Do(document, Window, new VerifyEvidence(document.Now.Version, Effect),
        c => VerifyEvidenceEndpoint.Validate(c, Window, document.Now, OfMatter, Time), c => VerifyEvidenceEndpoint.Decide(c, Window, document.Now));

    /// <summary>A newer document of the same type comes in and takes the place of the one before.</summary>
    public void ReplaceDocument()
    {
        var old = document;
        document = Keep(Window, Moment);
        Do(old, Window, new SupersedeEvidence(document.Id, old.Now.Version, Effect),
            c => SupersedeEvidenceEndpoint.Validate(c, Window, old.Now, OfMatter, new NewerEvidence(document.Now), Time), c => SupersedeEvidenceEndpoint.Decide(c, old.Now));
    }

    public void LimitReuse() => Do(document, Window, new SetReuse(ReuseScope.Named, document.Now.Version, [City.Superior, City.DataAuthority]),
        c => SetReuseEndpoint.Validate(c, Window, document.Now, OfMatter, City.Departments, Time), c => SetReuseEndpoint.Decide(c, document.Now));

    public void InvalidateDocument() => Do(document, Handler, new InvalidateEvidence(InvalidityGround.FoundFalse, "经向签发单位核实，该材料不实。", document.Now.Version, Effect),
        c => InvalidateEvidenceEndpoint.Validate(c, Handler, document.Now, OfMatter, Time), c => InvalidateEvidenceEndpoint.Decide(c, document.Now, life.Key));

    /// <summary>The document held is the paper of this matter too.</summary>
    public void HandInDocument() => Do(Window, new ReceiveMaterials([Document()], Application.Version, Intake),
        c => ReceiveMaterialsEndpoint.Validate(c, Window, Application, item, Time, Known()), c => ReceiveMaterialsEndpoint.Decide(c, Application, life.Key));

    /// <summary>The person applies for something else that asks for the same, and does not bring it again.</summary>
    public void ApplyElsewhere()
    {
        first = matter;
        item = chance.Of([.. City.ItemsWith(Proof.EvidenceType).Where(i => i.Code != item.Code && City.PaperUsedElsewhere(i.Versions[^1])?.EvidenceType == Proof.EvidenceType && DemoStories.Suits(i.Code, life.Person))]);
        SubmitWithoutDocument();
    }

    /// <summary>The department asks for the paper all the same.</summary>
    public void AskForHeldPaper() => Do(
        Window, new RequestCorrection([new(Proof.Id, $"未提交{Proof.Name}", $"请提交{Proof.Name}")], DaysAhead(10), channel, Application.Version, Effect),
        c => RequestCorrectionEndpoint.Validate(c, Window, Application, item, Time), c => RequestCorrectionEndpoint.Post(c, Application, Window, life.Key, item, Held, Time));

    public void CorrectWithDocument() => Do(Window, new SubmitCorrection([Proof.Id], Application.Version, [Document()], Intake),
        c => SubmitCorrectionEndpoint.Validate(c, Window, Application, item, Time, Known()), c => SubmitCorrectionEndpoint.Decide(c, Application, life.Key));

    SubmittedMaterial Document() => new(Proof.Id, PaperForm.Electronic, document.Now.Grade, EvidenceId: document.Id);

    KnownEvidence Known() => new([document.Now]);
}
