using System.Net;
using System.Text;
using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;
using Wolverine.Http;

namespace ServiceLedger.Ledger;

/// <summary>Who the log is, for whoever verifies it: its name, its public keys, how far it has got, and where its parts are.</summary>
/// <param name="VerifierKeys">Its keys as C2SP signed-note writes them, that in use first; whoever has them should keep them.</param>
/// <param name="FormerKeys">Keys that sign no more, as the record has them; what they signed is still verified with them.</param>
/// <param name="Broken">Whether nothing is signed any more because the log does not fit its own past.</param>
/// <param name="Unwitnessed">Whether nobody vouches for the log now: it has no witnesses, or their quorum has not cosigned for a while.</param>
/// <param name="Witnesses">The keys of the witnesses that are asked.</param>
/// <param name="Quorum">How many of them a checkpoint needs.</param>
/// <param name="Witnessed">The newest checkpoint that as many cosigned; null where there is none.</param>
/// <param name="SignedAt">When the newest checkpoint was published.</param>
/// <param name="TimeStamped">The newest checkpoint with a time-stamp (RFC 3161); null where there is none.</param>
public sealed record LogIdentity(
    string Origin, IReadOnlyList<string> VerifierKeys, IReadOnlyList<string> FormerKeys, long Size, string? Root, bool Broken, bool Unwitnessed, IReadOnlyList<string> Witnesses, int Quorum, LogSeen? Witnessed, LogSeen? TimeStamped,
    string Checkpoint, string WitnessedCheckpoint, string TimeStamps, string Tiles, string Entries, DateTimeOffset? SignedAt = null);

/// <summary>How far others have seen the log, and when.</summary>
public sealed record LogSeen(long Size, DateTimeOffset At);

/// <summary>The transparency log as the world reads it (C2SP tlog-tiles): checkpoint and hash tiles for everybody, entries for auditors.</summary>
public static class GetLogEndpoints
{
    const string Forever = "public, max-age=31536000, immutable";

    /// <summary>The log's identity; as a page for browsers.</summary>
    [WolverineGet("/log"), AllowAnonymous, ProducesResponseType<LogIdentity>(200, "application/json", "text/html")]
    public static async Task<IResult> GetIdentity(
        HttpContext context, PublishedLog log, WitnessedLog witnessed, LogFolder folder, LogKeys keys, LogSettings settings, LogState state, IQuerySession session, CancellationToken ct)
    {
        var newest = log.Newest()?.Checkpoint;
        var identity = new LogIdentity(
            keys.Origin, [.. keys.Verifiers.Select(v => v.ToString())], (await session.LoadAsync<LogKeyBook>(LogKeyBook.Stream, ct))?.Retired ?? [], newest?.Size ?? 0, newest?.Root.ToString(), state.Broken is not null,
            witnessed.IsUnwitnessed, [.. settings.Witnessing.Witnesses.Select(w => w.Verifier.ToString())], settings.Witnessing.Quorum, witnessed.Newest() is { } last ? new(last.Checkpoint.Size, last.At) : null,
            folder.NewestTimeStamp() is { } stamped && folder.ReadTimeStamp(stamped) is { } response && TimeStamps.Read(response) is { } token ? new(stamped, token.TokenInfo.Timestamp) : null,
            "/log/checkpoint", "/log/checkpoint/witnessed", "/log/timestamps/{size}", "/log/tile/{level}/{index}", "/log/tile/entries/{index}", folder.CheckpointAt());
        return context.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/html") ? Results.Content(LogPage.Of(identity), "text/html; charset=utf-8") : Results.Ok(identity);
    }

    /// <summary>The checkpoint that was signed last (C2SP tlog-checkpoint), with the cosignatures there are of it.</summary>
    [WolverineGet("/log/checkpoint"), AllowAnonymous, ProducesResponseType<string>(200, "text/plain")]
    public static IResult GetCheckpoint(HttpContext context, PublishedLog log) => Checkpoint(context, log.Newest()?.Note);

    /// <summary>The newest checkpoint that the quorum of witnesses cosigned (C2SP tlog-cosignature).</summary>
    [WolverineGet("/log/checkpoint/witnessed"), AllowAnonymous, ProducesResponseType<string>(200, "text/plain")]
    public static IResult GetWitnessed(HttpContext context, WitnessedLog log) => Checkpoint(context, log.Newest()?.Note);

    /// <summary>The time-stamp of the checkpoint of a size, as the authority answered (RFC 3161 §3.4); it never changes.</summary>
    [WolverineGet("/log/timestamps/{size:long}"), AllowAnonymous, ProducesResponseType<byte[]>(200, "application/timestamp-reply")]
    public static IResult GetTimeStamp(long size, HttpContext context, LogFolder folder)
    {
        if (folder.ReadTimeStamp(size) is not { } response)
            return Results.Problem(Problems.NotFound());
        context.Response.Headers.CacheControl = Forever;
        return Results.Bytes(response, "application/timestamp-reply");
    }

    static IResult Checkpoint(HttpContext context, SignedNote? note)
    {
        if (note is null)
            return Results.Problem(Problems.NotFound());
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Text(note.ToString(), "text/plain; charset=utf-8");
    }

    /// <summary>A hash tile (C2SP tlog-tiles, "Merkle Tree"); it never changes.</summary>
    [WolverineGet("/log/tile/{level:int}/{**index}"), AllowAnonymous, ProducesResponseType<byte[]>(200, "application/octet-stream")]
    public static IResult GetTile(int level, string index, HttpContext context, PublishedLog log)
    {
        if (!Tile.TryParse($"tile/{level.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{index}", out var tile) || log.HashTile(tile) is not { } content)
            return Results.Problem(Problems.NotFound());
        context.Response.Headers.CacheControl = Forever;
        return Results.Bytes(content, "application/octet-stream");
    }

    /// <summary>A bundle of entries (C2SP tlog-tiles, "Log entries"), for auditors: an entry holds no personal value, but ids and states.</summary>
    [WolverineGet("/log/tile/entries/{**bundle}"), ProducesResponseType<byte[]>(200, "application/octet-stream")]
    public static async Task<IResult> GetBundle(string bundle, PublishedLog log, CancellationToken ct) =>
        Tile.TryParse($"tile/entries/{bundle}", out var tile) && await log.BundleAsync(tile, ct) is { } content ? Results.Bytes(content, "application/octet-stream") : Results.Problem(Problems.NotFound());
}

/// <summary>The page that says who the log is; without script, in Chinese and English.</summary>
static class LogPage
{
    public static string Of(LogIdentity log)
    {
        var page = new StringBuilder($"""
            <!doctype html>
            <html lang="zh-CN">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>透明日志 · Transparency log</title></head>
            <body>
            <h1>透明日志 <span lang="en">Transparency log</span></h1>
            <p>本系统每一条记录都在此日志中有一个位置；任何人都可凭回执离线核验。</p>
            <p lang="en">Every record of this service has a place in this log; whoever has a receipt verifies it without us.</p>
            {(log.Broken ? "<p role=\"alert\"><strong>日志与其既往记录不符，已停止签署。 <span lang=\"en\">The log does not fit its own past; nothing is signed any more.</span></strong></p>" : "")}
            {(log.Unwitnessed ? "<p role=\"alert\"><strong>未经见证：目前没有足够的见证方为此日志作证。 <span lang=\"en\">Unwitnessed: nobody, or too few, vouch for this log at present.</span></strong></p>" : "")}
            <dl>
            <dt>名称 <span lang="en">Origin</span></dt><dd><code>{Text(log.Origin)}</code></dd>
            """);
        foreach (var key in log.VerifierKeys)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<dt>公钥 <span lang=\"en\">Verifier key</span></dt><dd><code>{Text(key)}</code></dd>\n");
        foreach (var key in log.FormerKeys)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<dt>旧公钥 <span lang=\"en\">Former verifier key</span></dt><dd><code>{Text(key)}</code></dd>\n");
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
            <dt>条目数 <span lang="en">Size</span></dt><dd>{log.Size}</dd>
            <dt>根哈希 <span lang="en">Root</span></dt><dd><code>{Text(log.Root ?? "–")}</code></dd>
            <dt>检查点 <span lang="en">Checkpoint</span></dt><dd><a href="{log.Checkpoint}">{log.Checkpoint}</a></dd>

            """);
        foreach (var witness in log.Witnesses)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<dt>见证方 <span lang=\"en\">Witness</span></dt><dd><code>{Text(witness)}</code></dd>\n");
        if (log.Witnesses.Count > 0)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<dt>所需见证方数 <span lang=\"en\">Quorum</span></dt><dd>{log.Quorum}</dd>\n");
        if (log.Witnessed is { } witnessed)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                <dt>最近见证 <span lang="en">Witnessed last</span></dt><dd><a href="{log.WitnessedCheckpoint}">{witnessed.Size}</a>, <time>{witnessed.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</time></dd>

                """);
        if (log.TimeStamped is { } stamped)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                <dt>最近时间戳 <span lang="en">Time-stamped last</span></dt><dd><a href="/log/timestamps/{stamped.Size}">{stamped.Size}</a>, <time>{stamped.At.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}</time></dd>

                """);
        page.Append("""
            </dl>
            </body>
            </html>
            """);
        return page.ToString();
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
