using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Decisions;

/// <summary>A decision as the law tells it (LIC art. 8, 38 to 50, 69, 70; PIPL art. 24; REV art. 22).</summary>
sealed class DecisionModel(World world, Guid id, ApplicationModel matter, string department, string? superior, RulingTold told, bool automated, bool withheld, string decider) : IModel
{
    static readonly Rule[] Table = Rule.Table(
        "decision",
        """
        Sign                  | Made                                          | department
        Dispatch+             | Made Signed DeliveryFailed                    | department
        RecordDeliveryFailure | Dispatched                                    | department
        Deliver+              | Made Signed Dispatched DeliveryFailed (ended) | department
        IssueCertificate      | (force)                                       | department
        Publish               | (force)                                       | department
        Redact                | (force) (ended)                               | department
        Correct               | (force) (ended)                               | department
        Vary                  | (force)                                       | department
        RequestRenewal+       | (force)                                       | department person
        DecideRenewal+        | (force)                                       | department
        Withdraw†             | (force)                                       | department
        Revoke†               | (force)                                       | department superior
        Cancel†               | (force) Withdrawn Revoked                     | department
        Reaffirm+             | (force)                                       | another
        RequestExplanation    | (force) (ended)                               | person
        GiveExplanation       | (force) (ended)                               | department
        DemandHumanReview+    | (force)                                       | person
        RecordHumanReview     | (force)                                       | another
        Challenge*            | (force) (ended)                               | person
        """,
        ("(force)", "Made Signed Dispatched DeliveryFailed Delivered"), ("(ended)", "Withdrawn Revoked Cancelled"));

    readonly HashSet<Guid> due = [];
    readonly HashSet<string> deciders = [decider];
    RulingTold ruled = told;
    DateOnly? validTo = told.ValidTo;
    bool certified, isPublic, published, reached, renewal, explanation, review;

    public string Name { get; } = $"decision {world.All<DecisionModel>().Count() + 1}";
    public string Status { get; private set; } = "Made";
    public IReadOnlyList<Rule> Rules => Table;
    public Recorded Record { get; } = new(typeof(Decision), id);
    public Decision State => (Decision)Record.State!;
    public ApplicationModel Matter => matter;
    bool Holds => Status is not ("Withdrawn" or "Revoked" or "Cancelled");
    bool Grants => GrantsAnything(ruled.Kind);

    // A refusal gives nothing, and a fine takes.
    static bool GrantsAnything(RulingKind kind) => kind is not (RulingKind.Refusal or RulingKind.Fine);

    public IReadOnlyList<string> RolesOf(Act act)
    {
        List<string> roles = [];
        if (act.IsCitizen(world.Citizen))
            roles.Add("person");
        if (act.Kind is ActorKind.Officer && act.Role != "dataAuthority" && act.Department == department)
            roles.Add("department");
        // Who decided does not look at it again.
        if (roles.Contains("department") && !deciders.Contains(act.ActorId))
            roles.Add("another");
        if (act.Kind is ActorKind.Officer && act.Role != "dataAuthority" && act.Department == superior)
            roles.Add("superior");
        return roles;
    }

    public bool Bars(Act act) => false;

    public bool HasCause(string deed) => deed switch
    {
        "Deliver" => Holds || !reached,
        "IssueCertificate" => Grants && ruled.Kind is not RulingKind.Payment && !certified,
        "Publish" => Grants && !withheld && !isPublic,
        "Redact" => published,
        "RequestRenewal" => validTo is not null && !renewal,
        "DecideRenewal" => renewal,
        "Withdraw" or "Revoke" or "Cancel" => ruled.Kind is not RulingKind.Refusal,
        "Reaffirm" => due.Count > 0,
        "RequestExplanation" => automated && !explanation,
        "GiveExplanation" => explanation,
        "DemandHumanReview" => automated && !review,
        "RecordHumanReview" => review,
        _ => true
    };

    public IEnumerable<string> Offered(Act act) => State.NextFor(act).Select(a => a.ToString());

    /// <summary>A fact it rests on was corrected at its source; what has ended rests on nothing.</summary>
    public void RestsOnCorrected(Guid request)
    {
        if (Holds)
            due.Add(request);
    }

    public static RemediesTold Remedies(Chance c) => new(c.Or("重庆市人民政府", " "), c.Or(60, 59), c.Or("重庆市渝中区人民法院", ""), c.Or(6, 5), c.Maybe() ? "https://fuyi.example/" : null);

    /// <summary>A ruling of any kind with what the kind takes: reasons and remedies wherever it falls short.</summary>
    public static RulingTold Told(Chance c)
    {
        var kind = c.Any<RulingKind>();
        var shortfall = kind is RulingKind.Refusal or RulingKind.GrantWithConditions or RulingKind.Partly or RulingKind.Fine || (kind is RulingKind.Payment && c.Maybe());
        return new(
            kind, shortfall ? c.Or<string?>("面积不足。", null) : null, shortfall ? c.Maybe(4) ? c.Or(Remedies(c), null) : Remedies(c) : null, null,
            kind is RulingKind.Refusal or RulingKind.Payment or RulingKind.Fine || c.Maybe(3) ? null : c.Day.AddDays(5 + c.Number(60)),
            kind is RulingKind.GrantWithConditions ? c.Or<string[]>(["每年报告一次。"], []) : null, kind is RulingKind.Partly ? c.Words() : null, kind is RulingKind.Confirmation ? c.Words() : null,
            kind is RulingKind.Payment or RulingKind.Fine ? c.Or(50_000L, 0) : null);
    }

    public Attempt Try(string deed, Chance c) => deed switch
    {
        "Sign" => Simple(new SignDecision(c.Words(), c.Words(), c.Hash(), c.Version, c.Effect), k => SignDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => SignDecisionEndpoint.Decide(k, State, World.Key), () => Status = "Signed"),
        "Dispatch" => Simple(new DispatchDecision(Method(c), c.Version, c.Effect), k => DispatchDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => DispatchDecisionEndpoint.Decide(k, State), () => Status = "Dispatched"),
        "RecordDeliveryFailure" => Simple(new RecordDeliveryFailure(c.Any<DeliveryMethod>(), c.Words(), c.Version, c.Effect), k => RecordDeliveryFailureEndpoint.Validate(k, c.Act, State, world.Clock), k => RecordDeliveryFailureEndpoint.Decide(k, State, World.Key), () => Status = "DeliveryFailed"),
        "Deliver" => Deliver(c),
        "IssueCertificate" => IssueCertificate(c),
        "Publish" => Simple(new PublishDecision(c.Or("准予。", "准予身份证号 11010519491231002X。"), c.Or<string[]>(["姓名"], [""]), c.Version, c.Effect), k => PublishDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => PublishDecisionEndpoint.Decide(k, State), () => (published, isPublic) = (true, true)),
        "Redact" => Redact(c),
        "Correct" => Simple(new CorrectClericalError(c.Any<CorrectableField>(), "张三", c.Or("张叁", "张三"), c.Version), k => CorrectClericalErrorEndpoint.Validate(k, c.Act, State, world.Clock), k => CorrectClericalErrorEndpoint.Decide(k, State, World.Key)),
        "Vary" => Vary(c),
        "RequestRenewal" => RequestRenewal(c),
        "DecideRenewal" => DecideRenewal(c),
        "Withdraw" => Simple(new WithdrawDecision(c.Any<PublicInterestCause>(), c.Words(), c.Words(), Remedies(c), c.Version, c.Maybe() ? c.Or(100L, 0) : null, null, c.Effect), k => WithdrawDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => WithdrawDecisionEndpoint.Decide(k, State, World.Key), () => Ends("Withdrawn")),
        "Revoke" => Revoke(c),
        "Cancel" => Cancel(c),
        "Reaffirm" => Reaffirm(c),
        "RequestExplanation" => Simple(new RequestExplanation(c.Version, c.Maybe() ? c.Words() : null), k => RequestExplanationEndpoint.Validate(k, c.Act, State, world.Clock), k => RequestExplanationEndpoint.Decide(k, State, World.Key), () => explanation = true),
        "GiveExplanation" => Simple(new GiveExplanation(c.Words(), c.Version), k => GiveExplanationEndpoint.Validate(k, c.Act, State, world.Clock), k => GiveExplanationEndpoint.Decide(k, State, World.Key), () => explanation = false),
        "DemandHumanReview" => Simple(new DemandHumanReview(c.Version, c.Maybe() ? c.Words() : null), k => DemandHumanReviewEndpoint.Validate(k, c.Act, State, world.Clock), k => DemandHumanReviewEndpoint.Decide(k, State, World.Key), () => review = true),
        "RecordHumanReview" => Simple(new RecordHumanReview(c.Any<HumanReviewOutcome>(), c.Words(), c.Version), k => RecordHumanReviewEndpoint.Validate(k, c.Act, State, world.Clock), k => RecordHumanReviewEndpoint.Decide(k, State, World.Key), () => review = false),
        _ => throw new System.Diagnostics.UnreachableException($"No command for {deed}.")
    };

    Attempt Simple<T>(T command, Func<T, Microsoft.AspNetCore.Mvc.ProblemDetails?> ask, Func<T, object> decide, Action? then = null) =>
        new(() => ask(command), () => [(this, decide(command))], then ?? (() => { }));

    void Ends(string status)
    {
        (Status, certified, renewal, review) = (status, false, false, false);
        due.Clear();
    }

    // What can be challenged and comes online can be challenged online.
    DeliveryMethod Method(Chance c)
    {
        var method = c.Any<DeliveryMethod>();
        c.Object(409, method is DeliveryMethod.Online && ruled.Remedies is { OnlineChannel: null });
        return method;
    }

    Attempt Deliver(Chance c)
    {
        var command = new DeliverDecision(Method(c), c.Version, c.Effect);
        c.NotBefore(matter.Record.LastEffect);
        return new(
            () => DeliverDecisionEndpoint.Refuse(command, c.Act, State, matter.Record.LastEffect, world.Now),
            () =>
            {
                var (mine, its) = DeliverDecisionEndpoint.Decide(command, State);
                return reached ? [(this, mine)] : [(this, mine), (matter, its)];
            },
            () =>
            {
                if (!reached)
                    matter.Delivered();
                (reached, Status) = (true, Holds ? "Delivered" : Status);
            });
    }

    Attempt IssueCertificate(Chance c)
    {
        var last = validTo is null || c.Maybe() ? validTo : validTo.Value.AddDays(-1);
        return Simple(
            new IssueCertificate(c.Or("JYXKZ", "jy"), (last ?? c.Day).AddDays(-1), c.Version, validTo is null ? last : c.Or<DateOnly?>(last, validTo.Value.AddDays(1)), c.Effect),
            k => IssueCertificateEndpoint.Validate(k, c.Act, State, world.Clock), k => IssueCertificateEndpoint.Decide(k, State), () => certified = true);
    }

    Attempt Redact(Chance c)
    {
        var hidden = c.Or(c.Some(Enum.GetValues<PublicField>()), []);
        return Simple(
            new RedactDecision(hidden, c.Any<SecrecyGround>(), c.Words(), c.Version, c.Effect), k => RedactDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => RedactDecisionEndpoint.Decide(k, State),
            () => isPublic = isPublic && !hidden.Contains(PublicField.Text));
    }

    Attempt Vary(Chance c)
    {
        var other = Told(c);
        c.Object(400, Grants && !GrantsAnything(other.Kind));
        var cause = c.Any<VariationCause>();
        // Those are of a review or a court.
        c.Object(400, cause is VariationCause.ReviewDecided or VariationCause.CourtDecided);
        c.Object(403, cause is VariationCause.HumanReview or VariationCause.FactCorrected && deciders.Contains(c.Act.ActorId));
        return Simple(
            new VaryDecision(other, [c.Words()], c.Words(), cause, c.Version, c.Effect), k => VaryDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => VaryDecisionEndpoint.Decide(k, State, World.Key), () =>
            {
                (Status, ruled, validTo, certified, renewal, isPublic) = ("Made", other, other.ValidTo, false, false, false);
                deciders.Add(c.Act.ActorId);
                due.Clear();
            });
    }

    Attempt RequestRenewal(Chance c)
    {
        var effect = c.Effect;
        c.Object(409, validTo is not null && c.Day.AddDays(30) > validTo);
        return Simple(new RequestRenewal(c.Version, c.Maybe() ? c.Words() : null, effect), k => RequestRenewalEndpoint.Validate(k, c.Act, State, world.Clock), k => RequestRenewalEndpoint.Decide(k, State, World.Key), () => renewal = true);
    }

    Attempt DecideRenewal(Chance c)
    {
        if (c.Maybe())
            return Simple(new DecideRenewal(c.Version, null, c.Words(), Remedies(c), c.Effect), k => DecideRenewalEndpoint.Validate(k, c.Act, State, world.Clock), k => DecideRenewalEndpoint.Decide(k, State, World.Key).Item2!, () => renewal = false);
        var until = c.Or((validTo ?? c.Day).AddDays(60), validTo ?? DateOnly.MinValue);
        return Simple(
            new DecideRenewal(c.Version, until, Effect: c.Effect), k => DecideRenewalEndpoint.Validate(k, c.Act, State, world.Clock), k => DecideRenewalEndpoint.Decide(k, State, World.Key).Item1!,
            () => (renewal, validTo, certified) = (false, until, false));
    }

    Attempt Revoke(Chance c)
    {
        var (cause, interest) = (c.Any<RevocationCause>(), c.Maybe());
        long? paid = c.Maybe() ? 100 : null;
        c.Object(400, (cause is RevocationCause.FraudOrBribery && interest) || (!interest && paid is not null));
        return Simple(
            new RevokeDecision(cause, interest, c.Words(), Remedies(c), c.Version, paid, c.Effect), k => RevokeDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => RevokeDecisionEndpoint.Decide(k, State, World.Key), () => Ends("Revoked"));
    }

    Attempt Cancel(Chance c)
    {
        var (effect, cause) = (c.Effect, c.Any<CancellationCause>());
        c.Object(400, Holds == cause is CancellationCause.WithdrawnOrRevoked || (cause is CancellationCause.Expired && (renewal || validTo is null || validTo >= c.Day)));
        return Simple(new CancelDecision(cause, c.Words(), c.Version, effect), k => CancelDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => CancelDecisionEndpoint.Decide(k, State), () => Ends("Cancelled"));
    }

    Attempt Reaffirm(Chance c)
    {
        var looked = c.Or(c.Some([.. due]), [LedgerIds.Unknown]);
        return Simple(new ReaffirmDecision(looked, c.Words(), c.Version), k => ReaffirmDecisionEndpoint.Validate(k, c.Act, State, world.Clock), k => ReaffirmDecisionEndpoint.Decide(k, State, World.Key), () => due.ExceptWith(looked));
    }
}
