using System.Text.Json;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Golden JSON of every event: what was once stored is read for ever.</summary>
public class stored_events
{
    const string Citizen = "01980000-0000-7000-8000-0000000000a7", Matter = "01980000-0000-7000-8000-0000000001a7", Ruled = "01980000-0000-7000-8000-0000000002a7";
    static readonly PolicyRule Rule = new("own-matters", PolicyEffect.Permit, ["handler"], [Relation.InCharge], [FileSection.Papers], [FieldClass.Texts], [PolicyAction.Read], ["ServiceProvision"], true, "许可法第三十四条");
    const string RuleJson = """{"id":"own-matters","effect":"permit","who":["handler"],"relations":["inCharge"],"sections":["papers"],"fields":["texts"],"actions":["read"],"purposes":["ServiceProvision"],"matter":true,"ground":"许可法第三十四条"}""";
    const string SealedJson = """{"digest":"digest-1","keyId":"key-1","nonce":"nonce-1","ciphertext":"ciphertext-1"}""";
    const string ContentJson = $$"""{"digest":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","contentHash":{{SealedJson}},"mediaType":"application/pdf","bytes":1000}""";
    const string AnyJson = """{"scope":"anyDepartment"}""";
    const string EffectJson = """{"at":"2026-03-01T09:00:00+08:00","reason":"paperIntake"}""";
    const string RemediesJson = """{"reconsiderationAuthority":"重庆市人民政府","reconsiderationDays":60,"court":"重庆市渝中区人民法院","litigationMonths":6,"onlineChannel":"https://fuyi.example/"}""";

    const string Evidence = "01980000-0000-7000-8000-0000000003a7", Request = "01980000-0000-7000-8000-0000000004a7";

    static readonly Guid EvidenceId = new(Evidence), RequestId = new(Request);
    static readonly Remedies Told = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");
    static readonly Guid CitizenId = new(Citizen), MatterId = new(Matter), DecisionId = new(Ruled);
    static readonly Sealed<string> Secret = new("digest-1", "key-1", "nonce-1", "ciphertext-1");
    static readonly StoredContent Content = new("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", Secret, "application/pdf", 1000);
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
                [new("P1", "申请表", "Form", PaperSource.Applicant, PaperForm.Original, true), new("P2", "户口簿", null, PaperSource.Department, PaperForm.Electronic, false, "11500000009275991G", "household-register")],
                ["社会救助暂行办法"], new(ClockProfile.Joint, 20, 7), ["P1"], Confidentiality.Sensitive, Retention.ThirtyYears, ["P2"], "allowance-notice")),
            """{"itemCode":"CQ-1","itemVersion":2,"terms":{"name":"最低生活保障","nameEn":"Subsistence allowance","departmentCode":"11500000009275780L","kind":"payment","papers":[{"id":"P1","name":"申请表","nameEn":"Form","suppliedBy":"applicant","form":"original","required":true},{"id":"P2","name":"户口簿","suppliedBy":"department","form":"electronic","required":false,"department":"11500000009275991G","evidenceType":"household-register"}],"legalBasis":["社会救助暂行办法"],"limits":{"profile":"joint","legalDays":20,"promisedDays":7},"tolerablyMissing":["P1"],"confidentiality":"sensitive","retention":"thirtyYears","promisable":["P2"],"output":"allowance-notice"}}"""),
        (new ItemPublished("CQ-2", 1, new("信息公开", null, "11500000009275780L", ItemKind.PublicService, [], [], new(ClockProfile.Ordinary, null, null), [], Confidentiality.Public, Retention.TenYears, RetentionByOutcome: [new("withdrawn", Retention.ThirtyYears)], CostFen: 12600)),
            """{"itemCode":"CQ-2","itemVersion":1,"terms":{"name":"信息公开","departmentCode":"11500000009275780L","kind":"publicService","papers":[],"legalBasis":[],"limits":{"profile":"ordinary"},"tolerablyMissing":[],"confidentiality":"public","retention":"tenYears","retentionByOutcome":[{"outcome":"withdrawn","retention":"thirtyYears"}],"costFen":12600}}"""),
        (new CalendarPublished(2026, 1, [new(2026, 1, 1), new(2026, 2, 17)], [new(2026, 1, 4)]),
            """{"year":2026,"calendarVersion":1,"holidays":["2026-01-01","2026-02-17"],"makeUpWorkdays":["2026-01-04"]}"""),
        (new DivisionsListed("500103001", [new("500103001001", "七星岗社区", "111"), new("500103001002", "兴隆街社区")]),
            """{"parentCode":"500103001","divisions":[{"code":"500103001001","name":"七星岗社区","urbanRuralClass":"111"},{"code":"500103001002","name":"兴隆街社区"}]}"""),

        (new ClockRulesAdopted(2, new ClockRules(Ordinary: 15, UncuredProvisional: UncuredProvisional.OfficeRevokes)),
            """{"rulesVersion":2,"clockRules":{"correctionNotice":5,"ordinary":15,"joint":45,"firstReview":20,"delivery":10,"hearingRequest":5,"hearingHolding":20,"commitmentCheck":60,"dataRequestCheck":2,"dataRequestAnswer":10,"warning":1,"uncuredProvisional":"officeRevokes","uncorrectedIsWithdrawn":false}}"""),
        (new DeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new ReviewDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new RatingDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new ComplaintDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new DeadlineRecomputed(CitizenId, TimerKind.Decision, "", new(2026, 3, 30), new(2026, 3, 31), RecomputationCause.CalendarChanged, Effect.At, [new(2026, 2)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"decision","of":"","old":"2026-03-30","new":"2026-03-31","cause":"calendarChanged","calendarsAsOf":"2026-03-01T09:00:00+08:00","calendars":[{"year":2026,"calendarVersion":2}]}"""),
        (new DecisionDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new DecisionDeadlineRecomputed(CitizenId, TimerKind.Decision, "", new(2026, 3, 30), new(2026, 3, 31), RecomputationCause.CalendarChanged, Effect.At, [new(2026, 2)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"decision","of":"","old":"2026-03-30","new":"2026-03-31","cause":"calendarChanged","calendarsAsOf":"2026-03-01T09:00:00+08:00","calendars":[{"year":2026,"calendarVersion":2}]}"""),
        (new DataRequestDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new DataRequestDeadlineRecomputed(CitizenId, TimerKind.Decision, "", new(2026, 3, 30), new(2026, 3, 31), RecomputationCause.CalendarChanged, Effect.At, [new(2026, 2)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"decision","of":"","old":"2026-03-30","new":"2026-03-31","cause":"calendarChanged","calendarsAsOf":"2026-03-01T09:00:00+08:00","calendars":[{"year":2026,"calendarVersion":2}]}"""),
        (new CommitmentDeadlineMissed(CitizenId, TimerKind.Step, "review", new(2026, 3, 30), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"step","of":"review","dueOn":"2026-03-30","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new CommitmentDeadlineRecomputed(CitizenId, TimerKind.Decision, "", new(2026, 3, 30), new(2026, 3, 31), RecomputationCause.CalendarChanged, Effect.At, [new(2026, 2)]),
            $$"""{"citizenId":"{{Citizen}}","timer":"decision","of":"","old":"2026-03-30","new":"2026-03-31","cause":"calendarChanged","calendarsAsOf":"2026-03-01T09:00:00+08:00","calendars":[{"year":2026,"calendarVersion":2}]}"""),

        (new CitizenRegistered(CitizenId, Secret, Secret, Secret, "500103", "111"),
            $$"""{"citizenId":"{{Citizen}}","idNumber":{{SealedJson}},"name":{{SealedJson}},"birthDate":{{SealedJson}},"residenceDivision":"500103","urbanRuralClass":"111"}"""),
        (new CitizenImported(CitizenId, "bpic-2012", Secret),
            $$"""{"citizenId":"{{Citizen}}","source":"bpic-2012","reference":{{SealedJson}}}"""),
        (new IdentitiesMerged(CitizenId, EvidenceId, MergePart.Survivor, Secret),
            $$"""{"citizenId":"{{Citizen}}","other":"{{Evidence}}","part":"survivor","grounds":{{SealedJson}}}"""),
        (new MergeReversed(CitizenId, EvidenceId, Secret),
            $$"""{"citizenId":"{{Citizen}}","other":"{{Evidence}}","reasons":{{SealedJson}}}"""),

        (new ProcessingRestricted(CitizenId, EvidenceId, RestrictionScope.Matter, MatterId, RestrictionGround.RetentionNotExpired, "个人信息保护法第四十七条", "bao.hu", Secret),
            $$"""{"citizenId":"{{Citizen}}","restrictionId":"{{Evidence}}","scope":"matter","streamId":"{{Matter}}","ground":"retentionNotExpired","law":"个人信息保护法第四十七条","approver":"bao.hu","reasons":{{SealedJson}}}"""),
        (new RestrictionLifted(CitizenId, EvidenceId, "bao.hu", Secret),
            $$"""{"citizenId":"{{Citizen}}","restrictionId":"{{Evidence}}","approver":"bao.hu","reasons":{{SealedJson}}}"""),
        (new LegalHoldPlaced(CitizenId, EvidenceId, MatterId, "重庆市渝中区人民法院", "（2026）渝0103行初1号", "bao.hu"),
            $$"""{"citizenId":"{{Citizen}}","holdId":"{{Evidence}}","applicationId":"{{Matter}}","authority":"重庆市渝中区人民法院","documentNumber":"（2026）渝0103行初1号","approver":"bao.hu"}"""),
        (new LegalHoldLifted(CitizenId, EvidenceId, "重庆市渝中区人民法院", "（2026）渝0103行初2号", "bao.hu"),
            $$"""{"citizenId":"{{Citizen}}","holdId":"{{Evidence}}","authority":"重庆市渝中区人民法院","documentNumber":"（2026）渝0103行初2号","approver":"bao.hu"}"""),
        (new SubjectKeyDestroyed(CitizenId, RequestId, "2036-0001", ["key-1", "key-2"]),
            $$"""{"citizenId":"{{Citizen}}","destructionListId":"{{Request}}","listNumber":"2036-0001","keyIds":["key-1","key-2"]}"""),
        (new PayloadErased(CitizenId, ErasureScope.IdentityAndMatters, ["key-1", "key-2"], 41, 2, "个人信息保护法第四十七条", "shen.he", RequestId, "2036-0001"),
            $$"""{"citizenId":"{{Citizen}}","scope":"identityAndMatters","keyIds":["key-1","key-2"],"commitments":41,"documents":2,"law":"个人信息保护法第四十七条","approver":"shen.he","destructionListId":"{{Request}}","listNumber":"2036-0001"}"""),
        (new RightsRequestLodged(CitizenId, RightsRequestKind.Deletion, "11500000009275780L", RightsLodger.NextOfKin, new(2026, 3, 23), Secret, DeletionGround.PurposeReached, new(FactKind.Name, Secret), new(Secret, Secret, Secret)),
            $$$"""{"citizenId":"{{{Citizen}}}","kind":"deletion","department":"11500000009275780L","by":"nextOfKin","dueBy":"2026-03-23","text":{{{SealedJson}}},"deletionGround":"purposeReached","fact":{"kind":"name","claim":{{{SealedJson}}}},"kin":{"name":{{{SealedJson}}},"relation":{{{SealedJson}}},"deathProof":{{{SealedJson}}}}}"""),
        (new RightsRequestLodged(CitizenId, RightsRequestKind.Rectification, "11500000009275780L", RightsLodger.Person, new(2026, 3, 23), Fact: new(FactKind.Data, Secret, RequestId, "monthlyPension")),
            $$$"""{"citizenId":"{{{Citizen}}}","kind":"rectification","department":"11500000009275780L","by":"person","dueBy":"2026-03-23","fact":{"kind":"data","claim":{{{SealedJson}}},"dataRequestId":"{{{Request}}}","field":"monthlyPension"}}"""),
        (new AccessGranted(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","text":{{SealedJson}}}"""),
        (new CopyIssued(CitizenId, 4711, 41, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
            $$"""{"citizenId":"{{Citizen}}","position":4711,"events":41,"digest":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"}"""),
        (new RectificationVerified(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","findings":{{SealedJson}}}"""),
        (new FactRectified(CitizenId, FactKind.Data, RequestId, "monthlyPension", Secret, Secret),
            $$"""{"citizenId":"{{Citizen}}","fact":"data","dataRequestId":"{{Request}}","field":"monthlyPension","before":{{SealedJson}},"after":{{SealedJson}}}"""),
        (new RestrictionGranted(CitizenId, EvidenceId),
            $$"""{"citizenId":"{{Citizen}}","restrictionId":"{{Evidence}}"}"""),
        (new DeletionDecided(CitizenId, DeletionOutcome.RestrictInstead, "个人信息保护法第四十七条", EvidenceId, new(2036, 3, 1), Secret, Told),
            $$"""{"citizenId":"{{Citizen}}","outcome":"restrictInstead","law":"个人信息保护法第四十七条","restrictionId":"{{Evidence}}","keptUntil":"2036-03-01","reasons":{{SealedJson}},"remedies":{{RemediesJson}}}"""),
        (new DeletionDecided(CitizenId, DeletionOutcome.Erase, "个人信息保护法第四十七条"),
            $$"""{"citizenId":"{{Citizen}}","outcome":"erase","law":"个人信息保护法第四十七条"}"""),
        (new RightsRequestRefused(CitizenId, Secret, Told),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"remedies":{{RemediesJson}}}"""),
        (new DestructionListProposed("2036-0001", "档案法实施条例第二十四条", [new(CitizenId, 3, new(2036, 3, 1)), new(MatterId, 0)]),
            $$"""{"listNumber":"2036-0001","law":"档案法实施条例第二十四条","records":[{"citizenId":"{{Citizen}}","matters":3,"keptUntil":"2036-03-01"},{"citizenId":"{{Matter}}","matters":0}]}"""),
        (new DestructionListReviewed([new(CitizenId, TakenOffReason.ArchivalValue)]),
            $$"""{"takenOff":[{"citizenId":"{{Citizen}}","reason":"archivalValue"}]}"""),
        (new DestructionListApproved(2),
            """{"approval":2}"""),
        (new DestructionListExecuted("2036-0001", 1, [CitizenId], 41, 2, [new("CQ-1", 3)]),
            $$"""{"listNumber":"2036-0001","erased":1,"kept":["{{Citizen}}"],"commitments":41,"documents":2,"matters":[{"itemCode":"CQ-1","matters":3}]}"""),

        (new MandateGranted(
                CitizenId, MandateKind.Firm, new(MatterId), new(false, ["CQ-1"], [Power.Read, Power.Submit]), new(2026, 3, 2), new(2026, 5, 30),
                [new(ProofKind.AuthorisationLetter, Secret, EvidenceId), new(ProofKind.SignedPaper, null)], MandateParty.Representative, "91500000MA5U7W7T8X", AssuranceLevel.High),
            $$"""{"citizenId":"{{Citizen}}","kind":"firm","representative":{"citizenId":"{{Matter}}"},"scope":{"allItems":false,"items":["CQ-1"],"powers":["read","submit"]},"from":"2026-03-02","to":"2026-05-30","proofs":[{"kind":"authorisationLetter","number":{{SealedJson}},"evidenceId":"{{Evidence}}"},{"kind":"signedPaper"}],"awaits":"representative","firmCreditCode":"91500000MA5U7W7T8X","assurance":"high"}"""),
        (new MandateGranted(CitizenId, MandateKind.VillageAgent, new(AgentId: "agent.1", Site: "500103001001"), new(true, [], [Power.Read]), new(2026, 3, 2), new(2026, 5, 30), [], null),
            $$"""{"citizenId":"{{Citizen}}","kind":"villageAgent","representative":{"agentId":"agent.1","site":"500103001001"},"scope":{"allItems":true,"items":[],"powers":["read"]},"from":"2026-03-02","to":"2026-05-30","proofs":[]}"""),
        (new MandateAccepted(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),
        (new MandateDeclined(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}}}"""),
        (new MandateNarrowed(CitizenId, new(false, ["CQ-1"], [Power.Read]), new(2026, 4, 1)),
            $$"""{"citizenId":"{{Citizen}}","scope":{"allItems":false,"items":["CQ-1"],"powers":["read"]},"to":"2026-04-01"}"""),
        (new MandateRevoked(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}}}"""),
        (new MandateExpired(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),

        (new ApplicationSubmitted(CitizenId, Given.CaseNumber, "CQ-1", 2, "11500000009275780L", Channel.VillageAgent, Secret, [new("P1", PaperForm.Copy, EvidenceGrade.B, Secret), new("P2", PaperForm.Original, EvidenceGrade.A)], Effect, MatterId),
            $$"""{"citizenId":"{{Citizen}}","caseNumber":"500103-20260301-000042-P","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","submittedBy":"villageAgent","situation":{{SealedJson}},"materials":[{"paperId":"P1","form":"copy","grade":"B","contentHash":{{SealedJson}}},{"paperId":"P2","form":"original","grade":"A"}],"effect":{{EffectJson}},"splitFrom":"{{Matter}}"}"""),
        (new ApplicationSubmitted(CitizenId, Given.CaseNumber, "CQ-1", 2, "11500000009275780L", Channel.Online, null, []),
            $$"""{"citizenId":"{{Citizen}}","caseNumber":"500103-20260301-000042-P","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","submittedBy":"online","materials":[]}"""),
        (new MaterialsReceived(CitizenId, "V-M2", [new("P1", PaperForm.Electronic, EvidenceGrade.C, Secret, EvidenceId)], Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"V-M2","materials":[{"paperId":"P1","form":"electronic","grade":"C","contentHash":{{SealedJson}},"evidenceId":"{{Evidence}}"}],"effect":{{EffectJson}}}"""),
        (new ApplicationAccepted(CitizenId, "N-A", new(ClockProfile.Ordinary, null, 7), Effect),
            $$"""{"citizenId":"{{Citizen}}","acceptanceNumber":"N-A","limits":{"profile":"ordinary","promisedDays":7},"effect":{{EffectJson}}}"""),
        (new ApplicationAccepted(CitizenId, "N-A", new(ClockProfile.Ordinary, null, null), Effect, new(2026, 4, 26)),
            $$"""{"citizenId":"{{Citizen}}","acceptanceNumber":"N-A","limits":{"profile":"ordinary"},"effect":{{EffectJson}},"promisedOn":"2026-04-26"}"""),
        (new AcceptanceDeemed(CitizenId, "N-A", new(ClockProfile.Ordinary, null, 7), new(2026, 3, 9), "LIC 32(4)", 2, [new(2026, 1)], Effect),
            $$"""{"citizenId":"{{Citizen}}","acceptanceNumber":"N-A","limits":{"profile":"ordinary","promisedDays":7},"limitOn":"2026-03-09","article":"LIC 32(4)","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}],"effect":{{EffectJson}}}"""),
        (new AcceptanceDateCorrected(CitizenId, Effect.At, Effect.At.AddDays(1), Secret),
            $$"""{"citizenId":"{{Citizen}}","former":"2026-03-01T09:00:00+08:00","acceptedAt":"2026-03-02T09:00:00+08:00","reason":{{SealedJson}}}"""),
        (new ApplicationDeemedWithdrawn(CitizenId, DeemedWithdrawalCause.PapersNotBrought, new(2026, 3, 9), "Zhejiang 2018, art. 11", 2, Effect),
            $$"""{"citizenId":"{{Citizen}}","cause":"papersNotBrought","limitOn":"2026-03-09","article":"Zhejiang 2018, art. 11","rulesVersion":2,"effect":{{EffectJson}}}"""),
        (new HearingWaived(CitizenId, new(2026, 3, 9), 2, [new(2026, 1)]),
            $$"""{"citizenId":"{{Citizen}}","limitOn":"2026-03-09","rulesVersion":2,"calendars":[{"year":2026,"calendarVersion":1}]}"""),
        (new WarningRaised(CitizenId, MatterId, MatterId, TimerKind.Decision, "", new(2026, 3, 30), "11500000009275780L", 2),
            $$"""{"citizenId":"{{Citizen}}","streamId":"{{Matter}}","applicationId":"{{Matter}}","timer":"decision","of":"","dueOn":"2026-03-30","department":"11500000009275780L","rulesVersion":2}"""),
        (new YellowCardIssued(CitizenId, MatterId, MatterId, CardCause.ReAsk, TimerKind.Step, "11500000009275780L", "li.hua", "Order 716 art. 7", [EvidenceId]),
            $$"""{"citizenId":"{{Citizen}}","streamId":"{{Matter}}","applicationId":"{{Matter}}","cause":"reAsk","timer":"step","department":"11500000009275780L","officer":"li.hua","article":"Order 716 art. 7","because":["{{Evidence}}"]}"""),
        (new RedCardIssued(CitizenId, MatterId, MatterId, CardCause.Late, TimerKind.Decision, "11500000009275780L", "li.hua", "LIC 42", [EvidenceId]),
            $$"""{"citizenId":"{{Citizen}}","streamId":"{{Matter}}","applicationId":"{{Matter}}","cause":"late","timer":"decision","department":"11500000009275780L","officer":"li.hua","article":"LIC 42","because":["{{Evidence}}"]}"""),
        (new CardContested(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}}}"""),
        (new CardUpheld(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}}}"""),
        (new CardCancelled(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}}}"""),
        (new RectificationOrdered(CitizenId, new(2026, 4, 10), Secret),
            $$"""{"citizenId":"{{Citizen}}","dueBy":"2026-04-10","order":{{SealedJson}}}"""),
        (new RectificationDone(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","report":{{SealedJson}}}"""),
        (new RenewalDeemedGranted(CitizenId, new(2026, 3, 9), new(2029, 3, 9), 2, Effect),
            $$"""{"citizenId":"{{Citizen}}","limitOn":"2026-03-09","validTo":"2029-03-09","rulesVersion":2,"effect":{{EffectJson}}}"""),
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
        (new ApplicationClosed(CitizenId, ApplicationOutcome.ClosedAtSource, Retention.TenYears, new(2026, 3, 3), Effect, Effect.At),
            $$"""{"citizenId":"{{Citizen}}","outcome":"closedAtSource","retention":"tenYears","retentionStartsOn":"2026-03-03","effect":{{EffectJson}},"sourceClosedAt":"2026-03-01T09:00:00+08:00"}"""),

        (new ApplicationDrafted(CitizenId, "CQ-1", 2, "11500000009275780L", Secret, [new("P1", PaperForm.Copy, EvidenceGrade.B, Secret)]),
            $$"""{"citizenId":"{{Citizen}}","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","situation":{{SealedJson}},"materials":[{"paperId":"P1","form":"copy","grade":"B","contentHash":{{SealedJson}}}]}"""),
        (new DraftDiscarded(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),
        (new VisitRecorded(CitizenId, "W3", "500103", VisitPurpose.Correction, true, new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)), new(2026, 3, 2, 9, 30, 0, TimeSpan.FromHours(8)), 40),
            $$"""{"citizenId":"{{Citizen}}","place":"W3","divisionCode":"500103","purpose":"correction","requiredByLaw":true,"startedAt":"2026-03-02T09:00:00+08:00","endedAt":"2026-03-02T09:30:00+08:00","travelMinutes":40}"""),
        (new OnSpotErrorCorrected(CitizenId, "situation", Secret, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","requirement":"situation","before":{{SealedJson}},"after":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new NotRequiredNotified(CitizenId, "许可法第三十二条", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","article":"许可法第三十二条","explanation":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new OutOfRemitRefused(CitizenId, "市公安局", "许可法第三十二条", Effect),
            $$"""{"citizenId":"{{Citizen}}","competentAuthority":"市公安局","article":"许可法第三十二条","effect":{{EffectJson}}}"""),
        (new CorrectionRequested(CitizenId, "N-C2", [new("P1", Secret, Secret)], new(2026, 3, 9), Channel.Phone, Effect),
            $$"""{"citizenId":"{{Citizen}}","noticeNumber":"N-C2","defects":[{"requirement":"P1","fault":{{SealedJson}},"cure":{{SealedJson}}}],"dueBy":"2026-03-09","notifiedBy":"phone","effect":{{EffectJson}}}"""),
        (new CorrectionListAmended(CitizenId, "N-C3", [new("P1", Secret, Secret)], new(2026, 3, 9), Channel.Window, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","noticeNumber":"N-C3","defects":[{"requirement":"P1","fault":{{SealedJson}},"cure":{{SealedJson}}}],"dueBy":"2026-03-09","notifiedBy":"window","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CorrectionSubmitted(CitizenId, "N-M3", ["P1"], [new("P1", PaperForm.Copy, EvidenceGrade.B, Secret)], Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"N-M3","cured":["P1"],"materials":[{"paperId":"P1","form":"copy","grade":"B","contentHash":{{SealedJson}}}],"effect":{{EffectJson}}}"""),
        (new CorrectionPartlySubmitted(CitizenId, "N-M3", ["P1"], [new("P1", PaperForm.Copy, EvidenceGrade.B, Secret)], Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"N-M3","cured":["P1"],"materials":[{"paperId":"P1","form":"copy","grade":"B","contentHash":{{SealedJson}}}],"effect":{{EffectJson}}}"""),
        (new ReAskDetected(CitizenId, "CQ-1", "P1", MatterId, "11500000009275991G", "国务院令第716号第七条"),
            $$"""{"citizenId":"{{Citizen}}","itemCode":"CQ-1","paperId":"P1","evidenceId":"{{Matter}}","heldBy":"11500000009275991G","article":"国务院令第716号第七条"}"""),
        (new ApplicationProvisionallyAccepted(CitizenId, "N-A", new(ClockProfile.Joint, 45, 30), ["P1"], new(2026, 3, 9), Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","acceptanceNumber":"N-A","limits":{"profile":"joint","legalDays":45,"promisedDays":30},"missing":["P1"],"cureBy":"2026-03-09","promise":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ProvisionalAcceptanceCompleted(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new AcceptanceRefused(CitizenId, "N-R2", "许可法第三十二条", Secret, new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/"), Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"N-R2","article":"许可法第三十二条","reasons":{{SealedJson}},"remedies":{{RemediesJson}},"effect":{{EffectJson}}}"""),
        (new AcceptanceRevoked(CitizenId, "N-R3", "许可法第三十二条", Secret, new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/"), Effect),
            $$"""{"citizenId":"{{Citizen}}","voucherNumber":"N-R3","article":"许可法第三十二条","reasons":{{SealedJson}},"remedies":{{RemediesJson}},"effect":{{EffectJson}}}"""),
        (new PapersPromised(CitizenId, MatterId, ["P1", "P3"], Effect),
            $$"""{"citizenId":"{{Citizen}}","commitmentId":"{{Matter}}","papers":["P1","P3"],"effect":{{EffectJson}}}"""),
        (new CustodyTransferred(CitizenId, "11500000009275991G", "wang.wu", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","toDepartment":"11500000009275991G","toOfficer":"wang.wu","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CustodyAccepted(CitizenId, "11500000009275991G", "wang.wu", Effect),
            $$"""{"citizenId":"{{Citizen}}","department":"11500000009275991G","officer":"wang.wu","effect":{{EffectJson}}}"""),
        (new CustodyReturned(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ConflictDeclared(CitizenId, "li.hua", Secret),
            $$"""{"citizenId":"{{Citizen}}","officer":"li.hua","relation":{{SealedJson}}}"""),
        (new OfficerRecused(CitizenId, "li.hua", "wang.wu"),
            $$"""{"citizenId":"{{Citizen}}","officer":"li.hua","replacement":"wang.wu"}"""),
        (new JointOpinionRequested(CitizenId, 2, "11500000009275991G", Secret, JointHandling.Sequential, 1, new(2026, 3, 9), Effect),
            $$"""{"citizenId":"{{Citizen}}","number":2,"department":"11500000009275991G","question":{{SealedJson}},"handling":"sequential","after":1,"dueBy":"2026-03-09","effect":{{EffectJson}}}"""),
        (new JointOpinionGiven(CitizenId, 2, JointOpinion.AgreeOnCondition, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","number":2,"opinion":"agreeOnCondition","text":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new FirstReviewForwarded(CitizenId, "11500000009275780L", "11500000009275991G", "li.hua", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","fromDepartment":"11500000009275780L","toDepartment":"11500000009275991G","reviewer":"li.hua","opinion":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new SubstantiveCheckRecorded(CitizenId, ["li.hua", "wang.wu"], new(2026, 3, 2), Secret, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","officers":["li.hua","wang.wu"],"checkedOn":"2026-03-02","place":{{SealedJson}},"findings":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ThirdPartyNotified(CitizenId, 1, Secret, Secret, new(2026, 3, 9), Effect),
            $$"""{"citizenId":"{{Citizen}}","number":1,"party":{{SealedJson}},"interest":{{SealedJson}},"dueBy":"2026-03-09","effect":{{EffectJson}}}"""),
        (new ThirdPartyStatementReceived(CitizenId, 1, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","number":1,"statement":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new HearingRightNotified(CitizenId, "N-H3", Effect),
            $$"""{"citizenId":"{{Citizen}}","noticeNumber":"N-H3","effect":{{EffectJson}}}"""),
        (new HearingRequested(CitizenId, HearingParty.ThirdParty, Effect),
            $$"""{"citizenId":"{{Citizen}}","requestedBy":"thirdParty","effect":{{EffectJson}}}"""),
        (new HearingScheduled(CitizenId, new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)), "三号听证室", "zhao.liu", true, Effect),
            $$"""{"citizenId":"{{Citizen}}","heldAt":"2026-03-02T09:00:00+08:00","place":"三号听证室","presider":"zhao.liu","public":true,"effect":{{EffectJson}}}"""),
        (new HearingHeld(CitizenId, "zhao.liu", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","presider":"zhao.liu","recordHash":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new HearingRecordConfirmed(CitizenId, false, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","confirmed":false,"remarks":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ClockSuspended(CitizenId, SuspensionGround.ExpertReview, "许可法第四十五条", 15, "N-1", Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"expertReview","article":"许可法第四十五条","expectedDays":15,"noticeNumber":"N-1","effect":{{EffectJson}}}"""),
        (new ClockResumed(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new DeadlineExtended(CitizenId, 10, "chen.qi", ApproverRank.AgencyHead, Secret, "N-2", Effect),
            $$"""{"citizenId":"{{Citizen}}","days":10,"approver":"chen.qi","rank":"agencyHead","reasons":{{SealedJson}},"noticeNumber":"N-2","effect":{{EffectJson}}}"""),
        (new DraftDecisionProposed(CitizenId, 1, "li.hua", RulingKind.Refusal, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","number":1,"author":"li.hua","kind":"refusal","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReturnedForRework(CitizenId, 1, "wang.wu", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","number":1,"reviewer":"wang.wu","comments":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ApplicationLinked(CitizenId, MatterId, LinkKind.SamePackage),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","kind":"samePackage"}"""),
        (new ApplicationSplit(CitizenId, MatterId, "CQ-2", Secret),
            $$"""{"citizenId":"{{Citizen}}","newApplicationId":"{{Matter}}","itemCode":"CQ-2","reason":{{SealedJson}}}"""),
        (new ApplicationMerged(CitizenId, MatterId, Secret),
            $$"""{"citizenId":"{{Citizen}}","intoApplicationId":"{{Matter}}","reason":{{SealedJson}}}"""),
        (new ApplicationReopened(CitizenId, ReopeningCause.ReviewOrderedRedo, "渝府复〔2026〕1号", new(ClockProfile.Joint, 45, 30), Effect),
            $$"""{"citizenId":"{{Citizen}}","cause":"reviewOrderedRedo","reference":"渝府复〔2026〕1号","limits":{"profile":"joint","legalDays":45,"promisedDays":30},"effect":{{EffectJson}}}"""),
        (new CommitmentDeclared(CitizenId, MatterId, "CQ-1", "11500000009275780L", ["P1"], Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","itemCode":"CQ-1","departmentCode":"11500000009275780L","papers":["P1"],"statement":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CommitmentChecked(CitizenId, false, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","kept":false,"findings":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CommitmentFixOrdered(CitizenId, new(2026, 3, 9), Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","dueBy":"2026-03-09","order":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CommitmentBroken(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CommitmentRepaired(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),

        (new DataRequestDrafted(CitizenId, MatterId, "11500000009275780L", new("11500000009275991G", "HUKOU", 3, SharingClass.Conditional, ["address"], "ServiceProvision", "国务院令第809号", Secret, Urgency.Urgent, new(2026, 3, 9), "户口登记条例", MatterId)),
            $$$"""{"citizenId":"{{{Citizen}}}","applicationId":"{{{Matter}}}","requestingDepartment":"11500000009275780L","asked":{"providingDepartment":"11500000009275991G","dataItemCode":"HUKOU","catalogueVersion":3,"sharingClass":"conditional","fields":["address"],"purpose":"ServiceProvision","legalBasis":"国务院令第809号","necessity":{{{SealedJson}}},"urgency":"urgent","dueBy":"2026-03-09","obligingLaw":"户口登记条例","agreementId":"{{{Matter}}}"}}"""),
        (new DataRequested(CitizenId, MatterId, "11500000009275780L", new("11500000009275991G", "HUKOU", 3, SharingClass.Conditional, ["address"], "ServiceProvision", "国务院令第809号", Secret, Urgency.Urgent, new(2026, 3, 9), "户口登记条例", MatterId), Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","requestingDepartment":"11500000009275780L","asked":{"providingDepartment":"11500000009275991G","dataItemCode":"HUKOU","catalogueVersion":3,"sharingClass":"conditional","fields":["address"],"purpose":"ServiceProvision","legalBasis":"国务院令第809号","necessity":{{SealedJson}},"urgency":"urgent","dueBy":"2026-03-09","obligingLaw":"户口登记条例","agreementId":"{{Matter}}"},"effect":{{EffectJson}}}"""),
        (new DataRequestCancelled(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new RequestCompletenessChecked(CitizenId, true, Effect),
            $$"""{"citizenId":"{{Citizen}}","complete":true,"effect":{{EffectJson}}}"""),
        (new MoreInfoAsked(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","question":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new MoreInfoGiven(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","answer":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DataRequestApproved(CitizenId, ["address"], new(2026, 9, 1), Secret, MatterId, Effect),
            $$"""{"citizenId":"{{Citizen}}","fieldsGranted":["address"],"validUntil":"2026-09-01","conditions":{{SealedJson}},"agreementId":"{{Matter}}","effect":{{EffectJson}}}"""),
        (new DataRequestRefused(CitizenId, DataRefusalGround.NoLegalBasis, "国务院令第809号", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"noLegalBasis","article":"国务院令第809号","alternative":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DisputeRaised(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","grounds":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DisputeMediated(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","result":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DisputeDecided(CitizenId, DisputeOutcome.RefusalUpheld, "国务院令第809号", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","outcome":"refusalUpheld","article":"国务院令第809号","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DataProvided(CitizenId, [new("address", Secret)], [DecisionId], Secret, "hukou", new(2026, 3, 1), "sig", Effect),
            $$"""{"citizenId":"{{Citizen}}","fields":[{"name":"address","value":{{SealedJson}}}],"evidenceIds":["{{Ruled}}"],"responseHash":{{SealedJson}},"sourceSystem":"hukou","asOf":"2026-03-01","providerSignature":"sig","effect":{{EffectJson}}}"""),
        (new DataPartlyProvided(CitizenId, [new("address", Secret)], [new("since", MissingReason.NotUpToDate)], [DecisionId], Secret, "hukou", new(2026, 3, 1), "sig", Effect),
            $$"""{"citizenId":"{{Citizen}}","fields":[{"name":"address","value":{{SealedJson}}}],"missing":[{"name":"since","reason":"notUpToDate"}],"evidenceIds":["{{Ruled}}"],"responseHash":{{SealedJson}},"sourceSystem":"hukou","asOf":"2026-03-01","providerSignature":"sig","effect":{{EffectJson}}}"""),
        (new DataNotFound(CitizenId, "hukou", new(2026, 3, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","sourceSystem":"hukou","asOf":"2026-03-01","effect":{{EffectJson}}}"""),
        (new FulfilmentFailed(CitizenId, "hukou", "E-17", Effect),
            $$"""{"citizenId":"{{Citizen}}","sourceSystem":"hukou","faultCode":"E-17","effect":{{EffectJson}}}"""),
        (new EvidencePreviewOffered(CitizenId, Channel.Online, Effect),
            $$"""{"citizenId":"{{Citizen}}","via":"online","effect":{{EffectJson}}}"""),
        (new EvidenceConfirmedBySubject(CitizenId, ["address"], Effect),
            $$"""{"citizenId":"{{Citizen}}","fields":["address"],"effect":{{EffectJson}}}"""),
        (new EvidenceContestedBySubject(CitizenId, "address", Secret, MatterId, Effect),
            $$"""{"citizenId":"{{Citizen}}","field":"address","claim":{{SealedJson}},"ownEvidenceId":"{{Matter}}","effect":{{EffectJson}}}"""),
        (new DataUsedInDecision(CitizenId, DecisionId, ["address"], Effect),
            $$"""{"citizenId":"{{Citizen}}","decisionId":"{{Ruled}}","fields":["address"],"effect":{{EffectJson}}}"""),
        (new UseOutsideScopeDetected(CitizenId, ["address"], Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","fields":["address"],"finding":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DataRequestExpired(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new DataReturnedOrDeleted(CitizenId, DataDisposal.Deleted, Effect),
            $$"""{"citizenId":"{{Citizen}}","method":"deleted","effect":{{EffectJson}}}"""),
        (new DataCorrectedAtSource(CitizenId, MatterId, "address", Secret, Secret, new(2026, 3, 1), Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","correctionId":"{{Matter}}","field":"address","before":{{SealedJson}},"after":{{SealedJson}},"asOf":"2026-03-01","reason":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new CorrectionPropagated(CitizenId, MatterId, "11500000009275780L", MatterId, "address", Secret, new(2026, 3, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","correctionId":"{{Matter}}","recipient":"11500000009275780L","applicationId":"{{Matter}}","field":"address","value":{{SealedJson}},"asOf":"2026-03-01","effect":{{EffectJson}}}"""),
        (new CorrectionAcknowledged(CitizenId, MatterId, CorrectionImpact.ReviewDue, Effect),
            $$"""{"citizenId":"{{Citizen}}","correctionId":"{{Matter}}","impact":"reviewDue","effect":{{EffectJson}}}"""),
        (new SharingAgreementSigned("A-1", "11500000009275991G", "11500000009275780L", new(["HUKOU"], ["address"], ["ServiceProvision"], "国务院令第809号", new(2026, 1, 1), new(2026, 12, 31))),
            $$$"""{"agreementNumber":"A-1","provider":"11500000009275991G","recipient":"11500000009275780L","terms":{"dataItemCodes":["HUKOU"],"fields":["address"],"purposes":["ServiceProvision"],"legalBasis":"国务院令第809号","validFrom":"2026-01-01","validTo":"2026-12-31"}}"""),
        (new SharingAgreementAmended(new(["HUKOU"], ["address"], ["ServiceProvision"], "国务院令第809号", new(2026, 1, 1), new(2026, 12, 31))),
            $$$"""{"terms":{"dataItemCodes":["HUKOU"],"fields":["address"],"purposes":["ServiceProvision"],"legalBasis":"国务院令第809号","validFrom":"2026-01-01","validTo":"2026-12-31"}}"""),
        (new SharingAgreementEnded("机构改革"),
            $$"""{"reason":"机构改革"}"""),

        (new EvidenceReceived(CitizenId, "household-register", EvidenceGrade.C, "11500000009275991G", new(ReuseScope.Named, ["11500000009275780L"]), Content, new(2027, 3, 1), Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","evidenceType":"household-register","grade":"C","heldBy":"11500000009275991G","reuse":{"scope":"named","departments":["11500000009275780L"]},"content":{{ContentJson}},"validTo":"2027-03-01","fileName":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new EvidenceReceived(CitizenId, "other", EvidenceGrade.D, null, new(ReuseScope.None), Content),
            $$"""{"citizenId":"{{Citizen}}","evidenceType":"other","grade":"D","reuse":{"scope":"none"},"content":{{ContentJson}}}"""),
        (new EvidenceVerified(CitizenId, "11500000009275991G", Effect),
            $$"""{"citizenId":"{{Citizen}}","department":"11500000009275991G","effect":{{EffectJson}}}"""),
        (new EvidenceReuseSet(CitizenId, new(ReuseScope.AnyDepartment)),
            $$"""{"citizenId":"{{Citizen}}","reuse":{{AnyJson}}}"""),
        (new EvidenceSuperseded(CitizenId, EvidenceId, Effect),
            $$"""{"citizenId":"{{Citizen}}","byEvidenceId":"{{Evidence}}","effect":{{EffectJson}}}"""),
        (new EvidenceInvalidated(CitizenId, InvalidityGround.FoundFalse, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"foundFalse","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),

        (new FileViewed(CitizenId, "/api/applications/{applicationId}", [FileSection.Applications, FileSection.EvidenceContent], MatterId, 3, [FieldClass.Facts, FieldClass.Content], LookVia.Api),
            $$"""{"citizenId":"{{Citizen}}","screen":"/api/applications/{applicationId}","sections":["applications","evidenceContent"],"streamId":"{{Matter}}","results":3,"fields":["facts","content"],"via":"api"}"""),
        (new SearchPerformed(CitizenId, SearchKey.NameAndBirthDate, 2, LookVia.Screen),
            $$"""{"citizenId":"{{Citizen}}","by":"nameAndBirthDate","results":2,"via":"screen"}"""),
        (new AccessRefused(CitizenId, "/api/applications/{applicationId}", MatterId, 404, LookVia.Api),
            $$"""{"citizenId":"{{Citizen}}","screen":"/api/applications/{applicationId}","streamId":"{{Matter}}","status":404,"via":"api"}"""),
        (new OfficerListed("li.hua"),
            """{"officer":"li.hua"}"""),
        (new RoleProposed(MatterId, "auditor", Secret),
            $$"""{"proposalId":"{{Matter}}","role":"auditor","reason":{{SealedJson}}}"""),
        (new RoleGranted(MatterId, "auditor"),
            $$"""{"proposalId":"{{Matter}}","role":"auditor"}"""),
        (new RoleDenied(MatterId, "auditor", Secret),
            $$"""{"proposalId":"{{Matter}}","role":"auditor","reason":{{SealedJson}}}"""),
        (new RoleRevoked("auditor", Secret),
            $$"""{"role":"auditor","reason":{{SealedJson}}}"""),
        (new OfficerLocked(Secret),
            $$"""{"reason":{{SealedJson}}}"""),
        (new UnlockProposed(MatterId, Secret),
            $$"""{"proposalId":"{{Matter}}","reason":{{SealedJson}}}"""),
        (new OfficerUnlocked(MatterId),
            $$"""{"proposalId":"{{Matter}}"}"""),
        (new KinDeclared(CitizenId, Secret, Secret),
            $$"""{"relativeId":"{{Citizen}}","relation":{{SealedJson}},"reason":{{SealedJson}}}"""),
        (new KinWithdrawn(CitizenId, Secret),
            $$"""{"relativeId":"{{Citizen}}","reason":{{SealedJson}}}"""),
        (new OwnRecordLinked(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),

        (new PolicyProposed(2, [Rule], "缩小范围"), $$"""{"proposed":2,"rules":[{{RuleJson}}],"why":"缩小范围"}"""),
        (new PolicyRejected(2, "理由不足"), """{"proposed":2,"why":"理由不足"}"""),
        (new LogKeyIntroduced("city.example/log+c0ffee00+AQ=="), """{"verifierKey":"city.example/log+c0ffee00+AQ=="}"""),
        (new LogKeyRetired("city.example/log+c0ffee00+AQ=="), """{"verifierKey":"city.example/log+c0ffee00+AQ=="}"""),
        (new PolicyAdopted(2, [Rule]), $$"""{"policyVersion":2,"rules":[{{RuleJson}}]}"""),
        (new Exported(CitizenId, "/api/citizens/{citizenId}/accesses/export", [FileSection.Accesses], ExportFormat.Csv, 12, LookVia.Api),
            $$"""{"citizenId":"{{Citizen}}","screen":"/api/citizens/{citizenId}/accesses/export","sections":["accesses"],"format":"csv","results":12,"via":"api"}"""),
        (new AccessObjectedBySubject(CitizenId, MatterId, AccessQuestionKind.Objection, "11500000009275991G", "li.hua", Secret, new(2026, 3, 16)),
            $$"""{"citizenId":"{{Citizen}}","accessId":"{{Matter}}","kind":"objection","department":"11500000009275991G","lookedBy":"li.hua","text":{{SealedJson}},"dueBy":"2026-03-16"}"""),
        (new AccessExplained(CitizenId, Secret, [Secret]),
            $$"""{"citizenId":"{{Citizen}}","text":{{SealedJson}},"sources":[{{SealedJson}}]}"""),
        (new AccessJustified(CitizenId, Secret, "许可法第三十四条"),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"legalBasis":"许可法第三十四条"}"""),
        (new AccessFoundUnlawful(CitizenId, Secret, Secret),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"measures":{{SealedJson}}}"""),
        (new DisclosureDelayAsked(CitizenId, "11500000009275991G", MatterId, DisclosureDelayGround.ObstructsDuty, "重庆市人民检察院", "渝检〔2026〕3号", new(2026, 6, 1)),
            $$"""{"citizenId":"{{Citizen}}","department":"11500000009275991G","matterId":"{{Matter}}","ground":"obstructsDuty","authority":"重庆市人民检察院","documentNumber":"渝检〔2026〕3号","until":"2026-06-01"}"""),
        (new DisclosureExtensionAsked(CitizenId, "重庆市人民检察院", "渝检〔2026〕9号", new(2026, 8, 1)),
            $$"""{"citizenId":"{{Citizen}}","authority":"重庆市人民检察院","documentNumber":"渝检〔2026〕9号","until":"2026-08-01"}"""),
        (new DisclosureDelayed(CitizenId, new(2026, 6, 1)),
            $$"""{"citizenId":"{{Citizen}}","until":"2026-06-01"}"""),
        (new DisclosureReleased(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),
        (new BreakGlassUsed(CitizenId, Secret, 45, new(2026, 3, 2, 9, 45, 0, TimeSpan.FromHours(8)), [FileSection.Identity, FileSection.History], new(2026, 3, 4)),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}},"minutes":45,"until":"2026-03-02T09:45:00+08:00","sections":["identity","history"],"reviewBy":"2026-03-04"}"""),
        (new BreakGlassEnded(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),
        (new BreakGlassReviewed(CitizenId, BreakGlassVerdict.Unjustified, Secret),
            $$"""{"citizenId":"{{Citizen}}","verdict":"unjustified","remarks":{{SealedJson}}}"""),
        (new BreakGlassBlockLifted(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reason":{{SealedJson}}}"""),
        (new UnlinkedReadDetected(CitizenId, EvidenceId, new(2026, 3, 2, 22, 0, 0, TimeSpan.FromHours(8)), "li.hua", "11500000009275780L", "handler", "/api/citizens/{citizenId}/file", [LookCause.NoLink, LookCause.AfterHours]),
            $$"""{"citizenId":"{{Citizen}}","accessId":"{{Evidence}}","lookedAt":"2026-03-02T22:00:00+08:00","officer":"li.hua","department":"11500000009275780L","role":"handler","screen":"/api/citizens/{citizenId}/file","causes":["noLink","afterHours"]}"""),
        (new UnlinkedReadJudged(CitizenId, UnlinkedReadVerdict.Unlawful, Secret),
            $$"""{"citizenId":"{{Citizen}}","verdict":"unlawful","remarks":{{SealedJson}}}"""),
        (new LooksExamined(new(2026, 3, 2), 1, 3000, 2),
            """{"day":"2026-03-02","calendarVersion":1,"looks":3000,"listed":2}"""),

        (new RatingGiven(CitizenId, MatterId, EvidenceId, "CQ-1", 2, "11500000009275780L", 1, [new(RatingDimension.Attitude, 2), new(RatingDimension.Speed, 1)], true, Secret),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","visitId":"{{Evidence}}","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","level":1,"scores":[{"dimension":"attitude","score":2},{"dimension":"speed","score":1}],"anonymous":true,"text":{{SealedJson}}}"""),
        (new RatingContested(CitizenId, RatingContestGround.Malicious, Secret),
            $$"""{"citizenId":"{{Citizen}}","ground":"malicious","why":{{SealedJson}}}"""),
        (new RatingExcluded(CitizenId, RatingContestGround.Mistaken, Secret),
            $$"""{"citizenId":"{{Citizen}}","ground":"mistaken","reasons":{{SealedJson}}}"""),
        (new RatingUpheld(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}}}"""),
        (new BadRatingContacted(CitizenId, Channel.Phone, Secret),
            $$"""{"citizenId":"{{Citizen}}","via":"phone","heard":{{SealedJson}}}"""),
        (new FixPlanned(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","plan":{{SealedJson}}}"""),
        (new BadRatingFixed(CitizenId, Secret),
            $$"""{"citizenId":"{{Citizen}}","done":{{SealedJson}}}"""),
        (new RatingCalledBack(CitizenId, true, Secret),
            $$"""{"citizenId":"{{Citizen}}","satisfied":true,"said":{{SealedJson}}}"""),
        (new ComplaintFiled(CitizenId, "11500000009275780L", ComplaintKind.Conduct, Secret, new(2026, 3, 23), MatterId, "li.hua", "12345-20260302-0017"),
            $$"""{"citizenId":"{{Citizen}}","department":"11500000009275780L","kind":"conduct","text":{{SealedJson}},"dueBy":"2026-03-23","applicationId":"{{Matter}}","officer":"li.hua","hotlineNumber":"12345-20260302-0017"}"""),
        (new ComplaintAssigned(CitizenId, "zhao.yun"),
            $$"""{"citizenId":"{{Citizen}}","toOfficer":"zhao.yun"}"""),
        (new ComplaintAnswered(CitizenId, ComplaintOutcome.PartlyJustified, Secret, Secret),
            $$"""{"citizenId":"{{Citizen}}","outcome":"partlyJustified","reasons":{{SealedJson}},"measures":{{SealedJson}}}"""),
        (new ComplaintClosed(CitizenId),
            $$"""{"citizenId":"{{Citizen}}"}"""),
        (new ComplaintReopened(CitizenId, Secret, new(2026, 3, 23)),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"dueBy":"2026-03-23"}"""),
        (new SuggestionMade(CitizenId, "11500000009275780L", "CQ-1", 2, Secret, Secret, Secret),
            $$"""{"citizenId":"{{Citizen}}","department":"11500000009275780L","itemCode":"CQ-1","itemVersion":2,"title":{{SealedJson}},"text":{{SealedJson}},"name":{{SealedJson}}}"""),
        (new ModerationDone(ModerationAct.PublishedChanged, ModerationGround.PersonalData, "周末开窗", "建议周六上午办理。"),
            """{"what":"publishedChanged","ground":"personalData","title":"周末开窗","text":"建议周六上午办理。"}"""),
        (new SuggestionSupported("pseudonym-1"),
            """{"supporter":"pseudonym-1"}"""),
        (new SuggestionMerged(EvidenceId),
            $$"""{"intoSuggestionId":"{{Evidence}}"}"""),
        (new SuggestionAnswered(SuggestionOutcome.Partly, "部分采纳", 3),
            """{"outcome":"partly","reasons":"部分采纳","itemVersion":3}"""),
        (new SuggestionImplemented("周六上午开窗", new(2026, 3, 1), 3),
            """{"done":"周六上午开窗","since":"2026-03-01","itemVersion":3}"""),
        (new EffectMeasured("平均少等三天", "-3", "天"),
            """{"text":"平均少等三天","figure":"-3","unit":"天"}"""),
        (new IndicatorPublished("refusal", 1, new(2026, 1, 1), new(2026, 3, 31), 12, 150, "0.08", "11500000009275780L", "CQ-1", "500103", Channel.Window, "220", Area.Rural),
            """{"code":"refusal","definitionVersion":1,"from":"2026-01-01","to":"2026-03-31","numerator":12,"denominator":150,"value":"0.08","department":"11500000009275780L","item":"CQ-1","district":"500103","channel":"window","urbanRuralClass":"220","area":"rural"}"""),

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
        (new DecisionMade(CitizenId, MatterId, 3, "N-D", "CQ-1", 2, "11500000009275780L", new Fine(20_000, Secret, Told), ["行政处罚法第九条"]),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","applicationVersion":3,"decisionNumber":"N-D","itemCode":"CQ-1","itemVersion":2,"departmentCode":"11500000009275780L","ruling":{"kind":"fine","amountFen":20000,"reasons":{{SealedJson}},"remedies":{{RemediesJson}}},"legalBasis":["行政处罚法第九条"]}"""),
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
            $$"""{"citizenId":"{{Citizen}}","outcome":"changed","reasons":{{SealedJson}}}"""),

        (new DecisionChallenged(CitizenId, RequestId, "500103-20260301-000042-P-D-V1", "11500000DEM000188N"),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","reviewNumber":"500103-20260301-000042-P-D-V1","authority":"11500000DEM000188N"}"""),
        (new ChallengeSettled(CitizenId, RequestId, ChallengeOutcome.RevokedAndRedo),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","outcome":"revokedAndRedo"}"""),
        (new DecisionAnnulled(CitizenId, RequestId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","part":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new DecisionConfirmedIllegal(CitizenId, RequestId, Effect),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","effect":{{EffectJson}}}"""),
        (new DecisionDeclaredVoid(CitizenId, RequestId, Effect),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","effect":{{EffectJson}}}"""),
        (new ExecutionStayed(CitizenId, RequestId, Effect),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","effect":{{EffectJson}}}"""),
        (new ExecutionResumed(CitizenId, RequestId, Effect),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","effect":{{EffectJson}}}"""),
        (new ApplicationChallenged(CitizenId, RequestId, "500103-20260301-000042-P-V1", "11500000DEM000188N"),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","reviewNumber":"500103-20260301-000042-P-V1","authority":"11500000DEM000188N"}"""),
        (new ApplicationChallengeSettled(CitizenId, RequestId, ChallengeOutcome.PerformanceOrdered),
            $$"""{"citizenId":"{{Citizen}}","reviewId":"{{Request}}","outcome":"performanceOrdered"}"""),
        (new ReviewLodged(
                CitizenId, MatterId, DecisionId, "R-V1", "CQ-1", "11500000009275780L", "11500000DEM000188N", ReviewForm.Oral, Secret, new(2026, 1, 5), false, new(2026, 3, 6), new(2026, 2, 1), true,
                [new(new(2026, 1, 8), new(2026, 1, 9), Secret)], LateGround.SinceKnowledge, Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","decisionId":"{{Ruled}}","reviewNumber":"R-V1","itemCode":"CQ-1","respondent":"11500000009275780L","authority":"11500000DEM000188N","form":"oral","claims":{{SealedJson}},"knownOn":"2026-01-05","withinTime":false,"lastDay":"2026-03-06","remediesKnownOn":"2026-02-01","realEstate":true,"obstacles":[{"from":"2026-01-08","to":"2026-01-09","reason":{{SealedJson}}}],"lateGround":"sinceKnowledge","effect":{{EffectJson}}}"""),
        (new ReviewCorrectionAsked(CitizenId, Secret, new(2026, 3, 16), Effect),
            $$"""{"citizenId":"{{Citizen}}","missing":{{SealedJson}},"dueBy":"2026-03-16","effect":{{EffectJson}}}"""),
        (new ReviewCorrectionSupplied(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","text":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewAccepted(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new ReviewAcceptanceDeemed(CitizenId, "复议法第三十条（REV 30）", Effect),
            $$"""{"citizenId":"{{Citizen}}","ruleReference":"复议法第三十条（REV 30）","effect":{{EffectJson}}}"""),
        (new ReviewNotAccepted(CitizenId, NonAcceptanceGround.OutOfTime, Secret, "重庆市渝中区人民法院", Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"outOfTime","reasons":{{SealedJson}},"court":"重庆市渝中区人民法院","effect":{{EffectJson}}}"""),
        (new ReviewTransferred(CitizenId, "11500000DEM000188N", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","toAuthority":"11500000DEM000188N","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ProcedureChosen(CitizenId, ReviewProcedure.Simple, SimpleGround.PartiesAgree, Effect),
            $$"""{"citizenId":"{{Citizen}}","procedure":"simple","ground":"partiesAgree","effect":{{EffectJson}}}"""),
        (new ProcedureConverted(CitizenId, "he.jun", Effect),
            $$"""{"citizenId":"{{Citizen}}","approver":"he.jun","effect":{{EffectJson}}}"""),
        (new CopySentToRespondent(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new ResponseFiled(CitizenId, Secret, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", Effect),
            $$"""{"citizenId":"{{Citizen}}","answer":{{SealedJson}},"evidenceBundleHash":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","effect":{{EffectJson}}}"""),
        (new ResponseNotFiled(CitizenId, new(2026, 3, 27), Effect),
            $$"""{"citizenId":"{{Citizen}}","dueBy":"2026-03-27","effect":{{EffectJson}}}"""),
        (new OpinionsHeard(CitizenId, HearingManner.ByPhone, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","manner":"byPhone","summary":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewHearingHeld(CitizenId, "lu.ping", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","presider":"lu.ping","recordHash":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new MediationAgreed(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","terms":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewSuspended(CitizenId, ReviewSuspensionGround.OtherCase, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"otherCase","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewResumed(CitizenId, Effect),
            $$"""{"citizenId":"{{Citizen}}","effect":{{EffectJson}}}"""),
        (new ReviewTerminated(CitizenId, ReviewTerminationGround.Withdrawn, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"withdrawn","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ExecutionStayOrdered(CitizenId, StayGround.ApplicantAsks, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","ground":"applicantAsks","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ExecutionStayLifted(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewExtended(CitizenId, 30, "he.jun", Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","days":30,"approver":"he.jun","reasons":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewDecided(CitizenId, ChallengeOutcome.RevokedAndRedo, Secret, ["复议法第六十四条"], "重庆市渝中区人民法院", Secret, new(2026, 5, 1), 10_000, Effect),
            $$"""{"citizenId":"{{Citizen}}","outcome":"revokedAndRedo","reasons":{{SealedJson}},"legalBasis":["复议法第六十四条"],"court":"重庆市渝中区人民法院","part":{{SealedJson}},"performBy":"2026-05-01","compensationFen":10000,"effect":{{EffectJson}}}"""),
        (new ReviewDecided(CitizenId, ChallengeOutcome.RevokedInPart, Secret, ["复议法第六十四条"], "重庆市渝中区人民法院", Secret),
            $$"""{"citizenId":"{{Citizen}}","outcome":"revokedInPart","reasons":{{SealedJson}},"legalBasis":["复议法第六十四条"],"court":"重庆市渝中区人民法院","part":{{SealedJson}}}"""),
        (new ReviewDelivered(CitizenId, DeliveryMethod.Post, Effect),
            $$"""{"citizenId":"{{Citizen}}","method":"post","effect":{{EffectJson}}}"""),
        (new ReviewComplied(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","report":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewNotComplied(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","report":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new ReviewOpinionIssued(CitizenId, Secret, new(2026, 6, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","text":{{SealedJson}},"reportBy":"2026-06-01","effect":{{EffectJson}}}"""),
        (new ReviewOpinionAnswered(CitizenId, Secret, Effect),
            $$"""{"citizenId":"{{Citizen}}","report":{{SealedJson}},"effect":{{EffectJson}}}"""),
        (new LawsuitFiled(
                CitizenId, MatterId, DecisionId, "R-V1", "CQ-1", "11500000009275780L", "重庆市渝中区人民法院", new(2026, 1, 5), false, new(2026, 1, 20), new(2026, 2, 1), true,
                [new(new(2026, 1, 8), new(2026, 1, 9), Secret)], LateGround.FifteenDays, Effect),
            $$"""{"citizenId":"{{Citizen}}","applicationId":"{{Matter}}","decisionId":"{{Ruled}}","reviewNumber":"R-V1","itemCode":"CQ-1","respondent":"11500000009275780L","court":"重庆市渝中区人民法院","knownOn":"2026-01-05","withinTime":false,"lastDay":"2026-01-20","remediesKnownOn":"2026-02-01","realEstate":true,"obstacles":[{"from":"2026-01-08","to":"2026-01-09","reason":{{SealedJson}}}],"lateGround":"fifteenDays","effect":{{EffectJson}}}"""),
        (new JudgmentRecorded(CitizenId, ChallengeOutcome.RevokedInPart, "（2026）渝0103行初1号", Secret, Secret, new(2026, 5, 1), Effect),
            $$"""{"citizenId":"{{Citizen}}","outcome":"revokedInPart","judgmentNumber":"（2026）渝0103行初1号","documentHash":{{SealedJson}},"part":{{SealedJson}},"performBy":"2026-05-01","effect":{{EffectJson}}}"""),
        (new JudgmentRecorded(CitizenId, ChallengeOutcome.Revoked, "R-V1"),
            $$"""{"citizenId":"{{Citizen}}","outcome":"revoked","judgmentNumber":"R-V1"}""")
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
            ["Clock.ClockRulesAdopted"] = "clock_rules_adopted",
            ["Reviews.ReviewDeadlineMissed"] = "review_deadline_missed",
            ["Participation.RatingDeadlineMissed"] = "rating_deadline_missed",
            ["Participation.ComplaintDeadlineMissed"] = "complaint_deadline_missed",
            ["Applications.DeadlineMissed"] = "deadline_missed",
            ["Applications.DeadlineRecomputed"] = "deadline_recomputed",
            ["Applications.CommitmentDeadlineMissed"] = "commitment_deadline_missed",
            ["Applications.CommitmentDeadlineRecomputed"] = "commitment_deadline_recomputed",
            ["DataRequests.DataRequestDeadlineMissed"] = "data_request_deadline_missed",
            ["DataRequests.DataRequestDeadlineRecomputed"] = "data_request_deadline_recomputed",
            ["Decisions.DecisionDeadlineMissed"] = "decision_deadline_missed",
            ["Decisions.DecisionDeadlineRecomputed"] = "decision_deadline_recomputed",
            ["Applications.AcceptanceDeemed"] = "acceptance_deemed",
            ["Applications.AcceptanceDateCorrected"] = "acceptance_date_corrected",
            ["Applications.ApplicationDeemedWithdrawn"] = "application_deemed_withdrawn",
            ["Applications.HearingWaived"] = "hearing_waived",
            ["Supervision.Cards.WarningRaised"] = "warning_raised",
            ["Supervision.Cards.YellowCardIssued"] = "yellow_card_issued",
            ["Supervision.Cards.RedCardIssued"] = "red_card_issued",
            ["Supervision.Cards.CardContested"] = "card_contested",
            ["Supervision.Cards.CardUpheld"] = "card_upheld",
            ["Supervision.Cards.CardCancelled"] = "card_cancelled",
            ["Supervision.Cards.RectificationOrdered"] = "rectification_ordered",
            ["Supervision.Cards.RectificationDone"] = "rectification_done",
            ["Decisions.RenewalDeemedGranted"] = "renewal_deemed_granted",
            ["Citizens.CitizenRegistered"] = "citizen_registered",
            ["Citizens.CitizenImported"] = "citizen_imported",
            ["Citizens.IdentitiesMerged"] = "identities_merged",
            ["Citizens.MergeReversed"] = "merge_reversed",
            ["Privacy.ProcessingRestricted"] = "processing_restricted",
            ["Privacy.RestrictionLifted"] = "restriction_lifted",
            ["Privacy.LegalHoldPlaced"] = "legal_hold_placed",
            ["Privacy.LegalHoldLifted"] = "legal_hold_lifted",
            ["Privacy.SubjectKeyDestroyed"] = "subject_key_destroyed",
            ["Privacy.PayloadErased"] = "payload_erased",
            ["Citizens.RightsRequestLodged"] = "rights_request_lodged",
            ["Citizens.AccessGranted"] = "access_granted",
            ["Citizens.CopyIssued"] = "copy_issued",
            ["Citizens.RectificationVerified"] = "rectification_verified",
            ["Citizens.FactRectified"] = "fact_rectified",
            ["Citizens.RestrictionGranted"] = "restriction_granted",
            ["Citizens.DeletionDecided"] = "deletion_decided",
            ["Citizens.RightsRequestRefused"] = "rights_request_refused",
            ["Destruction.DestructionListProposed"] = "destruction_list_proposed",
            ["Destruction.DestructionListReviewed"] = "destruction_list_reviewed",
            ["Destruction.DestructionListApproved"] = "destruction_list_approved",
            ["Destruction.DestructionListExecuted"] = "destruction_list_executed",
            ["Citizens.MandateGranted"] = "mandate_granted",
            ["Citizens.MandateAccepted"] = "mandate_accepted",
            ["Citizens.MandateDeclined"] = "mandate_declined",
            ["Citizens.MandateNarrowed"] = "mandate_narrowed",
            ["Citizens.MandateRevoked"] = "mandate_revoked",
            ["Citizens.MandateExpired"] = "mandate_expired",
            ["Applications.ApplicationDrafted"] = "application_drafted",
            ["Applications.DraftDiscarded"] = "draft_discarded",
            ["Applications.ApplicationSubmitted"] = "application_submitted",
            ["Applications.MaterialsReceived"] = "materials_received",
            ["Applications.VisitRecorded"] = "visit_recorded",
            ["Applications.OnSpotErrorCorrected"] = "on_spot_error_corrected",
            ["Applications.NotRequiredNotified"] = "not_required_notified",
            ["Applications.OutOfRemitRefused"] = "out_of_remit_refused",
            ["Applications.CorrectionRequested"] = "correction_requested",
            ["Applications.CorrectionListAmended"] = "correction_list_amended",
            ["Applications.CorrectionSubmitted"] = "correction_submitted",
            ["Applications.CorrectionPartlySubmitted"] = "correction_partly_submitted",
            ["Applications.ReAskDetected"] = "re_ask_detected",
            ["Applications.ApplicationAccepted"] = "application_accepted",
            ["Applications.ApplicationProvisionallyAccepted"] = "application_provisionally_accepted",
            ["Applications.ProvisionalAcceptanceCompleted"] = "provisional_acceptance_completed",
            ["Applications.AcceptanceRefused"] = "acceptance_refused",
            ["Applications.AcceptanceRevoked"] = "acceptance_revoked",
            ["Applications.ApplicationWithdrawn"] = "application_withdrawn",
            ["Applications.PapersPromised"] = "papers_promised",
            ["Applications.CustodyTransferred"] = "custody_transferred",
            ["Applications.CustodyAccepted"] = "custody_accepted",
            ["Applications.CustodyReturned"] = "custody_returned",
            ["Applications.ConflictDeclared"] = "conflict_declared",
            ["Applications.OfficerRecused"] = "officer_recused",
            ["Applications.StepStarted"] = "step_started",
            ["Applications.StepCompleted"] = "step_completed",
            ["Applications.JointOpinionRequested"] = "joint_opinion_requested",
            ["Applications.JointOpinionGiven"] = "joint_opinion_given",
            ["Applications.FirstReviewForwarded"] = "first_review_forwarded",
            ["Applications.SubstantiveCheckRecorded"] = "substantive_check_recorded",
            ["Applications.ThirdPartyNotified"] = "third_party_notified",
            ["Applications.ThirdPartyStatementReceived"] = "third_party_statement_received",
            ["Applications.HearingRightNotified"] = "hearing_right_notified",
            ["Applications.HearingRequested"] = "hearing_requested",
            ["Applications.HearingScheduled"] = "hearing_scheduled",
            ["Applications.HearingHeld"] = "hearing_held",
            ["Applications.HearingRecordConfirmed"] = "hearing_record_confirmed",
            ["Applications.ClockSuspended"] = "clock_suspended",
            ["Applications.ClockResumed"] = "clock_resumed",
            ["Applications.DeadlineExtended"] = "deadline_extended",
            ["Applications.DraftDecisionProposed"] = "draft_decision_proposed",
            ["Applications.ReturnedForRework"] = "returned_for_rework",
            ["Applications.ApplicationDecided"] = "application_decided",
            ["Applications.ResultDelivered"] = "result_delivered",
            ["Applications.ApplicationLinked"] = "application_linked",
            ["Applications.ApplicationSplit"] = "application_split",
            ["Applications.ApplicationMerged"] = "application_merged",
            ["Applications.ApplicationReopened"] = "application_reopened",
            ["Applications.ApplicationClosed"] = "application_closed",
            ["Applications.CommitmentDeclared"] = "commitment_declared",
            ["Applications.CommitmentChecked"] = "commitment_checked",
            ["Applications.CommitmentFixOrdered"] = "commitment_fix_ordered",
            ["Applications.CommitmentBroken"] = "commitment_broken",
            ["Applications.CommitmentRepaired"] = "commitment_repaired",
            ["DataRequests.DataRequestDrafted"] = "data_request_drafted",
            ["DataRequests.DataRequested"] = "data_requested",
            ["DataRequests.DataRequestCancelled"] = "data_request_cancelled",
            ["DataRequests.RequestCompletenessChecked"] = "request_completeness_checked",
            ["DataRequests.MoreInfoAsked"] = "more_info_asked",
            ["DataRequests.MoreInfoGiven"] = "more_info_given",
            ["DataRequests.DataRequestApproved"] = "data_request_approved",
            ["DataRequests.DataRequestRefused"] = "data_request_refused",
            ["DataRequests.DisputeRaised"] = "dispute_raised",
            ["DataRequests.DisputeMediated"] = "dispute_mediated",
            ["DataRequests.DisputeDecided"] = "dispute_decided",
            ["DataRequests.DataProvided"] = "data_provided",
            ["DataRequests.DataPartlyProvided"] = "data_partly_provided",
            ["DataRequests.DataNotFound"] = "data_not_found",
            ["DataRequests.FulfilmentFailed"] = "fulfilment_failed",
            ["DataRequests.EvidencePreviewOffered"] = "evidence_preview_offered",
            ["DataRequests.EvidenceConfirmedBySubject"] = "evidence_confirmed_by_subject",
            ["DataRequests.EvidenceContestedBySubject"] = "evidence_contested_by_subject",
            ["DataRequests.DataUsedInDecision"] = "data_used_in_decision",
            ["DataRequests.UseOutsideScopeDetected"] = "use_outside_scope_detected",
            ["DataRequests.DataRequestExpired"] = "data_request_expired",
            ["DataRequests.DataReturnedOrDeleted"] = "data_returned_or_deleted",
            ["DataRequests.DataCorrectedAtSource"] = "data_corrected_at_source",
            ["DataRequests.CorrectionPropagated"] = "correction_propagated",
            ["DataRequests.CorrectionAcknowledged"] = "correction_acknowledged",
            ["DataRequests.SharingAgreementSigned"] = "sharing_agreement_signed",
            ["DataRequests.SharingAgreementAmended"] = "sharing_agreement_amended",
            ["DataRequests.SharingAgreementEnded"] = "sharing_agreement_ended",
            ["Access.FileViewed"] = "file_viewed",
            ["Access.SearchPerformed"] = "search_performed",
            ["Access.AccessRefused"] = "access_refused",
            ["Access.PolicyProposed"] = "policy_proposed",
            ["Access.PolicyRejected"] = "policy_rejected",
            ["Access.PolicyAdopted"] = "policy_adopted",
            ["Ledger.LogKeyIntroduced"] = "log_key_introduced",
            ["Ledger.LogKeyRetired"] = "log_key_retired",
            ["Access.OfficerListed"] = "officer_listed",
            ["Access.RoleProposed"] = "role_proposed",
            ["Access.RoleGranted"] = "role_granted",
            ["Access.RoleDenied"] = "role_denied",
            ["Access.RoleRevoked"] = "role_revoked",
            ["Access.OfficerLocked"] = "officer_locked",
            ["Access.UnlockProposed"] = "unlock_proposed",
            ["Access.OfficerUnlocked"] = "officer_unlocked",
            ["Access.KinDeclared"] = "kin_declared",
            ["Access.KinWithdrawn"] = "kin_withdrawn",
            ["Access.OwnRecordLinked"] = "own_record_linked",
            ["Access.Exported"] = "exported",
            ["Access.AccessObjectedBySubject"] = "access_objected_by_subject",
            ["Access.AccessExplained"] = "access_explained",
            ["Access.AccessJustified"] = "access_justified",
            ["Access.AccessFoundUnlawful"] = "access_found_unlawful",
            ["Access.DisclosureDelayAsked"] = "disclosure_delay_asked",
            ["Access.DisclosureExtensionAsked"] = "disclosure_extension_asked",
            ["Access.DisclosureDelayed"] = "disclosure_delayed",
            ["Access.DisclosureReleased"] = "disclosure_released",
            ["Access.BreakGlassUsed"] = "break_glass_used",
            ["Access.BreakGlassEnded"] = "break_glass_ended",
            ["Access.BreakGlassReviewed"] = "break_glass_reviewed",
            ["Access.BreakGlassBlockLifted"] = "break_glass_block_lifted",
            ["Supervision.UnlinkedReadDetected"] = "unlinked_read_detected",
            ["Supervision.UnlinkedReadJudged"] = "unlinked_read_judged",
            ["Supervision.LooksExamined"] = "looks_examined",
            ["Supervision.Meters.IndicatorPublished"] = "indicator_published",
            ["Evidence.EvidenceReceived"] = "evidence_received",
            ["Evidence.EvidenceVerified"] = "evidence_verified",
            ["Evidence.EvidenceReuseSet"] = "evidence_reuse_set",
            ["Evidence.EvidenceSuperseded"] = "evidence_superseded",
            ["Evidence.EvidenceInvalidated"] = "evidence_invalidated",
            ["Participation.RatingGiven"] = "rating_given",
            ["Participation.RatingContested"] = "rating_contested",
            ["Participation.RatingExcluded"] = "rating_excluded",
            ["Participation.RatingUpheld"] = "rating_upheld",
            ["Participation.BadRatingContacted"] = "bad_rating_contacted",
            ["Participation.FixPlanned"] = "fix_planned",
            ["Participation.BadRatingFixed"] = "bad_rating_fixed",
            ["Participation.RatingCalledBack"] = "rating_called_back",
            ["Participation.ComplaintFiled"] = "complaint_filed",
            ["Participation.ComplaintAssigned"] = "complaint_assigned",
            ["Participation.ComplaintAnswered"] = "complaint_answered",
            ["Participation.ComplaintClosed"] = "complaint_closed",
            ["Participation.ComplaintReopened"] = "complaint_reopened",
            ["Participation.SuggestionMade"] = "suggestion_made",
            ["Participation.ModerationDone"] = "moderation_done",
            ["Participation.SuggestionSupported"] = "suggestion_supported",
            ["Participation.SuggestionMerged"] = "suggestion_merged",
            ["Participation.SuggestionAnswered"] = "suggestion_answered",
            ["Participation.SuggestionImplemented"] = "suggestion_implemented",
            ["Participation.EffectMeasured"] = "effect_measured",
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
            ["Decisions.HumanReviewDone"] = "human_review_done",
            ["Applications.ApplicationChallenged"] = "application_challenged",
            ["Applications.ApplicationChallengeSettled"] = "application_challenge_settled",
            ["Decisions.DecisionChallenged"] = "decision_challenged",
            ["Decisions.ChallengeSettled"] = "challenge_settled",
            ["Decisions.DecisionAnnulled"] = "decision_annulled",
            ["Decisions.DecisionConfirmedIllegal"] = "decision_confirmed_illegal",
            ["Decisions.DecisionDeclaredVoid"] = "decision_declared_void",
            ["Decisions.ExecutionStayed"] = "execution_stayed",
            ["Decisions.ExecutionResumed"] = "execution_resumed",
            ["Reviews.ReviewLodged"] = "review_lodged",
            ["Reviews.ReviewCorrectionAsked"] = "review_correction_asked",
            ["Reviews.ReviewCorrectionSupplied"] = "review_correction_supplied",
            ["Reviews.ReviewAccepted"] = "review_accepted",
            ["Reviews.ReviewAcceptanceDeemed"] = "review_acceptance_deemed",
            ["Reviews.ReviewNotAccepted"] = "review_not_accepted",
            ["Reviews.ReviewTransferred"] = "review_transferred",
            ["Reviews.ProcedureChosen"] = "procedure_chosen",
            ["Reviews.ProcedureConverted"] = "procedure_converted",
            ["Reviews.CopySentToRespondent"] = "copy_sent_to_respondent",
            ["Reviews.ResponseFiled"] = "response_filed",
            ["Reviews.ResponseNotFiled"] = "response_not_filed",
            ["Reviews.OpinionsHeard"] = "opinions_heard",
            ["Reviews.ReviewHearingHeld"] = "review_hearing_held",
            ["Reviews.MediationAgreed"] = "mediation_agreed",
            ["Reviews.ReviewSuspended"] = "review_suspended",
            ["Reviews.ReviewResumed"] = "review_resumed",
            ["Reviews.ReviewTerminated"] = "review_terminated",
            ["Reviews.ExecutionStayOrdered"] = "execution_stay_ordered",
            ["Reviews.ExecutionStayLifted"] = "execution_stay_lifted",
            ["Reviews.ReviewExtended"] = "review_extended",
            ["Reviews.ReviewDecided"] = "review_decided",
            ["Reviews.ReviewDelivered"] = "review_delivered",
            ["Reviews.ReviewComplied"] = "review_complied",
            ["Reviews.ReviewNotComplied"] = "review_not_complied",
            ["Reviews.ReviewOpinionIssued"] = "review_opinion_issued",
            ["Reviews.ReviewOpinionAnswered"] = "review_opinion_answered",
            ["Reviews.LawsuitFiled"] = "lawsuit_filed",
            ["Reviews.JudgmentRecorded"] = "judgment_recorded"
        }, ignoreOrder: true);

    [Fact]
    public void carry_the_act_in_their_header()
    {
        var act = new Act(
            ActorKind.Officer, "li.hua", Channel.SystemInterface, "handler", "11500000009275780L", "W3", "500103001", "111", MatterId, "ServiceProvision", "LIC-32", DecisionId, "substantial", 3, RequestId);
        const string Golden =
            $$"""{"kind":"officer","actorId":"li.hua","channel":"systemInterface","role":"handler","department":"11500000009275780L","window":"W3","divisionCode":"500103001","urbanRuralClass":"111","matterId":"{{Matter}}","purpose":"ServiceProvision","legalBasis":"LIC-32","onBehalfOf":"{{Ruled}}","assuranceLevel":"substantial","policyVersion":3,"breakGlass":"{{Request}}"}""";
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
    [InlineData(typeof(EarlierEffectReason), "paperIntake lateEntry deemedByLaw importedLog correction originalReceipt")]
    [InlineData(typeof(CreditCodeWarning), "wrongCheckCharacter notACreditCode")]
    [InlineData(typeof(BreakGlassVerdict), "justified unjustified")]
    [InlineData(typeof(LookCause), "noLink afterHours peak ownDepartment nothingFollowed")]
    [InlineData(typeof(UnlinkedReadVerdict), "explained unexplained unlawful")]
    [InlineData(typeof(ItemKind), "permit payment confirmation otherPower publicService")]
    [InlineData(typeof(PaperSource), "applicant department")]
    [InlineData(typeof(PaperForm), "original copy electronic")]
    [InlineData(typeof(ClockProfile), "ordinary joint immediate")]
    [InlineData(typeof(Confidentiality), "public internal sensitive")]
    [InlineData(typeof(Retention), "tenYears thirtyYears permanent")]
    [InlineData(typeof(EvidenceGrade), "A B C D")]
    [InlineData(typeof(ApplicationOutcome), "decided withdrawn notRequired outOfRemit acceptanceRefused acceptanceRevoked merged closedAtSource")]
    [InlineData(typeof(VisitPurpose), "inquiry submission correction check hearing collection other")]
    [InlineData(typeof(JointHandling), "parallel sequential")]
    [InlineData(typeof(JointOpinion), "agree agreeOnCondition oppose")]
    [InlineData(typeof(HearingParty), "applicant thirdParty")]
    [InlineData(typeof(SuspensionGround), "hearing tender auction inspection testing quarantine appraisal expertReview awaitingApplicant forceMajeure")]
    [InlineData(typeof(ApproverRank), "agencyHead governmentHead")]
    [InlineData(typeof(LinkKind), "related samePackage absorbs continuesFrom")]
    [InlineData(typeof(ReopeningCause), "reviewOrderedRedo court error")]
    [InlineData(typeof(SharingClass), "unconditional conditional none")]
    [InlineData(typeof(Urgency), "ordinary urgent")]
    [InlineData(typeof(DataRefusalGround), "notNecessary noLegalBasis notShareable notHeld secrecy incomplete")]
    [InlineData(typeof(DisputeOutcome), "granted refusalUpheld")]
    [InlineData(typeof(MissingReason), "notHeld notUpToDate withheld")]
    [InlineData(typeof(DataDisposal), "returned deleted")]
    [InlineData(typeof(CorrectionImpact), "none reviewDue")]
    [InlineData(typeof(DeliveryMethod), "online window post villageAgent")]
    [InlineData(typeof(RulingKind), "grant refusal grantWithConditions partly confirmation payment fine")]
    [InlineData(typeof(AutomationLevel), "none assisted full")]
    [InlineData(typeof(SecrecyGround), "stateSecret tradeSecret personalPrivacy publicSecurity internalMatter")]
    [InlineData(typeof(PublicField), "decisionNumber item department kind madeOn text")]
    [InlineData(typeof(CorrectableField), "name idNumber address date amount number article wording")]
    [InlineData(typeof(VariationCause), "lawChanged factsChanged holderAsked factCorrected humanReview reviewDecided courtDecided")]
    [InlineData(typeof(PublicInterestCause), "lawChanged factsChanged")]
    [InlineData(typeof(RevocationCause), "abuseOfPower noAuthority againstProcedure unqualifiedApplicant otherLawful fraudOrBribery")]
    [InlineData(typeof(CancellationCause), "expired deathOrIncapacity dissolution withdrawnOrRevoked forceMajeure otherByLaw")]
    [InlineData(typeof(HumanReviewOutcome), "upheld changed")]
    [InlineData(typeof(ChallengeOutcome), "varied revoked revokedInPart revokedAndRedo confirmedIllegal performanceOrdered declaredVoid upheld dismissed mediated notAccepted ended")]
    [InlineData(typeof(ReviewForm), "written oral")]
    [InlineData(typeof(LateGround), "sinceKnowledge yearWithoutRemedies absoluteLimit sixMonths fifteenDays")]
    [InlineData(typeof(NonAcceptanceGround), "noClearParties noInterest noClaims outOfTime outOfScope notOfThisAuthority dealtWithBefore notSupplied")]
    [InlineData(typeof(ReviewProcedure), "ordinary simple")]
    [InlineData(typeof(SimpleGround), "penaltyOnTheSpot warningOrCriticism upTo3000Yuan governmentInformation partiesAgree")]
    [InlineData(typeof(HearingManner), "inPerson byPhone online onPaper")]
    [InlineData(typeof(ReviewSuspensionGround), "applicantDied applicantIncapable applicantMissing bodyEnded forceMajeure mediation questionOfLaw otherCase ruleUnderReview other")]
    [InlineData(typeof(ReviewTerminationGround), "withdrawn nobodySucceeds bodyWithoutSuccessor becameCriminalCase suspendedSixtyDays")]
    [InlineData(typeof(StayGround), "respondentFindsNecessary authorityFindsNecessary applicantAsks byLaw")]
    [InlineData(typeof(MandateKind), "voluntary guardian firm villageAgent")]
    [InlineData(typeof(MandateParty), "principal representative")]
    [InlineData(typeof(AssuranceLevel), "low substantial high")]
    [InlineData(typeof(ProofKind), "birthCertificate householdRegister courtRuling appointment authorisationLetter signedPaper")]
    [InlineData(typeof(Power), "read submit handIn correct promise withdraw askForHearing receiveDecisions renew askForReview confirmData contestData decideOnReuse seeLooks objectToLooks exerciseRights challenge")]
    [InlineData(typeof(FileSection), "identity applications papers commitments dataRequests decisions evidence evidenceContent history accesses mandates rights participation reviews")]
    [InlineData(typeof(SearchKey), "idNumber nameAndBirthDate caseNumber")]
    [InlineData(typeof(ExportFormat), "csv json pdf")]
    [InlineData(typeof(AccessQuestionKind), "question objection")]
    [InlineData(typeof(DisclosureDelayGround), "secretByLaw emergency obstructsDuty")]
    public void keep_the_names_of_their_values(Type type, string names) =>
        string.Join(' ', Enum.GetValues(type).Cast<object>().Select(v => JsonSerializer.Serialize(v, LedgerJson.Stored).Trim('"'))).ShouldBe(names);

    static string Stored(object e) => JsonSerializer.Serialize(e, e.GetType(), LedgerJson.Stored);

    static HashSet<Type> EventTypes() =>
        [.. EventCatalogue.Names.Keys, .. typeof(ICitizenEvent).Assembly.GetTypes().Where(t => t is { IsClass: true, IsPublic: true } && t.IsAssignableTo(typeof(ICitizenEvent)))];
}
