using System.Text.Json;
using System.Text.Json.Serialization;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Evidence;
using ServiceLedger.Interchange;
using ServiceLedger.Ledger;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Supervision.Meters;
using ServiceLedger.Supervision.Registers;
using ServiceLedger.Timers;
using Weasel.Core;
using Weasel.Postgresql;
using Wolverine.Marten;

namespace ServiceLedger.Hosting;

/// <summary>The ledger's database and the vault's.</summary>
public static class Store
{
    /// <summary>The database schema of the ledger.</summary>
    public const string Schema = "ledger";

    /// <summary>What the registers of supervision are followed by.</summary>
    public const string Registers = "Registers";

    /// <summary>The database schema of the vault.</summary>
    public const string VaultSchema = "vault";

    public static void AddLedgerStore(this IServiceCollection services, Settings settings)
    {
        // No logger: Npgsql would log statements. One pool serves everything in the process. What a session changes lasts a transaction, and its locks are given back: to reset a
        // connection each time it comes back would be eight statements more for every one of ours.
        services.AddSingleton(_ => new NpgsqlDataSourceBuilder(settings.Ledger) { ConnectionStringBuilder = { NoResetOnClose = true } }.Build());
        var (standings, protections, almanacs, blocks) = (new Remembered<Officer>(), new Remembered<Protection>(), new Almanacs(), new BreakGlassBlocks());
        services.AddSingleton(standings);
        services.AddSingleton(protections);
        services.AddSingleton(almanacs);
        services.AddSingleton(blocks);
        services.AddMarten(options =>
            {
                Configure(options, settings);
                options.Listeners.AddRange([standings, protections, almanacs, blocks]);
            })
            .UseLightweightSessions()
            .UseNpgsqlDataSource()
            .IntegrateWithWolverine()
            .AddAsyncDaemon(settings.RunProjections ? DaemonMode.Solo : DaemonMode.Disabled)
            .When(settings.AppliesSchema, marten => marten.ApplyAllDatabaseChangesOnStartup());

        services.AddMartenStore<IVaultStore>(options =>
        {
            options.Connection(settings.Vault);
            options.DatabaseSchemaName = VaultSchema;
            options.AutoCreateSchemaObjects = settings.AutoCreate;
            options.StoreAs(LedgerJson.ForStorage);
            options.Schema.For<WrappedKey>().Identity(k => k.Id);
            options.Storage.ExtendedSchemaObjects.Add(DatabaseRoles.Of(VaultSchema));
            options.DisableNpgsqlLogging = true;
        }).When(settings.AppliesSchema, marten => marten.ApplyAllDatabaseChangesOnStartup());

        services.AddSingleton(settings);
        services.AddSingleton(settings.KeyEncryptionKey);
        services.AddSingleton<Vault>();
        services.AddSingleton<ItemCatalogue>();
        services.AddSingleton<Names>();
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<ProjectionProgress>();
        services.AddSingleton<EvidenceFolder>();
        services.AddSingleton<DestroysRecords>();
        services.AddSingleton(StaffRegister.Nobody);
        services.AddSingleton<LookRegister>();
        services.AddSingleton<Figures>();
        services.AddSingleton<ClockActor>();
        services.AddSingleton<ClockHealth>();
        services.AddSingleton(settings.Log);
        services.AddSingleton<LogKeys>();
        services.AddSingleton(new LogFolder(settings.Log.Folder));
        services.AddSingleton<LogState>();
        services.AddSingleton<Sequencer>();
        services.AddSingleton<Checkpoints>();
        services.AddSingleton<KeepsLog>();
        services.AddSingleton<PublishedLog>();
        services.AddSingleton<WitnessedLog>();
        services.AddSingleton<Witnesses>();
        services.AddSingleton<LogHealth>();
        services.AddSingleton<TimeStamps>();
        services.AddSingleton<Receipts>();
        services.AddSingleton<Audit>();
        services.AddSingleton<LooksExamination>();
    }

    static void Configure(StoreOptions options, Settings settings)
    {
        options.DatabaseSchemaName = Schema;
        options.AutoCreateSchemaObjects = settings.AutoCreate;
        options.StoreAs(LedgerJson.ForStorage);
        options.DisableNpgsqlLogging = true;

        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.EnableUniqueIndexOnEventId = true;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.UseListenNotifyForEventAppends = true;
        options.Events.TimeProvider = new RecordedTime();
        EventCatalogue.Pin(options.Events);

        // A projection stops rather than skips: a hole in a file would go unnoticed.
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        // An event of a type that only a later build knows is no error of this one: a step back to an earlier build must not stop the office.
        options.Projections.Errors.SkipUnknownEvents = true;
        options.Projections.RebuildErrors.SkipUnknownEvents = true;

        options.Listeners.Add(new EventIds());

        options.Projections.Snapshot<PolicyBook>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<LogKeyBook>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Department>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<ServiceItem>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<WorkingCalendar>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<ClockBook>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<DivisionList>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Citizen>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Protection>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<RightsRequest>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<DestructionList>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Mandate>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Application>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Commitment>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<DataRequest>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<SharingAgreement>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<HeldEvidence>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Decision>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Review>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Officer>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<AccessCase>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<DisclosureDelay>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<BreakGlass>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<UnexplainedLook>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<ExaminedDay>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<CardCase>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Rating>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Complaint>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<Suggestion>(SnapshotLifecycle.Inline);
        options.Projections.Snapshot<PublishedIndicator>(SnapshotLifecycle.Inline);
        options.Projections.Add<CitizenFileProjection>(ProjectionLifecycle.Async);
        options.Projections.Add(new RegisterProjection(settings.Ratings), ProjectionLifecycle.Async, Registers, RegisterProjection.Configure);

        // The unique code keeps two imports at once from publishing an item, department or year twice.
        options.Schema.For<Department>().UniqueIndex(d => d.CreditCode);
        options.Schema.For<ServiceItem>().UniqueIndex(i => i.Code);
        options.Schema.For<WorkingCalendar>().UniqueIndex(c => c.Year);
        options.Schema.For<DivisionList>().UniqueIndex(d => d.ParentCode);
        options.Schema.For<Application>().UniqueIndex(a => a.CaseNumber!).Index(a => a.CitizenId);
        options.Schema.For<RightsRequest>().Index(r => r.CitizenId).Index(r => r.Department);
        options.Schema.For<DestructionList>().UniqueIndex(l => l.Number).Index(l => l.Status);
        options.Schema.For<DataRequest>().Index(r => r.CitizenId);
        options.Schema.For<Commitment>().Index(c => c.CitizenId);
        options.Schema.For<HeldEvidence>().Index(e => e.CitizenId).Index(e => e.Content.Digest);
        options.Schema.For<Mandate>().Index(m => m.CitizenId).Index(m => m.Representative.CitizenId!);
        options.Schema.For<Review>().UniqueIndex(r => r.Number).Index(r => r.CitizenId).Index(r => r.Authority!);
        options.Schema.For<Decision>().Index(d => d.Published).Index(d => d.CitizenId);
        // One question about a look, however many are sent at once.
        options.Schema.For<AccessCase>().UniqueIndex(c => c.AccessId).Index(c => c.Department);
        options.Schema.For<DisclosureDelay>().Index(d => d.CitizenId).Index(d => d.Department);
        options.Schema.For<BreakGlass>().Index(g => g.Officer).Index(g => g.CitizenId).Index(g => g.ReviewBy);
        options.Schema.For<UnexplainedLook>().Index(u => u.Day).UniqueIndex(u => u.AccessId);
        options.Schema.For<CardCase>().Index(c => c.Department).Index(c => c.StreamId);
        options.Schema.For<ExaminedDay>().UniqueIndex(d => d.Day);
        // A matter is rated once, and a visit is, however many ratings are sent at once.
        options.Schema.For<Rating>().UniqueIndex(r => r.Subject).Index(r => r.DepartmentCode);
        options.Schema.For<Complaint>().Index(c => c.DepartmentCode);
        options.Schema.For<Suggestion>().Index(s => s.Shown).Index(s => s.Moderated);
        options.Schema.For<Support>().Identity(s => s.Id);
        // Every document is named here: `db-apply` makes tables of what it knows, and in production nothing else does.
        options.Schema.For<CitizenByIdNumber>().Identity(c => c.Id).Index(c => c.CitizenId);
        options.Schema.For<CitizenByName>().Index(c => c.Index);
        options.Schema.For<CitizenByReference>().Identity(c => c.Id).Index(c => c.CitizenId);
        options.Schema.For<ImportedCase>().Identity(c => c.Id);
        options.Schema.For<IdempotencyRecord>().Identity(r => r.Id);

        options.Storage.ExtendedSchemaObjects.AddRange(LookRegister.Tables());
        options.Storage.ExtendedSchemaObjects.AddRange(RegisterCatalogue.Schema());
        options.Storage.ExtendedSchemaObjects.Add(RecordLock.Procedure());
        options.Storage.ExtendedSchemaObjects.Add(new Sequence($"{Schema}.{CaseNumbers.Sequence}"));
        options.Storage.Add(new LogSchema());
        options.Storage.Add(new ModerationIndex());
        options.Events.IgnoreIndex(ModerationIndex.Name);
    }

    /// <summary>Makes Marten write the stored form: it brings its own casing and enum converter, which would come first.</summary>
    static void StoreAs(this StoreOptions options, Func<JsonSerializerOptions, JsonSerializerOptions> form) =>
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, configure: json =>
        {
            foreach (var converter in json.Converters.OfType<JsonStringEnumConverter>().ToArray())
                json.Converters.Remove(converter);
            form(json);
        });

    static T When<T>(this T value, bool condition, Func<T, object> then)
    {
        if (condition)
            then(value);
        return value;
    }
}
