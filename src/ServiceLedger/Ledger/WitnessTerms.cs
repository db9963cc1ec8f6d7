using System.Globalization;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>A witness of the log: where it is asked, and the key it cosigns with.</summary>
public sealed record LogWitness(Uri Address, NoteVerifier Verifier);

/// <summary>What was told of the log's witnesses (C2SP tlog-witness).</summary>
/// <param name="Witnesses">Whom to ask; empty where the log has none.</param>
/// <param name="Quorum">How many of them a checkpoint needs to count as witnessed.</param>
/// <param name="Pause">How long it takes at least from one round of asking to the next.</param>
/// <param name="Timeout">How long one of them may take to answer.</param>
/// <param name="DecisionsStopAfter">How old the newest witnessed checkpoint may be before no decision is taken any more; null where decisions do not depend on it.</param>
public sealed record WitnessTerms(IReadOnlyList<LogWitness> Witnesses, int Quorum, TimeSpan Pause, TimeSpan Timeout, TimeSpan? DecisionsStopAfter)
{
    static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>No witnesses.</summary>
    public static WitnessTerms None { get; } = new([], 0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), null);

    /// <summary>After what time a checkpoint is cosigned again although nothing was added: it shows that the log is still followed.</summary>
    public TimeSpan Again => DecisionsStopAfter is { } stop && stop / 4 < TimeSpan.FromMinutes(10) ? stop / 4 : TimeSpan.FromMinutes(10);

    /// <summary>How old the newest witnessed checkpoint may be before the log calls itself unwitnessed.</summary>
    public TimeSpan Fresh => 1.5 * Again;

    /// <summary>Reads the configuration; adds to <paramref name="missing"/> what cannot be used.</summary>
    public static WitnessTerms Read(IConfiguration configuration, List<string> missing)
    {
        var witnesses = new List<LogWitness>();
        foreach (var witness in configuration.GetSection("Log:Witnesses").GetChildren())
            if (Uri.TryCreate(witness["Url"], UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && NoteVerifier.TryParse(witness["Key"] ?? "", out var key) && key.Type == SignatureType.CosignatureV1
                && witnesses.All(w => !w.Verifier.PublicKey.Span.SequenceEqual(key.PublicKey.Span)))
                witnesses.Add(new(url, key));
            else
                missing.Add($"a usable {witness.Path} (Url, an address, and Key, a verifier key for cosignatures that no other witness has)");
        if (witnesses.Count == 0)
            return None;
        return new(
            witnesses,
            (int)Number(configuration, "Log:Quorum", witnesses.Count / 2 + 1, 1, witnesses.Count, missing),
            TimeSpan.FromMilliseconds(Number(configuration, "Log:WitnessPauseMilliseconds", 1000, 10, 600_000, missing)),
            TimeSpan.FromMilliseconds(Number(configuration, "Log:WitnessTimeoutMilliseconds", 5000, 10, 60_000, missing)),
            Stop(configuration["Log:DecisionsStopAfter"] ?? "04:00", missing));
    }

    static long Number(IConfiguration configuration, string name, long otherwise, long from, long to, List<string> missing)
    {
        if (configuration[name] is not { } given)
            return otherwise;
        if (long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to)
            return number;
        missing.Add($"a usable {name} (a whole number from {from} to {to})");
        return otherwise;
    }

    static TimeSpan? Stop(string given, List<string> missing)
    {
        if (given == "never")
            return null;
        if (TimeSpan.TryParse(given, CultureInfo.InvariantCulture, out var after) && after >= TimeSpan.FromMinutes(1) && after <= Longest)
            return after;
        missing.Add("a usable Log:DecisionsStopAfter (hours:minutes from 00:01 to 30 days, or never)");
        return null;
    }
}
