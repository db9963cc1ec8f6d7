using System.Globalization;
using ServiceLedger.Hosting;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>What the transparency log was told.</summary>
/// <param name="Origin">The name of the log in its checkpoints, by custom its address without a scheme (C2SP tlog-checkpoint); the name of its keys too.</param>
/// <param name="Folder">Where tiles and the last checkpoint lie: outside the database, so that neither can be set back without the other telling.</param>
/// <param name="SigningKey">The key checkpoints are signed with, as a note's secret key.</param>
/// <param name="FormerKeys">Keys that still sign beside it while a rotation lasts.</param>
/// <param name="Runs">Whether this process sequences and signs.</param>
public sealed record LogSettings(string Origin, string Folder, string SigningKey, IReadOnlyList<string> FormerKeys, bool Runs)
{
    /// <summary>How long a batch gathers before it is sequenced: the price of fewer signatures.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Who cosigns the log, and what happens when nobody does.</summary>
    public WitnessTerms Witnessing { get; init; } = WitnessTerms.None;

    /// <summary>Who stamps the newest checkpoint once a day (RFC 3161); null where nobody does.</summary>
    public Uri? TimeStampAuthority { get; init; }

    /// <summary>Reads the configuration; adds to <paramref name="missing"/> what a start cannot do without.</summary>
    public static LogSettings Read(IConfiguration configuration, bool development, bool serves, List<string> missing)
    {
        var folder = configuration["Log:Folder"] ?? (development || !serves ? Path.Combine(LocalDatabase.Folder(configuration), "log") : Missing("Log:Folder (the folder of the log's tiles and checkpoint)", missing));
        var origin = configuration["Log:Origin"] ?? (development || !serves ? "serviceledger.example/log" : Missing("Log:Origin (the name of the log, by custom its address without https://)", missing));
        return new(
            origin, folder.Length == 0 ? "" : Path.GetFullPath(folder), Key(configuration, origin, development, serves, missing),
            [.. configuration.GetSection("Log:FormerKeyFiles").GetChildren().Select(k => Usable(k.Value ?? "", k.Path, missing))], configuration["Log:Runs"] is not "false")
        {
            Pause = TimeSpan.FromMilliseconds(int.TryParse(configuration["Log:PauseMilliseconds"] ?? "20", NumberStyles.None, CultureInfo.InvariantCulture, out var pause) && pause <= 1000
                ? pause : Unusable("Log:PauseMilliseconds (a whole number up to 1000)", missing)),
            Witnessing = WitnessTerms.Read(configuration, missing),
            TimeStampAuthority = Authority(configuration["Log:TimeStampAuthority"], missing)
        };
    }

    static string Key(IConfiguration configuration, string origin, bool development, bool serves, List<string> missing)
    {
        if (configuration["Log:SigningKey"] is { Length: > 0 } given)
            return NoteSigner.TryParse(given, out var signer) && signer.Verifier.Name == origin ? given : Missing("a usable Log:SigningKey (a note's secret key under the name of Log:Origin)", missing);
        if (configuration["Log:SigningKeyFile"] is { Length: > 0 } file)
            return Usable(file, "Log:SigningKeyFile", missing);
        if (development || !serves)
            return SecretFile.ReadOrMake(Path.Combine(LocalDatabase.Folder(configuration), "log-signing-key"), () => NoteSigner.NewKey(origin));
        return Missing("Log:SigningKey or Log:SigningKeyFile (a note's secret key; `new-log-key ORIGIN` makes one)", missing);
    }

    static Uri? Authority(string? given, List<string> missing)
    {
        if (given is null)
            return null;
        if (Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "https" or "http")
            return url;
        missing.Add("a usable Log:TimeStampAuthority (an address)");
        return null;
    }

    static string Usable(string file, string setting, List<string> missing)
    {
        try
        {
            var key = File.ReadAllText(file).Trim();
            return NoteSigner.TryParse(key, out _) ? key : Missing($"a usable {setting} (a note's secret key)", missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Missing($"a usable {setting} ({e.Message})", missing);
        }
    }

    static string Missing(string what, List<string> missing)
    {
        missing.Add(what);
        return "";
    }

    static int Unusable(string what, List<string> missing)
    {
        missing.Add("a usable " + what);
        return 0;
    }
}
