using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Privacy;

public class restricting_processing
{
    static readonly Act Officer = new(ActorKind.Officer, "bao.hu", Channel.SystemInterface, Roles.ProtectionOfficer, LedgerHost.Department, Purpose: "RecordManagement");
    static readonly RestrictProcessing Whole = new(RestrictionScope.WholeRecord, RestrictionGround.RetentionNotExpired, "《个人信息保护法》第四十七条", "保存期限未届满");
    static readonly ProcessingRestricted Restricted = new(Given.Citizen, Given.Other, RestrictionScope.WholeRecord, null, RestrictionGround.RetentionNotExpired, "《个人信息保护法》第四十七条", "bao.hu", Given.Key.Seal("期限未满"));
    static readonly LegalHoldPlaced Held = new(Given.Citizen, Given.Other, null, "重庆市渝中区人民法院", "（2026）渝0103行初1号", "bao.hu");
    static readonly SubjectKeyDestroyed Destroyed = new(Given.Citizen, Given.Other, "2036-0001", ["k1", "k2"]);

    static ProtectedRecord Record(params object[] happened) => new(true, true, false, happened.Length == 0 ? null : Given.State<Protection>(ProtectionStream.Of(Given.Citizen), happened));

    [Fact]
    public void is_for_whoever_answers_for_the_protection_of_personal_data()
    {
        RestrictProcessingEndpoint.Validate(Whole, Officer, Record()).ShouldBeAccepted();
        foreach (var other in new[] { Given.Officer, Given.Applicant, Officer with { Role = Roles.Head }, Officer with { Purpose = "ServiceProvision" } })
        {
            RestrictProcessingEndpoint.Validate(Whole, other, Record()).ShouldBeRefused(403, "forbidden");
            LiftRestrictionEndpoint.Validate(new(Given.Other, "已核实"), other, Record(Restricted)).ShouldBeRefused(403, "forbidden");
            PlaceHoldEndpoint.Validate(new("法院", "1号"), other, Record()).ShouldBeRefused(403, "forbidden");
            LiftHoldEndpoint.Validate(new(Given.Other, "法院", "2号"), other, Record(Held)).ShouldBeRefused(403, "forbidden");
        }

        RestrictProcessingEndpoint.Validate(Whole, Officer, new(false, false, false, null)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public void names_what_is_restricted_the_law_and_the_reasons()
    {
        RestrictProcessingEndpoint.Validate(Whole with { Scope = RestrictionScope.Matter }, Officer, Record()).ShouldBeAccepted();
        RestrictProcessingEndpoint.Validate(Whole with { Scope = RestrictionScope.Document, StreamId = Given.Matter }, Officer, Record()).ShouldBeRefused(400, "invalid");
        RestrictProcessingEndpoint.Validate(Whole with { StreamId = Given.Matter }, Officer, Record()).ShouldBeRefused(400, "invalid");
        RestrictProcessingEndpoint.Validate(Whole with { Law = " " }, Officer, Record()).ShouldBeRefused(400, "invalid");
        RestrictProcessingEndpoint.Validate(Whole with { Reasons = "" }, Officer, Record()).ShouldBeRefused(400, "invalid");
        var recorded = RestrictProcessingEndpoint.Decide(Given.Other, Given.Citizen, Whole, Officer, Given.Key);
        (recorded.Approver, recorded.Scope, Given.Key.Open(recorded.Reasons)).ShouldBe(("bao.hu", RestrictionScope.WholeRecord, "保存期限未届满"));
    }

    [Fact]
    public void is_done_once_and_lifted_once()
    {
        RestrictProcessingEndpoint.Validate(Whole, Officer, Record(Restricted)).ShouldBeRefused(409, "already-exists");
        LiftRestrictionEndpoint.Validate(new(Given.Other, "已核实"), Officer, Record(Restricted)).ShouldBeAccepted();
        LiftRestrictionEndpoint.Validate(new(Given.Other, "已核实"), Officer, Record(Restricted, LiftRestrictionEndpoint.Decide(Given.Citizen, new(Given.Other, "已核实"), Officer, Given.Key))).ShouldBeRefused(400, "invalid");
        LiftHoldEndpoint.Validate(new(Given.Other, "法院", "2号"), Officer, Record(Held)).ShouldBeAccepted();
        LiftHoldEndpoint.Validate(new(Given.Other, "法院", "2号"), Officer, Record(Held, LiftHoldEndpoint.Decide(Given.Citizen, new(Given.Other, "法院", "2号"), Officer))).ShouldBeRefused(400, "invalid");
        PlaceHoldEndpoint.Validate(new("法院", "1号", Given.Matter), Officer, new(true, false, false, null)).ShouldBeRefused(400, "invalid");
    }

    [Fact]
    public void is_refused_of_what_is_erased()
    {
        foreach (var answer in new[]
            {
                RestrictProcessingEndpoint.Validate(Whole, Officer, Record(Destroyed)), LiftRestrictionEndpoint.Validate(new(Given.Other, "已核实"), Officer, Record(Restricted, Destroyed)),
                PlaceHoldEndpoint.Validate(new("法院", "1号"), Officer, Record(Destroyed)), LiftHoldEndpoint.Validate(new(Given.Other, "法院", "2号"), Officer, Record(Held, Destroyed))
            })
            answer.ShouldBeRefused(410, "erased");
    }

    [Fact]
    public void closes_values_to_all_but_an_auditor_who_states_the_law()
    {
        var auditor = Officer with { Role = Roles.Auditor, Purpose = "LegalCompliance", LegalBasis = "《个人信息保护法》第五十四条" };
        var protection = Given.State<Protection>(ProtectionStream.Of(Given.Citizen), Restricted);
        Closure? Of(Act reader, params object[] then) => (reader with { Protection = new(Given.State<Protection>(protection.Id, [Restricted, .. then]), null, new HashSet<Guid>()) }).ClosureOf(Given.Citizen, Given.Matter);
        Of(auditor).ShouldBeNull();
        foreach (var reader in new[] { Given.Applicant, Given.Officer, Officer, auditor with { LegalBasis = null }, auditor with { Purpose = "Oversight" } })
            Of(reader)!.Text.ShouldBe("restricted under 《个人信息保护法》第四十七条");
        Of(Given.Officer, new RestrictionLifted(Given.Citizen, Given.Other, "bao.hu", Given.Key.Seal("已核实"))).ShouldBeNull();
        Of(auditor, Destroyed)!.Text.ShouldBe("erased under list 2036-0001");
        auditor.ClosureOf(Given.Citizen, null).ShouldBeNull();
    }

    [Fact]
    public void says_in_the_place_of_a_value_why_it_is_closed()
    {
        var value = Given.Key.Seal("秘密");
        var key = Given.Key.ClosedFor(Closure.Restricted("PIPL 47"));
        key.Open(value).ShouldBe("restricted under PIPL 47");
        key.Open(new Sealed<System.Text.Json.Nodes.JsonNode>(value.Digest, value.KeyId, value.Nonce, value.Ciphertext)).ToJsonString().ShouldBe($$"""{"digest":"{{value.Digest}}","hidden":"restricted under PIPL 47"}""");
        Should.Throw<SubjectErased>(() => SubjectKey.Destroyed("k", "2036-0001").Seal("neu"));
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => key.Disclosure(value));
        key.ClosedFor(Closure.Erased("2036-0001")).Open(value).ShouldBe("restricted under PIPL 47");
    }

    [Fact]
    public void has_a_stream_of_its_own_that_whoever_knows_the_citizen_finds()
    {
        ProtectionStream.Of(Given.Citizen).ShouldBe(ProtectionStream.Of(Given.Citizen));
        ProtectionStream.Of(Given.Citizen).ShouldNotBe(ProtectionStream.Of(Given.Other));
        LedgerId.ShardOf(ProtectionStream.Of(Given.Citizen)).ShouldBe(LedgerId.ShardOf(Given.Citizen));
        ProtectionStream.Of(Given.Citizen).Version.ShouldBe(7);
    }
}
