using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

public class standing_of_officers_decisions
{
    static readonly Act Admin = Given.Officer with { ActorId = "admin.one", Role = Roles.RoleAdmin }, SecondAdmin = Admin with { ActorId = "admin.two" };
    static readonly Act Supervisor = Given.Officer with { ActorId = "sup.one", Role = Roles.Supervisor, Purpose = "Oversight" }, SecondSupervisor = Supervisor with { ActorId = "sup.two" };
    static readonly Guid Proposal = new("01980000-0000-7000-8000-000000000501");

    /// <summary>What is on record of li.hua after this.</summary>
    static OfficerOnRecord LiHua(params object[] then) => new("li.hua", Given.State<Officer>(OfficerStream.Of("li.hua"), [new OfficerListed("li.hua"), .. then]));

    static Done Proposed(string role = Roles.Auditor, Act? by = null) => new(by ?? Admin, new RoleProposed(Proposal, role, Given.Key.Seal("需要")));
    static readonly object Locked = new Done(Supervisor, new OfficerLocked(Given.Key.Seal("异常查询")));
    static readonly object Unlocking = new Done(Supervisor, new UnlockProposed(Proposal, Given.Key.Seal("已查明")));

    [Fact]
    public void a_role_is_proposed_by_who_grants_roles_and_not_for_themselves()
    {
        var command = new ProposeRole(Roles.Auditor, "轮岗");
        ProposeRoleEndpoint.Validate(command, Admin, new("li.hua")).ShouldBeAccepted();
        ProposeRoleEndpoint.Validate(command, Supervisor, new("li.hua")).ShouldBeRefused(403, "forbidden");
        ProposeRoleEndpoint.Validate(command, Given.Applicant, new("li.hua")).ShouldBeRefused(403, "forbidden");
        ProposeRoleEndpoint.Validate(command, Admin, new("admin.one")).ShouldBeRefused(403, "forbidden");
        ProposeRoleEndpoint.Validate(command, Admin, new(ActorId: null)).ShouldBeRefused(404, "not-found");
    }

    [Fact]
    public void a_role_is_proposed_that_there_is_and_that_is_not_granted_or_proposed_already()
    {
        ProposeRoleEndpoint.Validate(new("king", "轮岗"), Admin, LiHua()).ShouldBeInvalid("$.role");
        ProposeRoleEndpoint.Validate(new(Roles.Auditor, "轮岗"), Admin, LiHua(Proposed())).ShouldBeRefused(409, "already-exists");
        ProposeRoleEndpoint.Validate(new(Roles.Auditor, "轮岗"), Admin, LiHua(Proposed(), new RoleGranted(Proposal, Roles.Auditor))).ShouldBeRefused(409, "already-exists");
        ProposeRoleEndpoint.Validate(new(Roles.Auditor, "轮岗"), Admin, LiHua(Proposed(), new RoleGranted(Proposal, Roles.Auditor), new RoleRevoked(Roles.Auditor, Given.Key.Seal("调离")))).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => ProposeRoleEndpoint.Validate(new(Roles.Auditor, s), Admin, LiHua()), lines: true);
        var proposed = ProposeRoleEndpoint.Decide(Proposal, new(Roles.Auditor, "轮岗"), Given.Key);
        (proposed.ProposalId, proposed.Role, Given.Key.Open(proposed.Reason)).ShouldBe((Proposal, Roles.Auditor, "轮岗"));
    }

    [Fact]
    public void a_role_is_granted_by_a_second_officer()
    {
        GrantRoleEndpoint.Validate(new(Proposal), SecondAdmin, LiHua(Proposed())).ShouldBeAccepted();
        GrantRoleEndpoint.Decide(new(Proposal), LiHua(Proposed())).ShouldBe(new(Proposal, Roles.Auditor));
        GrantRoleEndpoint.Validate(new(Proposal), Admin, LiHua(Proposed())).ShouldBeRefused(403, "forbidden");
        GrantRoleEndpoint.Validate(new(Proposal), Given.Officer with { Role = Roles.RoleAdmin }, LiHua(Proposed())).ShouldBeRefused(403, "forbidden");
        GrantRoleEndpoint.Validate(new(Proposal), SecondSupervisor, LiHua(Proposed())).ShouldBeRefused(403, "forbidden");
        GrantRoleEndpoint.Validate(new(Proposal), SecondAdmin, LiHua()).ShouldBeInvalid("$.proposalId");
        GrantRoleEndpoint.Validate(new(Proposal), SecondAdmin, LiHua(Proposed(), new RoleGranted(Proposal, Roles.Auditor))).ShouldBeInvalid("$.proposalId");
    }

    [Fact]
    public void a_role_is_denied_by_any_officer_who_grants_roles_but_the_one_concerned()
    {
        DenyRoleEndpoint.Validate(new(Proposal, "不需要"), SecondAdmin, LiHua(Proposed())).ShouldBeAccepted();
        DenyRoleEndpoint.Validate(new(Proposal, "不需要"), Admin, LiHua(Proposed())).ShouldBeAccepted();
        DenyRoleEndpoint.Validate(new(Proposal, "不需要"), Given.Officer with { Role = Roles.RoleAdmin }, LiHua(Proposed())).ShouldBeRefused(403, "forbidden");
        DenyRoleEndpoint.Validate(new(Proposal, "不需要"), Admin, LiHua()).ShouldBeInvalid("$.proposalId");
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => DenyRoleEndpoint.Validate(new(Proposal, s), Admin, LiHua(Proposed())), lines: true);
        DenyRoleEndpoint.Decide(new(Proposal, "不需要"), LiHua(Proposed()), Given.Key).Role.ShouldBe(Roles.Auditor);
        LiHua(Proposed(), new RoleDenied(Proposal, Roles.Auditor, Given.Key.Seal("不需要"))).Standing!.Proposals.ShouldBeEmpty();
    }

    [Fact]
    public void a_role_is_revoked_by_one_officer_once()
    {
        RevokeRoleEndpoint.Validate(new("receiver", "调离"), Admin, new("li.hua")).ShouldBeAccepted();
        RevokeRoleEndpoint.Validate(new("receiver", "调离"), Supervisor, new("li.hua")).ShouldBeRefused(403, "forbidden");
        RevokeRoleEndpoint.Validate(new("handler", "调离"), Admin, LiHua(new RoleRevoked("handler", Given.Key.Seal("调离")))).ShouldBeRefused(409, "already-exists");
        Texts.ShouldBeTakenOnly("$.role", 100, s => RevokeRoleEndpoint.Validate(new(s, "调离"), Admin, LiHua()));
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => RevokeRoleEndpoint.Validate(new("handler", s), Admin, LiHua()), lines: true);
        RevokeRoleEndpoint.Decide(new("handler", "调离"), Given.Key).Role.ShouldBe("handler");
    }

    [Fact]
    public void what_counts_of_a_role_is_the_last_word()
    {
        string[] ofSignIn = ["handler", "head"];
        var revoked = new RoleRevoked("handler", Given.Key.Seal("调离"));
        Roles(LiHua()).ShouldBe(["handler", "head"]);
        Roles(LiHua(Proposed(), new RoleGranted(Proposal, "auditor"))).ShouldBe(["handler", "head", "auditor"]);
        Roles(LiHua(revoked)).ShouldBe(["head"]);
        Roles(LiHua(revoked, Proposed("handler"))).ShouldBe(["head"]);
        Roles(LiHua(revoked, Proposed("handler"), new RoleGranted(Proposal, "handler"))).ShouldBe(["handler", "head"]);
        Roles(LiHua(Proposed(), new RoleGranted(Proposal, "auditor"), new RoleRevoked("auditor", Given.Key.Seal("调离")))).ShouldBe(["handler", "head"]);

        IEnumerable<string> Roles(OfficerOnRecord officer) => officer.Standing!.Effective(ofSignIn);
    }

    [Fact]
    public void an_officer_acts_in_a_role_they_hold_and_not_while_locked()
    {
        Officer.Refuse(null, Given.Officer).ShouldBeAccepted();
        Officer.Refuse(null, Given.Officer with { RolesOfSignIn = ["head"] }).ShouldBeRefused(403, "forbidden").Detail!.ShouldContain("do not have");
        Officer.Refuse(null, Given.Officer with { Role = "7391 Zweifelhaft", RolesOfSignIn = ["head"] }).ShouldBeRefused(403, "forbidden").Detail!.ShouldNotContain("7391");
        Officer.Refuse(null, Given.Officer with { RolesOfSignIn = ["head", "handler"] }).ShouldBeAccepted();
        Officer.Refuse(LiHua(new RoleRevoked("handler", Given.Key.Seal("调离"))).Standing, Given.Officer).ShouldBeRefused(403, "forbidden").Detail!.ShouldContain("was revoked");
        Officer.Refuse(LiHua(new RoleRevoked("head", Given.Key.Seal("调离"))).Standing, Given.Officer).ShouldBeAccepted();
        var granted = LiHua(Proposed(), new RoleGranted(Proposal, Roles.Auditor)).Standing;
        Officer.Refuse(granted, Given.Officer with { Role = Roles.Auditor, RolesOfSignIn = ["handler"] }).ShouldBeAccepted();
        Officer.Refuse(LiHua(Locked).Standing, Given.Officer).ShouldBeRefused(403, "forbidden").Detail!.ShouldContain("locked");
        Officer.Refuse(LiHua(Locked, Unlocking, new OfficerUnlocked(Proposal)).Standing, Given.Officer).ShouldBeAccepted();
    }

    [Fact]
    public void a_supervisor_locks_an_officer_once()
    {
        LockOfficerEndpoint.Validate(new("异常查询"), Supervisor, new("li.hua")).ShouldBeAccepted();
        LockOfficerEndpoint.Validate(new("异常查询"), Admin, new("li.hua")).ShouldBeRefused(403, "forbidden");
        LockOfficerEndpoint.Validate(new("异常查询"), Supervisor, LiHua(Locked)).ShouldBeRefused(409, "already-exists");
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => LockOfficerEndpoint.Validate(new(s), Supervisor, LiHua()), lines: true);
        Given.Key.Open(LockOfficerEndpoint.Decide(new("异常查询"), Given.Key).Reason).ShouldBe("异常查询");
    }

    [Fact]
    public void two_supervisors_unlock_an_officer()
    {
        ProposeUnlockEndpoint.Validate(new("已查明"), Supervisor, LiHua(Locked)).ShouldBeAccepted();
        ProposeUnlockEndpoint.Validate(new("已查明"), Given.Officer with { Role = Roles.Supervisor, Purpose = "Oversight" }, LiHua(Locked)).ShouldBeRefused(403, "forbidden");
        ProposeUnlockEndpoint.Validate(new("已查明"), Supervisor, LiHua()).ShouldBeRefused(409, "not-in-this-state");
        ProposeUnlockEndpoint.Validate(new("已查明"), Supervisor, LiHua(Locked, Unlocking)).ShouldBeRefused(409, "already-exists");
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => ProposeUnlockEndpoint.Validate(new(s), Supervisor, LiHua(Locked)), lines: true);
        ProposeUnlockEndpoint.Decide(Proposal, new("已查明"), Given.Key).ProposalId.ShouldBe(Proposal);

        UnlockOfficerEndpoint.Validate(new(Proposal), SecondSupervisor, LiHua(Locked, Unlocking)).ShouldBeAccepted();
        UnlockOfficerEndpoint.Validate(new(Proposal), Supervisor, LiHua(Locked, Unlocking)).ShouldBeRefused(403, "forbidden");
        UnlockOfficerEndpoint.Validate(new(Proposal), Given.Officer with { Role = Roles.Supervisor, Purpose = "Oversight" }, LiHua(Locked, Unlocking)).ShouldBeRefused(403, "forbidden");
        UnlockOfficerEndpoint.Validate(new(Proposal), SecondAdmin, LiHua(Locked, Unlocking)).ShouldBeRefused(403, "forbidden");
        UnlockOfficerEndpoint.Validate(new(LedgerIds.Unknown), SecondSupervisor, LiHua(Locked, Unlocking)).ShouldBeInvalid("$.proposalId");
        UnlockOfficerEndpoint.Validate(new(Proposal), SecondSupervisor, LiHua(Locked)).ShouldBeInvalid("$.proposalId");
        UnlockOfficerEndpoint.Decide(new(Proposal)).ShouldBe(new(Proposal));
        // A lock of its own answers no earlier proposal.
        LiHua(Locked, Unlocking, new OfficerUnlocked(Proposal), Locked).Standing!.Unlocking.ShouldBeNull();
    }

    [Fact]
    public void relatives_are_declared_by_the_officer_or_with_a_reason_by_a_supervisor()
    {
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Officer, new("li.hua"), Given.Key).ShouldBeAccepted();
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Colleague, new("li.hua"), Given.Key).ShouldBeRefused(403, "forbidden");
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Applicant, new(Given.Applicant.ActorId), Given.Key).ShouldBeRefused(403, "forbidden");
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Supervisor, new("li.hua"), Given.Key).ShouldBeInvalid("$.reason");
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐", "群众反映"), Supervisor, new("li.hua"), Given.Key).ShouldBeAccepted();
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Officer, new(ActorId: null), Given.Key).ShouldBeRefused(404, "not-found");
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Officer, new("li.hua"), null).ShouldBeInvalid("$.citizenId");
        DeclareKinEndpoint.Validate(new(Given.Citizen, "姐姐"), Given.Officer, LiHua(new KinDeclared(Given.Citizen, Given.Key.Seal("姐姐"))), Given.Key).ShouldBeRefused(409, "already-exists");
        Texts.ShouldBeTakenOnly("$.relation", 100, s => DeclareKinEndpoint.Validate(new(Given.Citizen, s), Given.Officer, new("li.hua"), Given.Key));
        Given.Key.Open(DeclareKinEndpoint.Decide(new(Given.Citizen, "姐姐"), Given.Key).Relation).ShouldBe("姐姐");
    }

    [Fact]
    public void a_declaration_is_withdrawn_by_a_supervisor_and_not_by_the_officer()
    {
        var declared = LiHua(new KinDeclared(Given.Citizen, Given.Key.Seal("姐姐")));
        WithdrawKinEndpoint.Validate(new(Given.Citizen, "误报"), Supervisor, declared).ShouldBeAccepted();
        WithdrawKinEndpoint.Validate(new(Given.Citizen, "误报"), Given.Officer, declared).ShouldBeRefused(403, "forbidden");
        WithdrawKinEndpoint.Validate(new(Given.Citizen, "误报"), Given.Officer with { Role = Roles.Supervisor, Purpose = "Oversight" }, declared).ShouldBeRefused(403, "forbidden");
        WithdrawKinEndpoint.Validate(new(Given.Other, "误报"), Supervisor, declared).ShouldBeInvalid("$.citizenId");
        Texts.ShouldBeTakenOnly("$.reason", 1000, s => WithdrawKinEndpoint.Validate(new(Given.Citizen, s), Supervisor, declared), lines: true);
        WithdrawKinEndpoint.Decide(new(Given.Citizen, "误报"), Given.Key).RelativeId.ShouldBe(Given.Citizen);
        LiHua(new KinDeclared(Given.Citizen, Given.Key.Seal("姐姐")), new KinWithdrawn(Given.Citizen, Given.Key.Seal("误报"))).Standing!.Kin.ShouldBeEmpty();
    }

    [Fact]
    public void who_the_officer_is_as_a_citizen_the_officer_says_once()
    {
        LinkOwnRecordEndpoint.Validate(new(Given.Citizen), Given.Officer, new("li.hua"), Given.Key).ShouldBeAccepted();
        LinkOwnRecordEndpoint.Validate(new(Given.Citizen), Given.Colleague, new("li.hua"), Given.Key).ShouldBeRefused(403, "forbidden");
        LinkOwnRecordEndpoint.Validate(new(Given.Citizen), Given.Officer, new("li.hua"), null).ShouldBeInvalid("$.citizenId");
        var linked = LiHua(new OwnRecordLinked(Given.Citizen));
        LinkOwnRecordEndpoint.Validate(new(Given.Other), Given.Officer, linked, Given.Key).ShouldBeRefused(403, "forbidden");
        LinkOwnRecordEndpoint.Validate(new(Given.Other), Supervisor, linked, Given.Key).ShouldBeAccepted();
        LinkOwnRecordEndpoint.Validate(new(Given.Citizen), Supervisor, linked, Given.Key).ShouldBeRefused(409, "already-exists");
        LinkOwnRecordEndpoint.Decide(new(Given.Citizen)).CitizenId.ShouldBe(Given.Citizen);
        LiHua(new OwnRecordLinked(Given.Citizen), new KinDeclared(Given.Other, Given.Key.Seal("姐姐"))).Standing!.Kin.ShouldBe([Given.Citizen, Given.Other]);
    }

    [Fact]
    public void the_standing_is_shown_to_the_officer_to_supervisors_and_to_who_grants_roles()
    {
        GetOfficerEndpoint.Validate("li.hua", Given.Officer).ShouldBeAccepted();
        GetOfficerEndpoint.Validate("li.hua", Supervisor).ShouldBeAccepted();
        GetOfficerEndpoint.Validate("li.hua", Admin).ShouldBeAccepted();
        GetOfficerEndpoint.Validate("li.hua", Given.Colleague).ShouldBeRefused(403, "forbidden");
        GetOfficerEndpoint.Validate("li.hua", Given.Applicant).ShouldBeRefused(403, "forbidden");
        GetOfficerEndpoint.Validate("li;hua", Supervisor).ShouldBeRefused(404, "not-found");

        var standing = LiHua(new KinDeclared(Given.Citizen, Given.Key.Seal("姐姐")), new Done(Admin, new RoleRevoked("head", Given.Key.Seal("调离")))).Standing!;
        GetOfficerEndpoint.View(standing, Supervisor).Relatives.ShouldBe([Given.Citizen]);
        GetOfficerEndpoint.View(standing, Admin).Relatives.ShouldBeNull();
        var own = GetOfficerEndpoint.View(standing, Given.Officer);
        own.Relatives.ShouldBeNull();
        own.Roles.Select(r => (r.Role, r.Held, r.Ground, r.By)).ShouldBe([("handler", true, RoleGround.SignIn, null), ("head", false, RoleGround.Revoked, "admin.one")]);
    }

    [Fact]
    public void two_officers_are_two_of_the_right_role()
    {
        var first = Proposer.Of(Admin);
        TwoOfficers.Refuse(SecondAdmin, first, Roles.RoleAdmin).ShouldBeNull();
        TwoOfficers.Refuse(Admin, first, Roles.RoleAdmin).ShouldBeRefused(403, "forbidden");
        TwoOfficers.Refuse(Supervisor, first, Roles.RoleAdmin).ShouldBeRefused(403, "forbidden");
        TwoOfficers.Refuse(SecondAdmin, Proposer.Of(Supervisor), Roles.RoleAdmin).ShouldBeRefused(403, "forbidden");
        TwoOfficers.Refuse(Given.Applicant with { Role = Roles.RoleAdmin }, first, Roles.RoleAdmin).ShouldBeRefused(403, "forbidden");
        TwoOfficers.Refuse(SecondAdmin, first, Roles.RoleAdmin, ofAnotherDepartment: true).ShouldBeRefused(403, "forbidden");
        TwoOfficers.Refuse(SecondAdmin with { Department = Items.OtherDepartment }, first, Roles.RoleAdmin, ofAnotherDepartment: true).ShouldBeNull();
    }

    [Theory]
    [InlineData("li.hua", "li.hua"), InlineData("a%2Fb c", "a/b c"), InlineData("李华", "李华"), InlineData("a@b", "a@b"), InlineData("a%40b", null), InlineData("..", null), InlineData("a;b", null), InlineData("a%b", null), InlineData(" a", null), InlineData("", null), InlineData("a\n", null)]
    public void an_address_names_an_officer_by_the_id_they_sign_in_with(string inAddress, string? id) => OfficerStream.Read(inAddress).ShouldBe(id);

    [Fact]
    public void every_officer_has_a_stream_of_their_own_that_never_changes()
    {
        OfficerStream.Of("li.hua").ShouldBe(OfficerStream.Of("li.hua"));
        OfficerStream.Of("li.hua").ShouldNotBe(OfficerStream.Of("li.hub"));
        OfficerStream.Of("li.hua").Version.ShouldBe(8);
    }
}
