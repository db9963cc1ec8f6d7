using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;
using ServiceLedger.Witnessing;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Witnesses are asked beside the signing, whatever they do.</summary>
public sealed class asking_witnesses(Cluster cluster) : IAsyncLifetime
{
    readonly string key = NoteSigner.NewKey(SignedTrees.Origin);
    WitnessOnPort witness = null!;

    public async ValueTask InitializeAsync()
    {
        using var signer = NoteSigner.Parse(key);
        witness = await WitnessOnPort.StartAsync("witness.example", new LogToFollow(SignedTrees.Origin, [signer.Verifier.ToString()]));
    }

    public async ValueTask DisposeAsync() => await witness.DisposeAsync();

    [Fact]
    public async Task one_that_is_ahead_of_time_keeps_nothing_from_being_signed()
    {
        witness.Time.SetUtcNow(DateTimeOffset.UtcNow.AddYears(1));
        await using var service = new LedgerFactory(await cluster.NewDatabaseAsync(), cluster.Folder, settings: new(Settings(witness.Address)) { ["Log:Runs"] = "true", ["Log:WitnessPauseMilliseconds"] = "10" });
        using var client = service.CreateClient();
        // Its clock is ahead: nothing is witnessed, and the log is signed all the same.
        await Until(async () => (await Log(client))["size"]!.GetValue<long>() > 0);
        (await Log(client))["witnessed"].ShouldBeNull();
        (await Log(client))["unwitnessed"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task happens_by_itself_while_the_service_runs()
    {
        await using var service = new LedgerFactory(await cluster.NewDatabaseAsync(), cluster.Folder, witness.Time, settings: new(Settings(witness.Address)) { ["Log:Runs"] = "true", ["Log:WitnessPauseMilliseconds"] = "10" });
        using var client = service.CreateClient();
        await Until(async () => await Log(client) is var log && log["witnessed"] is { } witnessed && witnessed["size"]!.GetValue<long>() == log["size"]!.GetValue<long>());
    }

    [Fact]
    public async Task who_never_answer_ends_in_time_and_keeps_no_other_from_being_heard()
    {
        // It takes the connection and says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var folder = Signed();
        var terms = Terms(new Uri($"http://{silent.LocalEndpoint}"), witness.Address);
        using var asker = Asker(folder, terms with { Timeout = TimeSpan.FromSeconds(2), Quorum = 1 });
        var watch = Stopwatch.StartNew();
        var asking = asker.AskAsync();
        await Until(() => Task.FromResult(folder.ReadWitnessed() is not null));
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2));
        asking.IsCompleted.ShouldBeFalse();
        await asking;
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
        using var ended = new CancellationTokenSource();
        using var impatient = Asker(folder, terms with { Timeout = TimeSpan.FromMinutes(1), Quorum = 1 });
        var interrupted = impatient.AskAsync(ended.Token);
        await ended.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(interrupted);
    }

    [Fact]
    public void needs_usable_settings()
    {
        var good = Settings(new("https://witness.example/"));
        var terms = Read(good, out var missing);
        missing.ShouldBeEmpty();
        (terms.Quorum, terms.Pause, terms.Timeout, terms.DecisionsStopAfter, terms.Again).ShouldBe((1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromHours(4), TimeSpan.FromMinutes(10)));
        Read(new(good) { ["Log:DecisionsStopAfter"] = "never" }, out _).DecisionsStopAfter.ShouldBeNull();
        Read(new(good) { ["Log:DecisionsStopAfter"] = "00:20" }, out _).Again.ShouldBe(TimeSpan.FromMinutes(5));
        Read([], out missing).ShouldBe(WitnessTerms.None);
        missing.ShouldBeEmpty();
        foreach (var (name, value) in new[]
        {
            ("Log:Quorum", "0"), ("Log:Quorum", "2"), ("Log:Quorum", "x"), ("Log:WitnessPauseMilliseconds", "0"), ("Log:WitnessTimeoutMilliseconds", "0"), ("Log:DecisionsStopAfter", "4 hours"), ("Log:DecisionsStopAfter", "00:00"),
            ("Log:Witnesses:0:Url", "witness.example"), ("Log:Witnesses:0:Url", "ftp://witness.example"), ("Log:Witnesses:0:Key", NoteSigner.NewKey("log.example")), ("Log:Witnesses:1:Key", witness.Verifier.ToString())
        })
        {
            Read(new(good) { [name] = value }, out missing);
            missing.ShouldHaveSingleItem().ShouldContain(name.Split(":Url")[0].Split(":Key")[0]);
        }
    }

    static WitnessTerms Read(Dictionary<string, string> settings, out List<string> missing) =>
        WitnessTerms.Read(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build(), missing = []);

    Dictionary<string, string> Settings(Uri address) => new()
    {
        ["Log:Origin"] = SignedTrees.Origin,
        ["Log:SigningKey"] = key,
        ["Log:Witnesses:0:Url"] = address.ToString(),
        ["Log:Witnesses:0:Key"] = witness.Verifier.ToString()
    };

    WitnessTerms Terms(params Uri[] addresses) => WitnessTerms.None with
    {
        Witnesses = [.. addresses.Select((a, i) => new LogWitness(a, i == addresses.Length - 1 ? witness.Verifier : NoteVerifier.Parse(SomeKey())))]
    };

    static string SomeKey()
    {
        using var signer = NoteSigner.Parse(NoteSigner.NewKey("silent.example", SignatureType.CosignatureV1));
        return signer.Verifier.ToString();
    }

    LogSettings Log(WitnessTerms terms) => new(SignedTrees.Origin, witness.Folder, key, [], true) { Witnessing = terms };

    Witnesses Asker(LogFolder folder, WitnessTerms terms) => new(folder, new LogKeys(Log(terms)), Log(terms), new LogState(), witness.Time, NullLogger<Witnesses>.Instance);

    // A log without leaves: it has no tiles.
    LogFolder Signed()
    {
        var folder = new LogFolder(Path.Combine(witness.Folder, "log"));
        using var keys = new LogKeys(Log(WitnessTerms.None));
        folder.WriteCheckpoint(System.Text.Encoding.UTF8.GetBytes(keys.Sign(new Checkpoint(SignedTrees.Origin, 0, TreeHash.Empty)).ToString()));
        return folder;
    }

    static async Task<JsonNode> Log(HttpClient client) => (await client.GetFromJsonAsync<JsonNode>("/log"))!;

    static async Task Until(Func<Task<bool>> holds)
    {
        for (var patience = Stopwatch.StartNew(); !await holds(); await Task.Delay(20))
            patience.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }
}
