using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Evidence;

public class keeping_a_document_decisions
{
    static readonly EvidenceReceived Received = new(Given.Citizen, "premises-proof", EvidenceGrade.C, LedgerHost.Department, new(ReuseScope.None), new("ab", Given.Key.Seal("h"), "application/pdf", 1000));
    static readonly ActorsMatter Handed = new(Given.Application(new MaterialsReceived(Given.Citizen, "M", [new("P1", PaperForm.Copy, EvidenceGrade.C, null, Given.Other)])), [], []);
    static readonly ActorsMatter Bare = new(Given.Application(), [], ["premises-proof"]);
    static readonly ReceiveEvidence Receive = new(Given.Citizen, "premises-proof", EvidenceGrade.C, ReuseScope.None, null, null);

    static HeldEvidence Held(params object[] then) => Given.State<HeldEvidence>(Given.Other, [Received, .. then]);
    static HeldEvidence Own(params object[] then) => Given.State<HeldEvidence>(Given.Other, [Received with { HeldBy = null }, .. then]);

    [Fact]
    public void is_for_the_citizen_and_the_office_alone_unless_handed_in_provided_or_opened()
    {
        Held().IsVisibleTo(Given.Applicant, ActorsMatter.None).ShouldBeTrue();
        Held().IsVisibleTo(Given.Officer, ActorsMatter.None).ShouldBeTrue();
        foreach (var stranger in new[] { Given.Stranger, Given.ForeignOfficer, Given.Outsider })
            Held().IsVisibleTo(stranger, ActorsMatter.None).ShouldBeFalse();
        Own().IsVisibleTo(Given.Officer, Bare).ShouldBeFalse();
        Own().IsVisibleTo(Given.Officer, Handed).ShouldBeTrue();
        Own().IsVisibleTo(Given.Officer, Bare with { Given = [Given.Other] }).ShouldBeTrue();
        Own().IsVisibleTo(Given.Outsider, Handed).ShouldBeFalse("The matter is not this department's.");
        Own(new EvidenceReuseSet(Given.Citizen, new(ReuseScope.AnyDepartment))).IsVisibleTo(Given.Officer, Bare).ShouldBeTrue();
        Own(new EvidenceReuseSet(Given.Citizen, new(ReuseScope.AnyDepartment))).IsVisibleTo(Given.Officer, ActorsMatter.None).ShouldBeFalse();
        var opened = new EvidenceReuseSet(Given.Citizen, new(ReuseScope.AnyDepartment));
        Own(opened).IsVisibleTo(Given.Officer, Bare with { AskedFor = ["lease"] }).ShouldBeFalse("The matter does not ask for it.");
        Own(opened).IsVisibleTo(Given.Officer, Bare with { Application = Given.Application(Given.Accepted, Given.Decided) }).ShouldBeFalse("The matter is decided.");
        Own(opened).IsVisibleTo(Given.Officer, Bare with { Application = Given.Draft() }).ShouldBeFalse();
        Own(opened, new EvidenceSuperseded(Given.Citizen, Given.Ruled)).IsVisibleTo(Given.Officer, Bare).ShouldBeFalse();
        Own(opened).IsVisibleTo(Given.Officer, Bare with { Application = Given.Application(new OfficerRecused(Given.Citizen, Given.Officer.ActorId, "zhao.yun")) }).ShouldBeFalse();
        Held(new EvidenceInvalidated(Given.Citizen, InvalidityGround.WrongPerson, Given.Key.Seal("张冠李戴"))).IsVisibleTo(Given.Applicant, ActorsMatter.None).ShouldBeFalse();
        Held(new EvidenceInvalidated(Given.Citizen, InvalidityGround.WrongPerson, Given.Key.Seal("张冠李戴"))).IsVisibleTo(Given.Officer, ActorsMatter.None).ShouldBeTrue();
        Own(new EvidenceReuseSet(Given.Citizen, new(ReuseScope.Named, [LedgerHost.Department]))).IsVisibleTo(Given.Officer, Bare).ShouldBeTrue();
        Own(new EvidenceReuseSet(Given.Citizen, new(ReuseScope.Named, [Items.OtherDepartment]))).IsVisibleTo(Given.Officer, Bare).ShouldBeFalse();
    }

    [Fact]
    public void is_received_as_it_is_said_to_be()
    {
        ReceiveEvidenceEndpoint.Refuse(Receive, Given.Applicant, LedgerHost.Now).ShouldBeAccepted();
        ReceiveEvidenceEndpoint.Refuse(Receive with { Grade = EvidenceGrade.A }, Given.Officer, LedgerHost.Now).ShouldBeAccepted();
        ReceiveEvidenceEndpoint.Refuse(Receive, Given.Stranger, LedgerHost.Now).ShouldBeRefused(403, "forbidden");
        ReceiveEvidenceEndpoint.Refuse(Receive with { EvidenceType = null }, Given.Officer, LedgerHost.Now).ShouldBeInvalid("evidenceType");
        ReceiveEvidenceEndpoint.Refuse(Receive with { Grade = null }, Given.Officer, LedgerHost.Now).ShouldBeInvalid("grade");
        foreach (var grade in new[] { EvidenceGrade.A, EvidenceGrade.B })
            ReceiveEvidenceEndpoint.Refuse(Receive with { Grade = grade }, Given.Applicant, LedgerHost.Now).ShouldBeInvalid("grade");
        ReceiveEvidenceEndpoint.Refuse(Receive with { Reuse = ReuseScope.Named }, Given.Officer, LedgerHost.Now).ShouldBeInvalid("reuse");
        ReceiveEvidenceEndpoint.Refuse(Receive with { ValidTo = new(2026, 3, 1) }, Given.Officer, LedgerHost.Now).ShouldBeInvalid("validTo");
        ReceiveEvidenceEndpoint.Refuse(Receive with { ValidTo = new(2026, 3, 2) }, Given.Officer, LedgerHost.Now).ShouldBeAccepted();
        ReceiveEvidenceEndpoint.Refuse(Receive with { ReceivedAt = LedgerHost.Now.AddSeconds(1) }, Given.Officer, LedgerHost.Now).ShouldBeInvalid("receivedAt");
        ReceiveEvidenceEndpoint.Refuse(Receive with { ReceivedAt = LedgerHost.Now.AddDays(-1) }, Given.Applicant, LedgerHost.Now).ShouldBeRefused(403, "forbidden");

        KeptContent kept = new(Receive with { ReceivedAt = LedgerHost.Now.AddDays(-1), ValidTo = new(2027, 1, 1) }, Received.Content, Given.Key, "房产证.pdf");
        var received = ReceiveEvidenceEndpoint.Decide(kept, Given.Officer);
        (received.HeldBy, received.Effect, received.ValidTo).ShouldBe((LedgerHost.Department, new EarlierEffect(LedgerHost.Now.AddDays(-1), EarlierEffectReason.PaperIntake), new DateOnly(2027, 1, 1)));
        Given.Key.Open(received.FileName).ShouldBe("房产证.pdf");
        ReceiveEvidenceEndpoint.Decide(kept, Given.Applicant).HeldBy.ShouldBeNull();
    }

    [Fact]
    public void is_verified_by_an_office_that_has_it_and_once()
    {
        Verify(Held(), Given.Officer).ShouldBeAccepted();
        Verify(Own(), Given.Officer, Handed).ShouldBeAccepted();
        Verify(Held(), Given.Officer with { Kind = ActorKind.System }).ShouldBeRefused(403, "forbidden");
        Verify(Own(), Given.Applicant).ShouldBeRefused(403, "forbidden");
        Verify(Held(), Given.Outsider).ShouldBeRefused(404, "not-found");
        Verify(Held(), Given.Officer, version: 2).ShouldBeRefused(409, "stale-version");
        Verify(Held(), Given.Officer, effect: LedgerHost.Now.AddDays(-9)).ShouldBeInvalid("$.effect.at");
        var verified = Held(VerifyEvidenceEndpoint.Decide(new(1), Given.Officer, Held()));
        (verified.Grade, verified.Version).ShouldBe((EvidenceGrade.B, 2));
        Verify(verified, Given.Officer, version: 2).ShouldBeRefused(409, "not-in-this-state");
        Verify(Held(new EvidenceSuperseded(Given.Citizen, Given.Matter)), Given.Officer, version: 2).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void is_opened_to_other_offices_by_the_citizen_or_the_holder()
    {
        KnownDepartments known = new([Items.OtherDepartment]);
        Microsoft.AspNetCore.Mvc.ProblemDetails Answer(SetReuse command, Act act, HeldEvidence? evidence = null) => SetReuseEndpoint.Validate(command, act, evidence ?? Held(), Handed, known, Given.Clock);
        Answer(new(ReuseScope.AnyDepartment, 1), Given.Applicant).ShouldBeAccepted();
        Answer(new(ReuseScope.Named, 1, [Items.OtherDepartment]), Given.Officer).ShouldBeAccepted();
        Answer(new(ReuseScope.AnyDepartment, 1), Given.Officer, Own()).ShouldBeRefused(403, "forbidden");
        Answer(new(ReuseScope.AnyDepartment, 2), Given.Officer).ShouldBeRefused(409, "stale-version");
        Answer(new(ReuseScope.AnyDepartment, 1, []), Given.Officer).ShouldBeInvalid("$.departments");
        Answer(new(ReuseScope.Named, 1), Given.Officer).ShouldBeInvalid("$.departments");
        Answer(new(ReuseScope.Named, 1, []), Given.Officer).ShouldBeInvalid("$.departments");
        Answer(new(ReuseScope.Named, 1, [.. Enumerable.Repeat(Items.OtherDepartment, 51)]), Given.Officer).ShouldBeInvalid("$.departments");
        Answer(new(ReuseScope.Named, 1, [Items.OtherDepartment, "x"]), Given.Officer).ShouldBeInvalid("$.departments[1]");
        Answer(new(ReuseScope.Named, 1, [null!]), Given.Officer).ShouldBeInvalid("$.departments[0]");
        var opened = Held(SetReuseEndpoint.Decide(new(ReuseScope.Named, 1, [Items.OtherDepartment, Items.OtherDepartment]), Held()));
        opened.Reuse.Departments.ShouldBe([Items.OtherDepartment]);
        (opened.Reuse.Permits(Items.OtherDepartment), opened.Reuse.Permits(Items.ThirdDepartment), opened.Reuse.Permits(null)).ShouldBe((true, false, false));
        Answer(new(ReuseScope.None, 2), Given.Applicant, Held(new EvidenceInvalidated(Given.Citizen, InvalidityGround.FoundFalse, Given.Key.Seal("伪造")))).ShouldBeAccepted();
        // What the citizen has said counts, whoever holds it.
        Answer(new(ReuseScope.AnyDepartment, 2), Given.Officer, Held(new Done(Given.Applicant, new EvidenceReuseSet(Given.Citizen, new(ReuseScope.None))))).ShouldBeRefused(403, "forbidden");
        Answer(new(ReuseScope.AnyDepartment, 2), Given.Officer, Held(new Done(Given.Officer, new EvidenceReuseSet(Given.Citizen, new(ReuseScope.None))))).ShouldBeAccepted();
    }

    [Fact]
    public void is_superseded_by_a_newer_one_of_the_same_kind()
    {
        HeldEvidence Newer(EvidenceReceived received, params object[] then) => Given.State<HeldEvidence>(Given.Ruled, [received, .. then]);
        Microsoft.AspNetCore.Mvc.ProblemDetails Answer(HeldEvidence? newer, Act? act = null, HeldEvidence? evidence = null, long version = 1) =>
            SupersedeEvidenceEndpoint.Validate(new(Given.Ruled, version), act ?? Given.Officer, evidence ?? Held(), Handed, new(newer), Given.Clock);
        Answer(Newer(Received)).ShouldBeAccepted();
        Answer(Newer(Received with { HeldBy = null }), Given.Applicant, Own()).ShouldBeAccepted();
        Answer(Newer(Received), Given.Applicant).ShouldBeRefused(403, "forbidden");
        Answer(Newer(Received), version: 2).ShouldBeRefused(409, "stale-version");
        foreach (var wrong in new[]
            {
                null, Held(), Newer(Received with { CitizenId = Given.Matter }), Newer(Received with { EvidenceType = "other" }), Newer(Received with { HeldBy = null }),
                Newer(Received, new EvidenceInvalidated(Given.Citizen, InvalidityGround.Illegible, Given.Key.Seal("模糊")))
            })
            Answer(wrong).ShouldBeInvalid("$.byEvidenceId");
        var superseded = Held(SupersedeEvidenceEndpoint.Decide(new(Given.Ruled, 1), Held()));
        (superseded.Status, superseded.IsGood(new(2026, 3, 2))).ShouldBe((EvidenceStatus.Superseded, false));
        Answer(Newer(Received), evidence: superseded, version: 2).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void is_not_relied_on_once_invalid()
    {
        Microsoft.AspNetCore.Mvc.ProblemDetails Answer(Act act, HeldEvidence evidence, string reasons = "伪造", long version = 1) =>
            InvalidateEvidenceEndpoint.Validate(new(InvalidityGround.FoundFalse, reasons, version), act, evidence, Handed, Given.Clock);
        Answer(Given.Officer, Held()).ShouldBeAccepted();
        Answer(Given.Officer, Own()).ShouldBeAccepted();
        Answer(Given.Applicant, Own()).ShouldBeRefused(403, "forbidden");
        InvalidateEvidenceEndpoint.Validate(new(InvalidityGround.WithdrawnByIssuer, "撤回", 1), Given.Officer, Own(), Handed, Given.Clock).ShouldBeInvalid("$.ground");
        InvalidateEvidenceEndpoint.Validate(new(InvalidityGround.WithdrawnByIssuer, "撤回", 1), Given.Officer, Held(), Handed, Given.Clock).ShouldBeAccepted();
        InvalidateEvidenceEndpoint.Validate(new(InvalidityGround.FoundFalse, "伪造", 2), Given.Officer, Own(new EvidenceReuseSet(Given.Citizen, new(ReuseScope.AnyDepartment))), Bare, Given.Clock).ShouldBeRefused(403, "forbidden");
        Answer(Given.Officer, Held(), version: 0).ShouldBeRefused(409, "stale-version");
        Texts.ShouldBeTakenOnly("$.reasons", 2000, reasons => Answer(Given.Officer, Held(), reasons), lines: true);
        var invalid = Held(InvalidateEvidenceEndpoint.Decide(new(InvalidityGround.FoundFalse, "伪造", 1), Held(), Given.Key));
        (invalid.Status, invalid.IsGood(new(2026, 3, 2))).ShouldBe((EvidenceStatus.Invalidated, false));
        invalid.NextFor(Given.Officer, Handed).ShouldBe([EvidenceAction.SetReuse]);
        Answer(Given.Officer, invalid, version: 2).ShouldBeRefused(409, "not-in-this-state");
        Answer(Given.Officer, Held(new EvidenceSuperseded(Given.Citizen, Given.Ruled)), version: 2).ShouldBeAccepted();
    }

    [Fact]
    public void is_good_until_its_last_day()
    {
        var evidence = Given.State<HeldEvidence>(Given.Other, Received with { ValidTo = new(2026, 3, 2) });
        (evidence.IsGood(new(2026, 3, 2)), evidence.IsGood(new(2026, 3, 3))).ShouldBe((true, false));
    }

    [Theory]
    [InlineData("%PDF-1.7", "application/pdf"), InlineData("%PDF", null), InlineData("PK\u0003\u0004", "application/ofd"), InlineData("<html>", null), InlineData("", null)]
    public void is_of_the_type_that_stands_in_it(string start, string? type) => MediaType.Of(System.Text.Encoding.Latin1.GetBytes(start)).ShouldBe(type);

    static Microsoft.AspNetCore.Mvc.ProblemDetails Verify(HeldEvidence evidence, Act act, ActorsMatter? matter = null, long version = 1, DateTimeOffset? effect = null) =>
        VerifyEvidenceEndpoint.Validate(new(version, effect is { } at ? Given.Earlier(at) : null), act, evidence, matter ?? ActorsMatter.None, Given.Clock);
}
