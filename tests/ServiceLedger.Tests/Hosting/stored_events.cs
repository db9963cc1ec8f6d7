using System.Text.Json;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Golden JSON of every event: what was once stored is read for ever.</summary>
public class stored_events
{
    const string Citizen = "01980000-0000-7000-8000-0000000000a7", Matter = "01980000-0000-7000-8000-0000000001a7", Ruled = "01980000-0000-7000-8000-0000000002a7";
    const string SealedJson = """{"digest":"digest-1","keyId":"key-1","nonce":"nonce-1","ciphertext":"ciphertext-1"}""";
    const string EffectJson = """{"at":"2026-03-01T09:00:00+08:00","reason":"paperIntake"}""";
    const string RemediesJson = """{"reconsiderationAuthority":"重庆市人民政府","reconsiderationDays":60,"court":"重庆市渝中区人民法院","litigationMonths":6,"onlineChannel":"https://fuyi.example/"}""";

    const string Evidence = "01980000-0000-7000-8000-0000000003a7", Request = "01980000-0000-7000-8000-0000000004a7";

    static readonly Guid EvidenceId = new(Evidence), RequestId = new(Request);
    static readonly Remedies Told = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");
    static readonly Guid CitizenId = new(Citizen), MatterId = new(Matter), DecisionId = new(Ruled);
    static readonly Sealed<string> Secret = new("digest-1", "key-1", "nonce-1", "ciphertext-1");
    static readonly EarlierEffect Effect = new(new(2026, 3, 1, 9, 0, 0, TimeSpan.FromHours(8)), EarlierEffectReason.PaperIntake);

    static readonly (object Event, string Golden)[] Examples =
    [
        (new DepartmentRegistered("11500000009275780L", "重庆市民政局", "500000", CreditCodeWarning.WrongCheckCharacter),
            """{"creditCode":"11500000009275780L","name":"重庆市民政局","divisionCode":"500000","codeWarning":"wrongCheckCharacter"}"""),
        (new DepartmentRegistered("11500000009275780L", "重庆市民政局", "500000"),
            """{"creditCode":"11500000009275780L","name":"重庆市民政局","divisionCode":"500000"}"""),
        (new DepartmentRenamed("重庆市民政局（新）"),
            """{"name":"重庆市民政局（新）"}"""),
        (new ItemPublished("CQ-1", 2, new(
                "最低生活保障", "Subsistence allowance", "11500000009275780L", ItemKind.Payment,
                [new("P1", "申请表", "Form", PaperSource.Applicant, PaperForm.Original, true), new("P2", "户口簿", null, PaperSource.Department, PaperForm.Electronic, false, "11500000009275991G")],
                ["社会救助暂行办法"], new(ClockProfile.Joint, 20, 7), ["P1"], Confidentiality.Sensitive, Retention.ThirtyYears)),
            """{"itemCode":"CQ-1","itemVersion":2,"terms":{"name":"最低生活保障","nameEn":"Subsistence allowance","departmentCode":"11500000009275780L","kind":"payment","papers":[{"id":"P1","name":"申请表","nameEn":"Form","suppliedBy":"applicant","form":"original","required":true},{"id":"P2","name":"户口簿","suppliedBy":"department","form":"electronic","required":false,"department":"11500000009275991G"}],"legalBasis":["社会救助暂行办法"],"limits":{"profile":"joint","legalDays":20,"promisedDays":7},"tolerablyMissing":["P1"],"confidentiality":"sensitive","retention":"thirtyYears"}}"""),
        (new CalendarPublished(2026, 1, [new(2026, 1, 1), new(2026, 2, 17)], [new(2026, 1, 4)]),
            """{"year":2026,"calendarVersion":1,"holidays":["2026-01-01","2026-02-17"],"makeUpWorkdays":["2026-01-04"]}"""),
        (new DivisionsListed("500103001", [new("500103001001", "七星岗社区", "111"), new("500103001002", "兴隆街社区")]),
            """{"parentCode":"500103001","divisions":[{"code":"500103001001","name":"七星岗社区","urbanRuralClass":"111"},{"code":"500103001002","name":"兴隆街社区"}]}"""),

        (new CitizenRegistered(CitizenId, Secret, Secret, Secret, "500103", "111"),
            $$"""{"citizenId":"{{Citizen}}","idNumber":{{SealedJson}},"name":{{SealedJson}},"birthDate":{{SealedJson}},"residenceDivision":"500103","urbanRuralClass":"111"}"""),
        (new CitizenImported(CitizenId, "bpic-2012", Secret),
            $$"""{"citizenId":"{{Citizen}}","source":"bpic-2012","reference":{{SealedJson}}}"""),

        (new ApplicationSubmitted(CitizenId, Given.CaseNumber, "CQ-1", 2, "11500000009275780L", Channel.VillageAgent, Secret, [new("P1", PaperForm.Copy, EvidenceGrade.B, Secret), new("P2", PaperForm.Original, EvidenceGrade.A)], Effect),
            $$"""{"citizenId":"{{Citizen}}","caseNumber":"500103-20260301-000042-P","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","submittedBy":"villageAgent","situation":{{SealedJson}},"materials":[{"paperId":"P1","form":"copy","grade":"B","contentHash":{{SealedJson}}},{"paperId":"P2","form":"original","grade":"A"}],"effect":{{EffectJson}}}"""),
        (new ApplicationSubmitted(CitizenId, Given.CaseNumber, "CQ-1", 2, "11500000009275780L", Channel.Online, null, []),
            $$"""{"citizenId":"{{Citizen}}","caseNumber":"500103-20260301-000042-P","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","submittedBy":"online","materials":[]}"""),
        (new MaterialsReceived(CitizenId, "V-M2", [new("P1", PaperForm.Electronic, EvidenceGrade.C, Secret)], Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"V-M2","materials":[{"paperId":"P1","form":"electronic","grade":"C","contentHash":{{SealedJson}}}],"effect":{{EffectJson}}}"""),
        (new ApplicationAccepted(CitizenId, "N-A", new(ClockProfile.Ordinary, null, 7), Effect),
            $$"""{"citizenId":"{{Citizen}}","acceptanceNumber":"N-A","limits":{"profile":"ordinary","promisedDays":7},"effect":{{EffectJson}}}"""),
        (new StepStarted(CitizenId, "review", 5, Effect),
            $$"""{"citizenId":"{{Citizen}}","stepCode":"review","promisedDays":5,"effect":{{EffectJson}}}"""),
        (new StepCompleted(CitizenId, "review", Effect),
            $$"""{"citizenId":"{{Citizen}}","stepCode":"review","effect":{{EffectJson}}}"""),
        (new ApplicationDecided(CitizenId, DecisionId, Effect),
            $$"""{"citizenId":"{{Citizen}}","decisionId":"{{Ruled}}","effect":{{EffectJson}}}"""),
        (new ResultDelivered(CitizenId, DecisionId, Effect),
            $$"""{"citizenId":"{{Citizen}}","decisionId":"{{Ruled}}","effect":{{EffectJson}}}"""),
        (new ApplicationWithdrawn(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ApplicationClosed(CitizenId, ApplicationOutcome.Decided, Retention.TenYears, new(2026, 3, 3), Effect),
            $$"""{"citizenId":"{{Citizen}}","outcome":"decided","retention":"tenYears","retentionStartsOn":"2026-03-03","effect":{{EffectJson}}}"""),

        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new Grant(new(2026, 3, 2), new(2029, 3, 1)), ["许可法第三十八条"], Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"grant","validFrom":"2026-03-02","validTo":"2029-03-01"},"legalBasis":["许可法第三十八条"],"effect":{{EffectJson}}}"""),
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new Refusal(Secret, new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/")), ["许可法第三十八条"]),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"refusal","reasons":{{SealedJson}},"remedies":{{RemediesJson}}},"legalBasis":["许可法第三十八条"]}"""),
        (new DecisionDelivered(CitizenId, MatterId, DeliveryMethod.VillageAgent, Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","method":"villageAgent","effect":{{EffectJson}}}"""),
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new GrantWithConditions([Secret, Secret], Secret, Told, new(2026, 3, 2), new(2029, 3, 1)), ["许可法第三十八条"]),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"grantWithConditions","conditions":[{{SealedJson}},{{SealedJson}}],"reasons":{{SealedJson}},"remedies":{{RemediesJson}},"validFrom":"2026-03-02","validTo":"2029-03-01"},"legalBasis":["许可法第三十八条"]}"""),
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new GrantInPart(Secret, Secret, Told, new(2026, 3, 2), new(2029, 3, 1)), ["许可法第三十八条"]),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"partly","granted":{{SealedJson}},"reasons":{{SealedJson}},"remedies":{{RemediesJson}},"validFrom":"2026-03-02","validTo":"2029-03-01"},"legalBasis":["许可法第三十八条"]}"""),
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new Confirmation(Secret, new(2026, 3, 2), new(2029, 3, 1)), ["许可法第三十八条"]),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"confirmation","fact":{{SealedJson}},"validFrom":"2026-03-02","validTo":"2029-03-01"},"legalBasis":["许可法第三十八条"]}"""),
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new Payment(65_000, Secret, new(2026, 3, 1), new(2026, 12, 31), Secret, Told), ["许可法第三十八条"], Effect,
                [new(Secret, [EvidenceId], [RequestId], EvidenceGrade.B)], new("500 至 800 元", "650 元", Secret), new(AutomationLevel.Assisted, "低保测算", "2.1", "li.hua", true),
                new(false, SecrecyGround.PersonalPrivacy, "许可法第五条"), new([new(MatterId, 3)], [new(EvidenceId, Secret), new(RequestId)], 2), "11500000009275991G"),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"payment","amountFen":65000,"payeeAccount":{{SealedJson}},"paidFrom":"2026-03-01","paidTo":"2026-12-31","reasons":{{SealedJson}},"remedies":{{RemediesJson}}},"legalBasis":["许可法第三十八条"],"effect":{{EffectJson}},"facts":[{"statement":{{SealedJson}},"evidenceIds":["{{Evidence}}"],"dataRequestIds":["{{Request}}"],"grade":"B"}],"discretion":{"range":"500 至 800 元","chosen":"650 元","why":{{SealedJson}}},"automation":{"level":"assisted","tool":"低保测算","toolVersion":"2.1","humanReviewer":"li.hua","explanationRightTold":true},"publication":{"publish":false,"ground":"personalPrivacy","article":"许可法第五条"},"seenManifest":{"streams":[{"id":"{{Matter}}","version":3}],"evidence":[{"id":"{{Evidence}}","digest":{{SealedJson}}},{"id":"{{Request}}"}],"itemVersion":2},"superiorCode":"11500000009275991G"}"""),
        (new DecisionSigned(CitizenId, "王局长", "5001030012345", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","signer":"王局长","sealNumber":"5001030012345","documentHash":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CertificateIssued(CitizenId, "N-1", "CERT1", new(2026, 3, 2), new(2029, 3, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","certificateNumber":"N-1","certificateType":"CERT1","validFrom":"2026-03-02","validTo":"2029-03-01","effect":{{EffectJson}}}"""),
        (new DecisionDispatched(CitizenId, DeliveryMethod.Post, Effect),
            $$"""{"citizenId":"{{Citizen}}","method":"post","effect":{{EffectJson}}}"""),
        (new DeliveryFailed(CitizenId, DeliveryMethod.Post, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","method":"post","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DecisionPublished(CitizenId, "准予。", ["姓名"], Effect),
            $$"""{"citizenId":"{{Citizen}}","redactedText":"准予。","redactions":["姓名"],"effect":{{EffectJson}}}"""),
        (new DecisionRedacted(CitizenId, [PublicField.DecisionNumber, PublicField.Text], SecrecyGround.TradeSecret, "许可法第五条", Effect),
            $$"""{"citizenId":"{{Citizen}}","hidden":["decisionNumber","text"],"ground":"tradeSecret","article":"许可法第五条","effect":{{EffectJson}}}"""),
        (new ClericalErrorCorrected(CitizenId, CorrectableField.Name, Secret, Secret),
            $$"""{"citizenId":"{{Citizen}}","field":"name","before":{{SealedJson}},"after":{{SealedJson}}}"""),
        (new DecisionVaried(CitizenId, new Grant(new(2026, 3, 2), null), ["许可法第八条"], Secret, VariationCause.LawChanged, Effect),
            $$"""{"citizenId":"{{Citizen}}","ruling":{"kind":"grant","validFrom":"2026-03-02"},"legalBasis":["许可法第八条"],"reasons":{{SealedJson}},"cause":"lawChanged","effect":{{EffectJson}}}"""),
        (new RenewalRequested(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","grounds":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new RenewalGranted(CitizenId, new(2032, 3, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","validTo":"2032-03-01","effect":{{EffectJson}}}"""),
        (new RenewalRefused(CitizenId, Secret, Told, Effect),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"remedies":{{RemediesJson}},"effect":{{EffectJson}}}"""),
        (new DecisionWithdrawnForPublicInterest(CitizenId, PublicInterestCause.LawChanged, "许可法第八条", Secret, Told, 120_000, "补偿 2026-7", Effect),
            $$"""{"citizenId":"{{Citizen}}","cause":"lawChanged","article":"许可法第八条","reasons":{{SealedJson}},"remedies":{{RemediesJson}},"compensationFen":120000,"compensationReference":"补偿 2026-7","effect":{{EffectJson}}}"""),
        (new DecisionRevoked(CitizenId, RevocationCause.AgainstProcedure, true, Secret, Told, 120_000, Effect),
            $$"""{"citizenId":"{{Citizen}}","cause":"againstProcedure","interestProtected":true,"reasons":{{SealedJson}},"remedies":{{RemediesJson}},"compensationFen":120000,"effect":{{EffectJson}}}"""),
        (new DecisionRevoked(CitizenId, RevocationCause.FraudOrBribery, false, Secret, Told),
            $$"""{"citizenId":"{{Citizen}}","cause":"fraudOrBribery","interestProtected":false,"reasons":{{SealedJson}},"remedies":{{RemediesJson}}}"""),
        (new DecisionCancelled(CitizenId, CancellationCause.Expired, "许可法第七十条", Effect),
            $$"""{"citizenId":"{{Citizen}}","cause":"expired","article":"许可法第七十条","effect":{{EffectJson}}}"""),
        (new ReliedFactCorrected(CitizenId, RequestId, "income", "monthlyIncome"),
            $$"""{"citizenId":"{{Citizen}}","dataRequestId":"{{Request}}","dataItemCode":"income","field":"monthlyIncome"}"""),
        (new DecisionReaffirmed(CitizenId, [RequestId], Secret),
            $$"""{"citizenId":"{{Citizen}}","dataRequestIds":["{{Request}}"],"reasons":{{SealedJson}}}"""),
        (new ExplanationRequested(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","question":{{SealedJson}}}"""),
        (new ExplanationGiven(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","text":{{SealedJson}}}"""),
        (new HumanReviewDemanded(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","grounds":{{SealedJson}}}"""),
        (new HumanReviewDone(CitizenId, HumanReviewOutcome.Changed, Secret),
            $$"""{"citizenId":"{{Citizen}}","outcome":"changed","reasons":{{SealedJson}}}""")
    ];

    public static TheoryData<int, string> Cases()
    {
        var cases = new TheoryData<int, string>();
        foreach (var (i, example) in Examples.Index())
            cases.Add(i, example.Event.GetType().Name);
        return cases;
    }

    [Theory, MemberData(nameof(Cases))]
    public void are_written_as_ever(int example, string name)
    {
        var (e, golden) = Examples[example];
        Stored(e).ShouldBe(golden, name);
    }

    [Theory, MemberData(nameof(Cases))]
    public void are_read_as_ever(int example, string name)
    {
        var (e, golden) = Examples[example];
        var read = JsonSerializer.Deserialize(golden, e.GetType(), LedgerJson.Stored)!;
        Stored(read).ShouldBe(golden, name);
    }

    [Fact]
    public void are_read_with_their_members_in_any_order()
    {
        var made = JsonSerializer.Deserialize<DecisionMade>("""{"ruling":{"validTo":"2029-03-01","kind":"grant","validFrom":"2026-03-02"},"legalBasis":[]}""", LedgerJson.Stored)!;
        made.Ruling.ShouldBe(new Grant(new(2026, 3, 2), new(2029, 3, 1)));
    }

    [Fact]
    public void of_decisions_made_before_they_held_their_facts_are_read_without() =>
        JsonSerializer.Deserialize<DecisionMade>("""{"ruling":{"kind":"grant"},"legalBasis":[]}""", LedgerJson.Stored)
            .ShouldSatisfyAllConditions(d => d!.Facts.ShouldBeNull(), d => d!.Automation.ShouldBeNull(), d => d!.SeenManifest.ShouldBeNull(), d => d!.SuperiorCode.ShouldBeNull());

    [Fact]
    public void are_read_with_members_of_a_later_version() =>
        JsonSerializer.Deserialize<DepartmentRenamed>("""{"name":"甲","addedLater":{"x":1}}""", LedgerJson.Stored).ShouldBe(new DepartmentRenamed("甲"));

    [Fact]
    public void all_have_an_example() =>
        Examples.Select(e => e.Event.GetType()).ToHashSet().ShouldBe(EventTypes(), ignoreOrder: true);

    [Fact]
    public void all_have_a_name() => EventCatalogue.Names.Keys.ShouldBe(EventTypes(), ignoreOrder: true);

    [Fact]
    public void of_a_decision_have_an_example_of_every_ruling() =>
        Examples.Select(e => e.Event).OfType<DecisionMade>().Select(d => d.Ruling.GetType()).ShouldBe(
            typeof(Ruling).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Ruling))), ignoreOrder: true);

    [Fact]
    public void all_have_an_example_that_leaves_no_member_out()
    {
        foreach (var type in EventTypes())
            Examples.Where(e => e.Event.GetType() == type).Any(e => type.GetProperties().All(p => p.GetValue(e.Event) is not null)).ShouldBeTrue(type.Name);
    }

    [Fact]
    public void keep_their_names() => EventCatalogue.Names.ToDictionary(n => n.Key.FullName!["ServiceLedger.".Length..], n => n.Value).ShouldBe(
        new Dictionary<string, string>
        {
            ["Catalogue.DepartmentRegistered"] = "department_registered",
            ["Catalogue.DepartmentRenamed"] = "department_renamed",
            ["Catalogue.ItemPublished"] = "item_published",
            ["Catalogue.CalendarPublished"] = "calendar_published",
            ["Catalogue.DivisionsListed"] = "divisions_listed",
            ["Citizens.CitizenRegistered"] = "citizen_registered",
            ["Citizens.CitizenImported"] = "citizen_imported",
            ["Applications.ApplicationSubmitted"] = "application_submitted",
            ["Applications.MaterialsReceived"] = "materials_received",
            ["Applications.ApplicationAccepted"] = "application_accepted",
            ["Applications.StepStarted"] = "step_started",
            ["Applications.StepCompleted"] = "step_completed",
            ["Applications.ApplicationDecided"] = "application_decided",
            ["Applications.ResultDelivered"] = "result_delivered",
            ["Applications.ApplicationWithdrawn"] = "application_withdrawn",
            ["Applications.ApplicationClosed"] = "application_closed",
            ["Decisions.DecisionMade"] = "decision_made",
            ["Decisions.DecisionDelivered"] = "decision_delivered",
            ["Decisions.DecisionSigned"] = "decision_signed",
            ["Decisions.CertificateIssued"] = "certificate_issued",
            ["Decisions.DecisionDispatched"] = "decision_dispatched",
            ["Decisions.DeliveryFailed"] = "delivery_failed",
            ["Decisions.DecisionPublished"] = "decision_published",
            ["Decisions.DecisionRedacted"] = "decision_redacted",
            ["Decisions.ClericalErrorCorrected"] = "clerical_error_corrected",
            ["Decisions.DecisionVaried"] = "decision_varied",
            ["Decisions.RenewalRequested"] = "renewal_requested",
            ["Decisions.RenewalGranted"] = "renewal_granted",
            ["Decisions.RenewalRefused"] = "renewal_refused",
            ["Decisions.DecisionWithdrawnForPublicInterest"] = "decision_withdrawn_for_public_interest",
            ["Decisions.DecisionRevoked"] = "decision_revoked",
            ["Decisions.DecisionCancelled"] = "decision_cancelled",
            ["Decisions.ReliedFactCorrected"] = "relied_fact_corrected",
            ["Decisions.DecisionReaffirmed"] = "decision_reaffirmed",
            ["Decisions.ExplanationRequested"] = "explanation_requested",
            ["Decisions.ExplanationGiven"] = "explanation_given",
            ["Decisions.HumanReviewDemanded"] = "human_review_demanded",
            ["Decisions.HumanReviewDone"] = "human_review_done"
        }, ignoreOrder: true);

    [Fact]
    public void carry_the_act_in_their_header()
    {
        var act = new Act(
            ActorKind.Officer, "li.hua", Channel.SystemInterface, "handler", "11500000009275780L", "W3", "500103001", "111", MatterId, "ServiceProvision", "LIC-32", DecisionId, "substantial");
        const string Golden =
            $$"""{"kind":"officer","actorId":"li.hua","channel":"systemInterface","role":"handler","department":"11500000009275780L","window":"W3","divisionCode":"500103001","urbanRuralClass":"111","matterId":"{{Matter}}","purpose":"ServiceProvision","legalBasis":"LIC-32","onBehalfOf":"{{Ruled}}","assuranceLevel":"substantial"}""";
        Act.Header.ShouldBe("act");
        act.ToHeader().GetRawText().ShouldBe(Golden);
        JsonSerializer.Deserialize<Act>(Golden, LedgerJson.Stored).ShouldBe(act);
    }

    [Fact]
    public void carry_no_more_of_the_act_than_is_known() =>
        new Act(ActorKind.Clock, "reminders", Channel.Import).ToHeader().GetRawText().ShouldBe("""{"kind":"clock","actorId":"reminders","channel":"import"}""");

    /// <summary>Every enum that stands in an event, by the names it is stored under.</summary>
    [Theory]
    [InlineData(typeof(ActorKind), "officer citizen agent system clock")]
    [InlineData(typeof(Channel), "online window post email phone villageAgent systemInterface import")]
    [InlineData(typeof(EarlierEffectReason), "paperIntake lateEntry deemedByLaw importedLog correction")]
    [InlineData(typeof(CreditCodeWarning), "wrongCheckCharacter notACreditCode")]
    [InlineData(typeof(ItemKind), "permit payment confirmation otherPower publicService")]
    [InlineData(typeof(PaperSource), "applicant department")]
    [InlineData(typeof(PaperForm), "original copy electronic")]
    [InlineData(typeof(ClockProfile), "ordinary joint immediate")]
    [InlineData(typeof(Confidentiality), "public internal sensitive")]
    [InlineData(typeof(Retention), "tenYears thirtyYears permanent")]
    [InlineData(typeof(EvidenceGrade), "A B C D")]
    [InlineData(typeof(ApplicationOutcome), "decided withdrawn")]
    [InlineData(typeof(DeliveryMethod), "online window post villageAgent")]
    [InlineData(typeof(RulingKind), "grant refusal grantWithConditions partly confirmation payment")]
    [InlineData(typeof(AutomationLevel), "none assisted full")]
    [InlineData(typeof(SecrecyGround), "stateSecret tradeSecret personalPrivacy publicSecurity internalMatter")]
    [InlineData(typeof(PublicField), "decisionNumber item department kind madeOn text")]
    [InlineData(typeof(CorrectableField), "name idNumber address date amount number article wording")]
    [InlineData(typeof(VariationCause), "lawChanged factsChanged holderAsked factCorrected humanReview")]
    [InlineData(typeof(PublicInterestCause), "lawChanged factsChanged")]
    [InlineData(typeof(RevocationCause), "abuseOfPower noAuthority againstProcedure unqualifiedApplicant otherLawful fraudOrBribery")]
    [InlineData(typeof(CancellationCause), "expired deathOrIncapacity dissolution withdrawnOrRevoked forceMajeure otherByLaw")]
    [InlineData(typeof(HumanReviewOutcome), "upheld changed")]
    public void keep_the_names_of_their_values(Type type, string names) =>
        string.Join(' ', Enum.GetValues(type).Cast<object>().Select(v => JsonSerializer.Serialize(v, LedgerJson.Stored).Trim('"'))).ShouldBe(names);

    static string Stored(object e) => JsonSerializer.Serialize(e, e.GetType(), LedgerJson.Stored);

    static HashSet<Type> EventTypes() =>
        [.. EventCatalogue.Names.Keys, .. typeof(ICitizenEvent).Assembly.GetTypes().Where(t => t is { IsClass: true, IsPublic: true } && t.IsAssignableTo(typeof(ICitizenEvent)))];
}
