using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;

namespace ServiceLedger.Tests;

/// <summary>Invented people: numbers with right check characters, of nobody.</summary>
public static class People
{
    /// <summary>The number of somebody born on this day.</summary>
    public static string IdNumber(DateOnly born, int n)
    {
        var digits = $"500103{born:yyyyMMdd}{n:000}";
        return digits + CitizenIdNumber.CheckCharacter(digits);
    }

    /// <summary>The n-th invented ID number, n from 1: Yuzhong district, born in the 1980s.</summary>
    public static string IdNumber(int n)
    {
        var digits = $"500103{new DateOnly(1980, 1, 1).AddDays(n % 3000):yyyyMMdd}{n / 3000:000}";
        return digits + CitizenIdNumber.CheckCharacter(digits);
    }
}

/// <summary>Items that every test database holds besides the demo catalogue.</summary>
public static class Items
{
    /// <summary>Asks for nothing.</summary>
    public const string Plain = "TEST-PLAIN";

    /// <summary>Asks for P1 from the applicant and P2 from a department; P3 is optional.</summary>
    public const string WithPapers = "TEST-PAPERS";

    /// <summary>Of another department.</summary>
    public const string Foreign = "TEST-FOREIGN";

    /// <summary>Asks for P1, P2 and, if the applicant likes, P3: P2 may be missing at first, P1 and P3 may be promised.</summary>
    public const string Lenient = "TEST-LENIENT";

    /// <summary>Handled jointly.</summary>
    public const string Joint = "TEST-JOINT";

    /// <summary>Of the other department; its certificate proves what P2 of the lenient item asks for.</summary>
    public const string ForPremises = "TEST-PREMISES";

    public const string OtherDepartment = "11500000009275991G";

    /// <summary>Of the demo catalogue.</summary>
    public const string ThirdDepartment = "11500000DEM000014D";

    public static readonly TimeLimits Limits = new(ClockProfile.Ordinary, 20, 7);

    public static ItemTerms Terms(string name, string department, params Paper[] papers) =>
        new(name, null, department, ItemKind.Permit, papers, ["《中华人民共和国行政许可法》第三十八条"], Limits, [], Confidentiality.Public, Retention.TenYears);

    public static readonly Paper[] Papers =
    [
        new("P1", "申请表", null, PaperSource.Applicant, PaperForm.Original, true),
        new("P2", "户口簿", null, PaperSource.Department, PaperForm.Electronic, true, OtherDepartment, "household-register"),
        new("P3", "照片", null, PaperSource.Applicant, PaperForm.Copy, false)
    ];

    static readonly Paper[] LenientPapers =
    [
        new("P1", "申请表", null, PaperSource.Applicant, PaperForm.Original, true),
        new("P2", "场地证明", null, PaperSource.Applicant, PaperForm.Copy, true, EvidenceType: "premises-proof"),
        new("P3", "照片", null, PaperSource.Applicant, PaperForm.Copy, false)
    ];

    public static IEnumerable<ItemPublished> All() =>
    [
        new(Plain, 1, Terms("测试事项", LedgerHost.Department) with { CostFen = 12_600 }),
        new(WithPapers, 1, Terms("带材料的测试事项", LedgerHost.Department, Papers)),
        new(Foreign, 1, Terms("他部门事项", OtherDepartment)),
        new(Lenient, 1, Terms("可容缺可承诺的测试事项", LedgerHost.Department, LenientPapers) with { TolerablyMissing = ["P2"], Promisable = ["P1", "P3"] }),
        new(Joint, 1, Terms("联合办理的测试事项", LedgerHost.Department) with { Limits = new(ClockProfile.Joint, 45, null) }),
        new(ForPremises, 1, Terms("场地登记", OtherDepartment, new Paper("P1", "原场地证明", null, PaperSource.Applicant, PaperForm.Copy, false, EvidenceType: "premises-proof")) with { Output = "premises-proof" })
    ];
}

/// <summary>Documents without meaning, of each type that is taken.</summary>
public static class Documents
{
    /// <summary>As many bytes as asked for that begin like a PDF and go on with a text that can be searched for.</summary>
    public static byte[] Pdf(int size = 1000, string text = "canary-document-7391") =>
        [.. "%PDF-1.7\n"u8, .. Enumerable.Range(0, size - 9).Select(i => (byte)text[i % text.Length])];

    public static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 3];
    public static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 1, 2, 3];
    public static readonly byte[] Ofd = [.. "PK\u0003\u0004 Doc_0/Document.xml OFD.xml"u8];
    public static readonly byte[] Zip = [.. "PK\u0003\u0004 word/document.xml"u8];
}

/// <summary>Ids that nothing has.</summary>
public static class LedgerIds
{
    public static readonly Guid Unknown = Guid.Parse("01890000-0000-7000-8000-000000000000");
}
