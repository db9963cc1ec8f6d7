using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>One data request as a fixed example: the department in charge asks another one what the person lives on; and the parties to it.</summary>
static class Asking
{
    public static readonly Guid Id = Given.Other, Correction = new("01980000-0000-7000-8000-0000000004a7"), Document = new("01980000-0000-7000-8000-0000000005a7"), AgreementId = new("01980000-0000-7000-8000-0000000006a7");
    public const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    public static readonly Act Asker = Given.Officer, Provider = Given.ForeignOfficer with { ActorId = "sun.li" };
    public static readonly Act Authority = Given.Officer with { ActorId = "zhang.wei", Role = DataRequest.Authority, Department = "11500000DEM0000228" };

    public static readonly DateOnly Today = new(2026, 3, 2), Until = new(2026, 3, 31);

    public static readonly DataAsked Asked = new(
        Items.OtherDepartment, "income", 3, SharingClass.Conditional, ["monthly", "since"], "ServiceProvision", "社会救助暂行办法第四十八条", Given.Key.Seal("核对收入"), Urgency.Ordinary);

    public static readonly DataRequestDrafted Drafted = new(Given.Citizen, Given.Matter, LedgerHost.Department, Asked);
    public static readonly DataRequested Requested = new(Given.Citizen, Given.Matter, LedgerHost.Department, Asked);
    public static readonly MoreInfoAsked InfoAsked = new(Given.Citizen, Given.Key.Seal("哪一年"));
    public static readonly DataRequestApproved Approved = new(Given.Citizen, ["monthly", "since"], Until, null, null);
    public static readonly DataRequestRefused Refused = new(Given.Citizen, DataRefusalGround.NotNecessary, "国务院令第809号第二十条", Given.Key.Seal("请申请人提交"));
    public static readonly DisputeRaised Disputed = new(Given.Citizen, Given.Key.Seal("确有必要"));
    public static readonly ProvidedField Monthly = new("monthly", Given.Key.Seal("2850.00")), Since = new("since", Given.Key.Seal("2010-01"));
    public static readonly DataProvided Provided = new(Given.Citizen, [Monthly, Since], [Document], Given.Key.Seal(Hash), "pensions", Today);
    public static readonly DataPartlyProvided Partly = new(Given.Citizen, [Monthly], [new("since", MissingReason.NotUpToDate)], [], Given.Key.Seal(Hash), "pensions", Today);
    public static readonly FulfilmentFailed Failed = new(Given.Citizen, "pensions", "E-504");
    public static readonly EvidenceContestedBySubject Contested = new(Given.Citizen, "monthly", Given.Key.Seal("2580.00"), null);
    public static readonly DataUsedInDecision Used = new(Given.Citizen, Given.Ruled, ["monthly"]);
    public static readonly CorrectionPropagated Told = new(Given.Citizen, Correction, LedgerHost.Department, Given.Matter, "monthly", Given.Key.Seal("2580.00"), Today);

    public static readonly AgreementTerms Terms = new(["income", "household"], ["monthly", "since", "members"], ["ServiceProvision"], "国务院令第809号第十八条", new(2026, 1, 1), new(2026, 12, 31));
    public static readonly SharingAgreementSigned Signed = new("渝数〔2026〕1号", Items.OtherDepartment, LedgerHost.Department, Terms);

    /// <summary>Version 1 is the request, then comes this.</summary>
    public static DataRequest Request(params object[] then) => Given.State<DataRequest>(Id, [Requested, .. then]);

    public static DataRequest Draft(params object[] then) => Given.State<DataRequest>(Id, [Drafted, .. then]);

    public static SharingAgreement Agreement(params object[] then) => Given.State<SharingAgreement>(AgreementId, [Signed, .. then]);

    public static DataRequest Request(DataRequestStatus status) => status switch
    {
        DataRequestStatus.Drafted => Draft(),
        DataRequestStatus.Requested => Request(),
        DataRequestStatus.NeedsMoreInfo => Request(InfoAsked),
        DataRequestStatus.Refused => Request(Refused),
        DataRequestStatus.Disputed => Request(Refused, Disputed),
        DataRequestStatus.Approved => Request(Approved),
        DataRequestStatus.Provided => Request(Approved, Provided),
        DataRequestStatus.PartlyProvided => Request(Approved, Partly),
        DataRequestStatus.NotFound => Request(Approved, new DataNotFound(Given.Citizen, "pensions", Today)),
        DataRequestStatus.Failed => Request(Approved, Failed),
        DataRequestStatus.Cancelled => Request(new DataRequestCancelled(Given.Citizen, Given.Key.Seal("不再需要"))),
        DataRequestStatus.Expired => Request(Approved, Provided, new DataRequestExpired(Given.Citizen)),
        DataRequestStatus.Disposed => Request(Approved, Provided, new DataReturnedOrDeleted(Given.Citizen, DataDisposal.Deleted)),
        _ => throw new System.Diagnostics.UnreachableException($"{status} has no example here.")
    };

    /// <summary>A document of this person, or another's, held by this department; null: kept by the citizen.</summary>
    public static KnownEvidence Documents(string? heldBy, Guid? citizen = null) =>
        new([Given.State<HeldEvidence>(Document, new EvidenceReceived(citizen ?? Given.Citizen, "income-proof", EvidenceGrade.B, heldBy, new(ReuseScope.None), new("ab", Given.Key.Seal("h"), "application/pdf", 1), null))]);
}
