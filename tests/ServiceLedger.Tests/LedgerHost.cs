using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using JasperFx.CommandLine;
using Marten;
using Marten.Events;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Tests;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace ServiceLedger.Tests;

/// <summary>The private PostgreSQL of one test run, and the template every test class gets a copy of.</summary>
public sealed class Cluster : IAsyncLifetime
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "serviceledger-tests-" + Environment.ProcessId);
    readonly SemaphoreSlim template = new(1);
    LocalPostgres? postgres;
    bool hasTemplate;
    int databases;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A fresh database with schema and demo catalogue; its connection string.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref databases)}";
        await template.WaitAsync();
        try
        {
            postgres ??= await LocalPostgres.StartAsync(folder, _ => { }, throwaway: true);
            if (!hasTemplate)
            {
                await postgres.CreateDatabaseAsync("template_ledger");
                await using (var host = new LedgerFactory(postgres.ConnectionStringTo("template_ledger") + ";Pooling=false", folder))
                {
                    await using var session = host.Services.GetRequiredService<IDocumentStore>().LightweightSession();
                    foreach (var item in Items.All())
                        session.Events.StartStream<ServiceItem>(LedgerId.New(), item);
                    await session.SaveChangesAsync();
                    // A host that stops while its projections are still starting fails.
                    await host.Services.GetRequiredService<IDocumentStore>().WaitForNonStaleProjectionDataAsync(TimeSpan.FromMinutes(1));
                }

                // Whatever connection lingers would keep the database from being copied.
                await using var admin = NpgsqlDataSource.Create(postgres.ConnectionStringTo("postgres"));
                // The first command is committed before the second begins, so that nobody comes back in between.
                foreach (var sql in new[] { "update pg_database set datallowconn = false where datname = 'template_ledger'", "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = 'template_ledger'" })
                {
                    await using var close = admin.CreateCommand(sql);
                    await close.ExecuteNonQueryAsync();
                }
                hasTemplate = true;
            }

            await postgres.CreateDatabaseAsync(name, "template_ledger");
            return postgres.ConnectionStringTo(name);
        }
        finally
        {
            template.Release();
        }
    }

    /// <summary>An empty database; its connection string.</summary>
    public async Task<string> EmptyDatabaseAsync()
    {
        await NewDatabaseAsync();
        var name = $"empty{Interlocked.Increment(ref databases)}";
        await postgres!.CreateDatabaseAsync(name);
        return postgres.ConnectionStringTo(name);
    }

    public string Folder => folder;

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        template.Dispose();
    }
}

/// <summary>The service in this process, on a database of its own, with a clock that stands still.</summary>
public sealed class LedgerFactory(string connection, string folder, TimeProvider? time = null, ILoggerProvider? log = null, Dictionary<string, string>? settings = null) : WebApplicationFactory<Program>
{
    /// <summary>Where the content of this host's evidence lies: by the database's name, so that no two hosts share one.</summary>
    public string EvidenceFolder { get; } = Path.Combine(folder, "evidence", new NpgsqlConnectionStringBuilder(connection).Database!);

    /// <summary>Where the tiles and the checkpoint of this host's log lie.</summary>
    public string LogFolder { get; } = Path.Combine(folder, "log", new NpgsqlConnectionStringBuilder(connection).Database!);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        JasperFxEnvironment.AutoStartHost = true;
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Ledger", connection);
        builder.UseSetting("Data", folder);
        builder.UseSetting("Evidence:Folder", EvidenceFolder);
        // Tests examine looks when they mean to.
        builder.UseSetting("Supervision:ExaminesLooks", "false");
        // They destroy what is approved when they mean to as well.
        builder.UseSetting("Destruction:Runs", "false");
        // They sequence the log when they mean to as well; a folder of each host's own holds it.
        builder.UseSetting("Log:Runs", "false");
        builder.UseSetting("Clock:Runs", "false");
        builder.UseSetting("Log:Folder", LogFolder);
        // Tests ask faster than people do; the limits have tests of their own.
        foreach (var limit in typeof(ServiceLedger.Access.Limits).GetProperties().Where(p => p.PropertyType == typeof(int)))
            builder.UseSetting($"Limits:{limit.Name}", "1000000");
        foreach (var (name, value) in settings ?? [])
            builder.UseSetting(name, value);
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        // Marten's LISTEN connection outlives its host and complains when the cluster stops; the noise would hide what failed.
        builder.UseSetting("Logging:LogLevel:Marten.Events.Daemon.Coordination", "Error");
        if (log is not null)
            builder.ConfigureLogging(logging => logging.AddProvider(log).AddFilter<Log>(null, LogLevel.Debug));
        // Many hosts share two cores: what takes a moment by itself may take longer here.
        builder.ConfigureTestServices(services => services.AddSingleton(p => new ProjectionProgress(p.GetRequiredService<NpgsqlDataSource>(), TimeSpan.FromSeconds(20))));
        if (time is not null)
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton(time)));
    }
}

/// <summary>Keeps every line of a log, with its scopes' and exceptions' text.</summary>
public sealed class Log : ILoggerProvider
{
    readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Lines(categoryName, lines);

    public void Dispose() { }

    sealed class Lines(string category, System.Collections.Concurrent.ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category} {formatter(state, exception)} {exception}");
    }
}

/// <summary>A host for one test class, and the words tests use to talk to it.</summary>
public sealed class LedgerHost(Cluster cluster) : IAsyncLifetime
{
    /// <summary>A Monday morning in Chongqing.</summary>
    public static readonly DateTimeOffset Now = new(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));

    public const string Department = "11500000009275780L";
    public static string Officer => OfficerOf(Department);

    /// <summary>The purpose for which somebody in this role is at work.</summary>
    public static string PurposeOf(string role) => role is "supervisor" or "auditor" or "roleAdmin" or "policyAdmin" ? "Oversight" : "ServiceProvision";

    /// <summary>Who reads an address where it does not matter who does.</summary>
    public static string ReaderOf(string path) => path.StartsWith("/api/citizens/", StringComparison.Ordinal) ? Supervisor : Officer;

    LedgerFactory? factory;
    int keys;

    public FakeTimeProvider Time { get; } = new(Now);

    /// <summary>Everything the host logged, down to Debug.</summary>
    public Log Log { get; } = new();
    public string Connection { get; private set; } = "";
    public IServiceProvider Services => factory!.Services;
    public IDocumentStore Store => Services.GetRequiredService<IDocumentStore>();

    public async ValueTask InitializeAsync()
    {
        Connection = await cluster.NewDatabaseAsync();
        factory = new LedgerFactory(Connection, cluster.Folder, Time, Log);
        _ = factory.Server;
    }

    public async ValueTask DisposeAsync()
    {
        if (factory is not null)
            await factory.DisposeAsync();
    }

    public static string OfficerOf(string department) => $"kind=officer; id=li.hua; role=handler; department={department}; division=500103; purpose=ServiceProvision; channel=window";

    /// <summary>Reviews for the government what no department above is named for.</summary>
    public const string ReviewingAuthority = "11500000DEM000188N";

    public static string Reviewer => OfficerOf(ReviewingAuthority).Replace("li.hua", "lu.ping", StringComparison.Ordinal);

    /// <summary>Reads every file, and acts in none.</summary>
    public const string Supervisor = "kind=officer; id=tang.mei; role=supervisor; department=11500000009275780L; purpose=Oversight";

    public static string CitizenPersona(Guid citizen) => $"kind=citizen; id={citizen}";

    /// <summary>Where this host keeps its keys.</summary>
    public string Folder => cluster.Folder;

    /// <summary>Another host, with settings and a database of its own; it must be disposed of.</summary>
    public async Task<LedgerFactory> Another(Dictionary<string, string> settings) => new(await cluster.NewDatabaseAsync(), cluster.Folder, Time, Log, settings);

    /// <summary>A client at the service's own address that follows no redirect and keeps no cookie.</summary>
    public HttpClient Direct() => factory!.CreateClient(new() { BaseAddress = new(Access.Browser.Site), AllowAutoRedirect = false, HandleCookies = false });

    public HttpClient Client(string? persona = null, string language = "en")
    {
        var client = factory!.CreateClient();
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        if (persona is not null)
            client.DefaultRequestHeaders.BearAs(cluster.Folder, persona);
        return client;
    }

    /// <summary>A POST with a fresh idempotency key, or the given one.</summary>
    public async Task<HttpResponseMessage> Post(string path, object body, string? persona = null, string? key = null)
    {
        var client = Client(persona ?? Officer);
        client.DefaultRequestHeaders.Add("Idempotency-Key", key ?? $"key-{Interlocked.Increment(ref keys)}");
        var json = body as string ?? JsonSerializer.Serialize(body, LedgerJson.Stored);
        return await client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));
    }

    /// <summary>JSON with its Chinese as it is, for tests that look for words in it.</summary>
    public static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Uploads content; the answer.</summary>
    public async Task<HttpResponseMessage> Upload(Guid citizen, byte[] content, string query, string? persona = null, string mediaType = "application/pdf", string? key = null, byte[]? digest = null)
    {
        using var client = Client(persona ?? CitizenPersona(citizen));
        client.DefaultRequestHeaders.Add("Idempotency-Key", key ?? $"key-{Interlocked.Increment(ref keys)}");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/evidence?citizenId={citizen}&{query}") { Content = new ByteArrayContent(content) };
        request.Content.Headers.ContentType = new(mediaType);
        request.Content.Headers.TryAddWithoutValidation("Content-Digest", $"sha-256=:{Convert.ToBase64String(digest ?? System.Security.Cryptography.SHA256.HashData(content))}:");
        return await client.SendAsync(request);
    }

    /// <summary>Uploads content that is taken; its id.</summary>
    public async Task<Guid> Keep(Guid citizen, byte[] content, string query, string? persona = null)
    {
        var answer = await Upload(citizen, content, query, persona);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!["evidenceId"]!.GetValue<Guid>();
    }

    public string EvidenceFolder => factory!.EvidenceFolder;

    public string LogFolder => factory!.LogFolder;

    /// <summary>What is there; where nobody is named, a supervisor reads about citizens and an officer the rest.</summary>
    public async Task<JsonNode> Get(string path, string? persona = null)
    {
        var response = await Client(persona ?? ReaderOf(path)).GetAsync(path);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>One value from the database.</summary>
    public async Task<T> Scalar<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Connection + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>One column from the database.</summary>
    public async Task<List<T>> Column<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(Connection + ";Pooling=false");
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var column = new List<T>();
        while (await rows.ReadAsync())
            column.Add(rows.GetFieldValue<T>(0));
        return column;
    }

    /// <summary>Every row of every table of every schema, as text, by the table's name.</summary>
    public async Task<Dictionary<string, string>> Tables()
    {
        var tables = new Dictionary<string, string>();
        foreach (var table in await Column<string>("select format('%I.%I', table_schema, table_name) from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"))
            tables[table] = await Scalar<string>($"select coalesce(string_agg(t::text, E'\n'), '') from {table} t");
        return tables;
    }

    int people;

    /// <summary>Registers a citizen nobody else in this class has.</summary>
    public async Task<Guid> Register(string name = "王芳")
    {
        var response = await Post("/api/citizens", new { idNumber = People.IdNumber(Interlocked.Increment(ref people)), name, residenceDivision = "500103" });
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return Guid.Parse((await response.Content.ReadFromJsonAsync<JsonNode>())!["citizenId"]!.GetValue<string>());
    }

    /// <summary>Submits an application; its id.</summary>
    public async Task<Guid> Submit(Guid citizen, string item = Items.Plain)
    {
        var response = await Post("/api/applications", new { citizenId = citizen, itemCode = item });
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return Guid.Parse((await response.Content.ReadFromJsonAsync<JsonNode>())!["applicationId"]!.GetValue<string>());
    }

    /// <summary>Posts and expects 2xx; the position of the last event.</summary>
    public async Task<long> Do(string path, object body, string? persona = null)
    {
        var response = await Post(path, body, persona);
        response.IsSuccessStatusCode.ShouldBeTrue($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return long.Parse(response.Headers.GetValues("Ledger-Position").Single(), System.Globalization.CultureInfo.InvariantCulture);
    }
}

/// <summary>The problem details of a refusal.</summary>
public static class Refusals
{
    public static async Task<JsonNode> ShouldBeRefused(this HttpResponseMessage response, int status, string type)
    {
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        var problem = JsonNode.Parse(text)!;
        problem["type"]!.GetValue<string>().ShouldBe("urn:serviceledger:" + type);
        return problem;
    }

    /// <summary>Whether two refusals cannot be told apart; each has a trace of its own.</summary>
    public static void ShouldBeAlike(this JsonNode one, JsonNode other)
    {
        string Said(JsonNode problem) => string.Join('\n', problem.AsObject().Where(m => m.Key != "traceId").Select(m => $"{m.Key}: {m.Value?.ToJsonString()}"));
        Said(one).ShouldBe(Said(other));
    }
}
