using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>(15) Own evidence prevails where the person contests what was fetched about them (Zhejiang 2018, art. 7).</summary>
public class the_persons_own_paper
{
    static readonly DataRequested Asked = new(Given.Citizen, Given.Matter, LedgerHost.Department, new(
        Items.OtherDepartment, "HUKOU", null, SharingClass.Unconditional, ["address", "name"], "ServiceProvision", "国务院令第809号", Given.Key.Seal("核实住址"), Urgency.Ordinary));
    static readonly DataRequestApproved Approved = new(Given.Citizen, ["address", "name"], new(2026, 8, 29), null, null);
    static readonly DataProvided Provided = new(
        Given.Citizen, [new("address", Given.Key.Seal("解放碑1号")), new("name", Given.Key.Seal("王芳"))], [], Given.Key.Seal("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"), "户籍系统", new(2026, 2, 27));
    static readonly EvidenceContestedBySubject Contested = new(Given.Citizen, "address", Given.Key.Seal("已迁至民权路2号"), LedgerIds.Unknown);
    static readonly Guid Correction = LedgerId.For(Given.Citizen);

    static DataRequest Request(params object[] then) => Given.State<DataRequest>(Given.Other, [Asked, Approved, Provided, .. then]);

    static Microsoft.AspNetCore.Mvc.ProblemDetails Use(DataRequest request, params string[] fields) =>
        RecordUseEndpoint.Validate(new(Given.Ruled, fields, request.Version), Given.Officer, request, new(Given.Decision()), Given.Clock);

    /// <summary>(15) The contested field carries no decision, alone or among others; the rest does.</summary>
    [Fact]
    public void prevails_over_a_contested_field_and_only_over_that()
    {
        foreach (var contested in new[] { Request(Contested), Request(Contested with { OwnEvidenceId = null }), Request(Contested, Contested) })
        {
            contested.Prevails("address").ShouldBe(FactSource.Person);
            contested.Prevails("name").ShouldBe(FactSource.Provider);
            Use(contested, "address").ShouldBeRefused(409, "own-evidence-prevails");
            Use(contested, "name", "address").ShouldBeRefused(409, "own-evidence-prevails");
            Use(contested, "name").ShouldBeAccepted();
        }

        Use(Request(), "name", "address").ShouldBeAccepted();
    }

    /// <summary>(15) It prevails until the person says that the field is right, or the provider has corrected it.</summary>
    [Fact]
    public void prevails_until_the_person_confirms_or_the_provider_corrects()
    {
        Use(Request(Contested, new EvidenceConfirmedBySubject(Given.Citizen, ["name"])), "address").ShouldBeRefused(409, "own-evidence-prevails");
        Use(Request(Contested, new EvidenceConfirmedBySubject(Given.Citizen, ["address"])), "address").ShouldBeAccepted();
        CorrectionPropagated Told(string field) => new(Given.Citizen, Correction, LedgerHost.Department, Given.Matter, field, Given.Key.Seal("民权路2号"), new(2026, 3, 2));
        Use(Request(Contested, Told("name")), "address").ShouldBeRefused(409, "own-evidence-prevails");
        Use(Request(Contested, Told("address")), "address").ShouldBeAccepted();
        Use(Request(Contested, Told("address"), Contested), "address").ShouldBeRefused(409, "own-evidence-prevails");
    }

    /// <summary>(15) The person contests, or the asking department for them at the window; nobody else does.</summary>
    [Fact]
    public void is_named_by_the_person_or_for_them()
    {
        var provided = Request();
        Microsoft.AspNetCore.Mvc.ProblemDetails Contest(Act act, ReuseScope reuse = ReuseScope.None, params object[] then) => ContestDataEndpoint.Validate(
            new("address", "已迁址", provided.Version, Given.Ruled), act, provided, Given.Clock,
            new([Given.State<HeldEvidence>(Given.Ruled, [new EvidenceReceived(Given.Citizen, "household-register", EvidenceGrade.C, null, new(reuse), new("ab", Given.Key.Seal("h"), "application/pdf", 1)), .. then])]));
        Contest(Given.Applicant).ShouldBeAccepted();
        Contest(Given.Officer, ReuseScope.AnyDepartment).ShouldBeAccepted();
        Contest(Given.Officer).ShouldBeInvalid("$.ownEvidenceId");
        Contest(Given.Applicant, ReuseScope.None, new EvidenceInvalidated(Given.Citizen, InvalidityGround.FoundFalse, Given.Key.Seal("伪造"))).ShouldBeInvalid("$.ownEvidenceId");
        ContestDataEndpoint.Validate(new("address", "已迁址", provided.Version, LedgerIds.Unknown), Given.Applicant, provided, Given.Clock).ShouldBeInvalid("$.ownEvidenceId");
        ContestDataEndpoint.Validate(new("address", "已迁址", provided.Version), Given.ForeignOfficer, provided, Given.Clock).ShouldBeRefused(403, "forbidden");
        ContestDataEndpoint.Validate(new("address", "已迁址", provided.Version), Given.Stranger, provided, Given.Clock).ShouldBeRefused(404, "not-found");
        ContestDataEndpoint.Post(new("address", "已迁址", provided.Version, LedgerIds.Unknown), provided, Given.Key).OwnEvidenceId.ShouldBe(LedgerIds.Unknown);
    }
}
