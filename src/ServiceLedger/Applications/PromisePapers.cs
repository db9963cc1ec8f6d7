using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>The applicant promises, at their own choice, what some papers would prove (Chongqing 2021, art. 50).</summary>
/// <param name="Papers">Ids of papers of the item that a promise may stand for.</param>
/// <param name="Statement">The applicant's words.</param>
public sealed record PromisePapers(IReadOnlyList<string> Papers, string Statement, long Version, EarlierEffect? Effect = null);

/// <summary>The answer: the id only.</summary>
public sealed record CommitmentAnswer(Guid CommitmentId);

/// <summary>Whether the person broke a commitment and has not repaired it.</summary>
public sealed record Credit(bool Broken);

public static class PromisePapersEndpoint
{
    public static async Task<(SubjectKey, ServiceItem?, Credit)> LoadAsync(Application application, Vault vault, ItemCatalogue items, IQuerySession session, CancellationToken ct) => (
        await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await items.Find(application.ItemCode, application.ItemVersion, ct),
        new(await session.Query<Commitment>().AnyAsync(c => c.CitizenId == application.CitizenId && c.Status == CommitmentStatus.Broken, ct)));

    public static ProblemDetails Validate(PromisePapers command, Act act, Application application, ServiceItem? item, Credit credit, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.Promise, command.Version, command.Effect, time.GetUtcNow())
        ?? (credit.Broken ? Problems.Make(
            409, "commitment-broken", "An earlier commitment was broken.", "此前的承诺未履行。",
            "Bring the papers; commitments are possible again once the credit is repaired (Zhejiang 2018, art. 14).", "请提交材料；信用修复前不再适用告知承诺。") : null)
        ?? (command.Papers.Count == 0 || command.Papers.Except(item!.Terms(application.ItemVersion)!.Promisable ?? []).Any()
            ? Problems.Invalid("$.papers", $"A promise may stand for: {string.Join(", ", item!.Terms(application.ItemVersion)!.Promisable ?? [])}.", $"可承诺的材料：{string.Join("、", item.Terms(application.ItemVersion)!.Promisable ?? [])}。") : null)
        ?? (command.Papers.Intersect(application.Promised).Any() ? Problems.AlreadyExists("A promise stands for one of these papers already.", "其中有材料已作出承诺。") : null)
        ?? Text.Refuse("$.statement", command.Statement, 4000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/commitment")]
    public static (Created<CommitmentAnswer>, PapersPromised, IStartStream) Post(PromisePapers command, [State] Application application, SubjectKey key, IdempotencyRecord record)
    {
        var id = LedgerId.For(application.CitizenId);
        var (promised, declared) = Decide(id, command, application, key);
        return (record.Creates($"/api/commitments/{id}", new CommitmentAnswer(id)), promised, MartenOps.StartStream<Commitment>(id, declared));
    }

    public static (PapersPromised, CommitmentDeclared) Decide(Guid id, PromisePapers command, Application application, SubjectKey key) => (
        new(application.CitizenId, id, [.. command.Papers.Distinct()], command.Effect),
        new(application.CitizenId, application.Id, application.ItemCode, application.DepartmentCode, [.. command.Papers.Distinct()], key.Seal(command.Statement), command.Effect));
}
