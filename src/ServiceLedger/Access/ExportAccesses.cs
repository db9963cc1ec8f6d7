using System.Data;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

public static class ExportAccessesEndpoint
{
    public static ProblemDetails Validate(Guid citizenId, Act act, HttpContext context) =>
        GetAccessesEndpoint.RefuseReader(citizenId, act) ?? AccessQuery.Read(context.Request.Query, exports: true).Fault ?? WolverineContinue.NoProblems;

    /// <summary>The lines of the list as a file: the same query, all pages. As JSON one line of JSON each, as CSV (RFC 4180) one row each under a heading.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/accesses/export"), ProducesResponseType<AccessLine>(200, "application/jsonl", "text/csv")]
    public static async Task<IResult> Get(Guid citizenId, Act act, HttpContext context, IQuerySession session, NpgsqlDataSource database, Vault vault, TimeProvider time, CancellationToken ct) =>
        await AccessLines.ScopeAsync(citizenId, act, session, time, ct) is { } scope
            ? new AccessExport(scope, AccessQuery.Read(context.Request.Query, exports: true).Query!, act, session, database, vault)
            : Results.Problem(Problems.NotFound());
}

/// <summary>Streams the lines, a batch at a time, all from one moment of the record: what is counted in the look is what leaves.</summary>
sealed class AccessExport(LookScope scope, AccessQuery query, Act reader, IQuerySession session, NpgsqlDataSource database, Vault vault) : IResult
{
    const int Batch = 500;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct, format) = (httpContext.Response, httpContext.RequestAborted, query.Format!.Value);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var seen = httpContext.Features.GetRequiredFeature<Seen>();
        (seen.Results, seen.ExportedAs) = (await RecordedLooks.CountAsync(connection, scope, query, ct), format);
        await seen.RecordNowAsync();

        response.ContentType = format is ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        response.Headers.ContentDisposition = $"attachment; filename=\"accesses-{scope.Today:yyyy-MM-dd}.{(format is ExportFormat.Csv ? "csv" : "jsonl")}\"";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        // Spreadsheets take a file without the mark for another encoding.
        await using var file = new StreamWriter(response.Body, new UTF8Encoding(format is ExportFormat.Csv), leaveOpen: true) { NewLine = "\r\n" };
        if (format is ExportFormat.Csv)
            await file.WriteLineAsync(AccessCsv.Heading());
        for (var page = query with { Size = Batch }; ;)
        {
            var looks = await RecordedLooks.PageAsync(connection, scope, page, ct);
            foreach (var line in await AccessLines.OfAsync(looks, scope, reader, session, vault, ct))
                await file.WriteAsync(format is ExportFormat.Csv ? AccessCsv.Row(line) + "\r\n" : JsonSerializer.Serialize(line, LedgerJson.Stored) + "\n");
            if (looks.Count < Batch)
                return;
            page = page with { Before = looks[^1].Position };
        }
    }
}

/// <summary>Lines as CSV (RFC 4180): every cell in quotation marks, and none that a spreadsheet would take for a formula.</summary>
static class AccessCsv
{
    // Spreadsheets take a cell that begins so for a formula; full-width signs are read as the plain ones.
    const string Formula = "=+-@\t\r\n＝＋－＠";

    public static string Heading() => string.Join(',', (Problems.InChinese
        ? new[] { "时间", "类型", "说明", "单位", "角色", "人员", "目的", "法律依据", "办件", "内容", "结果数", "延期显示至", "延期理由", "质询状态", "认定理由", "标识" }
        : ["at", "kind", "sentence", "institution", "role", "officer", "purpose", "legal basis", "matter", "sections", "results", "delayed until", "delayed because", "question", "reasons", "id"]).Select(Cell));

    public static string Row(AccessLine line) => string.Join(',', new[]
    {
        line.At.InChina().ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture), AccessWords.InWords(line.Kind), line.Sentence, line.DepartmentName, line.RoleName,
        line.Officer, line.PurposeName, line.LegalBasis, line.Matter?.CaseNumber, string.Join("; ", line.Sections.Select(AccessWords.InWords)), line.Results?.ToString(CultureInfo.InvariantCulture),
        line.Delayed?.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), line.Delayed?.Why, line.Case?.StatusName, line.Case?.Reasons, line.AccessId.ToString()
    }.Select(Cell));

    public static string Cell(string? text) =>
        $"\"{(text is { Length: > 0 } && Formula.Contains(text[0], StringComparison.Ordinal) ? "'" : "")}{text?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
