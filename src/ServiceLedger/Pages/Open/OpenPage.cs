using Microsoft.AspNetCore.Authorization;

namespace ServiceLedger.Pages.Open;

/// <summary>A page open to everyone; who is signed in changes nothing of what it tells.</summary>
[AllowAnonymous]
public abstract class OpenPage : LedgerPage
{
    protected override Statement States => new();

    protected string? Asked(string name) => Request.Query[name].ToString() is { Length: > 0 } value ? value : null;
}
