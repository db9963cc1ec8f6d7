using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// What a request of the API states besides who sends it, each in a header, once, all optional but an officer's and a system's purpose:
/// <code>Purpose: ServiceProvision    Matter: 0199…    Legal-Basis: LIC-32    Channel: window    On-Behalf-Of: 0199…    Break-Glass: 0199…    Role: handler</code>
/// Matter is an application's id, On-Behalf-Of a mandate's, Break-Glass an emergency access's; Role is one of the token's or granted here, and needed unless the token has just one.
/// </summary>
public static class RequestStatement
{
    public const string Purpose = "Purpose", Matter = "Matter", LegalBasis = "Legal-Basis", Channel = "Channel", OnBehalfOf = "On-Behalf-Of", BreakGlass = "Break-Glass", Role = "Role";

    static readonly string[] Headers = [Purpose, Matter, LegalBasis, Channel, OnBehalfOf, BreakGlass, Role];

    /// <summary>The act of a request: who, by sign-in, and what they state; or why the statement cannot be taken.</summary>
    public static ProblemDetails? Read(IHeaderDictionary headers, SignedIn who, out Act act)
    {
        act = null!;
        foreach (var name in Headers)
            if (headers.TryGetValue(name, out var values) && (values.Count != 1 || !WhoIs.IsPlain(values[0]!)))
                return Problems.Invalid(name, "Send this header once, with 1 to 100 letters, digits, spaces and . _ : @ / -", "此请求头只发送一次：1 至 100 个字母、数字、空格或 . _ : @ / -");

        var (purpose, role) = (One(headers, Purpose), One(headers, Role));
        if (purpose is null && who.Kind is ActorKind.Officer or ActorKind.System)
            return Problems.Invalid(Purpose, "State the purpose of the request.", "请说明目的。");
        // An officer may have been granted it here: their standing tells.
        if (role is not null && who.Kind is not ActorKind.Officer && !who.Roles.Contains(role))
            return Problems.Invalid(Role, "It is none of your roles.", "您不具有该角色。");
        if (role is null && (who.Roles.Length > 1 || (who.Kind is ActorKind.Officer && who.Roles.Length == 0)))
            return Problems.Invalid(Role, "State the role you act in.", "请说明以何角色办理。");
        var channel = who.Kind is ActorKind.System ? Hosting.Channel.SystemInterface : Hosting.Channel.Online;
        if (One(headers, Channel) is { } c && !(char.IsAsciiLetter(c[0]) && Enum.TryParse(c, ignoreCase: true, out channel) && channel is not Hosting.Channel.Import))
            return Problems.Invalid(Channel, "It is no channel.", "渠道无效。");
        if (!Id(headers, Matter, out var matter))
            return Problems.Invalid(Matter, "The id of an application.", "应为申请的标识。");
        if (!Id(headers, OnBehalfOf, out var mandate))
            return Problems.Invalid(OnBehalfOf, "The id of a mandate.", "应为授权的标识。");
        if (!Id(headers, BreakGlass, out var glass))
            return Problems.Invalid(BreakGlass, "The id of a break-glass.", "应为紧急调阅的标识。");

        act = new Act(
            who.Kind, who.Id, channel, role ?? who.Roles.SingleOrDefault(), who.Department, who.Window, who.DivisionCode, who.UrbanRuralClass, matter, purpose, One(headers, LegalBasis), mandate,
            who.AssuranceLevel, BreakGlass: glass)
        { OwnCitizenId = who.Citizen, RolesOfSignIn = who.Kind is ActorKind.Officer ? who.Roles : null };
        return null;
    }

    static string? One(IHeaderDictionary headers, string name) => headers.TryGetValue(name, out var values) ? values[0] : null;

    static bool Id(IHeaderDictionary headers, string name, out Guid? id)
    {
        id = null;
        if (One(headers, name) is not { } text)
            return true;
        if (!Guid.TryParse(text, out var given))
            return false;
        id = given;
        return true;
    }
}
