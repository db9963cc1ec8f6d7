using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using JasperFx.CommandLine;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

/// <summary>How far a rotation is.</summary>
/// <param name="Keys">How many keys the vault held when it began.</param>
/// <param name="Rewrapped">Wrapped anew by this run.</param>
/// <param name="Already">Found wrapped by the present key, or destroyed.</param>
public sealed record RewrapReport(long Keys, long Rewrapped, long Already)
{
    public long Done => Rewrapped + Already;
}

/// <summary>
/// Wraps every key of the vault by the present key-encryption key instead of the former one, a batch at a time, while the service runs or not. The data keys stay
/// as they are, and with them every sealed value and every leaf of the log. What is done is passed over, so that it may be cut off and repeated.
/// </summary>
public sealed class RewrapsKeys(Settings settings)
{
    /// <summary>How many keys are wrapped anew in one transaction.</summary>
    public const int Batch = 500;

    const string Table = $"{Store.VaultSchema}.mt_doc_wrappedkey";

    /// <summary>Throws <see cref="CryptographicException"/> at a key that neither the present key nor the former one wrapped.</summary>
    public async Task<RewrapReport> RunAsync(Action<RewrapReport>? progress = null, CancellationToken ct = default)
    {
        await using var vault = NpgsqlDataSource.Create(settings.Vault);
        await using var count = vault.CreateCommand($"select count(*) from {Table}");
        var report = new RewrapReport((long)(await count.ExecuteScalarAsync(ct))!, 0, 0);
        for (var last = ""; await BatchAsync(vault, last, ct) is { Count: > 0 } batch; last = batch[^1].Id)
        {
            var rewrapped = await RewrapAsync(vault, batch, ct);
            report = report with { Rewrapped = report.Rewrapped + rewrapped, Already = report.Already + batch.Count - rewrapped };
            progress?.Invoke(report);
        }

        return report;
    }

    static async Task<IReadOnlyList<WrappedKey>> BatchAsync(NpgsqlDataSource vault, string after, CancellationToken ct)
    {
        await using var command = vault.CreateCommand($"select data::text from {Table} where id > $1 order by id limit {Batch}");
        command.Parameters.Add(new() { Value = after });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var keys = new List<WrappedKey>();
        while (await rows.ReadAsync(ct))
            keys.Add(JsonSerializer.Deserialize<WrappedKey>(rows.GetString(0), LedgerJson.Stored)!);
        return keys;
    }

    /// <summary>One that was wrapped anew or destroyed in between stays as it is.</summary>
    async Task<int> RewrapAsync(NpgsqlDataSource vault, IReadOnlyList<WrappedKey> batch, CancellationToken ct)
    {
        var wrapping = settings.KeyEncryptionKey;
        await using var connection = await vault.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var update = new NpgsqlBatch(connection, transaction);
        foreach (var key in batch.Where(k => k.DestroyedUnder is null && !wrapping.Wrapped(k)))
            update.BatchCommands.Add(new($"update {Table} set data = jsonb_set(data, '{{wrapped}}', to_jsonb($2::text)) where id = $1 and data->>'wrapped' = $3")
            {
                Parameters = { new() { Value = key.Id }, new() { Value = wrapping.Wrap(key.Id, key.KeyId, wrapping.Unwrap(key)).Wrapped }, new() { Value = key.Wrapped } }
            });
        if (update.BatchCommands.Count == 0)
            return 0;
        var rewrapped = await update.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return rewrapped;
    }
}

/// <summary>rewrap-keys: takes a new key-encryption key into use; interrupted or repeated, it goes on where it was.</summary>
[Description("Wraps every key of the vault by the present key-encryption key instead of the former one", Name = "rewrap-keys")]
public sealed class RewrapKeysCommand : JasperFxAsyncCommand<NetCoreInput>
{
    public override async Task<bool> Execute(NetCoreInput input)
    {
        using var host = input.BuildHost();
        using var work = new LongWork();
        var settings = host.Services.GetRequiredService<Settings>();
        if (!settings.KeyEncryptionKey.HasFormer)
        {
            Console.Error.WriteLine("Name the key that wrapped them until now: Vault:FormerKeyEncryptionKey or Vault:FormerKeyEncryptionKeyFile.");
            return false;
        }

        try
        {
            await Schema.ReadyAsync(host.Services, work.Stopped);
            var clock = Stopwatch.StartNew();
            var report = await new RewrapsKeys(settings).RunAsync(
                r => work.Say(() => $"{r.Done} of {r.Keys} keys, {r.Done / clock.Elapsed.TotalSeconds:N0} keys/s, about {clock.Elapsed * ((double)(r.Keys - r.Done) / r.Done):mm\\:ss} left"), work.Stopped);
            Console.WriteLine($"keys       {report.Done,8} = {report.Rewrapped} wrapped anew + {report.Already} wrapped by the present key already, or destroyed");
            Console.WriteLine($"took       {clock.Elapsed.TotalSeconds,8:N1} s");
            Console.WriteLine("The former key is needed no longer: take it out of the settings and start the service anew.");
            return true;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Interrupted. What was wrapped anew stays; run the same command again to go on.");
            return false;
        }
        catch (CryptographicException)
        {
            Console.Error.WriteLine("The vault holds a key that neither the present key nor the former one wrapped. Name the right one and run the command again.");
            return false;
        }
    }
}
