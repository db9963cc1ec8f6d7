using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Privacy;

/// <summary>The key that wraps all others is replaced by another one, while the service goes on.</summary>
public class rotating_the_key_encryption_key(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly KeyEncryptionKey Next = new([.. Enumerable.Repeat((byte)9, 32)]);

    Settings Settings => host.Services.GetRequiredService<Settings>();
    IVaultStore Store => host.Services.GetRequiredService<IVaultStore>();

    [Fact]
    public async Task leaves_every_value_and_every_leaf_as_it_is_and_needs_the_former_key_no_longer()
    {
        var former = Settings.KeyEncryptionKey;
        var citizen = await host.Register("王芳");
        var value = (await new Vault(Store, former).KeyOf(citizen, PurposeClass.Matters)).Seal("轮换之前");
        await new Vault(Store, former).MakeKeysFor([.. Enumerable.Range(0, 600).Select(_ => LedgerId.New())]);
        var log = host.Services.GetRequiredService<ServiceLedger.Ledger.KeepsLog>();
        await log.CatchUpAsync();
        var (events, leaves) = (await Sum("ledger.mt_events"), await Sum("ledger.leaf"));
        var rotation = new RewrapsKeys(Settings with { KeyEncryptionKey = Next.InPlaceOf(former) });

        // Cut off after the first batch, both keys still open what they wrapped.
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => rotation.RunAsync(_ => stop.Cancel(), stop.Token));
        (await Opened(Next.InPlaceOf(former), citizen, value)).ShouldBe("轮换之前");
        (await host.Scalar<long>("select count(*) from vault.mt_doc_wrappedkey")).ShouldBeGreaterThan(RewrapsKeys.Batch);

        var keys = await host.Scalar<long>("select count(*) from vault.mt_doc_wrappedkey");
        var seen = new List<long>();
        var report = await rotation.RunAsync(r => seen.Add(r.Done), TestContext.Current.CancellationToken);
        (report.Keys, report.Done, report.Already).ShouldBe((keys, keys, (long)RewrapsKeys.Batch));
        seen.ShouldBe(seen.Order());
        (await rotation.RunAsync(ct: TestContext.Current.CancellationToken)).ShouldBe(new(keys, 0, keys));

        // The former key alone opens nothing any more, the new one alone everything: of citizens and of the service.
        (await Opened(Next, citizen, value)).ShouldBe("轮换之前");
        await Should.ThrowAsync<CryptographicException>(() => Opened(former, citizen, value));
        var number = (await new Vault(Store, Next).BlindIndex()).OfIdNumber(People.IdNumber(1));
        number.ShouldBe((await host.Services.GetRequiredService<Vault>().BlindIndex()).OfIdNumber(People.IdNumber(1)));
        await log.CatchUpAsync();
        (await Sum("ledger.mt_events"), await Sum("ledger.leaf")).ShouldBe((events, leaves));
    }

    [Fact]
    public async Task stops_at_a_key_that_neither_of_them_wrapped()
    {
        await host.Register("李雷");
        var stranger = new KeyEncryptionKey(new byte[32]);
        await Should.ThrowAsync<CryptographicException>(() => new RewrapsKeys(Settings with { KeyEncryptionKey = stranger.InPlaceOf(new([.. Enumerable.Repeat((byte)1, 32)])) }).RunAsync(ct: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void reads_either_key_from_the_settings_or_a_file()
    {
        var wrapped = new KeyEncryptionKey(new byte[32]).Wrap("a/matters", "k", new byte[32]);
        var file = Path.Combine(host.Folder, "former-key");
        File.WriteAllText(file, Convert.ToBase64String(new byte[32]));
        Next.InPlaceOf(null).HasFormer.ShouldBeFalse();
        foreach (var (name, given) in new[] { ("Vault:FormerKeyEncryptionKey", Convert.ToBase64String(new byte[32])), ("Vault:FormerKeyEncryptionKeyFile", file) })
        {
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder();
            Microsoft.Extensions.Configuration.MemoryConfigurationBuilderExtensions.AddInMemoryCollection(configuration, new Dictionary<string, string?>
            {
                ["ConnectionStrings:Ledger"] = "Host=ledger",
                ["Data"] = host.Folder,
                ["Vault:KeyEncryptionKey"] = Convert.ToBase64String(Enumerable.Repeat((byte)9, 32).ToArray()),
                [name] = given
            });
            var key = Settings.Read(configuration.Build(), new Hosting.settings_that_matter.Named("Development"), null, runProjections: true).KeyEncryptionKey;
            (key.HasFormer, key.Wrapped(wrapped)).ShouldBe((true, false));
            key.Unwrap(wrapped).ShouldBe(new byte[32]);
            Next.Wrapped(key.Wrap("a/matters", "k", new byte[32])).ShouldBeTrue();
        }
    }

    async Task<string> Opened(KeyEncryptionKey wrapping, Guid citizen, Sealed<string> value) => (await new Vault(Store, wrapping).KeyOf(citizen, PurposeClass.Matters)).Open(value);

    /// <summary>One number over all rows of a table.</summary>
    Task<string> Sum(string table) => host.Scalar<string>($"select md5(string_agg(t::text, '|' order by seq_id)) from {table} t");
}
