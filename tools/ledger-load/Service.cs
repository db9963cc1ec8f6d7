using JasperFx.CommandLine;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using ServiceLedger.Access;

namespace ServiceLedger.Load;

/// <summary>How a look is recorded while something is measured.</summary>
enum Recorded { Never, Alone, Grouped }

/// <summary>
/// The service as it is, on Kestrel, in a process of its own; only its journal is replaced. It says its address on the first line of output,
/// then takes the way to record from each line of input and repeats it when it holds.
/// </summary>
sealed class Service(string connection, string folder) : WebApplicationFactory<Program>
{
    public static async Task<int> RunAsync(string connection, string folder)
    {
        await using var service = new Service(connection, folder);
        service.UseKestrel(0);
        service.StartServer();
        Console.WriteLine($"{Environment.ProcessId} {service.ClientOptions.BaseAddress}");
        var journal = (SwitchedJournal)service.Services.GetRequiredService<LookJournal>();
        while (await Console.In.ReadLineAsync() is { } line)
        {
            journal.Way = Enum.Parse<Recorded>(line);
            Console.WriteLine(line);
        }

        return 0;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        JasperFxEnvironment.AutoStartHost = true;
        builder.UseEnvironment("Development");
        builder.UseSetting("ConnectionStrings:Ledger", connection);
        builder.UseSetting("Data", folder);
        // What is measured is no abuse.
        foreach (var limit in typeof(Limits).GetProperties().Where(p => p.PropertyType == typeof(int)))
            builder.UseSetting($"Limits:{limit.Name}", "1000000000");
        builder.UseSetting("Supervision:ExaminesLooks", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
        builder.UseSetting("Logging:LogLevel:Marten.Events.Daemon.Coordination", "Error");
        builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<LookJournal, SwitchedJournal>()));
    }
}

/// <summary>The journal, and the ways it is compared with.</summary>
sealed class SwitchedJournal(LookRows table, TimeProvider time) : LookJournal(table, time)
{
    readonly LookRows table = table;

    public Recorded Way { get; set; } = Recorded.Grouped;

    public override Task RecordAsync(params IReadOnlyList<Look> looks) => Way switch
    {
        Recorded.Never => Task.CompletedTask,
        Recorded.Alone => table.AppendAsync(Rows(looks)),
        _ => base.RecordAsync(looks)
    };
}
