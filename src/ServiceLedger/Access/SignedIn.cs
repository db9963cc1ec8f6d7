using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>Who somebody is, by access token or session: whatever of an act its sender cannot choose.</summary>
/// <param name="Id">The citizen's id for a citizen, otherwise the subject at the authority.</param>
/// <param name="Citizen">The person's own record here, where it is known: an officer's too.</param>
public sealed record SignedIn(
    ActorKind Kind, string Id, string? Name, string[] Roles, string? Department, string? Window, string? DivisionCode, string? UrbanRuralClass, string? AssuranceLevel, Guid? Citizen)
{
    /// <summary>The claims of a session, by the default names; an ID number is not among them.</summary>
    public IEnumerable<Claim> ToClaims(ClaimNames names)
    {
        var single = new[]
        {
            (names.Kind, Kind.InJson()), (names.Subject, Id), (names.Name, Name), (names.Department, Department), (names.Window, Window), (names.Division, DivisionCode),
            (names.UrbanRuralClass, UrbanRuralClass), (names.Assurance, AssuranceLevel), (names.Citizen, Citizen?.ToString())
        };
        return single.Where(c => c.Item2 is not null).Select(c => new Claim(c.Item1, c.Item2!)).Concat(Roles.Select(r => new Claim(names.Roles, r)));
    }
}

/// <summary>How the authority names its claims; settings <c>SignIn:Claims:…</c>.</summary>
public sealed record ClaimNames
{
    /// <summary>officer, citizen, agent or system.</summary>
    public string Kind { get; init; } = "actor_kind";
    public string Subject { get; init; } = "sub";
    public string Name { get; init; } = "name";

    /// <summary>Credit code of the department.</summary>
    public string Department { get; init; } = "department";
    public string Roles { get; init; } = "roles";
    public string Window { get; init; } = "window";
    public string Division { get; init; } = "division";
    public string UrbanRuralClass { get; init; } = "urban_rural_class";

    /// <summary>low, substantial or high; anything else assures nothing.</summary>
    public string Assurance { get; init; } = "acr";

    /// <summary>The person's citizen id in the ledger.</summary>
    public string Citizen { get; init; } = "citizen";

    /// <summary>The person's ID number, by which they are looked up where the authority does not know their citizen id.</summary>
    public string IdNumber { get; init; } = "id_number";
}

/// <summary>Reads who somebody is from the claims of a verified token; what makes no sense is refused.</summary>
public sealed partial class WhoIs(ClaimNames names, Vault vault, NpgsqlDataSource database)
{
    static readonly string[] AssuranceLevels = ["low", "substantial", "high"];

    /// <summary>Who it is, or why it is nobody; an ID number is looked up by its blind index and forgotten.</summary>
    public async Task<(SignedIn? Who, ProblemDetails? Refusal)> ReadAsync(IEnumerable<Claim> claims, CancellationToken ct)
    {
        var given = claims.ToLookup(c => c.Type, c => c.Value);
        ActorKind? kind = One(given, names.Kind) switch
        {
            "officer" => ActorKind.Officer,
            "citizen" => ActorKind.Citizen,
            "agent" => ActorKind.Agent,
            "system" => ActorKind.System,
            _ => null
        };
        var (subject, department, division, citizen) = (One(given, names.Subject), One(given, names.Department), One(given, names.Division), One(given, names.Citizen));
        var roles = given[names.Roles].Distinct().ToArray();
        Guid? own = Guid.TryParse(citizen, out var id) ? id : null;
        var fault = kind is null ? names.Kind
            : subject is null || !IsActorId(subject) ? names.Subject
            : new[] { names.Name, names.Department, names.Window, names.Division, names.UrbanRuralClass, names.Assurance, names.Citizen, names.IdNumber }.FirstOrDefault(n => given[n].Skip(1).Any()) is { } twice ? twice
            : department is not null && CreditCode.Check(department) is CreditCodeFinding.NotACreditCode ? names.Department
            : department is null && kind is ActorKind.Officer or ActorKind.System ? names.Department
            : roles.Length > 50 || !roles.All(IsPlain) ? names.Roles
            : One(given, names.Window) is { } window && !IsPlain(window) ? names.Window
            : division is not null && !DivisionCode.IsValid(division) ? names.Division
            : One(given, names.UrbanRuralClass) is { } ruralClass && !DivisionCode.UrbanRuralClasses.Contains(ruralClass) ? names.UrbanRuralClass
            : citizen is not null && own is null ? names.Citizen
            : null;
        if (fault is not null)
            return (null, Problems.NotSignedIn($"The claim {fault} is missing, stands there more than once or makes no sense.", $"声明 {fault} 缺失、重复或无意义。"));

        own ??= One(given, names.IdNumber) is { } number ? await FindAsync(number, ct) : null;
        if (kind is ActorKind.Citizen && own is null)
            return (null, Problems.Forbidden("You are not on record here yet; any office registers you.", "您尚未在本系统登记；请到任一窗口登记。"));
        return (new(
            kind!.Value, kind is ActorKind.Citizen ? own.ToString()! : subject!, One(given, names.Name), roles, department, One(given, names.Window), division,
            One(given, names.UrbanRuralClass), AssuranceLevels.Contains(One(given, names.Assurance)) ? One(given, names.Assurance) : null, own), null);
    }

    async Task<Guid?> FindAsync(string number, CancellationToken ct)
    {
        var index = (await vault.BlindIndex(ct)).OfIdNumber(number.Trim().ToUpperInvariant());
        await using var command = database.CreateCommand($"select (data->>'citizenId')::uuid from {Store.Schema}.mt_doc_citizenbyidnumber where id = $1");
        command.Parameters.Add(new() { Value = index });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    static string? One(ILookup<string, string> given, string name) => given[name].FirstOrDefault();

    internal static bool IsPlain(string text) => Plain().IsMatch(text);

    /// <summary>Whether somebody may be known by this id: whoever signs in under it can be named in an address too, where blanks at the ends and dots alone would be lost.</summary>
    internal static bool IsActorId(string text) => IsPlain(text) && text == text.Trim() && text is not ("." or "..");

    [GeneratedRegex(@"^[\p{L}\p{N}._:@/ -]{1,100}\z")]
    private static partial Regex Plain();
}
