using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Decisions;

public class making_rulings
{
    static readonly Sealed<string> Text = Given.Key.Seal("甲");
    static readonly DateOnly From = new(2026, 3, 2), To = new(2027, 3, 1);

    static readonly Dictionary<RulingKind, RulingTold> Sound = new()
    {
        [RulingKind.Grant] = new(RulingKind.Grant, ValidFrom: From, ValidTo: To),
        [RulingKind.Refusal] = new(RulingKind.Refusal, "理由", Given.Told),
        [RulingKind.GrantWithConditions] = new(RulingKind.GrantWithConditions, "理由", Given.Told, From, To, ["条件一", "条件二"]),
        [RulingKind.Partly] = new(RulingKind.Partly, "理由", Given.Told, From, To, Granted: "一半"),
        [RulingKind.Confirmation] = new(RulingKind.Confirmation, ValidFrom: From, ValidTo: To, Fact: "属实"),
        [RulingKind.Payment] = new(RulingKind.Payment, "理由", Given.Told, AmountFen: 65_000, PayeeAccount: "6222", PaidFrom: From, PaidTo: To),
        [RulingKind.Fine] = new(RulingKind.Fine, "理由", Given.Told, AmountFen: 20_000)
    };

    public static TheoryData<RulingKind> Kinds => [.. Enum.GetValues<RulingKind>()];

    public static TheoryData<RulingKind> Short => [RulingKind.Refusal, RulingKind.GrantWithConditions, RulingKind.Partly, RulingKind.Fine];

    [Theory, MemberData(nameof(Kinds))]
    public void writes_down_what_was_told(RulingKind kind)
    {
        Sound[kind].Refuse().ShouldBeAccepted();
        var ruling = Sound[kind].Sealed(Given.Key);
        ruling.KindOf().ShouldBe(kind);
        var stored = JsonSerializer.Serialize(ruling, LedgerJson.Stored);
        stored.ShouldStartWith($$"""{"kind":"{{kind.InJson()}}""");
        foreach (var secret in new[] { "理由", "条件", "一半", "属实", "6222" })
            stored.ShouldNotContain(secret);
        JsonSerializer.Serialize(JsonSerializer.Deserialize<Ruling>(stored, LedgerJson.Stored), LedgerJson.Stored).ShouldBe(stored);
        Given.Key.Open(ruling.ReasonsOf()).ShouldBe(Sound[kind].Reasons);
        ruling.RemediesOf().ShouldBe(Sound[kind].Remedies?.Told());
        ruling.Term().ShouldBe(kind is RulingKind.Refusal or RulingKind.Payment or RulingKind.Fine ? (null, null) : (From, To));
        Given.DecisionOf(Given.Made with { Ruling = ruling }).Granted.ShouldBe(kind is not (RulingKind.Refusal or RulingKind.Fine));
    }

    [Theory, MemberData(nameof(Short))]
    public void that_fall_short_is_refused_without_reasons_and_remedies(RulingKind kind)
    {
        (Sound[kind] with { Reasons = null }).Refuse().ShouldBeInvalid("$.reasons");
        (Sound[kind] with { Reasons = " " }).Refuse().ShouldBeInvalid("$.reasons");
        (Sound[kind] with { Remedies = null }).Refuse("$.ruling").ShouldBeInvalid("$.ruling.remedies");
        (Sound[kind] with { Remedies = Given.Told with { ReconsiderationDays = 59 } }).Refuse("$.ruling").ShouldBeInvalid("$.ruling.remedies.reconsiderationDays");
    }

    [Fact]
    public void that_fall_short_without_reasons_and_remedies_is_unrepresentable()
    {
        Func<Ruling>[] rulings =
        [
            () => new Refusal(null!, Given.Remedies), () => new Refusal(Text, null!),
            () => new GrantWithConditions([Text], null!, Given.Remedies), () => new GrantWithConditions([Text], Text, null!),
            () => new GrantWithConditions(null!, Text, Given.Remedies), () => new GrantWithConditions([], Text, Given.Remedies), () => new GrantWithConditions([null!], Text, Given.Remedies),
            () => new GrantInPart(Text, null!, Given.Remedies), () => new GrantInPart(Text, Text, null!), () => new GrantInPart(null!, Text, Given.Remedies),
            () => new Confirmation(null!), () => new Payment(0), () => new Payment(1, reasons: Text), () => new Payment(1, remedies: Given.Remedies),
            () => new Fine(0, Text, Given.Remedies), () => new Fine(1, null!, Given.Remedies), () => new Fine(1, Text, null!)
        ];
        foreach (var ruling in rulings)
            Should.Throw<ArgumentException>(() => ruling());
        Func<object>[] events =
        [
            () => new RenewalRefused(Given.Citizen, null!, Given.Remedies), () => new RenewalRefused(Given.Citizen, Text, null!),
            () => new DecisionWithdrawnForPublicInterest(Given.Citizen, PublicInterestCause.LawChanged, "a", null!, Given.Remedies),
            () => new DecisionWithdrawnForPublicInterest(Given.Citizen, PublicInterestCause.LawChanged, "a", Text, null!),
            () => new DecisionRevoked(Given.Citizen, RevocationCause.NoAuthority, false, null!, Given.Remedies),
            () => new DecisionRevoked(Given.Citizen, RevocationCause.NoAuthority, false, Text, null!),
            () => new DecisionRevoked(Given.Citizen, RevocationCause.FraudOrBribery, true, Text, Given.Remedies),
            () => new DecisionRevoked(Given.Citizen, RevocationCause.FraudOrBribery, false, Text, Given.Remedies, 1),
            () => new DecisionVaried(Given.Citizen, null!, [], Text, VariationCause.LawChanged), () => new DecisionVaried(Given.Citizen, new Grant(null, null), [], null!, VariationCause.LawChanged)
        ];
        foreach (var e in events)
            Should.Throw<ArgumentException>(() => e());
        foreach (var type in new[] { typeof(Refusal), typeof(GrantWithConditions), typeof(GrantInPart), typeof(Payment), typeof(Fine), typeof(RenewalRefused), typeof(DecisionRevoked), typeof(DecisionWithdrawnForPublicInterest), typeof(DecisionVaried) })
        {
            type.GetConstructors().Length.ShouldBe(1, type.Name);
            type.GetProperties().ShouldAllBe(p => p.SetMethod == null, type.Name);
        }
    }

    [Fact]
    public void of_a_fine_grant_nothing_but_can_be_taken_back()
    {
        var fine = Given.DecisionOf(Given.Made with { Ruling = Sound[RulingKind.Fine].Sealed(Given.Key) }, Acts.Delivered);
        (fine.Granted, fine.HasRemedies).ShouldBe((false, true));
        new[] { DecisionAction.Revoke, DecisionAction.Withdraw, DecisionAction.Cancel, DecisionAction.Vary, DecisionAction.Correct }.ShouldAllBe(a => fine.Allows(a));
        new[] { DecisionAction.Publish, DecisionAction.IssueCertificate, DecisionAction.RequestRenewal }.ShouldAllBe(a => !fine.Allows(a));
        DecideApplicationEndpoint.Refuse(new(RulingKind.Fine, ["行政处罚法第九条"], 2, "理由", Given.Told, AmountFen: 20_000, Publication: new(true))).ShouldBeInvalid("$.publication.publish");
    }

    [Theory]
    [InlineData("""{"kind":"grantWithConditions","conditions":[{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"}]}""")]
    [InlineData("""{"kind":"partly","granted":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"},"reasons":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"}}""")]
    [InlineData("""{"kind":"confirmation"}""")]
    [InlineData("""{"kind":"payment","amountFen":0}""")]
    [InlineData("""{"kind":"fine","amountFen":20000}""")]
    public void that_lack_something_cannot_be_read_either(string stored) => Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize<Ruling>(stored, LedgerJson.Stored));

    [Theory]
    [InlineData(RulingKind.Grant, "reasons remedies conditions granted fact amountFen payeeAccount paidFrom paidTo")]
    [InlineData(RulingKind.Refusal, "validFrom validTo conditions granted fact amountFen payeeAccount paidFrom paidTo")]
    [InlineData(RulingKind.GrantWithConditions, "granted fact amountFen payeeAccount paidFrom paidTo")]
    [InlineData(RulingKind.Partly, "conditions fact amountFen payeeAccount paidFrom paidTo")]
    [InlineData(RulingKind.Confirmation, "reasons remedies conditions granted amountFen payeeAccount paidFrom paidTo")]
    [InlineData(RulingKind.Payment, "validFrom validTo conditions granted fact")]
    [InlineData(RulingKind.Fine, "validFrom validTo conditions granted fact payeeAccount paidFrom paidTo")]
    public void takes_only_what_the_kind_takes(RulingKind kind, string others)
    {
        foreach (var other in others.Split(' '))
            (other switch
            {
                "reasons" => Sound[kind] with { Reasons = "理由" },
                "remedies" => Sound[kind] with { Remedies = Given.Told },
                "validFrom" => Sound[kind] with { ValidFrom = From },
                "validTo" => Sound[kind] with { ValidTo = To },
                "conditions" => Sound[kind] with { Conditions = ["条件"] },
                "granted" => Sound[kind] with { Granted = "一半" },
                "fact" => Sound[kind] with { Fact = "属实" },
                "amountFen" => Sound[kind] with { AmountFen = 1 },
                "payeeAccount" => Sound[kind] with { PayeeAccount = "6222" },
                "paidFrom" => Sound[kind] with { PaidFrom = From },
                _ => Sound[kind] with { PaidTo = To }
            }).Refuse().ShouldBeInvalid($"$.{other}");
    }

    [Fact]
    public void refuses_what_is_missing_or_out_of_order()
    {
        (Sound[RulingKind.GrantWithConditions] with { Conditions = null }).Refuse().ShouldBeInvalid("$.conditions");
        (Sound[RulingKind.GrantWithConditions] with { Conditions = [] }).Refuse().ShouldBeInvalid("$.conditions");
        (Sound[RulingKind.GrantWithConditions] with { Conditions = ["a", null!] }).Refuse().ShouldBeInvalid("$.conditions[1]");
        (Sound[RulingKind.GrantWithConditions] with { Conditions = [.. Enumerable.Repeat("a", 51)] }).Refuse().ShouldBeInvalid("$.conditions");
        (Sound[RulingKind.Partly] with { Granted = " " }).Refuse().ShouldBeInvalid("$.granted");
        (Sound[RulingKind.Confirmation] with { Fact = null }).Refuse().ShouldBeInvalid("$.fact");
        (Sound[RulingKind.Confirmation] with { ValidTo = From.AddDays(-1) }).Refuse().ShouldBeInvalid("$.validTo");
        foreach (var amount in new long?[] { null, 0, -1, 1L << 53 })
        {
            (Sound[RulingKind.Payment] with { AmountFen = amount }).Refuse().ShouldBeInvalid("$.amountFen");
            (Sound[RulingKind.Fine] with { AmountFen = amount }).Refuse().ShouldBeInvalid("$.amountFen");
        }

        (Sound[RulingKind.Payment] with { AmountFen = (1L << 53) - 1 }).Refuse().ShouldBeAccepted();
        (Sound[RulingKind.Payment] with { PayeeAccount = "" }).Refuse().ShouldBeInvalid("$.payeeAccount");
        (Sound[RulingKind.Payment] with { PaidTo = From.AddDays(-1) }).Refuse().ShouldBeInvalid("$.paidTo");
        (Sound[RulingKind.Payment] with { Remedies = null }).Refuse().ShouldBeInvalid("$.remedies");
        (Sound[RulingKind.Payment] with { Reasons = null }).Refuse().ShouldBeInvalid("$.reasons");
        (Sound[RulingKind.Payment] with { Reasons = null, Remedies = null }).Refuse().ShouldBeAccepted();
    }

    static readonly Guid Evidence = new("01980000-0000-7000-8000-0000000003a7"), Other = new("01980000-0000-7000-8000-0000000005a7");
    static readonly ReadableSources Sources = new(new Dictionary<Guid, string> { [Evidence] = Acts.Hash, [Other] = "other" }, new Dictionary<Guid, EvidenceGrade> { [Evidence] = EvidenceGrade.B }, new HashSet<Guid> { Acts.Request });
    static readonly DecideApplication Grants = new(RulingKind.Grant, ["许可法第三十八条"], 2);
    static readonly FactTold Fact = new("月收入 650 元", EvidenceGrade.A, [Evidence], [Acts.Request]);

    [Fact]
    public void rests_on_facts_with_their_grades()
    {
        Answer(Grants with { Facts = [Fact, new("居住一年", EvidenceGrade.D)] }).ShouldBeAccepted();
        Answer(Grants with { Facts = [] }).ShouldBeInvalid("$.facts");
        Answer(Grants with { Facts = [null!] }).ShouldBeInvalid("$.facts[0]");
        Answer(Grants with { Facts = [Fact, Fact with { Statement = "" }] }).ShouldBeInvalid("$.facts[1].statement");
        Answer(Grants with { Facts = [Fact with { EvidenceIds = [Guid.Empty] }] }).ShouldBeInvalid("$.facts[0].evidenceIds[0]");
        Answer(Grants with { Facts = [Fact with { DataRequestIds = [Other, Other] }] }).ShouldBeInvalid("$.facts[0].dataRequestIds");
        Answer(Grants with { Facts = [.. Enumerable.Repeat(Fact, 101)] }).ShouldBeInvalid("$.facts");
        var made = Made(Grants with { Facts = [Fact], Discretion = new("500 至 800", "650", "家有学生") });
        Given.Key.Open(made.Facts![0].Statement).ShouldBe("月收入 650 元");
        made.Facts[0].EvidenceIds.ShouldBe([Evidence]);
        made.Facts[0].DataRequestIds.ShouldBe([Acts.Request]);
        made.Facts[0].Grade.ShouldBe(EvidenceGrade.A);
        Given.Key.Open(made.Discretion!.Why).ShouldBe("家有学生");
        JsonSerializer.Serialize(made, LedgerJson.Stored).ShouldNotContain("收入");
    }

    [Fact]
    public void says_how_discretion_was_used()
    {
        Answer(Grants with { Discretion = new("甲", "乙", "丙") }).ShouldBeAccepted();
        Answer(Grants with { Discretion = new("", "乙", "丙") }).ShouldBeInvalid("$.discretion.range");
        Answer(Grants with { Discretion = new("甲", "\n", "丙") }).ShouldBeInvalid("$.discretion.chosen");
        Answer(Grants with { Discretion = new("甲", "乙", " ") }).ShouldBeInvalid("$.discretion.why");
    }

    [Fact]
    public void says_how_far_a_machine_decided()
    {
        AutomationTold assisted = new(AutomationLevel.Assisted, "测算", "1", "li.hua"), full = new(AutomationLevel.Full, "测算", "1", null, true);
        Answer(Grants with { Automation = new(AutomationLevel.None) }).ShouldBeAccepted();
        Answer(Grants with { Automation = new(AutomationLevel.None, "测算") }).ShouldBeInvalid("$.automation");
        Answer(Grants with { Automation = assisted }).ShouldBeAccepted();
        Answer(Grants with { Automation = assisted with { Tool = null } }).ShouldBeInvalid("$.automation.tool");
        Answer(Grants with { Automation = assisted with { ToolVersion = "" } }).ShouldBeInvalid("$.automation.toolVersion");
        Answer(Grants with { Automation = assisted with { HumanReviewer = null } }).ShouldBeInvalid("$.automation.humanReviewer");
        Answer(Grants with { Automation = full }).ShouldBeAccepted();
        Answer(Grants with { Automation = full with { HumanReviewer = "li.hua" } }).ShouldBeInvalid("$.automation.humanReviewer");
        Answer(Grants with { Automation = full with { ExplanationRightTold = false } }).ShouldBeInvalid("$.automation.explanationRightTold");
        Should.Throw<ArgumentException>(() => new Automation(AutomationLevel.Full, "t", "1"));
        Should.Throw<ArgumentException>(() => new Automation(AutomationLevel.Assisted, "t", "1"));
        Should.Throw<ArgumentException>(() => new Automation(AutomationLevel.Assisted, null, "1", "p"));
        Made(Grants with { Automation = full }).Automation.ShouldBe(new Automation(AutomationLevel.Full, "测算", "1", null, true));
    }

    [Fact]
    public void says_whether_it_is_public_and_if_not_why()
    {
        PublicationTold secret = new(false, SecrecyGround.TradeSecret, "许可法第五条");
        Answer(Grants with { Publication = new(true) }).ShouldBeAccepted();
        Answer(Grants with { Publication = secret }).ShouldBeAccepted();
        Answer(Grants with { Publication = new(true, SecrecyGround.TradeSecret) }).ShouldBeInvalid("$.publication.ground");
        Answer(Grants with { Publication = new(true, Article: "a") }).ShouldBeInvalid("$.publication.article");
        Answer(Grants with { Publication = secret with { Ground = null } }).ShouldBeInvalid("$.publication.ground");
        Answer(Grants with { Publication = secret with { Article = " " } }).ShouldBeInvalid("$.publication.article");
        Answer(new(RulingKind.Refusal, ["a"], 2, "理由", Given.Told, Publication: new(true))).ShouldBeInvalid("$.publication.publish");
        Should.Throw<ArgumentException>(() => new Publication(false));
        Should.Throw<ArgumentException>(() => new Publication(true, SecrecyGround.TradeSecret));
        Given.DecisionOf(Made(Grants with { Publication = secret })).Allows(DecisionAction.Publish).ShouldBeFalse();
        Given.DecisionOf(Made(Grants with { Publication = new(true) })).Allows(DecisionAction.Publish).ShouldBeTrue();
    }

    [Fact]
    public void pins_a_manifest_within_what_the_officer_could_read()
    {
        ManifestTold seen = new([new(Given.Matter, 2), new(Other, 3)], 1, [new(Evidence, Acts.Hash), new(Other)]);
        Seen(seen).ShouldBeAccepted();
        Seen(seen with { Evidence = null, Streams = [new(Given.Matter, 2)] }).ShouldBeAccepted();
        Seen(seen with { Streams = [new(Given.Matter, 2), new(LedgerIds.Unknown, 1)] }).ShouldBeInvalid("$.seenManifest.streams[1].id");
        Seen(seen with { Streams = [new(Given.Matter, 2), new(Other, 4)] }).ShouldBeInvalid("$.seenManifest.streams[1].version");
        Seen(seen with { Streams = [new(Given.Matter, 2), new(Other, 0)] }).ShouldBeInvalid("$.seenManifest.streams[1].version");
        Seen(seen with { Streams = [new(Given.Matter, 3)] }).ShouldBeInvalid("$.seenManifest.streams[0].version");
        Seen(seen with { Streams = [new(Given.Matter, 1)] }).ShouldBeInvalid("$.seenManifest.streams");
        Seen(seen with { Streams = [new(Other, 3)] }).ShouldBeInvalid("$.seenManifest.streams");
        Seen(seen with { Streams = [] }).ShouldBeInvalid("$.seenManifest.streams");
        Seen(seen with { Streams = [.. Enumerable.Repeat(new SeenStream(Other, 1), 201)] }).ShouldBeInvalid("$.seenManifest.streams");
        Seen(seen with { Streams = [null!] }).ShouldBeInvalid("$.seenManifest.streams[0]");
        Seen(seen with { Streams = [new(Given.Matter, 2), new(Other, 3), new(Other, 2)] }).ShouldBeInvalid("$.seenManifest.streams");
        Seen(seen with { ItemVersion = 2 }).ShouldBeInvalid("$.seenManifest.itemVersion");
        Seen(seen with { Evidence = [null!] }).ShouldBeInvalid("$.seenManifest.evidence[0]");
        Seen(seen with { Evidence = [new(Guid.Empty)] }).ShouldBeInvalid("$.seenManifest.evidence[0].id");
        Seen(seen with { Evidence = [new(Evidence, "short")] }).ShouldBeInvalid("$.seenManifest.evidence[0].digest");
        Seen(seen with { Evidence = [new(Evidence), new(Evidence)] }).ShouldBeInvalid("$.seenManifest.evidence");

        var pinned = Made(Grants with { SeenManifest = seen }).SeenManifest!;
        pinned.Streams.ShouldBe(seen.Streams);
        pinned.ItemVersion.ShouldBe(1);
        Given.Key.Open(pinned.Evidence[0].Digest).ShouldBe(Acts.Hash);
        pinned.Evidence[1].Digest.ShouldBeNull();
    }

    [Fact]
    public void rests_on_what_the_officer_could_read_only()
    {
        var fact = new FactTold("面积 80 平方米", EvidenceGrade.B, [Evidence], [Acts.Request]);
        DecisionGround Readable(params Guid[] ids) => new(ReadableStreams.None, new(new Dictionary<Guid, string>(), ids.ToDictionary(id => id, _ => EvidenceGrade.B), ids.ToHashSet()), false);
        Answer(Grants with { Facts = [fact] }, Readable(Evidence, Acts.Request)).ShouldBeAccepted();
        Answer(Grants with { Facts = [fact] }, Readable(Acts.Request)).ShouldBeInvalid("$.facts[0].evidenceIds[0]");
        Answer(Grants with { Facts = [fact] }, Readable(Evidence)).ShouldBeInvalid("$.facts[0].dataRequestIds[0]");
        Answer(Grants with { Facts = [fact with { Grade = EvidenceGrade.A, DataRequestIds = null }] }, Readable(Evidence)).ShouldBeInvalid("$.facts[0].grade");
        Answer(Grants with { Facts = [fact with { Grade = EvidenceGrade.A }] }, Readable(Evidence, Acts.Request)).ShouldBeAccepted();
        Seen(new([new(Given.Matter, 2)], 1, [new(LedgerIds.Unknown)])).ShouldBeInvalid("$.seenManifest.evidence[0].id");
        Seen(new([new(Given.Matter, 2)], 1, [new(Other, Acts.Hash)])).ShouldBeInvalid("$.seenManifest.evidence[0].digest");
    }

    [Fact]
    public void rests_on_data_of_this_matter_that_were_given_and_are_not_contested()
    {
        DataRequest Request(params object[] then) => Given.State<DataRequest>(Acts.Request,
        [
            new DataRequested(Given.Citizen, Given.Matter, LedgerHost.Department, new(Items.OtherDepartment, "hukou", null, SharingClass.Unconditional, ["a", "b"], "ServiceProvision", "第七条", Given.Key.Seal("核实"), Urgency.Ordinary, null, null, null)),
            new DataRequestApproved(Given.Citizen, ["a", "b"], new(2026, 3, 31), null, null), .. then
        ]);
        var given = new DataProvided(Given.Citizen, [new("a", Given.Key.Seal("1")), new("b", Given.Key.Seal("2"))], [], Given.Key.Seal("h"), "s", new(2026, 3, 1));
        EvidenceContestedBySubject Contested(string field) => new(Given.Citizen, field, Given.Key.Seal("3"), null);
        bool Sound(DataRequest request, Application? matter = null, Act? act = null, int day = 2) => ReadableSources.IsSound(request, matter ?? Given.Application(), act ?? Given.Officer, new(2026, 3, day));
        Sound(Request(given)).ShouldBeTrue();
        Sound(Request(given, Contested("a"))).ShouldBeTrue();
        Sound(Request(given, Contested("a"), Contested("b"))).ShouldBeFalse();
        Sound(Request()).ShouldBeFalse();
        Sound(Request(given, new DataReturnedOrDeleted(Given.Citizen, DataDisposal.Returned))).ShouldBeFalse();
        Sound(Request(given), day: 31).ShouldBeTrue();
        ReadableSources.IsSound(Request(given), Given.Application(), Given.Officer, new(2026, 4, 1)).ShouldBeFalse();
        Sound(Request(given), Given.Application() with { Id = Given.Other }).ShouldBeFalse();
        Sound(Request(given), act: Given.ForeignOfficer).ShouldBeFalse("The provider does not rest its own decision on it.");
    }

    [Fact]
    public void names_a_superior_of_the_catalogue_that_is_another_department()
    {
        Answer(Grants with { Superior = Items.OtherDepartment }, new(ReadableStreams.None, ReadableSources.None, true)).ShouldBeAccepted();
        Answer(Grants with { Superior = Items.OtherDepartment }, new(ReadableStreams.None, ReadableSources.None, false)).ShouldBeInvalid("$.superior");
        Answer(Grants with { Superior = LedgerHost.Department }, new(ReadableStreams.None, ReadableSources.None, true)).ShouldBeInvalid("$.superior");
        Made(Grants with { Superior = Items.OtherDepartment }).SuperiorCode.ShouldBe(Items.OtherDepartment);
    }

    [Fact]
    public void is_done_by_officers_only()
    {
        var system = Given.Officer with { Kind = ActorKind.System };
        DecideApplicationEndpoint.Validate(Grants, system, Given.Application(Given.Accepted), Given.Clock).ShouldBeRefused(403, "forbidden");
        DecideApplicationEndpoint.Validate(Grants, Given.Applicant, Given.Application(Given.Accepted), Given.Clock).ShouldBeRefused(403, "forbidden");
    }

    static ProblemDetails Seen(ManifestTold manifest) =>
        Answer(Grants with { SeenManifest = manifest }, new(new(new Dictionary<Guid, long> { [Given.Matter] = 2, [Other] = 3 }), Sources, false));

    static ProblemDetails Answer(DecideApplication command, DecisionGround? ground = null) =>
        DecideApplicationEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Clock, ground ?? new(ReadableStreams.None, Sources, false));

    static DecisionMade Made(DecideApplication command) => DecideApplicationEndpoint.Decide(Given.Ruled, command, Given.Application(Given.Accepted), Given.Key).Item2;
}
