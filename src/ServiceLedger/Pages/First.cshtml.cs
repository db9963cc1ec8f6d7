using Microsoft.AspNetCore.Authorization;
using ServiceLedger.Access;

namespace ServiceLedger.Pages;

/// <summary>Where everyone begins: what this is, what is open, and in Development who can sign in and what to try.</summary>
[AllowAnonymous]
public sealed class FirstModel(IServiceProvider services) : LedgerPage
{
    /// <summary>Citizens of the development provider, by name; null where there is no such provider.</summary>
    public IReadOnlyList<DemoPerson>? Citizens { get; private set; }

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (services.GetService<DemoPeople>() is { } people)
            Citizens = await people.CitizensAsync(ct);
    }

    /// <summary>The demo officer of this id; null where there is none.</summary>
    public static DemoPerson? Officer(string id) => DemoPeople.Officers.FirstOrDefault(o => o.Id == id);

    /// <summary>The first demo officer of a role.</summary>
    public static DemoPerson Of(string role) => DemoPeople.Officers.First(o => o.Roles.Contains(role));
}
