using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages;

/// <summary>What the menu of a page leads to; <paramref name="Words"/> are in <see cref="Pages.Words"/>.</summary>
public sealed record Menu(string Address, string Words)
{
    /// <summary>What is open to everyone.</summary>
    public static IReadOnlyList<Menu> ForEveryone { get; } =
        [new("/items", "What you can apply for"), new("/track", "Track a matter"), new("/indicators", "Figures"), new("/decisions", "Published decisions"), new("/suggestions", "Suggestions and answers"), new("/proof", "The log")];

    static readonly Menu[] ForCitizens = [new("/my", "My matters"), new("/my/timeline", "My timeline"), new("/my/looks", "Who looked at my data"), new("/my/evidence", "Papers held about me"), new("/my/mandates", "Mandates"), new("/my/rights", "My rights"), new("/my/complaints", "Complaints")];
    static readonly Menu[] ForOfficers = [new("/office", "My queue"), new("/office/find", "Find a person"), new("/office/intake", "New application"), new("/office/voices", "What people say")];
    static readonly Menu[] ForAgents = [new("/office", "My queue"), new("/office/intake", "New application")];
    static readonly Menu[] ForSupervisors = [new("/supervision", "Overview"), new("/supervision/cards", "Cards"), new("/supervision/looks", "Unexplained looks"), new("/supervision/audit", "Audit"), new("/supervision/state", "State of the service")];
    static readonly Menu[] ForAuditors = [new("/supervision/audit", "Audit"), new("/supervision/state", "State of the service"), new("/proof", "The log")];

    public static IEnumerable<Menu> Of(SignedIn? who) => who switch
    {
        null => ForEveryone,
        { Kind: ActorKind.Citizen } => ForCitizens,
        { Kind: ActorKind.Officer } => [.. who.Roles.Any(r => r is not (Roles.Supervisor or Roles.Auditor)) ? ForOfficers : [], .. who.Roles.Contains(Roles.Supervisor) ? ForSupervisors : who.Roles.Contains(Roles.Auditor) ? ForAuditors : []],
        _ => ForAgents
    };
}
