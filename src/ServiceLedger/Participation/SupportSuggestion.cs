using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Participation;

/// <summary>Somebody else wants it too; an empty object.</summary>
public sealed record SupportSuggestion;

/// <summary>Who would support a suggestion, by a name that says nothing to others.</summary>
/// <param name="Pseudonym">Null for whoever is no person on record.</param>
/// <param name="Already">Whether they support it already.</param>
public sealed record Supporter(string? Pseudonym, bool Already);

public static class SupportSuggestionEndpoint
{
    public static async Task<Supporter> LoadAsync(Suggestion suggestion, Act act, IQuerySession session, Vault vault, CancellationToken ct)
    {
        if (!Guid.TryParse(act.ActorId, out var person) || !act.IsCitizen(person))
            return new(null, false);
        var pseudonym = (await vault.BlindIndex(ct)).OfSupporter(suggestion.Id, person);
        return new(pseudonym, await session.LoadAsync<Support>(IdOf(suggestion, pseudonym), ct) is not null);
    }

    public static ProblemDetails Validate(Suggestion suggestion, Act act, Supporter supporter) =>
        supporter.Pseudonym is null ? Problems.Forbidden("People support in their own name, signed in as themselves.", "请以本人身份登录后支持。")
        : !suggestion.Shown ? Problems.NotFound()
        : act.IsCitizen(suggestion.CitizenId) ? Problems.Forbidden("Others support a suggestion, not who made it.", "建议由他人支持。")
        : supporter.Already ? Problems.AlreadyExists("You support it already.", "您已支持过该建议。")
        : !suggestion.Next().Contains(SuggestionAction.Support) ? Problems.NotInThisState(suggestion.Status.InJson(), [])
        : WolverineContinue.NoProblems;

    /// <summary>Many support at once: one after the other, and no version is compared. The document keeps anybody from doing it twice.</summary>
    [WolverinePost("/api/suggestions/{suggestionId:guid}/support"), EmptyResponse]
    public static SuggestionSupported Post(SupportSuggestion command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Suggestion suggestion, Supporter supporter, IDocumentSession session)
    {
        session.Insert(new Support(IdOf(suggestion, supporter.Pseudonym!)));
        return new(supporter.Pseudonym!);
    }

    static string IdOf(Suggestion suggestion, string pseudonym) => $"{suggestion.Id:N}/{pseudonym}";
}
