using System.Globalization;
using System.Security.Cryptography;
using JasperFx;
using ServiceLedger.Access;
using ServiceLedger.Ledger;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary>What the service was told, checked once: a production start with anything missing says all of it and refuses.</summary>
/// <param name="Ledger">Connection string of the ledger's database.</param>
/// <param name="Vault">Connection string of the vault's database.</param>
/// <param name="EvidenceFolder">Where the sealed content of evidence lies.</param>
/// <param name="BreakGlassPerDay">How many emergency accesses one officer may use on one day.</param>
/// <param name="ExaminesLooks">Whether this process examines the looks of the day before, every day.</param>
/// <param name="RunProjections">Whether this process keeps the citizen files up to date.</param>
/// <param name="SignIn">How people and systems sign in.</param>
public sealed record Settings(string Ledger, string Vault, KeyEncryptionKey KeyEncryptionKey, string EvidenceFolder, bool IsDevelopment, bool RunProjections, SignInSettings SignIn, int BreakGlassPerDay = 3, bool ExaminesLooks = true)
{
    /// <summary>Schema changes happen by themselves in Development only; elsewhere by <c>db-apply</c> under the migration role.</summary>
    public AutoCreate AutoCreate => IsDevelopment ? AutoCreate.CreateOrUpdate : AutoCreate.None;

    /// <summary>What an office may set for the record of looks.</summary>
    public LookSettings Looks { get; init; } = new();

    /// <summary>The limits by which deadlines are reckoned.</summary>
    public Clock.ClockRules Clock { get; init; } = new();

    /// <summary>How long following up what people say may take.</summary>
    public Participation.RatingTerms Ratings { get; init; } = new();

    /// <summary>Whether this process keeps the limits and records what passes.</summary>
    public bool ClockRuns { get; init; } = true;

    /// <summary>Whether this process destroys what stands on approved lists.</summary>
    public bool Destroys { get; init; } = true;

    /// <summary>How the transparency log is kept.</summary>
    public LogSettings Log { get; init; } = null!;

    public bool AppliesSchema => IsDevelopment && RunProjections;

    /// <summary>Reads the configuration; throws <see cref="RefusedToStart"/> naming every missing setting.</summary>
    public static Settings Read(IConfiguration configuration, IHostEnvironment environment, string? localLedger, bool runProjections)
    {
        var development = environment.IsDevelopment();
        var missing = new List<string>();
        var ledger = configuration.GetConnectionString("Ledger") ?? localLedger ?? Missing("ConnectionStrings:Ledger", "the ledger's database", missing);
        var vault = configuration.GetConnectionString("Vault") ?? (development ? ledger : Missing("ConnectionStrings:Vault", "the vault's database", missing));
        var key = Key(configuration, development, missing);
        // Only the service itself takes content in and gives it out.
        var evidence = configuration["Evidence:Folder"]
            ?? (development || !runProjections ? Path.Combine(LocalDatabase.Folder(configuration), "evidence") : Missing("Evidence:Folder", "the folder of the sealed evidence", missing));
        var signIn = SignInSettings.Read(configuration, development, runProjections, missing);
        var looks = LookSettings.Read(configuration, missing);
        var log = LogSettings.Read(configuration, development, runProjections, missing);
        var clock = ServiceLedger.Clock.ClockRules.From(configuration, missing);
        if (!int.TryParse(configuration["BreakGlass:PerDay"] ?? "3", NumberStyles.None, CultureInfo.InvariantCulture, out var perDay))
            missing.Add("a usable BreakGlass:PerDay (a whole number)");
        if (missing.Count > 0)
            throw new RefusedToStart("This start was refused. Missing settings:" + string.Concat(missing.Select(m => Environment.NewLine + "  " + m)));
        return new(Prepared(ledger), Prepared(vault), key!, Path.GetFullPath(evidence), development, runProjections, signIn, perDay, configuration["Supervision:ExaminesLooks"] is not "false") { Looks = looks, Log = log, Destroys = configuration["Destruction:Runs"] is not "false", Clock = clock, Ratings = ServiceLedger.Participation.RatingTerms.Read(configuration), ClockRuns = configuration["Clock:Runs"] is not "false" };
    }

    // Prepared statements: without them a submission costs an eighth more (measured).
    static string Prepared(string connection)
    {
        var builder = new Npgsql.NpgsqlConnectionStringBuilder(connection);
        if (builder.MaxAutoPrepare == 0)
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (64, 2);
        return builder.ConnectionString;
    }

    static string Missing(string name, string what, List<string> missing)
    {
        missing.Add($"{name} ({what})");
        return "";
    }

    static KeyEncryptionKey? Key(IConfiguration configuration, bool development, List<string> missing)
    {
        try
        {
            return Given(configuration, development, missing)?.InPlaceOf(Read(configuration, "Vault:FormerKeyEncryptionKey"));
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            missing.Add($"a usable key-encryption key ({e.Message})");
            return null;
        }
    }

    static KeyEncryptionKey? Given(IConfiguration configuration, bool development, List<string> missing)
    {
        if (Read(configuration, "Vault:KeyEncryptionKey") is { } given)
            return given;
        if (development)
            return KeyEncryptionKey.Parse(SecretFile.ReadOrMake(Path.Combine(LocalDatabase.Folder(configuration), "key-encryption-key"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))));
        missing.Add("Vault:KeyEncryptionKey or Vault:KeyEncryptionKeyFile (32 random bytes in base64)");
        return null;
    }

    static KeyEncryptionKey? Read(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } given ? KeyEncryptionKey.Parse(given)
        : configuration[name + "File"] is { Length: > 0 } file ? KeyEncryptionKey.Parse(File.ReadAllText(file))
        : null;
}

/// <summary>What an office may set for the record of looks.</summary>
/// <param name="AnswerWorkingDays">Within how many working days a question about a look is answered.</param>
/// <param name="LongestDelayDays">For how many days at most one order may keep a look from being shown.</param>
public sealed record LookSettings(int AnswerWorkingDays = 10, int LongestDelayDays = 180)
{
    public static LookSettings Read(IConfiguration configuration, List<string> missing) =>
        new(Days(configuration, "Looks:AnswerWorkingDays", new LookSettings().AnswerWorkingDays, missing), Days(configuration, "Looks:LongestDelayDays", new LookSettings().LongestDelayDays, missing));

    static int Days(IConfiguration configuration, string name, int otherwise, List<string> missing)
    {
        if (configuration[name] is not { } given)
            return otherwise;
        if (int.TryParse(given, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var days) && days is > 0 and <= 3650)
            return days;
        missing.Add($"{name} (a number of days from 1 to 3650)");
        return otherwise;
    }
}

/// <summary>The service does not start; the message says what to do.</summary>
public sealed class RefusedToStart(string message) : Exception(message);

/// <summary>In Development with no connection given: a private PostgreSQL in <c>./.data</c>.</summary>
public static class LocalDatabase
{
    // Verbs that never touch a database, and where they would look for one.
    static readonly string[] WithoutDatabase = ["codegen", "help", "describe-event-model", "?"];
    const string Nowhere = "Host=nowhere.invalid";

    /// <summary>The folder of everything the development service keeps.</summary>
    public static string Folder(IConfiguration configuration) => Path.GetFullPath(configuration["Data"] ?? Path.Combine(Root(), ".data"));

    /// <summary>The folder of the clone, wherever in it the service was started; the current folder outside of one.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "ServiceLedger.sln")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }

    /// <summary>The connection to use where the configuration names none: the private PostgreSQL, or nowhere for verbs that need no database.</summary>
    public static string? Connection(LocalPostgres? postgres, string[] args) => postgres?.ConnectionStringTo("ledger") ?? (NeedsNone(args) ? Nowhere : null);

    static bool NeedsNone(string[] args) => args.Length > 0 && WithoutDatabase.Contains(args[0]);

    /// <summary>Starts or adopts the private PostgreSQL; null when a connection was given, in production, or where the verb needs none.</summary>
    public static async Task<LocalPostgres?> StartAsync(IConfiguration configuration, IHostEnvironment environment, string[] args)
    {
        if (!environment.IsDevelopment() || configuration.GetConnectionString("Ledger") is not null || NeedsNone(args))
            return null;
        var postgres = await LocalPostgres.StartAsync(Folder(configuration), Console.WriteLine);
        await postgres.CreateDatabaseAsync("ledger");
        return postgres;
    }
}
