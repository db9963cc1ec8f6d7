using static ServiceLedger.Access.FieldClass;
using static ServiceLedger.Access.PolicyAction;
using static ServiceLedger.Access.PolicyEffect;
using static ServiceLedger.Access.Relation;

namespace ServiceLedger.Access;

/// <summary>The rules the service ships with: recorded as version 1 of the policy when it first starts.</summary>
static class ShippedPolicy
{
    const string InTheirDuties = "《个人信息保护法》第三十四条（PIPL 34）、国务院令第716号第七条";

    // Who works on matters.
    static readonly string[] Offices = [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head, Roles.DataSteward, "system"];
    static readonly string[] Service = ["ServiceProvision", "RequestedServiceProvision", "PaymentManagement", "Verification", "IdentityVerification", "CommunicationManagement", "DisputeManagement"];
    static readonly FileSection[] Matters = [FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.EvidenceContent, FileSection.History, FileSection.Mandates, FileSection.Participation];

    // Which officer it was, a person learns by asking.
    static readonly FieldClass[] Own = [Facts, Name, IdNumber, BirthDate, Residence, Texts, Values, Content];

    public static PolicyRule[] Rules { get; } =
    [
        new("own-file", Permit, ["citizen"], [Self], [], Own, [Read, Export, Print, Write], [], false, "《个人信息保护法》第四十四条、第四十五条（PIPL 44, 45）"),
        new("by-mandate", Permit, ["citizen", "agent"], [Represented], [], Own, [Read, Export, Print, Write], [], false, "《民法典》第一百六十一条（代理）"),
        new("own-matters", Permit, Offices, [InCharge], Matters, [Facts, Name, BirthDate, Residence, Texts, Values, Content, Officers], [Read, Print, Write], Service, false, InTheirDuties),
        new("matters-taken-part-in", Permit, Offices, [Party], Matters, [Facts, Name, BirthDate, Residence, Texts, Values, Content, Officers], [Read, Write], Service, false, InTheirDuties),
        new("who-it-is", Permit, Offices, [InCharge, Party], [FileSection.Identity], [Facts, Name, BirthDate, Residence], [Read, Print], Service, true, InTheirDuties),
        new("deciding", Permit, [Roles.Handler, Roles.Decider, Roles.Head, "system"], [InCharge, Party], [FileSection.Applications, FileSection.Decisions, FileSection.Commitments], [], [Decide], Service, false, "《行政许可法》第三十七条、第三十八条（LIC 37, 38）"),
        new("intake", Permit, [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head, "system"], [], [FileSection.Identity], [], [Search, Register], Service, false, InTheirDuties),
        new("data-authority", Permit, [Roles.DataAuthority], [Party], [FileSection.DataRequests, FileSection.History], [Facts, Texts, Officers], [Read, Write], Service, false, "国务院令第809号第二十六条"),
        new("supervision", Permit, [Roles.Supervisor], [], [], [Facts, Name, BirthDate, Residence, Texts, Officers], [Read, Supervise], Purposes.Supervision, false, "《行政许可法》第十条、第六十条（LIC 10, 60）"),
        new("finding-for-supervision", Permit, [Roles.Supervisor], [], [FileSection.Identity], [], [Search], Purposes.Supervision, false, "《行政许可法》第十条、第六十条（LIC 10, 60）"),
        new("audit", Permit, [Roles.Auditor], [], [FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.History, FileSection.Accesses, FileSection.Rights, FileSection.Participation, FileSection.Reviews], [Facts, Officers], [Read], Purposes.Supervision, false, "《个人信息保护法》第五十四条（PIPL 54）"),
        new("auditing-the-log", Permit, [Roles.Auditor], [], [], [Facts], [AuditLog], Purposes.Supervision, false, "《个人信息保护法》第五十四条（PIPL 54）"),
        new("looks-of-the-own-office", Permit, Offices, [InCharge], [FileSection.Accesses], [Facts, Texts], [Read, Write], Service, false, "《个人信息保护法》第五十条（PIPL 50）"),
        new("judging-looks", Permit, [Roles.Supervisor], [], [FileSection.Accesses], [Facts, Texts, Officers], [Write], Purposes.Supervision, false, "《个人信息保护法》第五十条、第六十五条（PIPL 50, 65）"),
        new("in-an-emergency", Permit, [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head], [Emergency], [], [Facts, Name, BirthDate, Residence, Texts, Officers], [Read], ["Emergency"], false, "《个人信息保护法》第十三条第四项（PIPL 13(4)）"),
        new("breaking-the-glass", Permit, [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head], [Relation.None], [], [Facts], [PolicyAction.BreakGlass], [], false, "《个人信息保护法》第十三条第四项（PIPL 13(4)）"),
        new("roles", Permit, [Roles.RoleAdmin], [], [], [Facts], [GrantRoles], Purposes.Supervision, false, "《个人信息保护法》第五十一条（PIPL 51）"),
        new("rules", Permit, [Roles.PolicyAdmin], [], [], [Facts], [ChangePolicy], Purposes.Supervision, false, "《个人信息保护法》第五十一条（PIPL 51）"),
        new("reviewing", Permit, [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head], [InCharge], [FileSection.Reviews], [Facts, Texts, Officers], [Read, Write], Service, false, "《行政复议法》第四条（REV 4）"),
        new("answering-reviews", Permit, [Roles.Handler, Roles.Decider, Roles.Head], [Party], [FileSection.Reviews], [Facts, Texts, Officers], [Read, Write], Service, false, "《行政复议法》第四十八条（REV 48）、《行政诉讼法》第六十七条（LIT 67）"),
        new("deciding-on-challenges", Permit, [Roles.Handler, Roles.Decider, Roles.Head], [InCharge, Party], [FileSection.Reviews], [], [Decide], Service, false, "《行政复议法》第六十一条（REV 61）"),
        new("rights-of-persons", Permit, [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head, Roles.ProtectionOfficer], [InCharge], [FileSection.Rights], [Facts, Texts, Officers], [Read, Write], ["RightsFulfillment"], false, "《个人信息保护法》第四十四条至第五十条（PIPL 44–50）"),
        new("deciding-on-rights", Permit, [Roles.Decider, Roles.Head, Roles.ProtectionOfficer], [InCharge], [FileSection.Rights], [], [Decide], ["RightsFulfillment"], false, "《个人信息保护法》第五十条（PIPL 50）"),
        new("copies-for-next-of-kin", Permit, [Roles.ProtectionOfficer], [InCharge], [], [Facts, Name, IdNumber, BirthDate, Residence, Texts, Values], [Export], ["RightsFulfillment"], false, "《个人信息保护法》第四十九条（PIPL 49）"),
        new("protecting", Permit, [Roles.ProtectionOfficer], [], [FileSection.Applications, FileSection.Decisions, FileSection.Evidence, FileSection.Rights], [Facts, Officers], [Read, Restrict, Destroy], Purposes.Protection, false, "《个人信息保护法》第四十七条、第五十二条（PIPL 47, 52）、《档案法实施条例》第二十四条"),
        new("restricted-data", Permit, [Roles.Auditor], [], [], [], [ReadRestricted], ["LegalCompliance"], false, "《个人信息保护法》第四十七条、第五十四条（PIPL 47, 54）"),
        new("own-office", Permit, [], [Relation.None], [], [Facts], [OwnOffice], [], false, "《个人信息保护法》第五十一条（PIPL 51）、《公务员法》第七十六条"),
        new("nobody-on-their-own-case", Forbid, [], [OwnCase], [], [], [], [], false, "《行政许可法》第四十八条、回避规定（nobody on their own or a relative's case）")
    ];
}
