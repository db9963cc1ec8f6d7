using System.Net;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;
using Wolverine.Http;

namespace ServiceLedger.Ledger;

/// <summary>Who the log is, for whoever verifies it: its name, its public keys, how far it has got, and where its parts are.</summary>
/// <param name="VerifierKeys">Its keys as C2SP signed-note writes them, that in use first; whoever has them should keep them.</param>
/// <param name="Broken">Whether nothing is signed any more because the log does not fit its own past.</param>
public sealed record LogIdentity(string Origin, IReadOnlyList<string> VerifierKeys, long Size, string? Root, bool Broken, string Checkpoint, string Tiles, string Entries);

/// <summary>The transparency log as the world reads it (C2SP tlog-tiles): checkpoint and hash tiles for everybody, entries for auditors.</summary>
public static class GetLogEndpoints
{
    const string Forever = "public, max-age=31536000, immutable";

    /// <summary>The log's identity; as a page for browsers.</summary>
    [WolverineGet("/log"), AllowAnonymous]
    public static IResult GetIdentity(HttpContext context, PublishedLog log, LogKeys keys, LogState state)
    {
        var newest = log.Newest()?.Checkpoint;
        var identity = new LogIdentity(
            keys.Origin, [.. keys.Verifiers.Select(v => v.ToString())], newest?.Size ?? 0, newest?.Root.ToString(), state.Broken is not null, "/log/checkpoint", "/log/tile/{level}/{index}", "/log/tile/entries/{index}");
        return context.Request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/html") ? Results.Content(LogPage.Of(identity), "text/html; charset=utf-8") : Results.Ok(identity);
    }

    /// <summary>The checkpoint that was signed last (C2SP tlog-checkpoint).</summary>
    [WolverineGet("/log/checkpoint"), AllowAnonymous]
    public static IResult GetCheckpoint(HttpContext context, PublishedLog log)
    {
        if (log.Newest() is not var (note, _))
            return Results.Problem(Problems.NotFound());
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Text(note.ToString(), "text/plain; charset=utf-8");
    }

    /// <summary>A hash tile (C2SP tlog-tiles, "Merkle Tree"); it never changes.</summary>
    [WolverineGet("/log/tile/{level:int}/{**index}"), AllowAnonymous]
    public static IResult GetTile(int level, string index, HttpContext context, PublishedLog log)
    {
        if (!Tile.TryParse($"tile/{level.ToString(System.Globalization.CultureInfo.InvariantCulture)}/{index}", out var tile) || log.HashTile(tile) is not { } content)
            return Results.Problem(Problems.NotFound());
        context.Response.Headers.CacheControl = Forever;
        return Results.Bytes(content, "application/octet-stream");
    }

    /// <summary>A bundle of entries (C2SP tlog-tiles, "Log entries"), for auditors: an entry holds no personal value, but ids and states.</summary>
    [WolverineGet("/log/tile/entries/{**bundle}")]
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
            <dl>
            <dt>名称 <span lang="en">Origin</span></dt><dd><code>{Text(log.Origin)}</code></dd>
            """);
        foreach (var key in log.VerifierKeys)
            page.Append(System.Globalization.CultureInfo.InvariantCulture, $"<dt>公钥 <span lang=\"en\">Verifier key</span></dt><dd><code>{Text(key)}</code></dd>\n");
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
            <dt>条目数 <span lang="en">Size</span></dt><dd>{log.Size}</dd>
            <dt>根哈希 <span lang="en">Root</span></dt><dd><code>{Text(log.Root ?? "–")}</code></dd>
            <dt>检查点 <span lang="en">Checkpoint</span></dt><dd><a href="{log.Checkpoint}">{log.Checkpoint}</a></dd>
            </dl>
            </body>
            </html>
            """);
        return page.ToString();
    }

    static string Text(string text) => WebUtility.HtmlEncode(text);
}
