using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>Who watches over the looks of others.</summary>
public static class Supervisors
{
    public const string Role = "supervisor";

    /// <summary>Whether this is a supervisor at work as such: the role, and a purpose that needs no matter.</summary>
    public static bool Supervises(this Act act) => act.IsOfficer && act.Role == Role && Purposes.NeedNoMatter(act.Purpose);

    /// <summary>The refusal to everybody else.</summary>
    public static Microsoft.AspNetCore.Mvc.ProblemDetails? RefuseOthers(Act act) =>
        act.Supervises() ? null : Problems.Forbidden("This is for supervisors, for the purpose of oversight.", "仅限监督人员为监督目的使用。");
}
