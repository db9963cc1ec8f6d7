using System.Globalization;
using System.Resources;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Ledger;

/// <summary>A person's whole file, to take along: every row and every event (PIPL art. 45). What proves each event is in the copy that is asked for.</summary>
/// <param name="Position">The sequence of the last event in it.</param>
/// <param name="LogSize">How far the signed log has got; what proves an event covers it from its place on.</param>
public sealed record ExportedFile(
    Guid CitizenId, string? Name, string? IdNumber, DateTimeOffset At, long Position, long LogSize, string? LogRoot, IReadOnlyList<ApplicationRow> Applications, IReadOnlyList<DecisionRow> Decisions,
    IReadOnlyList<MaterialRow> Materials, IReadOnlyList<CommitmentRow> Commitments, IReadOnlyList<DataRequestRow> DataRequests, IReadOnlyList<EvidenceRow> Evidence, IReadOnlyList<MandateRow> Mandates,
    IReadOnlyList<RightsRequestRow> RightsRequests, IReadOnlyList<ReviewRow> Reviews, IReadOnlyList<HistoryLine> Events);

public static class ExportFileEndpoint
{
    /// <summary>The person, and who exercises their rights for them.</summary>
    public static ProblemDetails Validate(Guid citizenId, Act act, string? format) =>
        (act.IsOfNoOffice ? act.SpeaksFor(citizenId, Power.ExerciseRights) ? null : Problems.NotFound() : Problems.Forbidden("The person downloads their own file.", "仅限本人下载档案。"))
        ?? (EnumNames.TryRead<ExportFormat>(format ?? "", out _) ? WolverineContinue.NoProblems : Problems.Invalid("format", string.Join(", ", EnumNames.Of<ExportFormat>()), string.Join("、", EnumNames.Of<ExportFormat>())));

    /// <summary>The file as it stands: as JSON, every event as a row of CSV (RFC 4180), or on pages to print.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/file/export"), ProducesResponseType<ExportedFile>(200, "application/json", "text/csv", "application/pdf")]
    public static async Task<IResult> Get(
        Guid citizenId, string? format, Act act, HttpContext context, IQuerySession session, Vault vault, ItemCatalogue items, BreakGlassBlocks blocks, Names catalogue, PublishedLog log, TimeProvider time, CancellationToken ct)
    {
        EnumNames.TryRead<ExportFormat>(format ?? "", out var form);
        if (form is ExportFormat.Pdf && PdfFont.Chinese is null)
            return Results.Problem(PdfFont.Missing());
        var reading = await FileReading.LoadAsync(citizenId, act, "GET /api/citizens/{citizenId}/file/export", session, items, blocks, time, ct);
        if (reading.Refuse() is { } refused)
            return Results.Problem(refused);
        if (await session.LoadAsync<CitizenFile>(citizenId, ct) is not { } file)
            return Results.Problem(Problems.NotFound());
        var exported = await OfAsync(reading, file, session, vault, log, time, ct);
        var seen = context.Features.GetRequiredFeature<Seen>();
        (seen.Results, seen.ExportedAs) = (exported.Events.Count, form);
        var name = $"file-{Text.DateOf(exported.At).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{form.InJson()}";
        context.Response.Headers.CacheControl = "no-store";
        if (form is ExportFormat.Json)
            return Results.File(JsonSerializer.SerializeToUtf8Bytes(exported, LedgerJson.Stored), "application/json; charset=utf-8", name);
        var names = await FileNames.LoadAsync(exported, catalogue, ct);
        return form is ExportFormat.Csv ? Results.File(FileCsv.Of(exported, names), "text/csv; charset=utf-8", name) : Results.File(FilePdf.Of(exported, names), "application/pdf", name);
    }

    static async Task<ExportedFile> OfAsync(FileReading reading, CitizenFile file, IQuerySession session, Vault vault, PublishedLog log, TimeProvider time, CancellationToken ct)
    {
        var (visible, view) = (reading.Visible(file), reading.View(reading.Relation));
        var streams = reading.Streams(visible).ToArray();
        var events = await session.Events.Known().Where(e => e.StreamId.In(streams) && e.Sequence <= file.Position).OrderBy(e => e.Sequence).ToListAsync(ct);
        var history = await HistoryPage.Of(events, file.Id, reading.Act, view, FileSection.History, vault, events.Count, e => e.Sequence, ct);
        var (identity, newest) = (await vault.KeyFor(reading.Act, file.Id, PurposeClass.Identity, ct), log.Newest()?.Checkpoint);
        string? Shown(FieldClass field, Sealed<string>? value) => view.Shows(FileSection.Identity, field) ? identity.Open(value) : null;
        return new(
            file.Id, Shown(FieldClass.Name, visible.Name), Shown(FieldClass.IdNumber, visible.IdNumber), time.GetUtcNow(), file.Position, newest?.Size ?? 0, newest?.Root.ToString(), visible.Applications, visible.Decisions,
            visible.Materials, visible.Commitments, visible.DataRequests, visible.Evidence, visible.Mandates, visible.RightsRequests, visible.Reviews, history.Events);
    }
}

/// <summary>What departments and items in a file are called.</summary>
sealed record FileNames(IReadOnlyDictionary<string, string> Departments, IReadOnlyDictionary<(string, int), string> Items)
{
    public string Department(string? code) => code is null ? "" : Departments.GetValueOrDefault(code, code);

    public string Item(ApplicationRow row) => Items.GetValueOrDefault((row.ItemCode, row.ItemVersion), row.ItemCode);

    public static async Task<FileNames> LoadAsync(ExportedFile file, Names names, CancellationToken ct)
    {
        var items = new Dictionary<(string, int), string>();
        foreach (var (code, version) in file.Applications.Select(a => (a.ItemCode, a.ItemVersion)).Distinct())
            items[(code, version)] = await names.ItemAsync(code, version, ct);
        return new((await names.DepartmentsAsync(ct)).ToDictionary(d => d.Key, d => d.Value.Name), items);
    }
}

/// <summary>What stands in an event as lines of name and value: what is sealed and closed is said to be.</summary>
static class FileText
{
    // What members of enums are called is said by the pages' own words.
    static readonly ResourceManager Enums = new("ServiceLedger.Pages.EnumWords", typeof(FileText).Assembly);

    /// <param name="ids">Whether ids are among them: they say something to programs only.</param>
    public static IEnumerable<string> Of(JsonNode? node, bool ids, string name = "") => node switch
    {
        null => [],
        JsonObject hidden when hidden.ContainsKey("hidden") => [$"{name}: {hidden["hidden"]}"],
        JsonObject members => members.Where(m => ids || !m.Key.EndsWith("Id", StringComparison.Ordinal)).SelectMany(m => Of(m.Value, ids, name.Length == 0 ? m.Key : $"{name}.{m.Key}")),
        JsonArray items => items.SelectMany((item, i) => Of(item, ids, $"{name}[{i}]")),
        _ => [$"{name}: {node}"]
    };

    public static string Words<T>(T value)
        where T : struct, Enum => Enums.GetString($"{typeof(T).Name}.{value.InJson()}", CultureInfo.CurrentUICulture) ?? value.InJson();

    public static string Moment(DateTimeOffset at) => at.InChina().ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}

/// <summary>Events as CSV (RFC 4180): the oldest first, under a heading in the language asked for.</summary>
static class FileCsv
{
    public static byte[] Of(ExportedFile file, FileNames names)
    {
        var text = new StringBuilder();
        void Row(params IEnumerable<string?> cells) => text.Append(string.Join(',', cells.Select(AccessCsv.Cell))).Append("\r\n");
        Row(Problems.InChinese ? ["记录时间", "生效时间", "事项", "类型", "部门", "渠道", "内容", "记录标识", "所属标识"] : ["recorded at", "effective at", "what", "type", "department", "channel", "content", "event", "stream"]);
        foreach (var e in file.Events)
            Row(
                FileText.Moment(e.RecordedAt), e.EffectiveAt is { } at ? FileText.Moment(at) : "", EventWords.Of(e.Type), e.Type, names.Department(e.By?.Department), e.By is { } by ? FileText.Words(by.Channel) : "",
                string.Join("; ", FileText.Of(e.Data, ids: true)), e.EventId.ToString(), e.StreamId.ToString());
        // Spreadsheets take a file without the mark for another encoding.
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }
}
