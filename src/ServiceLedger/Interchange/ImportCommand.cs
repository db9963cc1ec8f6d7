using System.Diagnostics;
using JasperFx.CommandLine;
using Marten;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Interchange;

public sealed class ImportInput : NetCoreInput
{
    [Description("xes, catalogue, divisions or calendar")]
    public string Kind { get; set; } = "";

    [Description("The file; XES and CSV may be gzipped")]
    public string File { get; set; } = "";

    [Description("xes: the map of its activities (JSON); a bare name is looked for among the maps that ship")]
    public string MapFlag { get; set; } = "";

    [Description("xes: the trace attribute that names the person; absent: every case has its own")]
    public string CitizenFromFlag { get; set; } = "";
}

/// <summary>import xes|catalogue|divisions|calendar FILE. Repeating it records nothing new; interrupted, it resumes when run again.</summary>
[Description("Imports an event log or reference data", Name = "import")]
public sealed class ImportCommand : JasperFxAsyncCommand<ImportInput>
{
    public override async Task<bool> Execute(ImportInput input)
    {
        using var host = input.BuildHost();
        using var work = new LongWork();
        try
        {
            await using var file = System.IO.File.OpenRead(input.File);
            await Hosting.Schema.ReadyAsync(host.Services, work.Stopped);
            var store = host.Services.GetRequiredService<IDocumentStore>();
            var reference = new ReferenceImport(store);
            switch (input.Kind)
            {
                case "catalogue":
                    Report(await reference.CatalogueAsync(file, work.Stopped), "items");
                    break;
                case "divisions":
                    Report(await reference.DivisionsAsync(file, work.Stopped), "divisions");
                    break;
                case "calendar":
                    Report(await reference.CalendarAsync(file, work.Stopped), "years");
                    break;
                case "xes":
                    // As where the service ran before: without calendars what rests on working days could not be told.
                    if (host.Services.GetRequiredService<Settings>().IsDevelopment)
                        await reference.ShippedAsync(work.Stopped);
                    await Xes(input, file, host.Services, work);
                    break;
                default:
                    throw new BrokenFile($"there is no import of '{input.Kind}'; choose xes, catalogue, divisions or calendar.");
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Interrupted. What was recorded stays; run the same command again to go on.");
            return false;
        }
        catch (Exception e) when (e is BrokenXes or BrokenMap or BrokenFile or FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{input.File}: {e.Message}");
            return false;
        }
    }

    static void Report(ReferenceReport report, string what)
    {
        foreach (var warning in report.Warnings)
            Console.WriteLine("warning: " + warning);
        Console.WriteLine($"{report.Read} {what} read, {report.Recorded} recorded, {report.Warnings.Count} warnings.");
    }

    static async Task Xes(ImportInput input, FileStream file, IServiceProvider services, LongWork work)
    {
        if (input.MapFlag.Length == 0)
            throw new BrokenMap("Name the map: --map receipt.json");
        var shipped = Path.Combine(AppContext.BaseDirectory, "Interchange", "maps", input.MapFlag);
        await using var mapFile = System.IO.File.OpenRead(System.IO.File.Exists(input.MapFlag) ? input.MapFlag : shipped);
        var map = XesMap.Load(mapFile);
        var import = new XesImport(
            services.GetRequiredService<IDocumentStore>(), services.GetRequiredService<Vault>(), services.GetRequiredService<CaseNumbers>(), services.GetRequiredService<TimeProvider>());
        var report = await import.RunAsync(file, map, input.CitizenFromFlag is { Length: > 0 } attribute ? attribute : null, r => work.Say(() =>
        {
            var done = (double)file.Position / file.Length;
            return $"{r.Cases + r.AlreadyOnRecord} cases, {r.EventsPerSecond:N0} events/s, {done:P0} of the file, about {r.Took * ((1 - done) / Math.Max(done, 0.01)):mm\\:ss} left";
        }), work.Stopped);

        foreach (var (activity, count) in report.Unmapped.OrderByDescending(u => u.Value))
            Console.WriteLine($"step, not in the map: {activity} × {count}");
        foreach (var (reason, count) in report.Refusals.OrderByDescending(u => u.Value))
            Console.WriteLine($"refused: {reason} × {count}");
        Console.WriteLine($"cases      {report.Cases,8} recorded, {report.AlreadyOnRecord} on record already, {report.Repeated} repeated");
        Console.WriteLine($"citizens   {report.Citizens,8} recorded");
        Console.WriteLine($"events     {report.Events,8} read = {report.Actions} actions + {report.Steps} steps + {report.Refused} refused + {report.SkippedEvents} of cases on record");
        Console.WriteLine($"decisions  {report.Decisions,8}, {report.Closed} cases closed");
        Console.WriteLine($"reviews    {report.Reviews,8}, {report.Lawsuits} lawsuits");
        Console.WriteLine($"took       {report.Took.TotalSeconds,8:N1} s, {report.EventsPerSecond:N0} events/s, peak working set {Process.GetCurrentProcess().PeakWorkingSet64 / (1024 * 1024)} MB");
        await CitizenFiles.CatchUpAsync(services, Console.WriteLine, work.Stopped);
        if (report.Broken is { } broken)
            throw broken;
    }
}
