using ServiceLedger.Access;
using ServiceLedger.Pages.Parts;

namespace ServiceLedger.Pages.Office;

/// <summary>The purposes an officer chooses from before a file opens.</summary>
public static class PurposeChoices
{
    // In the order in which they are needed; urgent help has a way of its own.
    static readonly string[] OfHandling = ["RequestedServiceProvision", "ServiceProvision", "Verification", "IdentityVerification", "PaymentManagement", "CommunicationManagement", "DisputeManagement", "RightsFulfillment"];

    /// <param name="role">Of who chooses; null for those who handle matters.</param>
    public static IEnumerable<Choice> Of(string? role) => (role switch
    {
        Roles.Supervisor or Roles.Auditor => Purposes.Supervision,
        Roles.ProtectionOfficer => Purposes.Protection,
        _ => OfHandling
    }).Select(code => new Choice(code, Purposes.InWords(code)));
}
