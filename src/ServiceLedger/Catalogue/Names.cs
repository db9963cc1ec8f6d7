using Marten;
using ServiceLedger.Hosting;

namespace ServiceLedger.Catalogue;

/// <summary>What departments and items are called in the language asked for; public, and remembered for a few seconds.</summary>
public sealed class Names(IDocumentStore store, ItemCatalogue items, TimeProvider time)
{
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    IReadOnlyDictionary<string, Department> departments = new Dictionary<string, Department>();
    DateTimeOffset read;

    /// <summary>Of something the catalogue names in Chinese, and perhaps in English.</summary>
    public static string Of(string name, string? english) => Problems.InChinese ? name : english ?? name;

    /// <summary>The department's name; its credit code where it is not on record.</summary>
    public async Task<string> DepartmentAsync(string creditCode, CancellationToken ct) =>
        (await DepartmentsAsync(ct)).TryGetValue(creditCode, out var department) ? department.Name : creditCode;

    /// <summary>All departments on record, by credit code.</summary>
    public async Task<IReadOnlyDictionary<string, Department>> DepartmentsAsync(CancellationToken ct)
    {
        if (time.GetUtcNow() - read > Fresh)
        {
            await using var session = store.QuerySession();
            (departments, read) = ((await session.Query<Department>().ToListAsync(ct)).ToDictionary(d => d.CreditCode), time.GetUtcNow());
        }

        return departments;
    }

    /// <summary>The item's name in that version; its code where it is not on record.</summary>
    public async Task<string> ItemAsync(string code, int version, CancellationToken ct) =>
        (await items.Find(code, version, ct))?.Terms(version) is { } terms ? Of(terms.Name, terms.NameEn) : code;

    /// <summary>The item's name in the version in force; its code where it is not on record.</summary>
    public async Task<string> ItemAsync(string code, CancellationToken ct) =>
        await items.Find(code, ct: ct) is { } item ? await ItemAsync(code, item.InForce, ct) : code;
}
