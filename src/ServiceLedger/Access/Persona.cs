using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>
/// Who a request is from, in Development, until people sign in. The header, parts in any order, values without ';' and '=':
/// <code>Persona: kind=officer; id=li.hua; role=handler; department=11500000009275780L; window=W3; division=500103001;
///          class=111; channel=window; purpose=ServiceProvision; matter=0199…; basis=LIC-32; assurance=substantial; glass=0199…</code>
/// kind is officer, citizen or agent (of a village); a citizen's id is their citizen id; an officer names role, department and purpose.
/// </summary>
public sealed partial class Personas(RequestDelegate next)
{
    /// <summary>The request header.</summary>
    public const string Header = "Persona";

    static readonly string[] Known = ["kind", "id", "role", "department", "window", "division", "class", "channel", "purpose", "matter", "basis", "behalf", "assurance", "glass"];

    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var isOpen = endpoint is null || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var header = context.Request.Headers[Header];
        if (header.Count == 0 && isOpen)
        {
            await next(context);
            return;
        }

        if (Read(header.ToString(), out var act, out var fault))
        {
            context.Features.Set(act);
            await next(context);
            return;
        }

        await Problems.NotSignedIn($"Send the header {Header}: {fault}.", $"请发送请求头 {Header}（{fault}）。").WriteTo(context);
    }

    /// <summary>Reads the header; false with the part at fault when it is not one.</summary>
    public static bool Read(string header, out Act act, out string fault)
    {
        act = null!;
        var parts = new Dictionary<string, string>();
        foreach (var part in header.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = at < 0 ? part : part[..at].Trim();
            if (at < 0 || !Known.Contains(name) || !Value().IsMatch(part[(at + 1)..].Trim()) || !parts.TryAdd(name, part[(at + 1)..].Trim()))
            {
                fault = "every part is name=value, each name once, of " + string.Join(", ", Known);
                return false;
            }
        }

        var channel = Channel.Online;
        Guid matter = default, behalf = default, glass = default;
        fault = !parts.TryGetValue("kind", out var kindName) || kindName is not ("officer" or "citizen" or "agent") ? "kind=officer, kind=citizen or kind=agent"
            : !parts.TryGetValue("id", out var id) || (kindName == "citizen" && !Guid.TryParse(id, out _)) ? "id"
            : parts.TryGetValue("channel", out var c) && !(Enum.TryParse(c, ignoreCase: true, out channel) && char.IsAsciiLetter(c[0])) ? "channel"
            : parts.TryGetValue("division", out var division) && !DivisionCode.IsValid(division) ? "division (6, 9 or 12 digits)"
            : parts.TryGetValue("matter", out var m) && !Guid.TryParse(m, out matter) ? "matter (an application's id)"
            : parts.TryGetValue("behalf", out var b) && !Guid.TryParse(b, out behalf) ? "behalf (a mandate's id)"
            : parts.TryGetValue("glass", out var g) && !Guid.TryParse(g, out glass) ? "glass (a break-glass's id)"
            : kindName != "officer" && glass != default ? "glass is for officers"
            : kindName == "officer" && !(parts.ContainsKey("department") && parts.ContainsKey("role") && parts.ContainsKey("purpose")) ? "an officer names department, role and purpose"
            : "";
        if (fault.Length > 0)
            return false;

        var kind = kindName switch { "officer" => ActorKind.Officer, "agent" => ActorKind.Agent, _ => ActorKind.Citizen };
        act = new Act(
            kind, kind is ActorKind.Citizen ? Guid.Parse(parts["id"]).ToString() : parts["id"], channel, parts.GetValueOrDefault("role"), parts.GetValueOrDefault("department"),
            parts.GetValueOrDefault("window"), parts.GetValueOrDefault("division"), parts.GetValueOrDefault("class"), matter == default ? null : matter,
            parts.GetValueOrDefault("purpose"), parts.GetValueOrDefault("basis"), behalf == default ? null : behalf, parts.GetValueOrDefault("assurance"), BreakGlass: glass == default ? null : glass);
        return true;
    }

    [GeneratedRegex(@"^[\p{L}\p{N}._:/ -]{1,100}$")]
    private static partial Regex Value();
}

/// <summary>Outside Development nobody can sign in yet: what is open to everyone is served, a persona header is refused, and so is the rest.</summary>
public sealed class NobodyYet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        (context.GetEndpoint() is null || context.GetEndpoint()!.Metadata.GetMetadata<IAllowAnonymous>() is not null) && !context.Request.Headers.ContainsKey(Personas.Header)
            ? next(context)
            : Problems.NotSignedIn("This service has no sign-in yet; personas are for Development only.", "本服务尚未启用登录；Persona 仅限开发环境。").WriteTo(context);
}
