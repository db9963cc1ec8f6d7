using JasperFx;
using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Pages;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;

try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    var serves = args.Length == 0 || args[0] is "run" || args[0].StartsWith('-');
    await using var postgres = await LocalDatabase.StartAsync(builder.Configuration, builder.Environment, args);
    var settings = Settings.Read(builder.Configuration, builder.Environment, LocalDatabase.Connection(postgres, args), serves);

    if (!settings.IsDevelopment)
        builder.Logging.ClearProviders().AddJsonConsole();
    if (!serves || postgres is not null)
        builder.Logging.AddFilter(serves ? "Marten.Events.Daemon.Coordination" : "Marten.Events.Daemon", LogLevel.Error); // Its LISTEN connection outlives the daemon and complains when the server stops.
    builder.AddLedgerTelemetry();
    builder.AddLedgerMessaging(settings);
    builder.Services.AddLedgerStore(settings);
    builder.Services.AddLedgerStart(settings, postgres, postgres is null ? "the given connection" : LocalDatabase.Folder(builder.Configuration), builder.Configuration["Urls"]);
    builder.Services.AddSingleton(MandateTerms.Read(builder.Configuration));
    builder.Services.AddSingleton(RightsTerms.Read(builder.Configuration));
    builder.Services.AddSingleton(settings.Ratings);
    builder.Services.AddSingleton(ComplaintTerms.Read(builder.Configuration));
    builder.Services.AddSingleton(ReviewTerms.Read(builder.Configuration, settings.IsDevelopment));
    builder.Services.AddLedgerHealth();
    builder.Services.AddLedgerWeb();
    builder.Services.AddLedgerSignIn(settings.SignIn);
    builder.Services.AddLedgerPages();
    builder.Services.AddSingleton(TimeProvider.System);

    var app = builder.Build();
    app.UseLedgerWeb(settings);
    app.MapLedgerHealth();
    app.MapLedgerEndpoints();
    if (!serves)
        return await app.RunJasperFxCommands(args);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is RefusedToStart or NoPostgresFound)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
