using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>The roles in which officers act, as they stand in sign-in tokens, grants and the act of every event.</summary>
public static class Roles
{
    /// <summary>Takes in at a window what people bring.</summary>
    public const string Receiver = "receiver";

    /// <summary>Handles matters of the own department.</summary>
    public const string Handler = "handler";

    /// <summary>Decides for the department.</summary>
    public const string Decider = "decider";

    /// <summary>Heads the department: reviews, decides, presides.</summary>
    public const string Head = "head";

    /// <summary>Answers what other departments ask of the data the own one holds.</summary>
    public const string DataSteward = "dataSteward";

    /// <summary>Supervises who looks and acts; locks and unlocks officers.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>Reads for audits.</summary>
    public const string Auditor = "auditor";

    /// <summary>Settles disputes over the sharing of data (Order 809, art. 26).</summary>
    public const string DataAuthority = "dataAuthority";

    /// <summary>Grants and takes back roles.</summary>
    public const string RoleAdmin = "roleAdmin";

    /// <summary>Changes the policy of access.</summary>
    public const string PolicyAdmin = "policyAdmin";

    /// <summary>Answers for the protection of personal data (PIPL art. 52): restricts and holds, and has destroyed what was kept long enough.</summary>
    public const string ProtectionOfficer = "protectionOfficer";

    /// <summary>Each role in words; a role that does not stand here is not granted here.</summary>
    public static readonly IReadOnlyDictionary<string, (string En, string Zh)> Labels = new Dictionary<string, (string, string)>
    {
        [Receiver] = ("officer at a window", "窗口人员"),
        [Handler] = ("handling officer", "经办人员"),
        [Decider] = ("deciding officer", "审批人员"),
        [Head] = ("head of department", "部门负责人"),
        [DataSteward] = ("data steward", "数据管理员"),
        [Supervisor] = ("supervisor", "监督人员"),
        [Auditor] = ("auditor", "审计人员"),
        [DataAuthority] = ("data authority", "数据主管人员"),
        [RoleAdmin] = ("administrator of roles", "角色管理员"),
        [PolicyAdmin] = ("administrator of access policy", "访问策略管理员"),
        [ProtectionOfficer] = ("officer for the protection of personal data", "个人信息保护负责人")
    };

    /// <summary>The role in words, in the language asked for; one that is not known stays as it is.</summary>
    public static string InWords(string role) => Labels.TryGetValue(role, out var label) ? Problems.InChinese ? label.Zh : label.En : role;

    /// <summary>Whether this is an officer who supervises departments, for a purpose of supervision.</summary>
    public static bool Supervises(this Act act) => act.IsOfficer && act.May(PolicyAction.Supervise, FileSection.Accesses, Relation.None);

    /// <summary>The refusal to everybody who does not.</summary>
    public static ProblemDetails? RefuseOthersThanSupervisors(Act act) =>
        act.Supervises() ? null : Problems.Forbidden("This is for supervisors, for the purpose of oversight.", "仅限监督人员为监督目的使用。");
}
