using ServiceLedger.MerkleLog;

namespace ServiceLedger.Witnessing;

/// <summary>The witness over HTTP: <c>POST /add-checkpoint</c> for logs, <c>GET /{SHA-256 of the origin}/checkpoint</c> for monitors (C2SP tlog-witness).</summary>
public static class WitnessServer
{
    /// <summary>The longest request that is read, in bytes: a proof of 63 hashes and a checkpoint with many signatures fit.</summary>
    public const int MaxBody = 64 * 1024;

    /// <summary>Makes the server, not yet started; <see cref="RefusedToWitness"/> where settings, key or memory are not as they must be.</summary>
    public static WebApplication Build(WitnessSettings settings, TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBody;
            kestrel.AddServerHeader = false;
        });
        builder.WebHost.UseUrls(settings.Listen);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        var (logs, signer) = (settings.Keys(), settings.Key());
        var folder = new CosignedFolder(settings.Folder);
        // What the container makes it ends with the server: the key is wiped, and the folder is free for another.
        builder.Services.AddSingleton<NoteSigner>(_ => signer);
        builder.Services.AddSingleton<CosignedFolder>(_ => folder);
        builder.Services.AddSingleton(services => new Witness(services.GetRequiredService<NoteSigner>(), logs, services.GetRequiredService<CosignedFolder>(), time, services.GetRequiredService<ILogger<Witness>>()));
        var app = builder.Build();
        try
        {
            app.Services.GetRequiredService<Witness>();
        }
        catch (RefusedToWitness)
        {
            ((IDisposable)app).Dispose();
            throw;
        }

        app.MapPost("/add-checkpoint", async (HttpRequest request, Witness witness, CancellationToken ct) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, ct);
            var answer = witness.Add(body.GetBuffer().AsSpan(0, (int)body.Length));
            return Results.Content(answer.Text, answer.MediaType, null, answer.Status);
        });
        app.MapGet("/{hash}/checkpoint", (string hash, Witness witness) => witness.Newest(hash) is { } note ? Results.Text(note.ToString(), "text/plain; charset=utf-8") : Results.NotFound());
        return app;
    }
}
