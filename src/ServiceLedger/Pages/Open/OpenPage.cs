using Microsoft.AspNetCore.Authorization;

namespace ServiceLedger.Pages.Open;

/// <summary>A page open to everyone; who is signed in changes nothing on it.</summary>
[AllowAnonymous]
public abstract class OpenPage : LedgerPage
{
    protected override Statement States => new();

    protected string? Asked(string name) => Request.Query[name].ToString() is { Length: > 0 } value ? value : null;

    /// <summary>An address with those members that are given.</summary>
    public static string With(string address, params (string Name, string? Value)[] members) =>
        address + (string.Join('&', members.Where(m => !string.IsNullOrEmpty(m.Value)).Select(m => $"{m.Name}={Uri.EscapeDataString(m.Value!)}")) is { Length: > 0 } query ? "?" + query : "");
}
