using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Cards;

/// <summary>The office says why the card is not deserved.</summary>
public sealed record ContestCard(string Reasons, long Version);

/// <summary>The office has put right what the card is for, and says how.</summary>
public sealed record ReportRectification(string Report, long Version);

public static class ContestCardEndpoint
{
    public static Task<SubjectKey> LoadAsync(CardCase card, Vault vault, CancellationToken ct) => vault.KeyOf(card.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ContestCard command, Act act, CardCase card) =>
        card.Refuse(act, CardAction.Contest, command.Version) ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/supervision/cards/{cardId:guid}/contest"), EmptyResponse]
    public static CardContested Post(ContestCard command, [State("cardId")] CardCase card, SubjectKey key) => new(card.CitizenId, key.Seal(command.Reasons));
}

public static class ReportRectificationEndpoint
{
    public static Task<SubjectKey> LoadAsync(CardCase card, Vault vault, CancellationToken ct) => vault.KeyOf(card.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(ReportRectification command, Act act, CardCase card) =>
        card.Refuse(act, CardAction.ReportRectification, command.Version) ?? Text.Refuse("$.report", command.Report, 4000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/supervision/cards/{cardId:guid}/rectification"), EmptyResponse]
    public static RectificationDone Post(ReportRectification command, [State("cardId")] CardCase card, SubjectKey key) => new(card.CitizenId, key.Seal(command.Report));
}
