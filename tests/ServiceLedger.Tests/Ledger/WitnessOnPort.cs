using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.MerkleLog;
using ServiceLedger.Witnessing;

namespace ServiceLedger.Tests.Ledger;

/// <summary>A witness on a port of its own, with a folder and a clock of its own.</summary>
public sealed class WitnessOnPort : IAsyncDisposable
{
    readonly LogToFollow[] logs;
    WebApplication? server;

    WitnessOnPort(string name, LogToFollow[] logs)
    {
        this.logs = logs;
        Verifier = NoteVerifier.Parse(WitnessSettings.NewKey(name, KeyFile));
    }

    public static async Task<WitnessOnPort> StartAsync(string name, params LogToFollow[] logs)
    {
        var witness = new WitnessOnPort(name, logs);
        await witness.StartAsync();
        return witness;
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("witness-").FullName;
    public string Memory => Path.Combine(Folder, "cosigned");
    public NoteVerifier Verifier { get; }
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    /// <summary>Where it is; the same after it was started again.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public WitnessSettings Settings => new(KeyFile, Memory, Address.ToString(), logs);

    string KeyFile => Path.Combine(Folder, "key");

    public async Task StartAsync()
    {
        server = WitnessServer.Build(Settings, Time);
        await server.StartAsync();
        Address = new(server.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single());
    }

    public async Task StopAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        server = null;
    }

    public async Task<HttpResponseMessage> Ask(string body)
    {
        using var client = new HttpClient { BaseAddress = Address };
        return await client.PostAsync("/add-checkpoint", new ByteArrayContent(Encoding.UTF8.GetBytes(body)));
    }

    public async Task<HttpResponseMessage> Get(string path)
    {
        using var client = new HttpClient { BaseAddress = Address };
        return await client.GetAsync(path);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>A log as a witness sees it: trees of leaves, signed; another beginning makes a fork.</summary>
public sealed class SignedTrees : IDisposable
{
    public const string Origin = "ledger.example/log";

    readonly NoteSigner signer = NoteSigner.Parse(NoteSigner.NewKey(Origin));

    public NoteVerifier Verifier => signer.Verifier;

    public LogToFollow ToFollow => new(Origin, [Verifier.ToString()]);

    public static NodeReader Nodes(string fork = "") => (level, index) =>
        level == 0 ? TreeHash.OfLeaf(Encoding.UTF8.GetBytes($"{(index > 2 ? fork : "")}{index}")) : TreeHash.OfNode(Nodes(fork)(level - 1, 2 * index), Nodes(fork)(level - 1, 2 * index + 1));

    public static Checkpoint Checkpoint(long size, string fork = "") => new(Origin, size, GrowingTree.Read(size, Nodes(fork)).Root);

    public SignedNote Sign(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.ToString(), signer);

    public string Ask(long from, long size, string fork = "") => Ask(from, Sign(Checkpoint(size, fork)), ConsistencyProof.Make(from, size, Nodes(fork)));

    public static string Ask(long from, SignedNote note, params TreeHash[] proof) => new AddCheckpoint(from, proof, note).ToString();

    public void Dispose() => signer.Dispose();

    /// <summary>The name under which a witness gives the newest checkpoint of the log.</summary>
    public static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Origin)));
}
