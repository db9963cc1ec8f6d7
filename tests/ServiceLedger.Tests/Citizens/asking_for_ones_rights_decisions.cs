using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Ledger;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Citizens;

public class asking_for_ones_rights
{
    static readonly Act Officer = Given.Officer with { Role = Roles.Head, Purpose = "RightsFulfillment" };
    static readonly LodgeRightsRequest Access = new(RightsRequestKind.Access, LedgerHost.Department, "我想知道哪些信息被处理");
    static readonly LodgingGround Ground = new(Given.Key, Given.Departments, [], null, null, new(2026, 3, 23));
    static readonly RightsRequestLodged Lodged = new(Given.Citizen, RightsRequestKind.Deletion, LedgerHost.Department, RightsLodger.Person, new(2026, 3, 23), DeletionGround: DeletionGround.PurposeReached);

    static RightsRequest Request(RightsRequestKind kind, params object[] then) =>
        Given.State<RightsRequest>(Given.Matter, [Lodged with { Kind = kind, Fact = kind is RightsRequestKind.Rectification ? new(FactKind.Name, Given.Key.Seal("王芬")) : null }, .. then]);

    static RightsGround Deciding(bool due = false, params object[] protection) => new(
        Given.Key, Given.Key, new(Given.Citizen, [], new(2036, 3, 1), due, "…"), new(true, false, false, protection.Length == 0 ? null : Given.State<Protection>(ProtectionStream.Of(Given.Citizen), protection)),
        new(Given.Citizen, Given.Key.Seal("…"), Given.Key.Seal("王芳"), Given.Key.Seal("1990-01-01"), "500103", null), [], [], null);

    static Act Representative(params Power[] powers) => new(ActorKind.Citizen, Given.Other.ToString(), Channel.Online, OnBehalfOf: Given.Matter) { Represents = new(Given.Citizen, null, powers) };

    [Fact]
    public void is_for_the_person_and_whoever_exercises_their_rights_and_for_officers_of_the_department_asked()
    {
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Given.Applicant, Ground).ShouldBeAccepted();
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Representative(Power.ExerciseRights), Ground).ShouldBeAccepted();
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Officer, Ground).ShouldBeAccepted();
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Given.Stranger, Ground).ShouldBeRefused(404, "not-found");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Representative(Power.Read, Power.SeeLooks), Ground).ShouldBeRefused(404, "not-found");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Officer with { Department = Items.OtherDepartment }, Ground).ShouldBeRefused(403, "forbidden");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Given.Officer, Ground).ShouldBeRefused(403, "forbidden");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Officer, Ground with { Key = null }).ShouldBeRefused(404, "not-found");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Given.Applicant, Ground with { DueBy = null }).ShouldBeRefused(409, "calendar-missing");
        LodgeRightsRequestEndpoint.Decide(Access, Given.Citizen, Representative(Power.ExerciseRights), Ground).By.ShouldBe(RightsLodger.Representative);
        LodgeRightsRequestEndpoint.Decide(Access, Given.Citizen, Given.Applicant, Ground).By.ShouldBe(RightsLodger.Person);
    }

    [Fact]
    public void of_the_dead_is_for_their_next_of_kin_whose_proofs_an_officer_has_seen()
    {
        var kin = Access with { Kin = new("王小明", "长子", "死亡证明 2026-118") };
        LodgeRightsRequestEndpoint.Validate(kin, Given.Citizen, Officer, Ground).ShouldBeAccepted();
        LodgeRightsRequestEndpoint.Validate(kin, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.kin");
        LodgeRightsRequestEndpoint.Validate(kin with { Kind = RightsRequestKind.Restriction }, Given.Citizen, Officer, Ground).ShouldBeInvalid("$.kind");
        LodgeRightsRequestEndpoint.Validate(kin with { Kin = new("王小明", "长子", "") }, Given.Citizen, Officer, Ground).ShouldBeInvalid("$.kin.deathProof");
        var lodged = LodgeRightsRequestEndpoint.Decide(kin, Given.Citizen, Officer, Ground);
        (lodged.By, Given.Key.Open(lodged.Kin!.Relation)).ShouldBe((RightsLodger.NextOfKin, "长子"));
    }

    [Fact]
    public void names_what_the_kind_takes_and_is_not_asked_twice()
    {
        LodgeRightsRequestEndpoint.Validate(Access with { Kind = RightsRequestKind.Deletion }, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.ground");
        LodgeRightsRequestEndpoint.Validate(Access with { Ground = DeletionGround.ConsentWithdrawn }, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.ground");
        LodgeRightsRequestEndpoint.Validate(Access with { Kind = RightsRequestKind.Rectification }, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.fact");
        LodgeRightsRequestEndpoint.Validate(Access with { Kind = RightsRequestKind.Rectification, Fact = new(FactKind.Data, "2580", Given.Other, "monthlyPension") }, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.fact.dataRequestId");
        LodgeRightsRequestEndpoint.Validate(Access with { Kind = RightsRequestKind.Rectification, Fact = new(FactKind.Name, "王芬") }, Given.Citizen, Given.Applicant, Ground).ShouldBeAccepted();
        LodgeRightsRequestEndpoint.Validate(Access with { Department = "nobody" }, Given.Citizen, Given.Applicant, Ground).ShouldBeInvalid("$.department");
        LodgeRightsRequestEndpoint.Validate(Access, Given.Citizen, Given.Applicant, Ground with { Open = [Request(RightsRequestKind.Access)] }).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void is_decided_by_an_officer_of_the_department_who_may_decide()
    {
        var (request, grant) = (Request(RightsRequestKind.Access), new DecideRightsRequest(RightsOutcome.Granted, 1));
        DecideRightsRequestEndpoint.Validate(grant, Officer, request, Deciding()).ShouldBeAccepted();
        DecideRightsRequestEndpoint.Validate(grant, Officer with { Role = Roles.Handler }, request, Deciding()).ShouldBeRefused(403, "forbidden");
        DecideRightsRequestEndpoint.Validate(grant, Given.Applicant, request, Deciding()).ShouldBeRefused(403, "forbidden");
        DecideRightsRequestEndpoint.Validate(grant, Officer with { Department = Items.OtherDepartment }, request, Deciding()).ShouldBeRefused(404, "not-found");
        DecideRightsRequestEndpoint.Validate(grant with { Version = 0 }, Officer, request, Deciding()).ShouldBeRefused(409, "stale-version");
        DecideRightsRequestEndpoint.Validate(grant with { Version = 2 }, Officer, Request(RightsRequestKind.Access, new AccessGranted(Given.Citizen, null)), Deciding()).ShouldBeRefused(409, "not-in-this-state");
        (request.IsOverdue(new(2026, 3, 23)), request.IsOverdue(new(2026, 3, 24))).ShouldBe((false, true));
    }

    [Fact]
    public void gives_reasons_that_are_text_where_it_is_granted_and_no_remedies()
    {
        var verified = new RectificationVerified(Given.Citizen, Given.Key.Seal("户籍登记为王芬"));
        foreach (var (request, grant, due) in new[]
        {
            (Request(RightsRequestKind.Access), new DecideRightsRequest(RightsOutcome.Granted, 1), false),
            (Request(RightsRequestKind.Copy), new(RightsOutcome.Granted, 1), false),
            (Request(RightsRequestKind.Restriction), new(RightsOutcome.Granted, 1, Law: "PIPL 46"), false),
            (Request(RightsRequestKind.Deletion), new(RightsOutcome.Granted, 1, Law: "PIPL 47(1)"), true),
            (Request(RightsRequestKind.Rectification, verified), new(RightsOutcome.Granted, 2, After: "王芬"), false)
        })
        {
            DecideRightsRequestEndpoint.Validate(grant with { Reasons = "属实" }, Officer, request, Deciding(due)).ShouldBeAccepted();
            foreach (var reasons in new[] { " ", new string('x', 4001), "x\u0000" })
                DecideRightsRequestEndpoint.Validate(grant with { Reasons = reasons }, Officer, request, Deciding(due)).ShouldBeInvalid("$.reasons");
            DecideRightsRequestEndpoint.Validate(grant with { Remedies = Given.Told }, Officer, request, Deciding(due)).ShouldBeInvalid("$.remedies");
        }
    }

    [Fact]
    public void is_not_decided_by_who_took_it_down_or_checked_it()
    {
        var other = Officer with { ActorId = "zhao.yun" };
        foreach (var kind in Enum.GetValues<RightsRequestKind>())
        {
            var lodged = new Done(Officer, Lodged with { Kind = kind, Fact = kind is RightsRequestKind.Rectification ? new(FactKind.Name, Given.Key.Seal("王芬")) : null });
            var request = Given.State<RightsRequest>(Given.Matter, lodged);
            var refuse = new DecideRightsRequest(RightsOutcome.Refused, 1, "不属实", Given.Told);
            DecideRightsRequestEndpoint.Validate(refuse, Officer, request, Deciding()).ShouldBeRefused(403, "forbidden");
            DecideRightsRequestEndpoint.Validate(refuse, other, request, Deciding()).ShouldBeAccepted();
            (request.NextFor(Officer).Contains(RightsRequestAction.Decide), request.NextFor(other).Contains(RightsRequestAction.Decide)).ShouldBe((false, true));
        }

        var verified = Request(RightsRequestKind.Rectification, new Done(Officer, new RectificationVerified(Given.Citizen, Given.Key.Seal("户籍登记为王芬"))));
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 2, After: "王芬"), Officer, verified, Deciding()).ShouldBeRefused(403, "forbidden");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 2, After: "王芬"), other, verified, Deciding()).ShouldBeAccepted();
        // What the person asked online themself one officer may decide.
        var online = Given.State<RightsRequest>(Given.Matter, new Done(Given.Applicant, Lodged with { Kind = RightsRequestKind.Access }));
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 1), Officer, online, Deciding()).ShouldBeAccepted();
    }

    [Fact]
    public void hands_the_copy_of_the_dead_over_by_another_officer_than_the_one_who_granted_it()
    {
        var protection = Officer with { Role = Roles.ProtectionOfficer };
        var lodged = new Done(Officer with { ActorId = "zhao.yun" }, Lodged with { Kind = RightsRequestKind.Copy, By = RightsLodger.NextOfKin, Kin = new(Given.Key.Seal("王小明"), Given.Key.Seal("长子"), Given.Key.Seal("118")) });
        var granted = Given.State<RightsRequest>(Given.Matter, lodged, new Done(protection, new CopyIssued(Given.Citizen, 9, 3, "…")));
        GetCopyEndpoint.Validate(protection, granted).ShouldBeRefused(403, "forbidden");
        GetCopyEndpoint.Validate(protection with { ActorId = "dang.an" }, granted).ShouldBeAccepted();
    }

    [Fact]
    public void is_refused_with_reasons_and_remedies_only()
    {
        foreach (var kind in Enum.GetValues<RightsRequestKind>())
        {
            DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Refused, 1), Officer, Request(kind), Deciding()).ShouldBeInvalid("$.reasons");
            DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Refused, 1, "不属实"), Officer, Request(kind), Deciding()).ShouldBeInvalid("$.remedies");
            DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Refused, 1, "不属实", Given.Told), Officer, Request(kind), Deciding()).ShouldBeAccepted();
        }

        DecideRightsRequestEndpoint.Decide(new(RightsOutcome.Refused, 1, "不属实", Given.Told), Officer, Request(RightsRequestKind.Access), Deciding()).Event.ShouldBeOfType<RightsRequestRefused>().Remedies.ShouldBe(Given.Remedies);
    }

    [Fact]
    public void to_be_deleted_is_granted_once_nothing_demands_that_it_is_kept_and_restricted_until_then()
    {
        var request = Request(RightsRequestKind.Deletion);
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 1, Law: "PIPL 47(1)"), Officer, request, Deciding(due: false)).ShouldBeRefused(409, "retention-runs");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 1, Law: "PIPL 47(1)"), Officer, request, Deciding(due: true)).ShouldBeAccepted();
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.RestrictedInstead, 1, Law: "PIPL 47"), Officer, request, Deciding(due: true)).ShouldBeInvalid("$.outcome");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.RestrictedInstead, 1), Officer, request, Deciding()).ShouldBeInvalid("$.law");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.RestrictedInstead, 1, Law: "PIPL 47"), Officer, Request(RightsRequestKind.Access), Deciding()).ShouldBeInvalid("$.outcome");
        // It refuses what was asked: with reasons and remedies.
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.RestrictedInstead, 1, Law: "PIPL 47"), Officer, request, Deciding()).ShouldBeInvalid("$.reasons");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.RestrictedInstead, 1, "保存期限未届满", Law: "PIPL 47"), Officer, request, Deciding()).ShouldBeInvalid("$.remedies");
        var instead = new DecideRightsRequest(RightsOutcome.RestrictedInstead, 1, "保存期限未届满", Given.Told, "PIPL 47");
        DecideRightsRequestEndpoint.Validate(instead, Officer, request, Deciding()).ShouldBeAccepted();
        DecideRightsRequestEndpoint.Decide(new(RightsOutcome.Granted, 1, Law: "PIPL 47(1)"), Officer, request, Deciding(due: true)).ShouldBe((new DeletionDecided(Given.Citizen, DeletionOutcome.Erase, "PIPL 47(1)"), null));
        var (decided, restricted) = DecideRightsRequestEndpoint.Decide(instead, Officer, request, Deciding());
        var told = decided.ShouldBeOfType<DeletionDecided>();
        (told.Outcome, told.Law, told.RestrictionId, told.KeptUntil, Given.Key.Open(told.Reasons), told.Remedies).ShouldBe((DeletionOutcome.RestrictInstead, "PIPL 47", restricted!.RestrictionId, new DateOnly(2036, 3, 1), "保存期限未届满", Given.Remedies));
        (restricted.Ground, restricted.Scope, restricted.Approver).ShouldBe((RestrictionGround.RetentionNotExpired, RestrictionScope.WholeRecord, "li.hua"));
        // One that is in force does for it too.
        var known = new ProcessingRestricted(Given.Citizen, Given.Other, RestrictionScope.WholeRecord, null, RestrictionGround.AccuracyContested, "PIPL 46", "bao.hu", Given.Key.Seal("…"));
        var again = DecideRightsRequestEndpoint.Decide(instead, Officer, request, Deciding(false, known));
        (again.Event.ShouldBeOfType<DeletionDecided>().RestrictionId, again.Restricted).ShouldBe((Given.Other, null));
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 1, Law: "PIPL 46"), Officer, Request(RightsRequestKind.Restriction), Deciding(false, known)).ShouldBeRefused(409, "already-exists");
    }

    [Fact]
    public void to_be_put_right_is_checked_first()
    {
        var (request, verified) = (Request(RightsRequestKind.Rectification), new RectificationVerified(Given.Citizen, Given.Key.Seal("户籍登记为王芬")));
        VerifyRectificationEndpoint.Validate(new("户籍登记为王芬", 1), Officer with { Role = Roles.Handler }, request).ShouldBeAccepted();
        VerifyRectificationEndpoint.Validate(new(" ", 1), Officer, request).ShouldBeInvalid("$.findings");
        VerifyRectificationEndpoint.Validate(new("…", 1), Officer, Request(RightsRequestKind.Access)).ShouldBeRefused(409, "not-in-this-state");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 1, After: "王芬"), Officer, request, Deciding()).ShouldBeRefused(409, "not-verified");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 2), Officer, Request(RightsRequestKind.Rectification, verified), Deciding()).ShouldBeInvalid("$.after");
        DecideRightsRequestEndpoint.Validate(new(RightsOutcome.Granted, 2, After: "王芬"), Officer, Request(RightsRequestKind.Rectification, verified), Deciding()).ShouldBeAccepted();
        var rectified = DecideRightsRequestEndpoint.Decide(new(RightsOutcome.Granted, 2, After: "王芬"), Officer, Request(RightsRequestKind.Rectification, verified), Deciding()).Event.ShouldBeOfType<FactRectified>();
        (Given.Key.Open(rectified.Before), Given.Key.Open(rectified.After)).ShouldBe(("王芳", "王芬"));
    }
}
