using System.Diagnostics;
using JasperFx.CommandLine;
using Marten;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Interchange;

/// <summary>demo: fills an empty development database with a small made-up city. Repeating it records nothing new; interrupted, it goes on when run again.</summary>
[Description("Records a small made-up city: departments, citizens, two years of applications", Name = "demo")]
public sealed class DemoCommand : JasperFxAsyncCommand<NetCoreInput>
{
    public override async Task<bool> Execute(NetCoreInput input)
    {
        using var host = input.BuildHost();
        using var work = new LongWork();
        if (!host.Services.GetRequiredService<Settings>().IsDevelopment)
        {
            Console.Error.WriteLine("The demo records made-up people, so it runs in Development only.");
            return false;
        }

        try
        {
            var clock = Stopwatch.StartNew();
            await Schema.ReadyAsync(host.Services, work.Stopped);
            var demo = new DemoRecording(
                host.Services.GetRequiredService<IDocumentStore>(), host.Services.GetRequiredService<Vault>(), host.Services.GetRequiredService<EvidenceFolder>(),
                host.Services.GetRequiredService<CaseNumbers>(), host.Services.GetRequiredService<TimeProvider>());
            var report = await demo.RunAsync(
                progress: r => work.Say(() => $"{r.Citizens + r.AlreadyOnRecord} of {DemoCity.People} citizens, {r.EventsPerSecond:N0} events/s, about {r.Took * ((1 - r.Done) / Math.Max(r.Done, 0.01)):mm\\:ss} left"), ct: work.Stopped);

            if (report.Citizens == 0)
                Console.WriteLine("The city is on record already; nothing new was recorded.");
            Console.WriteLine($"citizens       {report.Citizens,8} recorded, {report.AlreadyOnRecord} on record already");
            Console.WriteLine($"applications   {report.Applications,8}");
            Console.WriteLine($"data requests  {report.DataRequests,8}");
            Console.WriteLine($"decisions      {report.Decisions,8}");
            Console.WriteLine($"events         {report.Events,8} in {report.Took.TotalSeconds:N1} s, {report.EventsPerSecond:N0} events/s");
            await CitizenFiles.CatchUpAsync(host.Services, Console.WriteLine, work.Stopped);
            Console.WriteLine($"took           {clock.Elapsed.TotalSeconds,8:N1} s in all");
            if (await demo.ExampleAsync(work.Stopped) is var (citizen, application))
                Console.WriteLine($$"""

                    While the service runs, one of the files, as an officer, and an application in it, as the citizen:
                      token() { curl -s localhost:5080/connect/token -d grant_type=urn:serviceledger:demo -d "person=$1" | sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p'; }
                      curl -s "localhost:5080/api/citizens/{{citizen}}/file" -H "Authorization: Bearer $(token supervisor.{{application.DepartmentCode}})" -H "Purpose: Oversight"
                      curl -s "localhost:5080/api/citizens/{{citizen}}/file?asOf=2025-06-30T00:00:00Z" -H "Authorization: Bearer $(token {{citizen}})"
                      curl -s "localhost:5080/api/applications/{{application.Id}}/history" -H "Authorization: Bearer $(token {{citizen}})"
                    """);
            return true;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Interrupted. What was recorded stays; run the same command again to go on.");
            return false;
        }
        catch (NoPlaceForDemo refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return false;
        }
    }
}
