using Npgsql;

namespace ServiceLedger.Hosting;

/// <summary>Looks at something again and again while the service runs.</summary>
static class Watching
{
    /// <summary>Looks, waits and looks again until the service stops. That the database is away is said elsewhere; any other fault ends it.</summary>
    public static async Task EveryAsync(TimeSpan every, Func<CancellationToken, Task> look, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await look(stopping);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException || (e is OperationCanceledException && stopping.IsCancellationRequested))
            {
                // The next look tells more.
            }

            await Task.Delay(every, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
