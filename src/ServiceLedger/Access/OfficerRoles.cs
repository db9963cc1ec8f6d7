using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Roles of officers, in words; and those on which something hangs here.</summary>
public static class OfficerRoles
{
    public const string Supervisor = "supervisor", Head = "head";

    static readonly Dictionary<string, (string En, string Zh)> Words = new()
    {
        ["handler"] = ("case officer", "经办人员"),
        ["reviewer"] = ("reviewing officer", "审核人员"),
        ["decider"] = ("deciding officer", "决定人员"),
        [Head] = ("head of department", "部门负责人"),
        [Supervisor] = ("supervisor", "监督人员"),
        ["auditor"] = ("auditor", "审计人员"),
        ["dataAuthority"] = ("data authority", "数据主管人员")
    };

    /// <summary>The role in words, in the language asked for; one that is not known stays as it is.</summary>
    public static string InWords(string role) => Words.TryGetValue(role, out var known) ? Problems.InChinese ? known.Zh : known.En : role;

    /// <summary>Whether this is an officer who supervises departments.</summary>
    public static bool Supervises(this Act act) => act.IsOfficer && act.Role == Supervisor;
}
