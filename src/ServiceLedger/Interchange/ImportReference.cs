using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Marten;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

/// <summary>A reference file that cannot be imported; nothing of it was recorded.</summary>
public sealed class BrokenFile(string reason) : Exception(reason);

/// <summary>What an import of reference data did.</summary>
/// <param name="Warnings">What was accepted although it looks wrong.</param>
public sealed record ReferenceReport(int Read, int Recorded, IReadOnlyList<string> Warnings);

/// <summary>Imports of the catalogue, the divisions and the calendars: a file is checked whole, then recorded whole; what is on record already is not recorded again.</summary>
public sealed class ReferenceImport(IDocumentStore store)
{
    // More is a slip of the pen.
    const long MostFen = 100_000_000_000;

    static readonly Act Importer = new(ActorKind.System, "reference-import", Channel.Import, "import");

    /// <summary>
    /// Items with their departments from CSV with the columns department, name, item_code, task_type, area_code and
    /// org_uscc_in_code, and optionally cost_fen (what a case costs the office); other columns are passed over. A department is known by its name; its code is the credit code most of its
    /// items name, a right one before a wrong one, and where none names any what the column dept_code holds.
    /// task_type: 1 permit, 5 payment, 7 confirmation, 20 public service, anything else another power.
    /// </summary>
    public async Task<ReferenceReport> CatalogueAsync(Stream file, CancellationToken ct = default)
    {
        var rows = Rows(file, ["department", "name", "item_code", "task_type", "area_code"], "org_uscc_in_code");
        var departments = rows.GroupBy(r => r["department"]).Select(d => (Code: CodeOf(d), Name: d.Key, Division: d.First()["area_code"][..Math.Min(6, d.First()["area_code"].Length)])).ToArray();
        var codes = departments.ToDictionary(d => d.Name, d => d.Code);
        var items = rows.Select((r, i) => (Code: r["item_code"], Terms: new ItemTerms(
            r["name"], null, codes[r["department"]], Kind(r["task_type"]), [], [], new(ClockProfile.Ordinary, null, null), [], Confidentiality.Public, Retention.TenYears, CostFen: CostOf(r, i + 2)))).ToArray();
        return await RecordAsync(departments, items, rows.Count, ct);
    }

    static long? CostOf(Dictionary<string, string> row, int line) =>
        row.GetValueOrDefault("cost_fen") is not { Length: > 0 } told ? null
        : long.TryParse(told, NumberStyles.None, CultureInfo.InvariantCulture, out var fen) && fen <= MostFen ? fen
        : throw new BrokenFile($"Line {line}, cost_fen: a whole number of fen.");

    /// <summary>The demo catalogue that ships with the service.</summary>
    public async Task<ReferenceReport> DemoCatalogueAsync(CancellationToken ct = default)
    {
        var demo = DemoCatalogue.Read();
        return await RecordAsync(demo.Departments.Select(d => (d.CreditCode, d.Name, d.DivisionCode)), demo.Items.Select(i => (i.Code, i.Terms())), demo.Items.Length, ct);
    }

    /// <summary>The demo catalogue and the published calendars, and what is new in them; a catalogue of one's own is left alone.</summary>
    public async Task ShippedAsync(CancellationToken ct = default)
    {
        await using (var session = store.QuerySession())
        {
            var code = DemoCatalogue.Read().Departments[0].CreditCode;
            if (await session.Query<Department>().AnyAsync(ct) && !await session.Query<Department>().AnyAsync(d => d.CreditCode == code, ct))
                return;
        }

        await DemoCatalogueAsync(ct);
        await ShippedCalendarsAsync(ct);
    }

    /// <summary>Divisions from CSV with the columns code and name, and optionally class (the NBS urban-rural class); plain or gzip.</summary>
    public async Task<ReferenceReport> DivisionsAsync(Stream file, CancellationToken ct = default)
    {
        var rows = Rows(file, ["code", "name"]);
        foreach (var (row, line) in rows.Select((r, i) => (r, i + 2)))
            if (row["code"].Length is not (2 or 4 or 6 or 9 or 12) || !row["code"].All(char.IsAsciiDigit))
                throw new BrokenFile($"Line {line}: a division code has 2, 4, 6, 9 or 12 digits.");
            else if (row.GetValueOrDefault("class") is { Length: > 0 } c && !DivisionCode.UrbanRuralClasses.Contains(c))
                throw new BrokenFile($"Line {line}, class: one of {string.Join(", ", DivisionCode.UrbanRuralClasses)}.");
        await using var session = Session();
        var known = (await session.Query<DivisionList>().ToListAsync(ct)).ToDictionary(d => d.ParentCode);
        var recorded = 0;
        foreach (var parent in rows.GroupBy(r => DivisionCode.ParentOf(r["code"])))
        {
            var entries = parent.Select(r => new DivisionEntry(r["code"], r["name"], r.GetValueOrDefault("class") is { Length: > 0 } c ? c : null)).DistinctBy(e => e.Code).ToArray();
            if (DivisionList.Decide(known.GetValueOrDefault(parent.Key), parent.Key, entries) is not { } listed)
                continue;
            recorded += listed.Divisions.Length;
            Append<DivisionList>(session, known.GetValueOrDefault(parent.Key)?.Id, listed);
        }

        await session.SaveChangesAsync(ct);
        return new(rows.Count, recorded, []);
    }

    /// <summary>Holidays and make-up workdays, in the form of the npm package chinese-days.</summary>
    public async Task<ReferenceReport> CalendarAsync(Stream file, CancellationToken ct = default)
    {
        try
        {
            return await CalendarsAsync(PublishedHolidays.Read(new MemoryStream(Encoding.UTF8.GetBytes(TextOf(file)))), ct);
        }
        catch (FormatException e)
        {
            throw new BrokenFile(e.Message);
        }
    }

    /// <summary>The calendars that ship with the service: State Council notices from 2004 on.</summary>
    public Task<ReferenceReport> ShippedCalendarsAsync(CancellationToken ct = default) => CalendarsAsync(PublishedHolidays.ByYear, ct);

    async Task<ReferenceReport> CalendarsAsync(IReadOnlyDictionary<int, (DateOnly[] Holidays, DateOnly[] MakeUpWorkdays)> years, CancellationToken ct)
    {
        await using var session = Session();
        var known = (await session.Query<WorkingCalendar>().ToListAsync(ct)).ToDictionary(c => c.Year);
        var recorded = 0;
        foreach (var (year, (holidays, makeUp)) in years.OrderBy(y => y.Key))
        {
            if (WorkingCalendar.Decide(known.GetValueOrDefault(year), year, holidays, makeUp) is not { } published)
                continue;
            recorded++;
            Append<WorkingCalendar>(session, known.GetValueOrDefault(year)?.Id, published);
        }

        await session.SaveChangesAsync(ct);
        return new(years.Count, recorded, []);
    }

    async Task<ReferenceReport> RecordAsync(
        IEnumerable<(string Code, string Name, string Division)> departments, IEnumerable<(string Code, ItemTerms Terms)> items, int read, CancellationToken ct)
    {
        await using var session = Session();
        var warnings = new List<string>();
        var recorded = 0;
        var knownDepartments = (await session.Query<Department>().ToListAsync(ct)).ToDictionary(d => d.CreditCode);
        foreach (var (code, name, division) in departments)
        {
            if (Department.Decide(knownDepartments.GetValueOrDefault(code), code, name, division) is not { } change)
                continue;
            if (change is DepartmentRegistered { CodeWarning: { } warning })
                warnings.Add($"{name}: the credit code {code} was accepted with a warning: {(warning is CreditCodeWarning.WrongCheckCharacter ? "its check character is wrong" : "it is not of the form of GB 32100")}.");
            Append<Department>(session, knownDepartments.GetValueOrDefault(code)?.Id, change);
        }

        var knownItems = (await session.Query<ServiceItem>().ToListAsync(ct)).ToDictionary(i => i.Code);
        var seen = new HashSet<string>();
        foreach (var (code, terms) in items)
        {
            if (!seen.Add(code))
            {
                warnings.Add($"{code} stands twice in the file; the first counts.");
                continue;
            }

            if (ServiceItem.Decide(knownItems.GetValueOrDefault(code), code, terms) is not { } published)
                continue;
            recorded++;
            Append<ServiceItem>(session, knownItems.GetValueOrDefault(code)?.Id, published);
        }

        await session.SaveChangesAsync(ct);
        return new(read, recorded, warnings);
    }

    IDocumentSession Session()
    {
        var session = store.LightweightSession();
        session.Record(Importer);
        return session;
    }

    static void Append<T>(IDocumentSession session, Guid? known, object change)
        where T : class
    {
        if (known is { } id)
            session.Events.Append(id, change);
        else
            session.Events.StartStream<T>(LedgerId.New(), change);
    }

    static ItemKind Kind(string taskType) => taskType switch
    {
        "1" => ItemKind.Permit,
        "5" => ItemKind.Payment,
        "7" => ItemKind.Confirmation,
        "20" => ItemKind.PublicService,
        _ => ItemKind.OtherPower
    };

    static string CodeOf(IEnumerable<Dictionary<string, string>> department) =>
        department.Select(r => r["org_uscc_in_code"]).Where(c => c.Length > 0).GroupBy(c => c)
            .OrderBy(c => CreditCode.Check(c.Key)).ThenByDescending(c => c.Count()).ThenBy(c => c.Key, StringComparer.Ordinal).FirstOrDefault()?.Key
        ?? (department.First().GetValueOrDefault("dept_code") is { Length: > 0 } code ? code : throw new BrokenFile($"No item of {department.First()["department"]} names its code."));

    /// <summary>All rows by column name; the filled columns must be there and not be empty in any row, the others must be there.</summary>
    static List<Dictionary<string, string>> Rows(Stream file, string[] filled, params string[] present)
    {
        using var csv = CsvReader.Create(new StringReader(TextOf(file)), Strict);
        var rows = new List<Dictionary<string, string>>();
        try
        {
            while (csv.Read())
            {
                if (rows.Count == 0 && filled.Concat(present).FirstOrDefault(r => !csv.Headers.Contains(r)) is { } missing)
                    throw new BrokenFile($"The column {missing} is missing.");
                var row = csv.Headers.Distinct().ToDictionary(c => c, c => csv.GetString(c));
                foreach (var (column, value) in row)
                    if ((filled.Contains(column) || value.Length > 0) && Text.Fault(value, 500) is { } fault)
                        throw new BrokenFile($"Line {csv.LineNumber}, {column}: {fault.En}");
                rows.Add(row);
            }
        }
        catch (CsvFormatException)
        {
            throw new BrokenFile($"Near line {csv.LineNumber}: not readable as CSV.");
        }

        return rows.Count == 0 ? throw new BrokenFile("The file holds no rows.") : rows;
    }

    /// <summary>The text of a file of UTF-8, plain or gzip; a gzip file must have its end, which states how long the content is.</summary>
    static string TextOf(Stream file)
    {
        using var content = new MemoryStream();
        file.CopyTo(content);
        if (content.Length >= 2 && content.GetBuffer() is [0x1f, 0x8b, ..])
        {
            var packed = content.ToArray();
            content.SetLength(0);
            try
            {
                using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
                gzip.CopyTo(content);
            }
            catch (InvalidDataException)
            {
                throw new BrokenFile("The file is not readable as gzip.");
            }

            if (packed.Length < 18 || BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(^4)) != (uint)content.Length)
                throw new BrokenFile("The gzip file is not whole.");
        }

        var bytes = content.ToArray().AsSpan();
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[3..];
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw new BrokenFile("The file is not valid UTF-8.");
    }

    static readonly CsvReaderOptions Strict = CsvReaderOptions.Default with
    {
        Separator = ',',
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw
    };
}
