using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>What was promised is checked.</summary>
public sealed record CheckCommitment(bool Kept, string Findings, long Version, EarlierEffect? Effect = null);

/// <summary>The person is told to put it right by a day.</summary>
public sealed record OrderFix(DateOnly DueBy, string Order, long Version, EarlierEffect? Effect = null);

/// <summary>The commitment is recorded as broken: no further ones until the credit is repaired.</summary>
public sealed record RecordBreach(string Reasons, long Version, EarlierEffect? Effect = null);

/// <summary>The credit is repaired.</summary>
public sealed record RepairCredit(string Reasons, long Version, EarlierEffect? Effect = null);

public static class CheckCommitmentEndpoint
{
    public static Task<SubjectKey> LoadAsync(Commitment commitment, Vault vault, CancellationToken ct) => vault.KeyOf(commitment.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(CheckCommitment command, Act act, Commitment commitment, TimeProvider time) =>
        commitment.Refuse(act, CommitmentAction.Check, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.findings", command.Findings, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/commitments/{commitmentId:guid}/check"), EmptyResponse]
    public static CommitmentChecked Post(CheckCommitment command, [State] Commitment commitment, SubjectKey key) =>
        new(commitment.CitizenId, command.Kept, key.Seal(command.Findings), command.Effect);
}

public static class OrderFixEndpoint
{
    public static Task<SubjectKey> LoadAsync(Commitment commitment, Vault vault, CancellationToken ct) => vault.KeyOf(commitment.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(OrderFix command, Act act, Commitment commitment, TimeProvider time) =>
        commitment.Refuse(act, CommitmentAction.OrderFix, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.DueBy < command.Effect.Day(time) ? Problems.Invalid("$.dueBy", "It lies before the day of this act.", "日期早于本行为之日。") : null)
        ?? Text.Refuse("$.order", command.Order, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/commitments/{commitmentId:guid}/fix-order"), EmptyResponse]
    public static CommitmentFixOrdered Post(OrderFix command, [State] Commitment commitment, SubjectKey key) =>
        new(commitment.CitizenId, command.DueBy, key.Seal(command.Order), command.Effect);
}

public static class RecordBreachEndpoint
{
    public static Task<SubjectKey> LoadAsync(Commitment commitment, Vault vault, CancellationToken ct) => vault.KeyOf(commitment.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RecordBreach command, Act act, Commitment commitment, TimeProvider time) =>
        commitment.Refuse(act, CommitmentAction.RecordBreach, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/commitments/{commitmentId:guid}/breach"), EmptyResponse]
    public static CommitmentBroken Post(RecordBreach command, [State] Commitment commitment, SubjectKey key) => new(commitment.CitizenId, key.Seal(command.Reasons), command.Effect);
}

public static class RepairCreditEndpoint
{
    public static Task<SubjectKey> LoadAsync(Commitment commitment, Vault vault, CancellationToken ct) => vault.KeyOf(commitment.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RepairCredit command, Act act, Commitment commitment, TimeProvider time) =>
        commitment.Refuse(act, CommitmentAction.Repair, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/commitments/{commitmentId:guid}/repair"), EmptyResponse]
    public static CommitmentRepaired Post(RepairCredit command, [State] Commitment commitment, SubjectKey key) => new(commitment.CitizenId, key.Seal(command.Reasons), command.Effect);
}

/// <summary>One commitment: what it stands for, where it stands, and what may be done next.</summary>
public sealed record CommitmentView(
    Guid Id, Guid ApplicationId, Guid CitizenId, string Department, IReadOnlyList<string> Papers, CommitmentStatus Status, DateOnly? FixBy, long Version, IReadOnlyList<CommitmentAction> Next);

public static class GetCommitmentEndpoint
{
    public static ProblemDetails Validate(Act act, Commitment commitment) => commitment.IsVisibleTo(act) ? WolverineContinue.NoProblems : Problems.NotFound();

    [WolverineGet("/api/commitments/{commitmentId:guid}")]
    public static CommitmentView Get([ReadModel] Commitment commitment, Act act) => new(
        commitment.Id, commitment.ApplicationId, commitment.CitizenId, commitment.DepartmentCode, commitment.Papers, commitment.Status, commitment.FixBy, commitment.Version, commitment.NextFor(act));
}
