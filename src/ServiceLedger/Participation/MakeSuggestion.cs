using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>Somebody suggests how an item, or what a department does, could be better.</summary>
/// <param name="ItemCode">The item, in the version in force; or <paramref name="Department"/> where it is about no item.</param>
/// <param name="Name">Under which the author wants to be shown; absent: under none.</param>
public sealed record MakeSuggestion(string Title, string Text, string? ItemCode = null, string? Department = null, string? Name = null);

/// <summary>The answer: the id.</summary>
public sealed record SuggestionAnswer(Guid SuggestionId);

/// <summary>What a new suggestion is judged by.</summary>
/// <param name="Key">Of the author; null where the author is nobody on record.</param>
/// <param name="Item">Null where none is named, or there is none.</param>
public sealed record SuggestionGround(SubjectKey? Key, ServiceItem? Item, KnownDepartments Departments);

public static class MakeSuggestionEndpoint
{
    public static async Task<SuggestionGround> LoadAsync(MakeSuggestion command, Act act, IQuerySession session, ItemCatalogue items, Vault vault, CancellationToken ct) => new(
        Guid.TryParse(act.ActorId, out var author) && act.IsCitizen(author) ? await vault.FindKey(author, PurposeClass.Matters, ct) : null,
        command.ItemCode is { } code ? await items.Find(code, ct: ct) : null, await KnownDepartments.Load(session, [command.Department], ct));

    public static ProblemDetails Validate(MakeSuggestion command, Act act, SuggestionGround ground) =>
        (ground.Key is null ? Problems.Forbidden("People suggest in their own name, signed in as themselves.", "请以本人身份登录后提出建议。") : null)
        ?? Text.Refuse("$.title", command.Title, 100)
        ?? Text.Refuse("$.text", command.Text, 4000, lines: true)
        ?? Text.RefuseIfGiven("$.name", command.Name, 50)
        ?? (command.ItemCode is null == command.Department is null ? Problems.Invalid("$.itemCode", "Name the item, or the department where it is about no item.", "请写明事项；不涉及事项的写明部门。") : null)
        ?? (command.ItemCode is not null && ground.Item is null ? Problems.Invalid("$.itemCode", "The catalogue has no such item.", "目录中没有此事项。") : null)
        ?? (command.Department is not null ? ground.Departments.Refuse("$.department", command.Department) : null)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/suggestions")]
    public static Created<SuggestionAnswer> Post(MakeSuggestion command, Act act, SuggestionGround ground, IdempotencyRecord record, IDocumentSession session)
    {
        var author = Guid.Parse(act.ActorId);
        var id = LedgerId.For(author);
        session.Events.StartStream<Suggestion>(id, Decide(command, author, ground));
        return record.Creates($"/api/suggestions/{id}", new SuggestionAnswer(id));
    }

    public static SuggestionMade Decide(MakeSuggestion command, Guid author, SuggestionGround ground) => new(
        author, ground.Item?.DepartmentCode ?? command.Department!, ground.Item?.Code, ground.Item?.InForce, ground.Key!.Seal(command.Title), ground.Key.Seal(command.Text), ground.Key.Seal(command.Name));
}
