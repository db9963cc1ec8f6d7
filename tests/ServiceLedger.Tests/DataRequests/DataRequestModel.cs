using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Decisions;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>A request for data as the law tells it (State Council Orders 716 and 809; PIPL art. 46; Zhejiang 2018, art. 7).</summary>
sealed class DataRequestModel(World world, Guid id, ApplicationModel? matter, RequestData asked) : IModel
{
    static readonly Rule[] Table = Rule.Table(
        "request",
        """
        Submit+           | Drafted                                        | requester
        Cancel†           | Drafted Requested NeedsMoreInfo (granted)      | requester
        CheckCompleteness | Requested                                      | provider
        AskInfo           | Requested                                      | provider
        GiveInfo          | NeedsMoreInfo                                  | requester
        Approve+          | Requested                                      | provider
        Refuse            | Requested NeedsMoreInfo                        | provider
        RaiseDispute      | Refused                                        | requester
        Mediate           | Disputed                                       | authority
        DecideDispute     | Disputed                                       | authority
        Provide+          | (granted) PartlyProvided                       | provider
        ReportNotFound†   | (granted)                                      | provider
        ReportFailure     | (granted)                                      | provider
        OfferPreview      | (given)                                        | requester
        Confirm           | (given)                                        | requester subject
        Contest           | (given)                                        | requester subject
        RecordUse+        | (given)                                        | requester
        ReportMisuse      | (given) Expired Disposed                       | provider authority
        Correct+          | (given) Expired Disposed                       | provider
        Acknowledge+      | (given) Expired Disposed                       | requester
        Expire            | (granted) (given)                              | requester
        Dispose†          | (given) Expired                                | requester
        """,
        ("(granted)", "Approved Failed"), ("(given)", "Provided PartlyProvided"));

    public static readonly string[] Fields = ["name", "address", "income"];

    readonly string requester = matter?.InCharge ?? "";
    readonly HashSet<string> provided = [], contested = [];
    readonly List<(Guid Decision, string[] Fields)> uses = [];
    readonly List<Told> told = [];
    string[] granted = [];
    DateOnly? validUntil;
    bool sent;

    sealed record Told(Guid Id, string Field) { public bool Known { get; set; } }

    public string Name { get; } = $"request {world.All<DataRequestModel>().Count() + 1}";
    public string Status { get; private set; } = "Drafted";
    public IReadOnlyList<Rule> Rules => Table;
    public Recorded Record { get; } = new(typeof(DataRequest), id);
    DataRequest State => (DataRequest)Record.State!;

    /// <summary>It is sent; what is shared with whoever needs it is granted at once.</summary>
    public void Sent(DateOnly day)
    {
        (Status, sent) = ("Requested", true);
        if (asked.SharingClass is SharingClass.Unconditional)
            (Status, granted, validUntil) = ("Approved", [.. asked.Fields], day.AddDays(180));
    }

    public IReadOnlyList<string> RolesOf(Act act)
    {
        bool Of(string department) => act.Kind is ActorKind.Officer or ActorKind.System && act.Department == department;
        List<string> roles = [];
        if (Of(requester))
            roles.Add("requester");
        // What was never sent is nobody else's business, even when it is cancelled.
        if (!sent)
            return roles;
        if (act.IsCitizen(world.Citizen))
            roles.Add("subject");
        if (Of(asked.ProvidingDepartment))
            roles.Add("provider");
        // Nobody settles a dispute of their own department.
        if (act is { Kind: ActorKind.Officer, Role: "dataAuthority" } && !Of(requester) && !Of(asked.ProvidingDepartment))
            roles.Add("authority");
        return roles;
    }

    public bool Bars(Act act) => false;

    public bool HasCause(string deed) => true;

    public IEnumerable<string> Offered(Act act) => State.NextFor(act).Select(a => a.ToString());

    public Attempt Try(string deed, Chance c) => deed switch
    {
        "Submit" => Submit(c),
        "Cancel" => Simple(new CancelDataRequest(c.Words(), c.Version, c.Effect), k => CancelDataRequestEndpoint.Validate(k, c.Act, State, world.Clock), k => CancelDataRequestEndpoint.Post(k, State, World.Key), "Cancelled"),
        "CheckCompleteness" => Simple(new CheckCompleteness(c.Maybe(), c.Version, c.Effect), k => CheckCompletenessEndpoint.Validate(k, c.Act, State, world.Clock), k => CheckCompletenessEndpoint.Post(k, State)),
        "AskInfo" => Simple(new AskMoreInfo(c.Words(), c.Version, c.Effect), k => AskMoreInfoEndpoint.Validate(k, c.Act, State, world.Clock), k => AskMoreInfoEndpoint.Post(k, State, World.Key), "NeedsMoreInfo"),
        "GiveInfo" => Simple(new GiveMoreInfo(c.Words(), c.Version, c.Effect), k => GiveMoreInfoEndpoint.Validate(k, c.Act, State, world.Clock), k => GiveMoreInfoEndpoint.Post(k, State, World.Key), "Requested"),
        "Approve" => Approve(c),
        "Refuse" => Simple(new RefuseDataRequest(c.Any<DataRefusalGround>(), c.Words(), c.Words(), c.Version, c.Effect), k => RefuseDataRequestEndpoint.Validate(k, c.Act, State, world.Clock), k => RefuseDataRequestEndpoint.Post(k, State, World.Key), "Refused"),
        "RaiseDispute" => Simple(new RaiseDispute(c.Words(), c.Version, c.Effect), k => RaiseDisputeEndpoint.Validate(k, c.Act, State, world.Clock), k => RaiseDisputeEndpoint.Post(k, State, World.Key), "Disputed"),
        "Mediate" => Simple(new MediateDispute(c.Words(), c.Version, c.Effect), k => MediateDisputeEndpoint.Validate(k, c.Act, State, world.Clock), k => MediateDisputeEndpoint.Post(k, State, World.Key)),
        "DecideDispute" => DecideDispute(c),
        "Provide" => Provide(c),
        "ReportNotFound" => ReportNotFound(c),
        "ReportFailure" => Simple(new ReportFailure(c.Words(), c.Words(), c.Version, c.Effect), k => ReportFailureEndpoint.Validate(k, c.Act, State, world.Clock), k => ReportFailureEndpoint.Post(k, State), "Failed"),
        "OfferPreview" => Simple(new OfferPreview(c.Any<Channel>(), c.Version, c.Effect), k => OfferPreviewEndpoint.Validate(k, c.Act, State, world.Clock), k => OfferPreviewEndpoint.Post(k, State)),
        "Confirm" => Confirm(c),
        "Contest" => Contest(c),
        "RecordUse" => RecordUse(c),
        "ReportMisuse" => Simple(new ReportMisuse(Given(c), c.Words(), c.Version, c.Effect), k => ReportMisuseEndpoint.Validate(k, c.Act, State, world.Clock), k => ReportMisuseEndpoint.Post(k, State, World.Key)),
        "Correct" => Correct(c),
        "Acknowledge" => Acknowledge(c),
        "Expire" => Expire(c),
        "Dispose" => Simple(new DisposeOfData(c.Any<DataDisposal>(), c.Version, c.Effect), k => DisposeOfDataEndpoint.Validate(k, c.Act, State, world.Clock), k => DisposeOfDataEndpoint.Post(k, State), "Disposed"),
        _ => throw new System.Diagnostics.UnreachableException($"No command for {deed}.")
    };

    Attempt Simple<T>(T command, Func<T, Microsoft.AspNetCore.Mvc.ProblemDetails?> ask, Func<T, object> decide, string? status = null, Action? then = null) =>
        new(() => ask(command), () => [(this, decide(command))], () =>
        {
            Status = status ?? Status;
            then?.Invoke();
        });

    /// <summary>Some of the fields given; where none was, naming one is wrong.</summary>
    string[] Given(Chance c)
    {
        c.Object(400, provided.Count == 0);
        return c.Or(provided.Count == 0 ? ["name"] : c.Some([.. provided]), ["shoe size"]);
    }

    // A draft is sent for a matter that is still the department's and not over, by nobody recused from it, and not from before its acceptance.
    Attempt Submit(Chance c)
    {
        var effect = c.Effect;
        c.Object(409, matter!.IsOver || matter.InCharge != requester);
        c.Object(403, matter.Bars(c.Act));
        c.NotBefore(matter.AcceptedAt!.Value);
        return new(
            () => SubmitDataRequestEndpoint.Validate(new(c.Version, effect), c.Act, State, new(matter.State, null), world.Clock),
            () => SubmitDataRequestEndpoint.Decide(new(c.Version, effect), State, new(matter.State, null), c.Day).Select(e => ((IModel)this, e)), () => Sent(c.Day));
    }

    Attempt Approve(Chance c)
    {
        var effect = c.Effect;
        var command = new ApproveDataRequest(c.Or(c.Some([.. asked.Fields]), []), c.DueBy(), c.Version, c.Maybe() ? c.Words() : null, effect);
        return Simple(command, k => ApproveDataRequestEndpoint.Validate(k, c.Act, State, world.Clock), k => ApproveDataRequestEndpoint.Post(k, State, World.Key), "Approved", () => (granted, validUntil) = ([.. command.Fields], command.ValidUntil));
    }

    Attempt DecideDispute(Chance c)
    {
        var (effect, grants) = (c.Effect, c.Maybe());
        var command = grants
            ? new DecideDispute(DisputeOutcome.Granted, c.Words(), c.Words(), c.Version, c.Or(c.Some([.. asked.Fields]), ["shoe size"]), c.DueBy(), effect)
            : new DecideDispute(DisputeOutcome.RefusalUpheld, c.Words(), c.Words(), c.Version, c.Or<string[]?>(null, ["name"]), null, effect);
        return new(
            () => DecideDisputeEndpoint.Validate(command, c.Act, State, world.Clock), () => DecideDisputeEndpoint.Decide(command, State, World.Key).Select(e => ((IModel)this, e)),
            () => (Status, granted, validUntil) = grants ? ("Approved", [.. command.Fields!], command.ValidUntil) : ("Refused", granted, validUntil));
    }

    Attempt Provide(Chance c)
    {
        var effect = c.Effect;
        string[] open = [.. granted.Except(provided)], given = c.Some(open.Length > 0 ? open : ["name"]), rest = [.. open.Except(given)];
        var command = new ProvideData(
            [.. given.Select(f => new FieldTold(c.Or(f, "shoe size"), c.Words()))], c.Hash(), c.Words(), c.Or(c.Day, c.Day.AddDays(1)), c.Version, [.. rest.Select(f => new MissingField(f, c.Any<MissingReason>()))], Effect: effect);
        c.Object(409, c.Day > validUntil);
        return Simple(command, k => ProvideDataEndpoint.Validate(k, c.Act, State, world.Clock), k => ProvideDataEndpoint.Decide(k, State, World.Key), rest.Length == 0 ? "Provided" : "PartlyProvided", () => provided.UnionWith(given));
    }

    Attempt ReportNotFound(Chance c)
    {
        var effect = c.Effect;
        return Simple(new ReportNotFound(c.Words(), c.Or(c.Day, c.Day.AddDays(1)), c.Version, effect), k => ReportNotFoundEndpoint.Validate(k, c.Act, State, world.Clock), k => ReportNotFoundEndpoint.Post(k, State), "NotFound");
    }

    Attempt Confirm(Chance c)
    {
        var fields = Given(c);
        return Simple(new ConfirmData(fields, c.Version, c.Effect), k => ConfirmDataEndpoint.Validate(k, c.Act, State, world.Clock), k => ConfirmDataEndpoint.Post(k, State), then: () => contested.ExceptWith(fields));
    }

    KnownEvidence Paper => new([Tests.Given.State<HeldEvidence>(LedgerIds.Unknown,
        new EvidenceReceived(world.Citizen, "household-register", EvidenceGrade.C, null, new(ReuseScope.AnyDepartment), new("ab", World.Key.Seal("h"), "application/pdf", 1)))]);

    Attempt Contest(Chance c)
    {
        var field = Given(c)[0];
        // A paper of the person's own that is named is one that is kept here.
        var (named, kept) = c.Maybe() ? (LedgerIds.Unknown, c.Or(Paper, KnownEvidence.None)) : ((Guid?)null, KnownEvidence.None);
        return Simple(
            new ContestData(field, c.Words(), c.Version, named, c.Effect), k => ContestDataEndpoint.Validate(k, c.Act, State, world.Clock, kept),
            k => ContestDataEndpoint.Post(k, State, World.Key), then: () => contested.Add(field));
    }

    // What the person contests does not carry a decision until the provider has corrected it or the person confirms it.
    Attempt RecordUse(Chance c)
    {
        var (effect, fields) = (c.Effect, Given(c));
        var ruling = world.All<DecisionModel>().Any() ? c.Pick([.. world.All<DecisionModel>()]) : null;
        c.Object(400, ruling?.Matter != matter || ruling is null);
        c.Object(409, fields.Any(contested.Contains) || c.Day > validUntil);
        return Simple(
            new RecordUse(ruling?.Record.Id ?? LedgerIds.Unknown, fields, c.Version, effect), k => RecordUseEndpoint.Validate(k, c.Act, State, new(ruling?.State), world.Clock), k => RecordUseEndpoint.Post(k, State),
            then: () => uses.Add((ruling!.Record.Id, fields)));
    }

    // Every request that received the field learns of the correction in the same act.
    Attempt Correct(Chance c)
    {
        var (effect, given, correction) = (c.Effect, Given(c), LedgerId.For(world.Citizen));
        var field = provided.Contains(given[0]) && uses.Count > 0 && c.Maybe() ? c.Pick(uses).Fields[0] : given[0];
        var command = new CorrectData(field, c.Words(), c.Or(c.Day, c.Day.AddDays(1)), c.Words(), c.Version, c.Maybe() ? c.Words() : null, effect);
        DataRequestModel[] others = [.. world.All<DataRequestModel>().Where(r => r != this && r.Gave(asked, field))];
        foreach (var other in others)
            c.NotBefore(other.Record.LastEffect);
        return new(
            () => CorrectDataEndpoint.Refuse(command, c.Act, State, [.. others.Select(o => o.State)], world.Clock),
            () => [.. CorrectDataEndpoint.Decide(correction, command, State, World.Key).Select(e => ((IModel)this, e)), .. others.Select(o => ((IModel)o, CorrectDataEndpoint.Decide(correction, command, o.State, World.Key)[1]))],
            () =>
            {
                foreach (var request in others.Append(this))
                {
                    request.contested.Remove(field);
                    request.told.Add(new(correction, field));
                }
            });
    }

    bool Gave(RequestData same, string field) => asked.ProvidingDepartment == same.ProvidingDepartment && asked.DataItemCode == same.DataItemCode && provided.Contains(field);

    Attempt Acknowledge(Chance c)
    {
        var (one, impact) = (told.Count == 0 || c.Maybe(8) ? null : c.Pick([.. told.Where(k => !k.Known).DefaultIfEmpty(told[0])]), c.Maybe(3) ? CorrectionImpact.None : CorrectionImpact.ReviewDue);
        DecisionModel[] relying = [.. world.All<DecisionModel>().Where(r => uses.Any(u => u.Decision == r.Record.Id && one is not null && u.Fields.Contains(one.Field)))];
        c.Object(400, one is null || (impact is CorrectionImpact.ReviewDue && relying.Length == 0));
        c.Object(409, one is { Known: true });
        var command = new AcknowledgeCorrection(one?.Id ?? LedgerIds.Unknown, impact, c.Version, c.Effect);
        return new(
            () => AcknowledgeCorrectionEndpoint.Validate(command, c.Act, State, world.Clock),
            () =>
            {
                var (acknowledged, relied) = AcknowledgeCorrectionEndpoint.Decide(command, State);
                return impact is CorrectionImpact.None ? [(this, acknowledged)] : [(this, acknowledged), .. relying.Select(r => ((IModel)r, (object)relied))];
            },
            () =>
            {
                one!.Known = true;
                if (impact is CorrectionImpact.ReviewDue)
                    foreach (var ruling in relying)
                        ruling.RestsOnCorrected(id);
            });
    }

    Attempt Expire(Chance c)
    {
        var effect = c.Effect;
        c.Object(409, c.Day <= validUntil);
        return Simple(new ExpireDataRequest(c.Version, effect), k => ExpireDataRequestEndpoint.Validate(k, c.Act, State, world.Clock), k => ExpireDataRequestEndpoint.Post(k, State), "Expired");
    }
}
