using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>A certificate of what was granted or confirmed is issued (LIC art. 39); there is one in force at a time.</summary>
/// <param name="CertificateType">1 to 21 capital letters or digits (GB/T 36903).</param>
public sealed record IssueCertificate(string CertificateType, DateOnly ValidFrom, long Version, DateOnly? ValidTo = null, EarlierEffect? Effect = null);

public static class IssueCertificateEndpoint
{
    public static ProblemDetails Validate(IssueCertificate command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.IssueCertificate, command.Version, command.Effect, time.GetUtcNow()) ?? Refuse(command, decision) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/certificate"), EmptyResponse]
    public static CertificateIssued Post(IssueCertificate command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision) => Decide(command, decision);

    public static CertificateIssued Decide(IssueCertificate command, Decision decision) => new(
        decision.CitizenId, CertificateNumber.Make(decision.DepartmentCode, command.CertificateType, decision.DecisionNumber, decision.Certificates + 1),
        command.CertificateType, command.ValidFrom, command.ValidTo, command.Effect);

    static ProblemDetails? Refuse(IssueCertificate command, Decision decision) =>
        !CertificateNumber.IsType(command.CertificateType) ? Problems.Invalid("$.certificateType", "1 to 21 capital letters or digits.", "应为 1 至 21 个大写字母或数字。")
        : command.ValidFrom > command.ValidTo ? Problems.Invalid("$.validTo", "It ends before it begins.", "截止日期早于起始日期。")
        : decision.ValidTo is { } last && (command.ValidTo is null || command.ValidTo > last)
            ? Problems.Invalid("$.validTo", "A certificate does not outlast the decision it certifies.", "证照有效期不得超过决定的有效期。")
        : null;
}
