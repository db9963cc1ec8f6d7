using System.Diagnostics;

namespace ServiceLedger.Hosting;

/// <summary>Work that a verb does and that takes long: Ctrl-C ends it in order, and it says how far it is at most once a second.</summary>
sealed class LongWork : IDisposable
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource stop = new();
    readonly Stopwatch said = Stopwatch.StartNew();

    public LongWork() => Console.CancelKeyPress += Stop;

    /// <summary>Cancelled by Ctrl-C.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Says the line, unless one was said less than a second ago; from any thread.</summary>
    public void Say(Func<string> line)
    {
        lock (said)
        {
            if (said.Elapsed < Between)
                return;
            said.Restart();
            Console.WriteLine(line());
        }
    }

    public void Dispose()
    {
        Console.CancelKeyPress -= Stop;
        stop.Dispose();
    }

    void Stop(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        stop.Cancel();
    }
}
