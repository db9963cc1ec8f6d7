using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The written decision is signed and sealed (LIC art. 38, 39).</summary>
/// <param name="DocumentHash">base64url SHA-256 of the document, 43 characters.</param>
public sealed record SignDecision(string Signer, string SealNumber, string DocumentHash, long Version, EarlierEffect? Effect = null);

public static class SignDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(SignDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Sign, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.signer", command.Signer, 100)
        ?? Text.Refuse("$.sealNumber", command.SealNumber, 100)
        ?? (Text.IsSha256(command.DocumentHash) ? WolverineContinue.NoProblems : Problems.Invalid("$.documentHash", Text.Sha256.En, Text.Sha256.Zh));

    [WolverinePost("/api/decisions/{decisionId:guid}/signature"), EmptyResponse]
    public static DecisionSigned Post(SignDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static DecisionSigned Decide(SignDecision command, Decision decision, SubjectKey key) =>
        new(decision.CitizenId, command.Signer, command.SealNumber, key.Seal(command.DocumentHash), command.Effect);
}
