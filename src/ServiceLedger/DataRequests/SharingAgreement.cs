using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.DataRequests;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>Two departments agree once on what one gives the other (Order 809).</summary>
public sealed record SharingAgreementSigned(string AgreementNumber, string Provider, string Recipient, AgreementTerms Terms);

/// <summary>New terms replace the old; requests granted under the old ones stay granted.</summary>
public sealed record SharingAgreementAmended(AgreementTerms Terms);
public sealed record SharingAgreementEnded(string Reason);

/// <summary>What is shared, for what, on which law, from and to when.</summary>
public sealed record AgreementTerms(string[] DataItemCodes, string[] Fields, string[] Purposes, string LegalBasis, DateOnly ValidFrom, DateOnly ValidTo);

/// <summary>What the events add up to.</summary>
public sealed record SharingAgreement(Guid Id, string AgreementNumber, string Provider, string Recipient, AgreementTerms Terms, int TermsVersion, bool Ended, long Version = 0)
{
    public static SharingAgreement Create(IEvent<SharingAgreementSigned> e) => new(e.StreamId, e.Data.AgreementNumber, e.Data.Provider, e.Data.Recipient, e.Data.Terms, 1, false);
    public SharingAgreement Apply(SharingAgreementAmended e) => this with { Terms = e.Terms, TermsVersion = TermsVersion + 1 };
    public SharingAgreement Apply(SharingAgreementEnded _) => this with { Ended = true };

    public bool IsVisibleTo(Act act) =>
        act.IsOfficer && act.May(PolicyAction.Read, FileSection.DataRequests, Relation.Party) && (act.Department == Provider || act.Department == Recipient || act.Role is DataRequest.Authority or Roles.Supervisor);

    /// <summary>Refuses a change: it is the provider's to make, while the agreement stands.</summary>
    public ProblemDetails? RefuseChange(Act act, long version) =>
        !IsVisibleTo(act) ? Problems.NotFound()
        : act.Department != Provider ? Problems.Forbidden("The providing department changes the agreement.", "由数据提供部门变更协议。")
        : version != Version ? Problems.Stale()
        : Ended ? Problems.NotInThisState("ended", [])
        : null;

    /// <summary>Whether the agreement grants this on that day.</summary>
    public bool Covers(string recipient, string provider, string item, IEnumerable<string> fields, string purpose, DateOnly day) =>
        !Ended && Recipient == recipient && Provider == provider && Terms.DataItemCodes.Contains(item) && !fields.Except(Terms.Fields).Any() && Terms.Purposes.Contains(purpose)
        && Terms.ValidFrom <= day && day <= Terms.ValidTo;
}
