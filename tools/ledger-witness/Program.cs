using System.CommandLine;

namespace ServiceLedger.Witnessing;

/// <summary><c>ledger-witness new-key NAME FILE</c> makes a key; <c>ledger-witness serve FILE</c> witnesses.</summary>
static class Program
{
    static Task<int> Main(string[] args)
    {
        var name = new Argument<string>("name") { Description = "The name of the witness, by custom an address of its own without https://" };
        var key = new Argument<FileInfo>("file") { Description = "Where the secret key is written; an existing file is left as it is" };
        var newKey = new Command("new-key", "Makes a secret key and prints the verifier key to give away") { name, key };
        newKey.SetAction(parsed => Said(() => Console.WriteLine(WitnessSettings.NewKey(parsed.GetRequiredValue(name), parsed.GetRequiredValue(key).FullName))));

        var file = new Argument<FileInfo>("settings") { Description = "The settings, a JSON file" };
        var serve = new Command("serve", "Cosigns the checkpoints of the logs in the settings") { file };
        serve.SetAction((parsed, ct) => SaidAsync(async () =>
        {
            await using var server = WitnessServer.Build(WitnessSettings.Read(parsed.GetRequiredValue(file).FullName), TimeProvider.System);
            await server.RunAsync(ct);
        }));
        return new RootCommand("A witness for transparency logs (C2SP tlog-witness)") { newKey, serve }.Parse(args).InvokeAsync();
    }

    static int Said(Action action) => SaidAsync(() =>
    {
        action();
        return Task.CompletedTask;
    }).GetAwaiter().GetResult();

    static async Task<int> SaidAsync(Func<Task> action)
    {
        try
        {
            await action();
            return 0;
        }
        catch (Exception e) when (e is RefusedToWitness or IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
