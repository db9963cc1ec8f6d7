using System.Security.Claims;
using System.Text.Json;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>Somebody who may be chosen at the development provider.</summary>
public sealed record DemoPerson(string Id, string Name, string Kind, string[] Roles, DemoDepartment? Department)
{
    const string Village = "500103001002";

    /// <summary>What the development provider says of them.</summary>
    public IEnumerable<Claim> Claims()
    {
        yield return new("sub", Id);
        yield return new("name", Name);
        yield return new("actor_kind", Kind);
        yield return new("acr", "substantial");
        if (Kind is "citizen")
            yield return new("citizen", Id);
        foreach (var role in Roles)
            yield return new("roles", role);
        // A village agent acts for the people of one village only.
        if (Kind is "agent")
            yield return new("division", Village);
        if (Department is null)
            yield break;
        yield return new("department", Department.CreditCode);
        yield return new("division", Department.DivisionCode);
        if (Kind is "officer")
            yield return new("window", "W1");
    }
}

/// <summary>The people and systems of the development provider: officers of each department of the demo catalogue, and citizens on record.</summary>
public sealed class DemoPeople(NpgsqlDataSource database, Vault vault)
{
    const string DataAuthority = "11500000DEM000292T";
    static readonly string[] OfEach = [Roles.Receiver, Roles.Handler, Roles.Decider, Roles.Head, Roles.DataSteward, Roles.Supervisor, Roles.Auditor];
    const string Housing = "11500000DEM0000490";
    static readonly string[] Surnames = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙"];
    static readonly string[] Given = ["敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "霞", "平", "刚"];

    // Officers with a name of their own, in README and elsewhere; the others are called by role and department.
    static readonly Dictionary<string, (string Id, string Name)> Named = new()
    {
        ["handler.11500000009275780L"] = ("li.hua", "李华"),
        ["handler." + Housing] = ("zhao.min", "赵敏"),
        ["handler.11500000DEM0000303"] = ("chen.yu", "陈宇"),
        ["handler.11500000DEM000057T"] = ("liu.gang", "刘刚")
    };

    /// <summary>Officers by department, one of each role, and one who has two.</summary>
    public static IReadOnlyList<DemoPerson> Officers { get; } = [.. DemoCatalogue.Read().Departments.SelectMany(OfficersOf)];

    /// <summary>The agent of a village.</summary>
    public static DemoPerson Agent { get; } = new("zhou.ying", "周英", "agent", [], null);

    /// <summary>A department's system, whose client id is <c>system.</c> with its credit code; null where there is none.</summary>
    public static DemoPerson? System(string? clientId) =>
        DemoCatalogue.Read().Departments.FirstOrDefault(d => $"system.{d.CreditCode}" == clientId) is { } department ? new(clientId!, department.NameEn, "system", [], department) : null;

    /// <summary>An officer or the agent by id, or the citizen of this id, on record or not; null for anything else.</summary>
    public static DemoPerson? Find(string? id) =>
        Guid.TryParse(id, out var citizen) ? new(citizen.ToString(), "", "citizen", [], null) : Officers.Append(Agent).FirstOrDefault(o => o.Id == id);

    /// <summary>The first dozen citizens on record, by name.</summary>
    public async Task<IReadOnlyList<DemoPerson>> CitizensAsync(CancellationToken ct)
    {
        var found = new List<DemoPerson>();
        await using var command = database.CreateCommand(
            $"select (data->>'citizenId')::uuid, (data->'name')::text from {Store.Schema}.mt_events where type = 'citizen_registered' order by seq_id limit 12");
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (id, name) = (rows.GetGuid(0), JsonSerializer.Deserialize<Sealed<string>>(rows.GetString(1), LedgerJson.Stored));
            if (await vault.FindKey(id, PurposeClass.Identity, ct) is { IsClosed: false } key)
                found.Add(new(id.ToString(), key.Open(name) ?? "", "citizen", [], null));
        }

        return found;
    }

    static IEnumerable<DemoPerson> OfficersOf(DemoDepartment department, int place)
    {
        string[] roles = department.CreditCode == DataAuthority ? [.. OfEach, Roles.DataAuthority] : OfEach;
        foreach (var (number, role) in roles.Index())
        {
            var (id, name) = Named.GetValueOrDefault($"{role}.{department.CreditCode}", ($"{role}.{department.CreditCode}", Surnames[(place + number * 5) % Surnames.Length] + Given[(place * 3 + number) % Given.Length]));
            yield return new(id, name, "officer", [role], department);
        }

        if (department.CreditCode == Housing)
            yield return new("he.jie", "何杰", "officer", [Roles.Handler], department);
        if (place > 0)
            yield break;
        yield return new("sun.lei", "孙磊", "officer", [Roles.Handler, Roles.Supervisor], department);
        // What takes two officers, or three, finds so many.
        foreach (var (id, name, role) in new[]
            {
                ("qin.lan", "秦岚", Roles.RoleAdmin), ("bai.yu", "白宇", Roles.RoleAdmin), ("shi.ke", "石可", Roles.PolicyAdmin), ("tan.hui", "谭慧", Roles.PolicyAdmin),
                ("bao.an", "包安", Roles.ProtectionOfficer), ("he.ping", "何平", Roles.ProtectionOfficer), ("wei.min", "魏敏", Roles.ProtectionOfficer)
            })
            yield return new(id, name, "officer", [role], department);
    }
}
