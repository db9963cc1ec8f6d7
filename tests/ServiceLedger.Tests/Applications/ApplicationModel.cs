using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Clock;
using ServiceLedger.Tests.Decisions;

namespace ServiceLedger.Tests.Applications;

/// <summary>An application as the law tells it: who may do what when, and what becomes of it.</summary>
sealed class ApplicationModel(World world, Guid id, string item) : IModel
{
    // † ends the matter; + leads on; * is tried on its decision. LIC art. 29 to 49; Zhejiang 2018 art. 5, 11, 14; Chongqing 2021 art. 50.
    static readonly Rule[] Table = Rule.Table(
        "application",
        """
        SaveDraft            | Draft                                        | applicant drafter
        DiscardDraft†        | Draft                                        | applicant drafter
        SubmitDraft+         | Draft                                        | applicant drafter
        ReceiveMaterials     | (open)                                       | applicant handler
        RecordVisit          | (open) Decided Delivered                     | applicant handler
        CorrectOnSpot        | (intake)                                     | handler
        NotifyNotRequired†   | (intake)                                     | handler
        RefuseOutOfRemit†    | (intake)                                     | handler
        RequestCorrection    | Submitted                                    | handler
        AmendCorrectionList  | (intake)                                     | handler
        SubmitCorrection     | CorrectionRequested                          | applicant handler
        Promise              | (intake)                                     | applicant handler
        Accept+              | Submitted                                    | handler
        AcceptProvisionally  | (intake)                                     | handler
        RefuseAcceptance†    | (intake)                                     | handler
        RevokeAcceptance†    | ProvisionallyAccepted Accepted               | handler
        Withdraw†            | (open)                                       | applicant handler
        TransferCustody      | (open)                                       | handler
        AcceptCustody        | (open)                                       | receiver
        ReturnCustody        | (open)                                       | receiver
        DeclareConflict      | (open)                                       | handler
        Recuse               | (open)                                       | handler
        StartStep            | (open) Decided Delivered                     | handler
        CompleteStep         | (open) Decided Delivered                     | handler
        RequestOpinions      | (review)                                     | handler
        GiveOpinion          | (review)                                     | adviser
        ForwardFirstReview   | Accepted                                     | handler
        RecordCheck          | (review)                                     | handler
        NotifyThirdParty     | (review)                                     | handler
        ReceiveStatement     | (review)                                     | handler
        NotifyHearingRight+  | (review)                                     | handler
        RequestHearing+      | (review)                                     | applicant handler
        ScheduleHearing+     | (review)                                     | handler
        HoldHearing+         | (review)                                     | handler
        ConfirmHearingRecord | (review)                                     | handler
        CorrectAcceptanceDate | Accepted                                    | handler
        Suspend              | Accepted                                     | handler
        Resume               | Suspended                                    | handler
        Extend               | ProvisionallyAccepted Accepted               | handler
        ProposeDecision      | Accepted                                     | handler
        ReturnForRework      | Accepted                                     | handler
        Decide+              | Accepted                                     | handler
        Deliver*             | Decided                                      | handler
        Link                 | (open) Decided Delivered                     | handler
        Split                | (intake) Accepted                            | handler
        Merge†               | (intake) Accepted                            | handler
        Reopen               | (ruled) Delivered Closed                     | handler
        Close                | (ruled) NotRequired Withdrawn Merged Delivered | handler
        """,
        ("(open)", "(intake) (review)"), ("(intake)", "Submitted CorrectionRequested"), ("(review)", "ProvisionallyAccepted Accepted Suspended"),
        ("(ruled)", "OutOfRemit AcceptanceRefused AcceptanceRevoked"));

    static readonly string[] Officers = ["li.hua", "zhao.yun", "wang.wei", "chen.bo", "qian.bo", "zhou.min"];

    readonly ServiceItem terms = World.Item(item);
    readonly HashSet<string> papers = [], promised = [], recused = [], reviewers = [], examiners = [], steps = [];
    readonly List<Asked> opinions = [];
    readonly List<(DateTimeOffset From, DateTimeOffset? To)> pauses = [];
    readonly HashSet<(Guid, LinkKind)> links = [];
    string department = World.Item(item).Versions[^1].DepartmentCode;
    string? helper, officer;
    (string Department, string? Officer)? handover;
    HashSet<string>? told, cured;
    HashSet<string> missing = [];
    bool reviewedBelow, extended;
    int parties;
    Heard? hearing;
    (string Author, bool Returned)? proposal;
    string outcome = "";

    sealed record Asked(int Number, string Department, int? After) { public bool Given { get; set; } }

    sealed record Heard(DateTimeOffset Told, DateTimeOffset? AskedFor = null, DateTimeOffset? At = null, string? Presider = null, bool Held = false, bool Settled = false);

    public string Name { get; } = $"application {world.All<ApplicationModel>().Count() + 1}";
    public string Status { get; private set; } = "Draft";
    public IReadOnlyList<Rule> Rules => Table;
    public Recorded Record { get; } = new(typeof(Application), id);
    public Application State => (Application)Record.State!;
    public string Item => item;
    public string InCharge => department;
    public bool IsOver => outcome.Length > 0;
    public DateTimeOffset? AcceptedAt { get; private set; }
    public bool IsDraft => Status is "Draft" or "Discarded";

    public IReadOnlyList<string> RolesOf(Act act)
    {
        if (act.IsCitizen(world.Citizen))
            return ["applicant"];
        bool Of(string? d) => act.Kind is ActorKind.Officer or ActorKind.System && act.Role != "dataAuthority" && d is not null && act.Department == d;
        List<string> roles = [];
        if (!IsDraft && Of(department))
            roles.Add("handler");
        if (handover is { } to && Of(to.Department) && (to.Officer is null || to.Officer == act.ActorId))
            roles.Add("receiver");
        if (opinions.Any(o => Of(o.Department)))
            roles.Add("adviser");
        if (Status is "Draft" && Of(helper))
            roles.Add("drafter");
        return roles;
    }

    public bool Bars(Act act) => act.Kind is ActorKind.Officer && recused.Contains(act.ActorId);

    public bool HasCause(string deed) => true;

    public IEnumerable<string> Offered(Act act) => State.NextFor(act).Select(a => a.ToString());

    public bool MayMerge(Act act) => !Bars(act) && RolesOf(act).Contains("handler") && Status is "Submitted" or "CorrectionRequested" or "Accepted";

    public void Drafted(Act by, IEnumerable<string> brought)
    {
        helper = by.Department;
        papers.UnionWith(brought);
    }

    public void Submitted(IEnumerable<string>? brought = null)
    {
        Status = "Submitted";
        papers.UnionWith(brought ?? []);
    }

    public void Delivered() => Status = "Delivered";

    public void Absorbed(ApplicationModel other) => links.Add((other.Record.Id, LinkKind.Absorbs));

    public Attempt Try(string deed, Chance c) => deed switch
    {
        "SaveDraft" => SaveDraft(c),
        "DiscardDraft" => Simple(new DiscardDraft(c.Version), k => DiscardDraftEndpoint.Validate(k, c.Act, State, world.Clock), k => DiscardDraftEndpoint.Post(k, State), () => Status = "Discarded"),
        "SubmitDraft" => Simple(new SubmitDraft(c.Version), k => SubmitDraftEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => SubmitDraftEndpoint.Decide(k, State, World.NextNumber(), c.Act), () => Submitted()),
        "ReceiveMaterials" => ReceiveMaterials(c),
        "RecordVisit" => RecordVisit(c),
        "CorrectOnSpot" => Simple(new CorrectOnSpot(Requirement(c), c.Words(), c.Words(), c.Version, c.Effect), k => CorrectOnSpotEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => CorrectOnSpotEndpoint.Post(k, State, World.Key)),
        "NotifyNotRequired" => Simple(new NotifyNotRequired(c.Words(), c.Version, c.Maybe() ? c.Words() : null, c.Effect), k => NotifyNotRequiredEndpoint.Validate(k, c.Act, State, world.Clock), k => NotifyNotRequiredEndpoint.Post(k, State, World.Key), () => Over("NotRequired")),
        "RefuseOutOfRemit" => Simple(new RefuseOutOfRemit(c.Words(), c.Words(), c.Version, c.Effect), k => RefuseOutOfRemitEndpoint.Validate(k, c.Act, State, world.Clock), k => RefuseOutOfRemitEndpoint.Post(k, State), () => Over("OutOfRemit")),
        "RequestCorrection" => RequestCorrection(c),
        "AmendCorrectionList" => AmendCorrectionList(c),
        "SubmitCorrection" => SubmitCorrection(c),
        "Promise" => PromisePapers(c),
        "Accept" => Accept(c),
        "AcceptProvisionally" => AcceptProvisionally(c),
        "RefuseAcceptance" => Simple(new RefuseAcceptance(c.Words(), c.Words(), DecisionModel.Remedies(c), c.Version, c.Effect), k => RefuseAcceptanceEndpoint.Validate(k, c.Act, State, world.Clock), k => RefuseAcceptanceEndpoint.Decide(k, State, World.Key), () => Over("AcceptanceRefused")),
        "RevokeAcceptance" => Simple(new RevokeAcceptance(c.Words(), c.Words(), DecisionModel.Remedies(c), c.Version, c.Effect), k => RevokeAcceptanceEndpoint.Validate(k, c.Act, State, world.Clock), k => RevokeAcceptanceEndpoint.Decide(k, State, World.Key), () => Over("AcceptanceRevoked")),
        "Withdraw" => Simple(new WithdrawApplication(c.Version, c.Maybe() ? c.Words() : null, c.Effect), k => WithdrawApplicationEndpoint.Validate(k, c.Act, State, world.Clock), k => WithdrawApplicationEndpoint.Decide(k, State, World.Key), () => Over("Withdrawn")),
        "TransferCustody" => TransferCustody(c),
        "AcceptCustody" => AcceptCustody(c),
        "ReturnCustody" => Simple(new ReturnCustody(c.Words(), c.Version, c.Effect), k => ReturnCustodyEndpoint.Validate(k, c.Act, State, world.Clock), k => ReturnCustodyEndpoint.Post(k, State, World.Key), () => handover = null),
        "DeclareConflict" => Simple(new DeclareConflict(c.Words(), c.Version), k => DeclareConflictEndpoint.Validate(k, c.Act, State, world.Clock), k => DeclareConflictEndpoint.Post(k, c.Act, State, World.Key)),
        "Recuse" => Recuse(c),
        "StartStep" => StartStep(c),
        "CompleteStep" => CompleteStep(c),
        "RequestOpinions" => RequestOpinions(c),
        "GiveOpinion" => GiveOpinion(c),
        "ForwardFirstReview" => ForwardFirstReview(c),
        "RecordCheck" => RecordCheck(c),
        "NotifyThirdParty" => Simple(new NotifyThirdParty(c.Words(), c.Words(), Until(c, out var effect), c.Version, effect), k => NotifyThirdPartyEndpoint.Validate(k, c.Act, State, world.Clock), k => NotifyThirdPartyEndpoint.Post(k, State, World.Key), () => parties++),
        "ReceiveStatement" => ReceiveStatement(c),
        "NotifyHearingRight" => NotifyHearingRight(c),
        "RequestHearing" => RequestHearing(c),
        "ScheduleHearing" => ScheduleHearing(c),
        "HoldHearing" => HoldHearing(c),
        "ConfirmHearingRecord" => ConfirmHearingRecord(c),
        "Suspend" => Simple(new SuspendClock(c.Any<SuspensionGround>(), c.Words(), c.Or(10, 0), c.Words(), c.Version, c.Effect), k => SuspendClockEndpoint.Validate(k, c.Act, State, world.Clock), k => SuspendClockEndpoint.Post(k, State), () =>
        {
            Status = "Suspended";
            pauses.Add((c.At, null));
        }),
        "Resume" => Simple(new ResumeClock(c.Version, c.Effect), k => ResumeClockEndpoint.Validate(k, c.Act, State, world.Clock), k => ResumeClockEndpoint.Post(k, State), () =>
        {
            Status = "Accepted";
            pauses[^1] = (pauses[^1].From, c.At);
        }),
        "CorrectAcceptanceDate" => CorrectAcceptanceDate(c),
        "Extend" => Extend(c),
        "ProposeDecision" => ProposeDecision(c),
        "ReturnForRework" => ReturnForRework(c),
        "Decide" => Decide(c),
        "Link" => LinkTo(c),
        "Split" => Split(c),
        "Merge" => Merge(c),
        "Reopen" => Reopen(c),
        "Close" => Simple(new CloseApplication(c.Version, c.Effect), k => CloseApplicationEndpoint.Validate(k, c.Act, State, world.Clock), k => CloseApplicationEndpoint.Decide(k, State, terms, world.Now), () => Status = "Closed"),
        _ => throw new System.Diagnostics.UnreachableException($"No command for {deed}.")
    };

    Attempt Simple<T>(T command, Func<T, Microsoft.AspNetCore.Mvc.ProblemDetails?> ask, Func<T, object> decide, Action? then = null) =>
        new(() => ask(command), () => [(this, decide(command))], then ?? (() => { }));

    void Over(string status)
    {
        (Status, outcome, handover) = (status, status, null);
    }

    // -- Intake --

    IEnumerable<string> Required => terms.Versions[0].Papers.Where(p => p.Required && p.SuppliedBy is PaperSource.Applicant).Select(p => p.Id);
    string[] Lacking => [.. Required.Where(p => !papers.Contains(p) && !promised.Contains(p))];
    string Requirement(Chance c) => c.Or(c.Pick([.. terms.Versions[0].Papers.Select(p => p.Id), "situation"]), "P9");

    SubmittedMaterial[] Brought(Chance c, bool required = false)
    {
        var asked = terms.Versions[0].Papers.Select(p => p.Id).ToArray();
        if (required && asked.Length == 0)
            c.Object(400, true);
        var brought = required || c.Maybe() ? c.Some(asked) : [];
        return c.Or<SubmittedMaterial[]>([.. brought.Select(p => new SubmittedMaterial(p, c.Any<PaperForm>(), c.Any<EvidenceGrade>(), c.Maybe() ? c.Hash() : null))], [new("P9", PaperForm.Copy, EvidenceGrade.C)]);
    }

    // The day by which something is due is measured against the day the act counts from, so the effect is drawn first.
    static DateOnly Until(Chance c, out EarlierEffect? effect)
    {
        effect = c.Effect;
        return c.DueBy();
    }

    void Receive(IEnumerable<SubmittedMaterial> brought)
    {
        papers.UnionWith(brought.Select(m => m.PaperId));
        missing.ExceptWith(brought.Select(m => m.PaperId));
    }

    Attempt SaveDraft(Chance c)
    {
        var command = new SaveDraft(c.Version, c.Maybe() ? c.Words() : null, Brought(c));
        return Simple(command, k => SaveDraftEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => SaveDraftEndpoint.Decide(k, State, terms, World.Key), () =>
        {
            papers.Clear();
            papers.UnionWith(command.Materials!.Select(m => m.PaperId));
        });
    }

    Attempt ReceiveMaterials(Chance c)
    {
        var command = new ReceiveMaterials(Brought(c, required: true), c.Version, c.Effect);
        return new(() => ReceiveMaterialsEndpoint.Validate(command, c.Act, State, terms, world.Clock), () => ReceiveMaterialsEndpoint.Decide(command, State, World.Key).Select(e => ((IModel)this, e)), () =>
        {
            Receive(command.Materials);
            if (Status is "ProvisionallyAccepted" && missing.Count == 0)
                Status = "Accepted";
        });
    }

    Attempt RecordVisit(Chance c)
    {
        var began = world.Now.AddHours(-2);
        return Simple(
            new RecordVisit(c.Words(), c.Or("500103", "5001"), c.Any<VisitPurpose>(), c.Maybe(), began, c.Or(began.AddHours(1), began.AddHours(3)), c.Version, c.Or(30, -1)),
            k => RecordVisitEndpoint.Validate(k, c.Act, State, world.Clock), k => RecordVisitEndpoint.Decide(k, State));
    }

    DefectTold[] Defects(Chance c) => c.Or<DefectTold[]>([.. c.Some([.. terms.Versions[0].Papers.Select(p => p.Id), "situation"]).Select(r => new DefectTold(r, c.Words(), c.Words()))], []);

    void Tell(IReadOnlyList<DefectTold> defects)
    {
        (Status, told, cured) = ("CorrectionRequested", [.. defects.Select(d => d.Requirement)], []);
    }

    Attempt RequestCorrection(Chance c)
    {
        var effect = c.Effect;
        var command = new RequestCorrection(Defects(c), c.DueBy(), c.Any<Channel>(), c.Version, effect);
        c.Object(409, told is not null);
        return Simple(command, k => RequestCorrectionEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => RequestCorrectionEndpoint.Decide(k, State, World.Key), () => Tell(command.Defects));
    }

    Attempt AmendCorrectionList(Chance c)
    {
        var effect = c.Effect;
        var command = new AmendCorrectionList(Defects(c), c.DueBy(), c.Any<Channel>(), c.Words(), c.Version, effect);
        c.Object(409, told is null);
        return Simple(command, k => AmendCorrectionListEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => AmendCorrectionListEndpoint.Decide(k, State, World.Key), () => Tell(command.Defects));
    }

    Attempt SubmitCorrection(Chance c)
    {
        string[] open = [.. (told ?? ["P1"]).Except(cured ?? [])];
        var command = new SubmitCorrection(c.Or<string[]>(c.Some(open), ["P9"]), c.Version, Brought(c), c.Effect);
        return Simple(command, k => SubmitCorrectionEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => SubmitCorrectionEndpoint.Decide(k, State, World.Key), () =>
        {
            Receive(command.Materials!);
            cured!.UnionWith(command.Cured);
            if (!told!.Except(cured).Any())
                Status = "Submitted";
        });
    }

    Attempt PromisePapers(Chance c)
    {
        string[] promisable = [.. terms.Versions[0].Promisable ?? []], some = c.Some(promisable);
        var command = new PromisePapers(c.Or(some, ["P2"]), c.Words(), c.Version, c.Effect);
        var broken = world.All<CommitmentModel>().Any(p => p.Status is "Broken");
        c.Object(400, promisable.Length == 0);
        c.Object(409, broken || command.Papers.Any(promised.Contains));
        var pledge = new CommitmentModel(world, LedgerId.For(world.Citizen), department);
        return new(
            () => PromisePapersEndpoint.Validate(command, c.Act, State, terms, new(broken), world.Clock),
            () =>
            {
                var (mine, its) = PromisePapersEndpoint.Decide(pledge.Record.Id, command, State, World.Key);
                return [(this, mine), (pledge, its)];
            },
            () => promised.UnionWith(command.Papers));
    }

    Attempt Accept(Chance c)
    {
        c.Object(409, Lacking.Length > 0);
        return Simple(new AcceptApplication(c.Version, c.Effect), k => AcceptApplicationEndpoint.Validate(k, c.Act, State, terms, world.Clock), k => AcceptApplicationEndpoint.Decide(k, State, terms), () => (Status, AcceptedAt) = ("Accepted", c.At));
    }

    Attempt AcceptProvisionally(Chance c)
    {
        var lacking = Lacking;
        c.Object(409, lacking.Length == 0 || lacking.Except(terms.Versions[0].TolerablyMissing).Any());
        return Simple(
            new AcceptProvisionally(Until(c, out var effect), c.Words(), c.Version, effect), k => AcceptProvisionallyEndpoint.Validate(k, c.Act, State, terms, world.Clock),
            k => AcceptProvisionallyEndpoint.Decide(k, State, terms, World.Key), () => (Status, AcceptedAt, missing) = ("ProvisionallyAccepted", c.At, [.. lacking]));
    }

    // -- Custody --

    Attempt TransferCustody(Chance c)
    {
        var to = c.Or(c.Pick(World.Own, World.Other, World.Third), "11500000000000000X");
        var toOfficer = c.Maybe(3) ? c.Pick(Officers) : null;
        c.Object(409, handover is not null);
        c.Object(400, to == department && (toOfficer is null || toOfficer == officer));
        c.Object(400, toOfficer is not null && recused.Contains(toOfficer));
        return Simple(
            new TransferCustody(to, c.Words(), c.Version, toOfficer, c.Effect), k => TransferCustodyEndpoint.Validate(k, c.Act, State, World.Departments, world.Clock),
            k => TransferCustodyEndpoint.Post(k, State, World.Key), () => handover = (to, toOfficer));
    }

    Attempt AcceptCustody(Chance c) => Simple(
        new AcceptCustody(c.Version, c.Effect), k => AcceptCustodyEndpoint.Validate(k, c.Act, State, world.Clock), k => AcceptCustodyEndpoint.Decide(k, c.Act, State),
        () => (department, officer, handover) = (handover!.Value.Department, c.Act.ActorId, null));

    Attempt Recuse(Chance c)
    {
        var (who, instead) = (c.Or(c.Pick(Officers), " "), c.Pick(Officers));
        c.Object(409, recused.Contains(who));
        c.Object(400, instead == who || recused.Contains(instead));
        return Simple(new RecuseOfficer(who, instead, c.Version), k => RecuseOfficerEndpoint.Validate(k, c.Act, State, world.Clock), k => RecuseOfficerEndpoint.Post(k, State), () =>
        {
            recused.Add(who);
            officer = instead;
            // What is on its way to somebody who may not take it would be on its way for ever.
            if (handover?.Officer == who)
                handover = null;
        });
    }

    // -- Review --

    Attempt StartStep(Chance c)
    {
        var code = c.Or(c.Pick("初审", "现场核查", "复核"), "");
        c.Object(409, steps.Contains(code));
        return Simple(new StartStep(code, c.Version, c.Or(5, 366), c.Effect), k => StartStepEndpoint.Validate(k, c.Act, State, world.Clock), k => StartStepEndpoint.Post(k, State), () => steps.Add(code));
    }

    Attempt CompleteStep(Chance c)
    {
        var code = c.Or(c.Pick("初审", "现场核查", "复核"), "");
        return Simple(new CompleteStep(code, c.Version, c.Effect), k => CompleteStepEndpoint.Validate(k, c.Act, State, world.Clock), k => CompleteStepEndpoint.Decide(k, State), () => steps.Remove(code));
    }

    Attempt RequestOpinions(Chance c)
    {
        var (effect, handling) = (c.Effect, c.Any<JointHandling>());
        OpinionAsked[] asked = [.. c.Some(World.Other, World.Third, World.Fourth).Select(d => new OpinionAsked(c.Or(d, "11500000000000000X"), c.Words(), c.DueBy()))];
        c.Object(400, asked.Any(a => a.Department == department || opinions.Any(o => o.Department == a.Department && !o.Given)));
        return new(
            () => RequestOpinionsEndpoint.Validate(new(handling, asked, c.Version, effect), c.Act, State, World.Departments, world.Clock),
            () => RequestOpinionsEndpoint.Decide(new(handling, asked, c.Version, effect), State, World.Key).Select(e => ((IModel)this, (object)e)),
            () =>
            {
                var first = opinions.Count + 1;
                foreach (var (i, one) in asked.Index())
                    opinions.Add(new(first + i, one.Department, handling is JointHandling.Sequential && i > 0 ? first + i - 1 : null));
            });
    }

    Attempt GiveOpinion(Chance c)
    {
        var asked = c.Maybe(5) || opinions.Count == 0 ? null : c.Pick([.. opinions.Where(o => o.Department == c.Act.Department && !o.Given).DefaultIfEmpty(opinions[0])]);
        c.Object(400, asked?.Department != c.Act.Department || asked is null);
        c.Object(409, asked is { Given: true } || opinions.Any(o => o.Number == asked?.After && !o.Given));
        return Simple(
            new GiveOpinion(asked?.Number ?? 99, c.Any<JointOpinion>(), c.Words(), c.Version, c.Effect), k => GiveOpinionEndpoint.Validate(k, c.Act, State, world.Clock),
            k => GiveOpinionEndpoint.Decide(k, State, World.Key), () => asked!.Given = true);
    }

    void RefusePresider(Chance c) => c.Object(403, hearing?.Presider == c.Act.ActorId);

    Attempt ForwardFirstReview(Chance c)
    {
        var to = c.Or(c.Pick(World.Own, World.Other), "11500000000000000X");
        RefusePresider(c);
        c.Object(409, reviewedBelow);
        c.Object(400, to == department);
        return Simple(
            new ForwardFirstReview(to, c.Words(), c.Version, c.Effect), k => ForwardFirstReviewEndpoint.Validate(k, c.Act, State, World.Departments, world.Clock),
            k => ForwardFirstReviewEndpoint.Post(k, c.Act, State, World.Key), () =>
            {
                (reviewedBelow, department, officer, handover) = (true, to, null, null);
                reviewers.Add(c.Act.ActorId);
                examiners.Add(c.Act.ActorId);
            });
    }

    Attempt RecordCheck(Chance c)
    {
        string first = c.Pick(Officers), second = c.Pick([.. Officers.Where(o => o != first)]);
        var officers = c.Or<string[]>([first, second], [first, first]);
        c.Object(400, officers.Any(o => recused.Contains(o) || o == hearing?.Presider));
        return Simple(
            new RecordSubstantiveCheck(officers, c.Or(Text.DateOf(world.Now), Text.DateOf(world.Now).AddDays(1)), c.Words(), c.Words(), c.Version, c.Effect),
            k => RecordSubstantiveCheckEndpoint.Validate(k, c.Act, State, world.Clock), k => RecordSubstantiveCheckEndpoint.Decide(k, State, World.Key), () =>
            {
                reviewers.UnionWith(officers);
                examiners.UnionWith(officers);
            });
    }

    Attempt ReceiveStatement(Chance c)
    {
        var number = c.Number(parties) + 1;
        c.Object(400, number > parties);
        return Simple(new ReceiveStatement(number, c.Words(), c.Version, c.Effect), k => ReceiveStatementEndpoint.Validate(k, c.Act, State, world.Clock), k => ReceiveStatementEndpoint.Post(k, State, World.Key));
    }

    Attempt NotifyHearingRight(Chance c)
    {
        c.Object(409, hearing is not null);
        return Simple(new NotifyHearingRight(c.Version, c.Effect), k => NotifyHearingRightEndpoint.Validate(k, c.Act, State, world.Clock), k => NotifyHearingRightEndpoint.Post(k, State), () => hearing = new(c.At));
    }

    Attempt RequestHearing(Chance c)
    {
        var (effect, by) = (c.Effect, c.Any<HearingParty>());
        c.Object(400, c.Act.Kind is ActorKind.Citizen && by is HearingParty.ThirdParty);
        c.Object(409, hearing is null || hearing.AskedFor is not null || c.Day > Given.Days.After(Text.DateOf(hearing.Told), 5));
        return Simple(
            new RequestHearing(by, c.Version, effect), k => RequestHearingEndpoint.Validate(k, c.Act, State, Given.Days, world.Clock), k => RequestHearingEndpoint.Post(k, State),
            () => hearing = hearing! with { AskedFor = c.At });
    }

    Attempt ScheduleHearing(Chance c)
    {
        var (effect, presider) = (c.Effect, c.Or(c.Pick(Officers), ""));
        var at = (hearing?.AskedFor ?? world.Now).AddDays(8 + c.Number(24));
        c.Object(409, hearing?.AskedFor is null || hearing.Held);
        c.Object(400, reviewers.Contains(presider) || recused.Contains(presider));
        c.Object(400, hearing?.AskedFor is { } asked && (Text.DateOf(at) < Given.Days.After(c.Day, 7) || Text.DateOf(at) > Given.Days.After(Text.DateOf(asked), 20)));
        return Simple(
            new ScheduleHearing(at, c.Words(), presider, c.Maybe(), c.Version, effect), k => ScheduleHearingEndpoint.Validate(k, c.Act, State, Given.Days, world.Clock), k => ScheduleHearingEndpoint.Post(k, State),
            () => hearing = hearing! with { At = at, Presider = presider });
    }

    Attempt HoldHearing(Chance c)
    {
        var effect = c.Effect;
        c.Object(409, hearing?.At is null || hearing.Held || recused.Contains(hearing.Presider!) || c.At < hearing.At);
        return Simple(new HoldHearing(c.Hash(), c.Version, effect), k => HoldHearingEndpoint.Validate(k, c.Act, State, world.Clock), k => HoldHearingEndpoint.Post(k, State, World.Key), () => hearing = hearing! with { Held = true });
    }

    Attempt ConfirmHearingRecord(Chance c)
    {
        c.Object(409, hearing is not { Held: true, Settled: false });
        var confirmed = c.Maybe();
        return Simple(
            new ConfirmHearingRecord(confirmed, c.Version, confirmed ? null : c.Or<string?>("漏记一句。", null), c.Effect), k => ConfirmHearingRecordEndpoint.Validate(k, c.Act, State, world.Clock),
            k => ConfirmHearingRecordEndpoint.Post(k, State, World.Key), () => hearing = hearing! with { Settled = true });
    }

    // -- Clock and decision --

    Attempt Extend(Chance c)
    {
        var (joint, rank) = (item == Items.Joint, c.Any<ApproverRank>());
        c.Object(409, extended);
        c.Object(409, AcceptedAt is { } accepted && Text.DateOf(c.At) > SlowCounter.Due(Text.DateOf(accepted), terms.Versions[0].Limits.LegalDays ?? (joint ? 45 : 20), pauses, Notice));
        c.Object(400, joint && rank is ApproverRank.AgencyHead);
        return Simple(
            new ExtendDeadline(c.Or(joint ? 15 : 10, joint ? 16 : 11), c.Words(), rank, c.Words(), c.Words(), c.Version, c.Effect), k => ExtendDeadlineEndpoint.Validate(k, c.Act, State, Given.Almanac, world.Clock),
            k => ExtendDeadlineEndpoint.Post(k, State, World.Key), () => extended = true);
    }

    Attempt CorrectAcceptanceDate(Chance c)
    {
        var at = (AcceptedAt ?? world.Now).AddMinutes(c.Or(1, 0));
        c.Object(400, at == AcceptedAt || at > world.Now || (pauses.Count > 0 && at > pauses[0].From));
        var command = new CorrectAcceptanceDate(at, c.Words(), c.Version);
        return new(
            () => CorrectAcceptanceDateEndpoint.Validate(command, c.Act, State, world.Clock),
            () => [.. CorrectAcceptanceDateEndpoint.Decide(command, State, World.Key, Given.Almanac).Select(e => ((IModel)this, e))], () => AcceptedAt = at);
    }

    static (DateOnly[], DateOnly[])? Notice(int year) => year is 2025 or 2026 ? PublishedHolidays.ByYear[year] : null;

    Attempt ProposeDecision(Chance c)
    {
        RefusePresider(c);
        c.Object(409, proposal is { Returned: false });
        return Simple(
            new ProposeDecision(c.Any<RulingKind>(), c.Words(), c.Version, c.Effect), k => ProposeDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => ProposeDecisionEndpoint.Post(k, c.Act, State, World.Key), () =>
            {
                proposal = (c.Act.ActorId, false);
                reviewers.Add(c.Act.ActorId);
                examiners.Add(c.Act.ActorId);
            });
    }

    Attempt ReturnForRework(Chance c)
    {
        RefusePresider(c);
        c.Object(409, proposal is not { Returned: false });
        c.Object(403, proposal?.Author == c.Act.ActorId);
        return Simple(new ReturnForRework(c.Words(), c.Version, c.Effect), k => ReturnForReworkEndpoint.Validate(k, c.Act, State, world.Clock), k => ReturnForReworkEndpoint.Post(k, c.Act, State, World.Key), () =>
        {
            proposal = (proposal!.Value.Author, true);
            reviewers.Add(c.Act.ActorId);
        });
    }

    Attempt Decide(Chance c)
    {
        RefusePresider(c);
        c.Object(409, opinions.Any(o => !o.Given) || hearing is { AskedFor: not null, Settled: false } || proposal is { Returned: true });
        c.Object(403, c.Act.Kind is not ActorKind.Officer || examiners.Contains(c.Act.ActorId));
        var told = DecisionModel.Told(c);
        var (automation, publish, superior) = (c.Maybe() ? null : new AutomationTold(AutomationLevel.Assisted, "规则引擎", c.Words(), "li.hua"), c.Maybe(3) ? new PublicationTold(false, SecrecyGround.PersonalPrivacy, "政府信息公开条例第十五条") : null, c.Maybe() ? World.Fourth : null);
        var command = new DecideApplication(
            told.Kind, [c.Words()], c.Version, told.Reasons, told.Remedies, told.ValidFrom, told.ValidTo, c.Effect, told.Conditions, told.Granted, told.Fact, told.AmountFen, told.PayeeAccount, told.PaidFrom, told.PaidTo,
            Automation: automation, Publication: publish, Superior: superior);
        c.Object(400, superior == department);
        var ruling = new DecisionModel(world, LedgerId.For(world.Citizen), this, department, superior, told, automation is not null, publish is not null, c.Act.ActorId);
        return new(
            () => DecideApplicationEndpoint.Validate(command, c.Act, State, world.Clock, new(ReadableStreams.None, ReadableSources.None, true)),
            () =>
            {
                var (mine, its) = DecideApplicationEndpoint.Decide(ruling.Record.Id, command, State, World.Key);
                return [(this, mine), (ruling, its)];
            },
            () => (Status, outcome, handover) = ("Decided", "Decided", null));
    }

    // -- Related matters, and after the decision --

    Attempt LinkTo(Chance c)
    {
        var (other, kind) = (c.Pick([.. world.All<ApplicationModel>()]), c.Any<LinkKind>());
        c.Object(400, kind is LinkKind.Absorbs || other == this || other.IsDraft);
        c.Object(409, links.Contains((other.Record.Id, kind)));
        return Simple(
            new LinkApplication(other.Record.Id, kind, c.Version), k => LinkApplicationEndpoint.Validate(k, c.Act, State, new(other.State), world.Clock), k => LinkApplicationEndpoint.Post(k, State),
            () => links.Add((other.Record.Id, kind)));
    }

    Attempt Split(Chance c)
    {
        var command = new SplitApplication(c.Or(c.Pick(Items.Lenient, Items.Foreign), "NONE"), c.Words(), c.Version, c.Maybe() ? c.Words() : null);
        var of = World.Catalogue.FirstOrDefault(i => i.Code == command.ItemCode);
        var part = of is null ? null : new ApplicationModel(world, LedgerId.For(world.Citizen), of.Code);
        return new(
            () => SplitApplicationEndpoint.Validate(command, c.Act, State, of, world.Clock),
            () =>
            {
                var (mine, its) = SplitApplicationEndpoint.Decide(part!.Record.Id, command, State, c.Act, of!, World.NextNumber(), World.Key);
                return [(this, mine), (part!, its)];
            },
            () => part!.Submitted());
    }

    Attempt Merge(Chance c)
    {
        var into = c.Pick([.. world.All<ApplicationModel>()]);
        var command = new MergeApplication(into.Record.Id, c.Words(), c.Version);
        c.Object(400, into == this || !into.MayMerge(c.Act));
        return new(
            () => MergeApplicationEndpoint.Refuse(command, c.Act, State, into.State, world.Now),
            () =>
            {
                var (merged, linked) = MergeApplicationEndpoint.Decide(command, State, World.Key);
                return [(this, merged), (into, linked)];
            },
            () =>
            {
                Over("Merged");
                into.Absorbed(this);
            });
    }

    Attempt Reopen(Chance c)
    {
        c.Object(409, outcome is "Withdrawn" or "Merged" or "NotRequired");
        return Simple(
            new ReopenApplication(c.Any<ReopeningCause>(), c.Words(), c.Version, c.Effect), k => ReopenApplicationEndpoint.Validate(k, c.Act, State, world.Clock), k => ReopenApplicationEndpoint.Decide(k, State, terms), () =>
            {
                (Status, outcome, AcceptedAt, extended, hearing, proposal) = ("Accepted", "", c.At, false, null, null);
                pauses.Clear();
            });
    }
}
