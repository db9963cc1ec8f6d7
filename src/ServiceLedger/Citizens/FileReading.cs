using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Reviews;

namespace ServiceLedger.Citizens;

/// <summary>Something of a file that this reader does not see, and why; said whether or not there is any such thing on record.</summary>
/// <param name="Field">The class of fields; absent where it is the section.</param>
public sealed record HiddenPart(FileSection Section, FieldClass? Field, HidingReason Reason, string Text);

/// <summary>
/// One reader of one citizen's file: in which relation they stand to it and to every row of it, and so what the policy shows them.
/// An officer stands to the file as to the matter they state; a row is theirs where their department is in charge of it, and otherwise only where that matter needs it.
/// </summary>
/// <param name="Matter">The matter stated, where it is one of this citizen's that the reader takes part in.</param>
/// <param name="AskedFor">The evidence types that the papers of the matter's item ask for.</param>
public sealed record FileReading(Guid CitizenId, Act Act, Application? Matter, IReadOnlyCollection<string> AskedFor)
{
    static readonly FileSection[] Sections =
        [FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.Mandates, FileSection.Rights, FileSection.Reviews];

    static readonly FieldClass[] IdentityFields = [FieldClass.Name, FieldClass.IdNumber, FieldClass.BirthDate, FieldClass.Residence];

    /// <summary>The emergency under which the file is open to the reader.</summary>
    public BreakGlass? Emergency { get; init; }

    /// <summary>What keeps the reader from it whatever the policy says.</summary>
    public ProblemDetails? Kept { get; init; }

    /// <param name="address">The address that is read.</param>
    public static async Task<FileReading> LoadAsync(Guid citizenId, Act act, string address, IQuerySession session, ItemCatalogue items, BreakGlassBlocks blocks, TimeProvider time, CancellationToken ct)
    {
        if (act.BreakGlass is { } glass)
        {
            var emergency = await session.LoadAsync<BreakGlass>(glass, ct);
            var refused = emergency is null ? BreakGlass.NotTheirs() : emergency.RefuseLook(act, citizenId, ReadPaths.Of(address).Intersect(ReadPaths.UnderBreakGlass), time.GetUtcNow());
            return new(citizenId, act, null, []) { Emergency = refused is null ? emergency : null, Kept = refused };
        }

        if (act.IsOfNoOffice || act.MatterId is not { } stated || await session.LoadAsync<Application>(stated, ct) is not { } matter
            || matter.CitizenId != citizenId || !matter.IsVisibleTo(act) || matter.RelationTo(act) is Relation.None || matter.IsRecused(act))
            return new(citizenId, act, null, []) { Kept = act is { IsOfficer: true, MatterId: null } ? await blocks.RefuseAsync(act, session, time) : null };
        return new(citizenId, act, matter, Evidence.ActorsMatter.EvidenceTypes((await items.Find(matter.ItemCode, matter.ItemVersion, ct))?.Terms(matter.ItemVersion)));
    }

    /// <summary>How the reader stands to the file as a whole.</summary>
    public Relation Relation =>
        Act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : Act.IsCitizen(CitizenId) ? Relation.Self
        : Act.SpeaksInPartFor(CitizenId, Power.Read) ? Relation.Represented
        : Emergency is not null ? Relation.Emergency
        : Matter?.RelationTo(Act) ?? Relation.None;

    /// <summary>What the policy shows of what stands to the reader in this relation.</summary>
    public PolicyView View(Relation relation) => Act.View(PolicyAction.Read, relation, Matter is not null);

    /// <summary>Citizens read their own file, officers for a matter of theirs or for a purpose that needs none; the answer is the same whether there is such a citizen or not.</summary>
    public ProblemDetails? Refuse() =>
        Kept is not null ? Kept
        : View(Relation).ShowsAnything ? null
        : Act.IsOfNoOffice ? Problems.NotFound()
        : Act.MatterId is not null ? Problems.Forbidden("The matter you state is not this citizen's, or not your department's, or the policy does not give it to your role and purpose.", "所述办件不属于该公民或本部门，或者按规则您的岗位及目的不得查阅。")
        : Problems.Forbidden("State the matter you need this file for.", "请说明查阅档案所涉办件。");

    /// <summary>The rows of the file that this reader sees.</summary>
    public CitizenFile Visible(CitizenFile file)
    {
        if (Relation is Relation.Self)
            return file;
        if (Act.Represents is { } represented)
            return file.For(represented, Act.OnBehalfOf!.Value);
        var matters = file.Applications.ToDictionary(a => a.Id, RelationTo);
        Relation OfMatter(Guid application) => matters.GetValueOrDefault(application);
        return file with
        {
            Applications = [.. file.Applications.Where(a => Sees(FileSection.Applications, matters[a.Id]))],
            Materials = [.. file.Materials.Where(m => Sees(FileSection.Papers, OfMatter(m.ApplicationId)))],
            Commitments = [.. file.Commitments.Where(c => Sees(FileSection.Commitments, OfMatter(c.ApplicationId)))],
            DataRequests = [.. file.DataRequests.Where(r => Sees(FileSection.DataRequests, RelationTo(r)))],
            Decisions = [.. file.Decisions.Where(d => Sees(FileSection.Decisions, RelationTo(d)))],
            Evidence = [.. file.Evidence.Where(e => Sees(FileSection.Evidence, RelationTo(e, file)))],
            Participation = [],
            Mandates = [.. file.Mandates.Where(_ => Sees(FileSection.Mandates, Relation))],
            RightsRequests = [.. file.RightsRequests.Where(r => Sees(FileSection.Rights, IsOurs(r.Department) ? Relation.InCharge : Relation.None))],
            Reviews = [.. file.Reviews.Where(r => Sees(FileSection.Reviews, RelationTo(r)))]
        };
    }

    /// <summary>The streams of the file whose events this reader sees.</summary>
    public IEnumerable<Guid> Streams(CitizenFile visible) =>
        visible.Streams().Where(id => id != CitizenId || (Act.Represents is null && View(Relation).Shows(FileSection.Identity)));

    /// <summary>What stands in this file hidden from this reader.</summary>
    public IReadOnlyList<HiddenPart> Hidden()
    {
        var own = View(Relation);
        var others = Relation is Relation.Self or Relation.Emergency ? own : View(Relation.None);
        return
        [
            .. IdentityFields.Where(f => !own.Shows(FileSection.Identity, f)).Select(f => Part(FileSection.Identity, f, own.Why(FileSection.Identity, f))),
            .. Sections.Where(s => !others.Shows(s)).Select(s => Part(s, null, others.Why(s, FieldClass.Facts)))
        ];
    }

    static HiddenPart Part(FileSection section, FieldClass? field, Hiding why) => new(section, field, why.Reason, why.Text);

    // In an emergency the file is one, whoever keeps the rows.
    bool Sees(FileSection section, Relation relation) => View(Emergency is null ? relation : Relation.Emergency).Shows(section);

    Relation RelationTo(ApplicationRow row) => row.Id == Matter?.Id ? Relation : IsOurs(row.Department) ? Relation.InCharge : Relation.None;

    Relation RelationTo(DataRequestRow row) =>
        IsOurs(row.RequestingDepartment) ? Relation.InCharge : IsOurs(row.ProvidingDepartment) ? Relation.Party : Relation.None;

    // A certificate of another department that the item asks for is told among what need not be asked for again.
    Relation RelationTo(DecisionRow row) => IsOurs(row.Department) ? Relation.InCharge : row.ApplicationId == Matter?.Id ? Relation.Party : Relation.None;

    Relation RelationTo(EvidenceRow row, CitizenFile file) =>
        row.HeldBy is { } holder && IsOurs(holder) ? Relation.InCharge
        : Matter is { } matter && (file.Materials.Any(m => m.ApplicationId == matter.Id && m.EvidenceId == row.Id) || (AskedFor.Contains(row.EvidenceType) && row.Reuse.Permits(Act.Department) && matter.IsOpen)) ? Relation.Party
        : Relation.None;

    // The respondent learns of it with the copy that is sent after acceptance.
    Relation RelationTo(ReviewRow row) =>
        row.Authority is { } authority && IsOurs(authority) ? Relation.InCharge
        : IsOurs(row.Respondent) && row.Status is not (ReviewStatus.Lodged or ReviewStatus.CorrectionAsked or ReviewStatus.NotAccepted) ? Relation.Party
        : Relation.None;

    bool IsOurs(string department) => Act.Kind is ActorKind.Officer or ActorKind.System && Act.Department == department;

    /// <summary>Folds the file's streams up to the given moments: what had effect by then, of what was on record by then; an empty file where there was
    /// nothing yet. Who somebody is was true before it was recorded, so it is not measured against <paramref name="asOf"/>.</summary>
    public static async Task<CitizenFile> At(CitizenFile now, DateTimeOffset? asOf, DateTimeOffset? knownAt, IQuerySession session, CancellationToken ct)
    {
        var streams = now.Streams().ToArray();
        var events = await session.Events.Known().Where(e => e.StreamId.In(streams) && e.Sequence <= now.Position).OrderBy(e => e.Sequence).ToListAsync(ct);
        return events.Where(e => (knownAt is null || e.Timestamp <= knownAt) && (asOf is null || e.Data is CitizenRegistered or CitizenImported || e.EffectiveAt() <= asOf))
            .Aggregate(CitizenFile.Empty(now.Id), (file, e) => CitizenFile.Fold(file, now.Id, e));
    }
}
