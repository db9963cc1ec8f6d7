using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.DataRequests;

/// <summary>The providing department signs what it will give another one.</summary>
public sealed record SignAgreement(string AgreementNumber, string Recipient, AgreementTerms Terms);

/// <summary>The providing department changes the terms.</summary>
public sealed record AmendAgreement(AgreementTerms Terms, long Version);

/// <summary>The providing department ends the agreement.</summary>
public sealed record EndAgreement(string Reason, long Version);

/// <summary>The answer: the id only.</summary>
public sealed record AgreementAnswer(Guid AgreementId);

public static class SignAgreementEndpoint
{
    public static Task<KnownDepartments> LoadAsync(SignAgreement command, IQuerySession session, CancellationToken ct) => KnownDepartments.Load(session, [command.Recipient], ct);

    public static ProblemDetails Validate(SignAgreement command, Act act, KnownDepartments departments) =>
        (act.IsOfficer ? null : Problems.Forbidden("Departments agree on sharing.", "由部门之间签订共享协议。"))
        ?? Text.Refuse("$.agreementNumber", command.AgreementNumber, 100)
        ?? departments.Refuse("$.recipient", command.Recipient)
        ?? (command.Recipient == act.Department ? Problems.Invalid("$.recipient", "A department does not agree with itself.", "不得与本部门签订协议。") : null)
        ?? AgreedTerms.Refuse(command.Terms)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/sharing-agreements")]
    public static Created<AgreementAnswer> Post(SignAgreement command, Act act, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.New();
        session.Events.StartStream<SharingAgreement>(id, Decide(command, act));
        return record.Creates($"/api/sharing-agreements/{id}", new AgreementAnswer(id));
    }

    public static SharingAgreementSigned Decide(SignAgreement command, Act act) => new(command.AgreementNumber, act.Department!, command.Recipient, command.Terms);
}

public static class AmendAgreementEndpoint
{
    public static ProblemDetails Validate(AmendAgreement command, Act act, SharingAgreement agreement) =>
        agreement.RefuseChange(act, command.Version) ?? AgreedTerms.Refuse(command.Terms) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/sharing-agreements/{sharingAgreementId:guid}/amendment"), EmptyResponse]
    public static SharingAgreementAmended Post(AmendAgreement command, [State] SharingAgreement agreement) => new(command.Terms);
}

public static class EndAgreementEndpoint
{
    public static ProblemDetails Validate(EndAgreement command, Act act, SharingAgreement agreement) =>
        agreement.RefuseChange(act, command.Version) ?? Text.Refuse("$.reason", command.Reason, 1000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/sharing-agreements/{sharingAgreementId:guid}/ending"), EmptyResponse]
    public static SharingAgreementEnded Post(EndAgreement command, [State] SharingAgreement agreement) => new(command.Reason);
}

public static class GetAgreementEndpoint
{
    public static ProblemDetails Validate(Act act, SharingAgreement agreement) => agreement.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/sharing-agreements/{sharingAgreementId:guid}")]
    public static SharingAgreement Get([ReadModel] SharingAgreement agreement) => agreement;
}

static class AgreedTerms
{
    const int Most = 200;

    public static ProblemDetails? Refuse(AgreementTerms terms) =>
        Refuse("$.terms.dataItemCodes", terms.DataItemCodes) ?? Refuse("$.terms.fields", terms.Fields) ?? Refuse("$.terms.purposes", terms.Purposes)
        ?? Text.Refuse("$.terms.legalBasis", terms.LegalBasis, 300)
        ?? (terms.ValidTo < terms.ValidFrom ? Problems.Invalid("$.terms.validTo", "It ends before it begins.", "截止日期早于起始日期。") : null);

    static ProblemDetails? Refuse(string field, string[] values) =>
        values.Length is 0 or > Most ? Problems.Invalid(field, $"Between 1 and {Most}.", $"数量应为 1 至 {Most}。")
        : values.Select((value, i) => Text.Refuse($"{field}[{i}]", value, 100)).FirstOrDefault(fault => fault is not null);
}
