using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ServiceLedger.Access;

namespace ServiceLedger.Load;

/// <summary>The service as it is built, in a process of its own; what it limits is let through, since what is measured is no abuse.</summary>
sealed class RealService : IDisposable
{
    readonly Process process;

    public Uri Address { get; }
    public int Id => process.Id;

    RealService(Process process, Uri address) => (this.process, Address) = (process, address);

    /// <summary>Runs a verb of the service to its end; what it said.</summary>
    /// <param name="ledger">The connection string of the database; absent: the service keeps a private one in the folder.</param>
    public static async Task<string> RunAsync(string folder, string? ledger, params string[] verb)
    {
        using var run = Start(folder, ledger, new("http://localhost:0"), verb);
        var said = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', verb)}: {said}");
        return said;
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<RealService> StartAsync(string folder, string? ledger = null)
    {
        var address = new Uri($"http://localhost:{FreePort()}");
        var process = Start(folder, ledger, address);
        _ = process.StandardOutput.ReadToEndAsync();
        using var http = new HttpClient { BaseAddress = address };
        while (!await IsReadyAsync(http))
        {
            if (process.HasExited)
                throw new InvalidOperationException("The service did not start.");
            await Task.Delay(100);
        }

        return new(process, address);
    }

    /// <summary>Stops it as an operator does, and waits.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static Process Start(string folder, string? ledger, Uri address, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceLedger.dll"), .. verb])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Data"] = folder, ["Urls"] = address.AbsoluteUri.TrimEnd('/'), ["Logging__LogLevel__Default"] = "Error" }
        };
        if (ledger is not null)
            start.Environment["ConnectionStrings__Ledger"] = ledger;
        foreach (var limit in typeof(Limits).GetProperties().Where(p => p.PropertyType == typeof(int)))
            start.Environment[$"Limits__{limit.Name}"] = "1000000000";
        return Process.Start(start)!;
    }

    static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            return (await http.GetAsync("/health/ready")).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
