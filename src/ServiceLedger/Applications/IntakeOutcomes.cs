using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

// What LIC art. 32(1) to (3) lets an officer do at once, before anything is accepted.

/// <summary>No permission is needed for what is asked (LIC art. 32(1)).</summary>
public sealed record NotifyNotRequired(string Article, long Version, string? Explanation = null, EarlierEffect? Effect = null);

/// <summary>The matter belongs elsewhere (LIC art. 32(2)).</summary>
/// <param name="CompetentAuthority">Whose it is, by name.</param>
public sealed record RefuseOutOfRemit(string CompetentAuthority, string Article, long Version, EarlierEffect? Effect = null);

/// <summary>An error is put right on the spot (LIC art. 32(3)).</summary>
/// <param name="Requirement">The id of one of the item's papers, or <c>situation</c>.</param>
public sealed record CorrectOnSpot(string Requirement, string Before, string After, long Version, EarlierEffect? Effect = null);

public static class NotifyNotRequiredEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(NotifyNotRequired command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.NotifyNotRequired, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.article", command.Article, 300)
        ?? Text.RefuseIfGiven("$.explanation", command.Explanation, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/not-required"), EmptyResponse]
    public static NotRequiredNotified Post(NotifyNotRequired command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.Article, key.Seal(command.Explanation), command.Effect);
}

public static class RefuseOutOfRemitEndpoint
{
    public static ProblemDetails Validate(RefuseOutOfRemit command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RefuseOutOfRemit, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.competentAuthority", command.CompetentAuthority, 200)
        ?? Text.Refuse("$.article", command.Article, 300)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/out-of-remit"), EmptyResponse]
    public static OutOfRemitRefused Post(RefuseOutOfRemit command, [State] Application application) =>
        new(application.CitizenId, command.CompetentAuthority, command.Article, command.Effect);
}

public static class CorrectOnSpotEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?)> LoadAsync(Application application, Vault vault, ItemCatalogue items, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct));

    public static ProblemDetails Validate(CorrectOnSpot command, Act act, Application application, ServiceItem? item, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.CorrectOnSpot, command.Version, command.Effect, time.GetUtcNow())
        ?? Requirements.Refuse("$.requirement", command.Requirement, item!.Terms(application.ItemVersion)!)
        ?? Text.Refuse("$.before", command.Before, 2000, lines: true)
        ?? Text.Refuse("$.after", command.After, 2000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/on-spot-corrections"), EmptyResponse]
    public static OnSpotErrorCorrected Post(CorrectOnSpot command, [State] Application application, SubjectKey key) =>
        new(application.CitizenId, command.Requirement, key.Seal(command.Before), key.Seal(command.After), command.Effect);
}

/// <summary>What may be asked for at all: the item's papers and what the applicant says of their case, nothing else (Chongqing 2021, art. 40).</summary>
static class Requirements
{
    public const string Situation = "situation";

    public static ProblemDetails? Refuse(string field, string? requirement, ItemTerms terms) =>
        requirement == Situation || terms.Papers.Any(p => p.Id == requirement) ? null
        : Problems.Invalid(field, $"The item asks for no such thing; its papers are {string.Join(", ", terms.Papers.Select(p => p.Id))}, and «{Situation}».", "该事项不要求此项内容。");
}
