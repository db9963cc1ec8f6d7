using System.Diagnostics;
using System.Globalization;

namespace ServiceLedger.Load;

/// <summary>The service's process as the one that measures sees it.</summary>
sealed class ServiceProcess : IDisposable
{
    readonly Process process;

    public int Id { get; }
    public Uri Address { get; }

    ServiceProcess(Process process, string hello)
    {
        this.process = process;
        (Id, Address) = (int.Parse(hello.Split(' ')[0], CultureInfo.InvariantCulture), new(hello.Split(' ')[1]));
    }

    public static async Task<ServiceProcess> StartAsync(string connection, string folder)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Service).Assembly.Location, "service", connection, folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        // The service itself greets first.
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains(" http://", StringComparison.Ordinal) && char.IsAsciiDigit(line[0]))
                return new(process, line);
        throw new InvalidOperationException("The service did not start.");
    }

    /// <summary>Sets the way looks are recorded from now on.</summary>
    public async Task SwitchAsync(Recorded way)
    {
        await process.StandardInput.WriteLineAsync(way.ToString());
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line == way.ToString())
                return;
        throw new InvalidOperationException("The service stopped.");
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}

/// <summary>Processor time in milliseconds, from /proc (proc_pid_stat(5)).</summary>
static class Cpu
{
    const int MillisecondsOfTick = 10;

    /// <summary>What one process took.</summary>
    public static double Of(int process) => Fields(process) is { } f ? (f[11] + f[12]) * MillisecondsOfTick : 0;

    /// <summary>What the children of a process took, those that ended included.</summary>
    public static double OfChildren(int parent)
    {
        var ended = Fields(parent) is { } f ? (f[13] + f[14]) * MillisecondsOfTick : 0;
        return ended + Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Where(id => Fields(id) is { } child && child[1] == parent).Sum(Of);
    }

    // The fields after the name, which may hold blanks: state is the first and counts as 0.
    static long[]? Fields(int process)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{process}/stat");
            return [.. line[(line.LastIndexOf(')') + 2)..].Split(' ').Select(field => long.TryParse(field, CultureInfo.InvariantCulture, out var number) ? number : 0)];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
