using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Applications;

/// <summary>The department decides; what falls short of what was asked for has reasons and remedies (LIC art. 38).</summary>
/// <param name="Kind">Each kind takes members of its own; see <see cref="RulingTold"/>.</param>
/// <param name="Version">The application's version that was read; another officer's act in between makes it stale.</param>
/// <param name="Facts">What the decision rests on; statements are sealed.</param>
/// <param name="SeenManifest">What the deciding officer had opened.</param>
/// <param name="Superior">Code of the department above, which may revoke the decision too (LIC art. 69).</param>
public sealed record DecideApplication(
    RulingKind Kind, IReadOnlyList<string> LegalBasis, long Version, string? Reasons = null, RemediesTold? Remedies = null,
    DateOnly? ValidFrom = null, DateOnly? ValidTo = null, EarlierEffect? Effect = null,
    IReadOnlyList<string>? Conditions = null, string? Granted = null, string? Fact = null,
    long? AmountFen = null, string? PayeeAccount = null, DateOnly? PaidFrom = null, DateOnly? PaidTo = null,
    IReadOnlyList<FactTold>? Facts = null, DiscretionTold? Discretion = null, AutomationTold? Automation = null, PublicationTold? Publication = null, ManifestTold? SeenManifest = null,
    string? Superior = null)
{
    internal RulingTold Ruling() => new(Kind, Reasons, Remedies, ValidFrom, ValidTo, Conditions, Granted, Fact, AmountFen, PayeeAccount, PaidFrom, PaidTo);

    internal FindingsTold Findings() => new(Facts, Discretion, Automation, Publication, SeenManifest);
}

/// <summary>The answer: ids only; the receipt stands beside them.</summary>
public sealed record DecisionAnswer(Guid DecisionId, string DecisionNumber);

/// <summary>What a decision is checked against: the streams and documents its officer could read, and the department above where one is named.</summary>
public sealed record DecisionGround(ReadableStreams Readable, ReadableSources Sources, bool SuperiorIsKnown)
{
    public static readonly DecisionGround None = new(ReadableStreams.None, ReadableSources.None, false);
}

public static class DecideApplicationEndpoint
{
    public static async Task<(SubjectKey, DecisionGround)> LoadAsync(
        DecideApplication command, Act act, Application application, IDocumentSession session, ItemCatalogue items, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var key = await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);
        return (
            key, command is { SeenManifest: null, Superior: null, Facts: null } ? DecisionGround.None : new(
                await ReadableStreams.Of(command.SeenManifest, application, act, session, ct),
                await ReadableSources.Of(command.Findings(), application, act, key, command.Effect.Day(time), session, items, ct),
                command.Superior is not null && await session.Query<Department>().AnyAsync(d => d.CreditCode == command.Superior, ct)));
    }

    public static ProblemDetails Validate(DecideApplication command, Act act, Application application, TimeProvider time, DecisionGround? ground = null) =>
        application.Refuse(act, ApplicationAction.Decide, command.Version, command.Effect, time.GetUtcNow())
        ?? (act.IsOfficer ? null : Problems.Forbidden("Officers decide.", "由工作人员作出决定。"))
        ?? Refuse(command)
        ?? RefuseGround(command, application, ground ?? DecisionGround.None) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/decision")]
    public static (Acknowledged<DecisionAnswer>, ApplicationDecided, IStartStream) Post(
        DecideApplication command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Application application, SubjectKey key, IdempotencyRecord record)
    {
        var id = LedgerId.For(application.CitizenId);
        var (decided, made) = Decide(id, command, application, key);
        return (record.Acknowledges($"/api/decisions/{id}", new DecisionAnswer(id, made.DecisionNumber), receiptOf: id), decided, MartenOps.StartStream<Decision>(id, made));
    }

    public static (ApplicationDecided, DecisionMade) Decide(Guid decisionId, DecideApplication command, Application application, SubjectKey key)
    {
        var found = command.Findings();
        return (
            new(application.CitizenId, decisionId, command.Effect),
            new(application.CitizenId, application.Id, application.Version, application.NextDecisionNumber, application.ItemCode, application.ItemVersion, application.DepartmentCode,
                command.Ruling().Sealed(key), [.. command.LegalBasis], command.Effect,
                found.FactsSealed(key), found.DiscretionSealed(key), found.AutomationStated(), found.PublicationStated(), found.ManifestSealed(key), command.Superior));
    }

    public static ProblemDetails? Refuse(DecideApplication command) =>
        Texts.RefuseLegalBasis(command.LegalBasis) ?? command.Ruling().Refuse() ?? command.Findings().Refuse(command.Kind);

    static ProblemDetails? RefuseGround(DecideApplication command, Application application, DecisionGround ground) =>
        (command.SeenManifest is { } manifest ? ground.Readable.Refuse(manifest, application) : null)
        ?? ground.Sources.Refuse(command.Findings())
        ?? (command.Superior is null || (ground.SuperiorIsKnown && command.Superior != application.DepartmentCode)
            ? null : Problems.Invalid("$.superior", "The catalogue has no such other department.", "目录中没有此上级部门。"));
}
