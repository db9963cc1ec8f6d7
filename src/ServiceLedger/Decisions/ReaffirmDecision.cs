using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Decisions;

/// <summary>The department looked again at corrected facts and stands by its decision.</summary>
/// <param name="DataRequestIds">The requests whose corrected facts were looked at.</param>
public sealed record ReaffirmDecision(IReadOnlyList<Guid> DataRequestIds, string Reasons, long Version);

public static class ReaffirmDecisionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Decision decision, Vault vault, CancellationToken ct) => vault.KeyOf(decision.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReaffirmDecision command, Act act, Decision decision, TimeProvider time) =>
        decision.Refuse(act, DecisionAction.Reaffirm, command.Version, null, time.GetUtcNow())
        ?? FindingsTold.RefuseIds("$.dataRequestIds", command.DataRequestIds, required: true)
        ?? RefuseOthers(command, decision)
        ?? Texts.RefuseReasons(command.Reasons) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/decisions/{decisionId:guid}/reaffirmation"), EmptyResponse]
    public static DecisionReaffirmed Post(ReaffirmDecision command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Decision decision, SubjectKey key) => Decide(command, decision, key);

    public static DecisionReaffirmed Decide(ReaffirmDecision command, Decision decision, SubjectKey key) => new(decision.CitizenId, [.. command.DataRequestIds], key.Seal(command.Reasons));

    static ProblemDetails? RefuseOthers(ReaffirmDecision command, Decision decision)
    {
        for (var i = 0; i < command.DataRequestIds.Count; i++)
            if (decision.ReviewDue.All(f => f.DataRequestId != command.DataRequestIds[i]))
                return Problems.Invalid($"$.dataRequestIds[{i}]", "No fact of this request is due for review.", "该数据请求没有待复查的事实。");
        return null;
    }
}
