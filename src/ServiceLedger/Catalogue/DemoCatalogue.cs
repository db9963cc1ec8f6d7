using System.Text.Json;
using ServiceLedger.Hosting;

namespace ServiceLedger.Catalogue;

/// <summary>The hand-made catalogue of a municipality that ships with the service, for development and demonstrations.</summary>
public sealed record DemoCatalogue(DemoDepartment[] Departments, DemoItem[] Items)
{
    static readonly JsonSerializerOptions Json = LedgerJson.ForHttp(new JsonSerializerOptions());

    public static DemoCatalogue Read()
    {
        using var stream = typeof(DemoCatalogue).Assembly.GetManifestResourceStream("demo-catalogue.json")
            ?? throw new InvalidOperationException("The demo catalogue is missing from the assembly.");
        return JsonSerializer.Deserialize<DemoCatalogue>(stream, Json)!;
    }
}

public sealed record DemoDepartment(string CreditCode, string Name, string NameEn, string DivisionCode);

public sealed record DemoItem(
    string Code, string Name, string NameEn, string Department, ItemKind Kind, Paper[] Papers, string[] LegalBasis, TimeLimits Limits,
    string[] TolerablyMissing, Confidentiality Confidentiality, Retention Retention, string[]? Promisable = null, string? Output = null, long? CostFen = null)
{
    public ItemTerms Terms() => new(Name, NameEn, Department, Kind, Papers, LegalBasis, Limits, TolerablyMissing, Confidentiality, Retention, Promisable, Output, CostFen: CostFen);
}
