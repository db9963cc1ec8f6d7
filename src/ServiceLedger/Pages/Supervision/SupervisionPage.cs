using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;

namespace ServiceLedger.Pages.Supervision;

/// <summary>A page of supervisors: whoever has other roles too acts here in the one that supervises, for the purpose of oversight.</summary>
public abstract class SupervisionPage : LedgerPage
{
    protected override Statement States => new(
        Purpose: "Oversight", Role: Who?.Roles.FirstOrDefault(r => r is Roles.Supervisor) ?? Who?.Roles.FirstOrDefault(r => r is Roles.Auditor) ?? ChosenRole.Of(HttpContext));

    /// <summary>The members of the query that are filled in and known here: an address holds the whole question and nothing beside it.</summary>
    protected string Asked(params string[] known) => Question(known.Select(name => (name, (string?)Request.Query[name].ToString())));

    /// <summary>The same question without what was left empty in its form; null where it has nothing empty.</summary>
    protected IActionResult? WithoutEmpty() => !Request.Query.Any(q => string.IsNullOrWhiteSpace(q.Value.ToString())) ? null
        : Redirect(Request.Path + Question(Request.Query.Select(q => (q.Key, (string?)q.Value.ToString()))));

    /// <summary>A query of what is given; empty where nothing is.</summary>
    public static string Question(IEnumerable<(string Name, string? Value)> members) =>
        Addresses.With("", members.Select(m => (m.Name, m.Value?.Trim())));

    /// <summary>A query with one more member.</summary>
    public static string And(string query, string name, string value) => Addresses.With(query, (name, value));
}
