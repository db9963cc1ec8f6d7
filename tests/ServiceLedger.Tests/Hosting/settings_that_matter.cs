using JasperFx;
using JasperFx.Events;
using Marten;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using Wolverine;

namespace ServiceLedger.Tests.Hosting;

public class settings_that_matter(LedgerHost host) : IClassFixture<LedgerHost>
{
    StoreOptions Options => ((DocumentStore)host.Store).Options;

    [Fact]
    public void of_the_event_store_are_those_the_record_relies_on()
    {
        Options.Events.AppendMode.ShouldBe(EventAppendMode.QuickWithServerTimestamps);
        Options.Events.StreamIdentity.ShouldBe(StreamIdentity.AsGuid);
        Options.Events.UseMandatoryStreamTypeDeclaration.ShouldBeTrue();
        Options.Events.EnableUniqueIndexOnEventId.ShouldBeTrue();
        Options.Events.MetadataConfig.HeadersEnabled.ShouldBeTrue();
        Options.Events.MetadataConfig.CorrelationIdEnabled.ShouldBeTrue();
        Options.Events.MetadataConfig.CausationIdEnabled.ShouldBeTrue();
        Options.Events.MetadataConfig.UserNameEnabled.ShouldBeTrue();
        Options.Events.UseListenNotifyForEventAppends.ShouldBeTrue();
        Options.DatabaseSchemaName.ShouldBe("ledger");
        Options.DisableNpgsqlLogging.ShouldBeTrue();
    }

    [Fact]
    public void of_projections_stop_rather_than_skip_what_they_know()
    {
        Options.Projections.Errors.SkipApplyErrors.ShouldBeFalse();
        Options.Projections.Errors.SkipSerializationErrors.ShouldBeFalse();
        // Unknown events are passed over on purpose: see events_of_a_later_build.
        (Options.Projections.Errors.SkipUnknownEvents, Options.Projections.RebuildErrors.SkipUnknownEvents).ShouldBe((true, true));
        new CitizenFileProjection().Options.BatchSize.ShouldBe(500);
    }

    [Fact]
    public void of_messaging_are_durable()
    {
        var wolverine = host.Services.GetRequiredService<WolverineOptions>();
        wolverine.Durability.Mode.ShouldBe(DurabilityMode.Solo);
        wolverine.EnvelopeIdGeneration.ShouldBe(EnvelopeIdGeneration.GuidV7);
        wolverine.ApplicationAssembly.ShouldBe(typeof(Act).Assembly);
        host.Services.GetRequiredService<Wolverine.Runtime.IWolverineRuntime>().Endpoints.GetOrBuildSendingAgent(new Uri("local://probe")).IsDurable.ShouldBeTrue();
    }

    [Fact]
    public void of_connections_prepare_statements_and_keep_error_detail_out_of_logs()
    {
        var settings = host.Services.GetRequiredService<Settings>();
        foreach (var connection in new[] { settings.Ledger, settings.Vault })
        {
            var builder = new Npgsql.NpgsqlConnectionStringBuilder(connection);
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages, builder.IncludeErrorDetail).ShouldBe((64, 2, false));
        }
    }

    [Fact]
    public void of_a_given_connection_are_those_too_unless_it_names_its_own()
    {
        Prepared("Host=ledger").ShouldBe((64, 2));
        Prepared("Host=ledger;Max Auto Prepare=8;Auto Prepare Min Usages=5").ShouldBe((8, 5));

        static (int, int) Prepared(string given)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ConnectionStrings:Ledger"] = given,
                ["ConnectionStrings:Vault"] = given,
                ["Evidence:Folder"] = "/evidence",
                ["Log:Folder"] = "/log",
                ["Log:Origin"] = "city.example/log",
                ["Log:SigningKey"] = MerkleLog.NoteSigner.NewKey("city.example/log"),
                ["SignIn:Authority"] = "https://authority.example",
                ["SignIn:Audience"] = "serviceledger",
                ["SignIn:ClientId"] = "pages",
                ["SignIn:ClientSecret"] = "secret",
                ["Vault:KeyEncryptionKey"] = Convert.ToBase64String(new byte[32])
            }).Build();
            var builder = new Npgsql.NpgsqlConnectionStringBuilder(Settings.Read(configuration, new Named("Production"), null, runProjections: true).Ledger);
            return (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages);
        }
    }

    [Fact]
    public void missing_in_production_refuse_the_start_and_are_all_named()
    {
        var refused = Should.Throw<RefusedToStart>(() => Settings.Read(new ConfigurationBuilder().Build(), new Named("Production"), null, runProjections: true));
        refused.Message.ShouldContain("ConnectionStrings:Ledger");
        refused.Message.ShouldContain("ConnectionStrings:Vault");
        refused.Message.ShouldContain("Vault:KeyEncryptionKey");
        foreach (var name in new[] { "Evidence:Folder", "Log:Folder", "Log:Origin", "Log:SigningKey" })
            refused.Message.ShouldContain(name);
        foreach (var name in new[] { "Authority", "Audience", "ClientId", "ClientSecret" })
            refused.Message.ShouldContain("SignIn:" + name);
    }

    [Fact]
    public void in_production_never_change_the_schema_by_themselves()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Ledger"] = "Host=ledger",
            ["ConnectionStrings:Vault"] = "Host=vault",
            ["Evidence:Folder"] = "/evidence",
            ["Log:Folder"] = "/log",
            ["Log:Origin"] = "city.example/log",
            ["Log:SigningKey"] = MerkleLog.NoteSigner.NewKey("city.example/log"),
            ["SignIn:Authority"] = "https://authority.example",
            ["SignIn:Audience"] = "serviceledger",
            ["SignIn:ClientId"] = "pages",
            ["SignIn:ClientSecret"] = "secret",
            ["Vault:KeyEncryptionKey"] = Convert.ToBase64String(new byte[32])
        }).Build();
        var settings = Settings.Read(configuration, new Named("Production"), null, runProjections: true);
        (settings.AutoCreate, settings.AppliesSchema, settings.IsDevelopment).ShouldBe((AutoCreate.None, false, false));
    }

    internal sealed class Named(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;
        public string ApplicationName { get; set; } = "ServiceLedger";
        public string ContentRootPath { get; set; } = "/";
        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = new Microsoft.Extensions.FileProviders.NullFileProvider();
    }
}
