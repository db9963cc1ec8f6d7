using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;

namespace ServiceLedger.Interchange;

/// <summary>A made-up person. Nobody is meant: name and number come from a seed.</summary>
sealed record DemoPerson(int Index, string Name, string IdNumber, DateOnly Born, string County, string UrbanRuralClass)
{
    public bool IsRural => UrbanRuralClass[0] is '2';

    /// <summary>Full years when the demo's two years begin.</summary>
    public int Age => DemoDays.First.Year - Born.Year - (Born.DayOfYear > DemoDays.First.DayOfYear ? 1 : 0);
}

/// <summary>A department with the people who work there: one receives, two handle, one decides, one presides and approves.</summary>
sealed record DemoOffice(string Code, string Name, string Receiver, string Handler, string Colleague, string Decider, string Head)
{
    /// <summary>Who handles next where the one before may not.</summary>
    public string HandlerExcept(IEnumerable<string> recused) => new[] { Handler, Colleague }.First(o => !recused.Contains(o));
}

/// <summary>What one department can give others about a person, under one of its three sharing classes.</summary>
sealed record DemoData(string Code, SharingClass Class, string[] Fields, string System);

/// <summary>The city of the demo: its people, its offices, what they hold, what they have agreed to share. The same seed makes the same city.</summary>
sealed class DemoCity
{
    public const int People = 200;

    /// <summary>The first agreements are amended, the last ones ended; the others stand as signed.</summary>
    public const int AgreementsSigned = 12, AgreementsAmended = 6, AgreementsEnded = 5;

    /// <summary>The one purpose for which the demo's departments share data.</summary>
    public const string Purpose = "ServiceProvision";

    static readonly (string County, string[] Classes)[] Urban =
    [
        ("500103", ["111"]), ("500105", ["111", "112"]), ("500106", ["111", "112"]), ("500107", ["111", "112"]), ("500108", ["111", "112"]), ("500109", ["111", "112", "121"]),
        ("500112", ["111", "112", "122"]), ("500113", ["111", "112", "121"]), ("500101", ["111", "121"]), ("500102", ["111", "121", "123"]), ("500116", ["121", "122"]), ("500118", ["121"])
    ];

    static readonly string[] Rural = ["500110", "500114", "500116", "500117", "500119", "500151", "500154", "500229", "500230", "500231", "500233", "500235", "500236", "500237", "500238", "500240", "500241", "500242", "500243"];

    // The more frequent ones stand there more than once.
    const string Surnames = "王王王王李李李李张张张刘刘刘陈陈陈杨杨黄黄周周吴吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛";
    const string MenGiven = "伟强磊军勇杰涛明超斌平刚辉鹏华飞鑫波浩宇健俊帆志建国文博海龙晨";
    const string WomenGiven = "芳娜敏静丽艳娟霞秀燕玲桂英萍红梅兰洁琳雪慧莹婷倩颖欣怡佳琴春云";

    static readonly string[] Officers =
    [
        "li.hua", "wang.min", "zhang.wei", "liu.yang", "chen.jing", "yang.fan", "zhao.yun", "huang.lei", "zhou.ping", "wu.gang", "xu.li", "sun.hao", "hu.bo", "zhu.qing", "gao.yuan", "lin.tao",
        "he.xin", "guo.feng", "ma.chao", "luo.dan", "liang.yu", "song.jie", "zheng.kai", "xie.na", "han.bing", "tang.rui", "feng.jun", "yu.hong", "dong.xue", "xiao.ning", "cheng.bin"
    ];

    static readonly Dictionary<string, (string Name, string[] Fields)> Registers = new()
    {
        ["Public Security"] = ("人口基础信息库", ["registeredAddress", "householdType", "householdHead"]),
        ["Planning and Natural Resources"] = ("不动产登记系统", ["titleNumber", "location", "areaSquareMetres"]),
        ["Market Supervision"] = ("市场主体登记系统", ["businessName", "registrationStatus", "registeredOn"]),
        ["Human Resources and Social Security"] = ("社会保险信息系统", ["insuredMonths", "contributionBase", "lastPaidMonth"]),
        ["Civil Affairs"] = ("社会救助信息系统", ["maritalStatus", "allowanceStatus", "familySize"]),
        ["Health"] = ("全民健康信息平台", ["certificateNumber", "issuedBy", "issuedOn"])
    };

    static readonly (string Name, string[] Fields) AnyRegister = ("业务办理系统", ["recordNumber", "status", "updatedOn"]);

    readonly Dictionary<string, DemoOffice> offices;
    readonly Dictionary<string, (string Name, string[] Fields)> registers;

    public DemoCity(ulong seed, IReadOnlyCollection<DemoDepartment> departments, IEnumerable<ServiceItem> items, WorkingDays days)
    {
        Seed = seed;
        Days = new DemoDays(days);
        Departments = new KnownDepartments([.. departments.Select(d => d.CreditCode)]);
        Items = [.. items.OrderBy(i => i.Code, StringComparer.Ordinal)];
        offices = departments.Select((d, i) => Office(d, i)).ToDictionary(o => o.Code);
        registers = departments.ToDictionary(d => d.CreditCode, d => Registers.GetValueOrDefault(d.NameEn, AnyRegister));
        Persons = PeopleOf(seed);
        Agreed = Exchanges(AgreementsSigned);
        Superior = departments.First().CreditCode;
        DataAuthority = departments.Last().CreditCode;
    }

    public ulong Seed { get; }
    public DemoDays Days { get; }
    public KnownDepartments Departments { get; }
    public IReadOnlyList<ServiceItem> Items { get; }
    public IReadOnlyList<DemoPerson> Persons { get; }

    /// <summary>The government's own office stands above the departments.</summary>
    public string Superior { get; }

    /// <summary>Settles what departments dispute about sharing.</summary>
    public string DataAuthority { get; }

    /// <summary>The offices, in the order of the catalogue.</summary>
    public IReadOnlyCollection<DemoOffice> Offices => offices.Values;

    public DemoOffice OfficeOf(string code) => offices[code];

    /// <summary>What a department gives of a person under this class.</summary>
    public DemoData DataOf(string department, SharingClass sharing) =>
        new($"DATA-{department[8..16]}-{sharing.ToString()[0]}", sharing, registers[department].Fields, registers[department].Name);

    /// <summary>Who can be asked for data in a matter of this item: the departments that hold its papers, its own left out.</summary>
    public static string[] HoldersFor(ItemTerms terms) => [.. terms.Papers.Select(p => p.Department).OfType<string>().Where(d => d != terms.DepartmentCode).Distinct()];

    /// <summary>The first paper the applicant must bring that proves something another item asks for too; null where there is none.</summary>
    public Paper? PaperUsedElsewhere(ItemTerms terms) => terms.Papers.FirstOrDefault(p => IsBrought(p) && ItemsWith(p.EvidenceType).Skip(1).Any());

    /// <summary>The items for which the applicant must bring evidence of this type.</summary>
    public IEnumerable<ServiceItem> ItemsWith(string? evidenceType) => Items.Where(i => i.Versions[^1].Papers.Any(p => IsBrought(p) && p.EvidenceType == evidenceType));

    static bool IsBrought(Paper paper) => paper is { Required: true, SuppliedBy: PaperSource.Applicant, EvidenceType: not null };

    /// <summary>The departments that have agreed on sharing, recipient and provider: the pairs that exchange most.</summary>
    public IReadOnlyList<(string Recipient, string Provider)> Agreed { get; }

    /// <summary>Whether this department receives something under an agreement that stands.</summary>
    public bool ReceivesByAgreement(string department) => Agreed.Take(Agreed.Count - AgreementsEnded).Any(a => a.Recipient == department);

    List<(string Recipient, string Provider)> Exchanges(int most) =>
    [
        .. Items.SelectMany(i => HoldersFor(i.Versions[^1]).Select(provider => (Recipient: i.DepartmentCode, Provider: provider)))
            .GroupBy(pair => pair).OrderByDescending(pair => pair.Count()).ThenBy(pair => pair.Key.Recipient, StringComparer.Ordinal).ThenBy(pair => pair.Key.Provider, StringComparer.Ordinal)
            .Select(pair => pair.Key).Take(most)
    ];

    static DemoOffice Office(DemoDepartment department, int index)
    {
        string Named(int place) => $"{Officers[(index * 5 + place) % Officers.Length]}.{index + 1:00}";
        return new(department.CreditCode, department.Name, Named(0), Named(1), Named(2), Named(3), Named(4));
    }

    /// <summary>The people of this seed.</summary>
    public static IReadOnlyList<DemoPerson> PeopleOf(ulong seed)
    {
        var chance = new Chance(seed);
        var people = new List<DemoPerson>();
        while (people.Count < People)
        {
            // Two of five live in the country.
            var rural = people.Count % 5 is 1 or 3;
            var (county, classes) = rural ? (chance.Of(Rural), chance.Percent(25) ? ["210"] : ["220"]) : chance.Of(Urban);
            var born = DemoDays.First.AddYears(-chance.Between(rural ? 25 : 19, rural ? 88 : 80)).AddDays(-chance.Below(365));
            var woman = chance.Percent(50);
            // High sequences, which are hardly ever given to anybody.
            var digits = $"{county}{born:yyyyMMdd}{980 + 2 * chance.Below(8) + (woman ? 0 : 1)}";
            var name = Surnames[chance.Below(Surnames.Length)].ToString();
            for (var given = chance.Percent(70) ? 2 : 1; given > 0; given--)
                name += chance.Of(woman ? WomenGiven.ToCharArray() : MenGiven.ToCharArray());
            var number = digits + CitizenIdNumber.CheckCharacter(digits);
            if (people.All(p => p.IdNumber != number))
                people.Add(new(people.Count, name, number, born, county, chance.Of(classes)));
        }

        return people;
    }
}

/// <summary>The working days of the demo's two years and their office hours, in China.</summary>
sealed class DemoDays
{
    public static readonly DateOnly First = new(2024, 7, 1), Last = new(2026, 6, 30);

    static readonly TimeSpan China = TimeSpan.FromHours(8);
    readonly DateOnly[] all;

    public DemoDays(WorkingDays days)
    {
        Working = days;
        all = [.. Enumerable.Range(0, Last.DayNumber - First.DayNumber + 1).Select(First.AddDays).Where(d => days.IsWorkingDay(d) ?? throw new InvalidOperationException($"The record has no calendar of {d.Year}."))];
    }

    public WorkingDays Working { get; }

    public int Count => all.Length;

    /// <summary>A working day, counted from 0; beyond the last, the weekdays that follow.</summary>
    public DateOnly Day(int index) => index < all.Length ? all[index] : Last.AddDays((index - all.Length + 1) * 7 / 5);

    /// <summary>The number of a working day of the two years.</summary>
    public int IndexOf(DateOnly day) => Array.BinarySearch(all, day);

    /// <summary>A moment of a working day, minutes after nine.</summary>
    public DateTimeOffset At(int index, int minutes) => new(Day(index).ToDateTime(new TimeOnly(9, 0).AddMinutes(minutes)), China);
}
