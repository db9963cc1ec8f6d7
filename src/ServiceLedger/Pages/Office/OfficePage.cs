using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Office;

/// <summary>A page of those who work on matters: with every question it states why it asks, and for which matter.</summary>
public abstract class OfficePage : LedgerPage
{
    /// <summary>Why, as chosen before a file was opened; else that of the daily work. It stands in the address: what a form calls purpose is another thing.</summary>
    [FromQuery(Name = "purpose")]
    public string? Purpose { get; set; }

    /// <summary>The mandate under which an agent acts.</summary>
    [BindProperty(SupportsGet = true, Name = "mandate")]
    public Guid? Mandate { get; set; }

    public string StatedPurpose => Purpose ?? Usual(ChosenRole.Of(HttpContext));

    protected virtual Guid? StatedMatter => null;

    protected override Statement States => new(
        StatedPurpose, StatedMatter, Role: ChosenRole.Of(HttpContext), OnBehalfOf: Mandate,
        Channel: Who!.Kind is ActorKind.Agent ? Channel.VillageAgent : Who.Window is null ? Channel.Online : Channel.Window);

    /// <summary>What one page of the office states to another in its address.</summary>
    public string With(string address, Guid? matter = null) => Addresses.With(address, ("purpose", Purpose), ("matter", matter?.ToString()), ("mandate", Mandate?.ToString()));

    static string Usual(string? role) => role switch
    {
        Roles.Supervisor or Roles.Auditor => Purposes.Supervision[0],
        Roles.ProtectionOfficer => Purposes.Protection[0],
        _ => "RequestedServiceProvision"
    };
}
