using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace ServiceLedger.Tests;

/// <summary>The service in a process of its own, which can be killed.</summary>
sealed class ServiceProcess(Process process, Uri address) : IDisposable
{
    public Uri Address { get; } = address;

    /// <param name="folder">Where it keeps its data.</param>
    /// <param name="connection">Its database; absent: a private PostgreSQL in the folder.</param>
    /// <param name="settings">Environment variables beside the usual ones.</param>
    /// <param name="untilReady">Whether to wait until it answers; otherwise it may be killed while it starts.</param>
    public static async Task<ServiceProcess> StartAsync(string folder, string? connection = null, Dictionary<string, string>? settings = null, bool untilReady = true)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ServiceLedger.dll")])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["Data"] = folder,
                ["Urls"] = address,
                ["Logging__LogLevel__Default"] = "Error",
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information"
            }
        };
        if (connection is not null)
            start.Environment["ConnectionStrings__Ledger"] = connection;
        foreach (var (name, value) in settings ?? [])
            start.Environment[name] = value;
        foreach (var limit in typeof(ServiceLedger.Access.Limits).GetProperties().Where(p => p.PropertyType == typeof(int)))
            start.Environment[$"Limits__{limit.Name}"] = "1000000";
        var process = Process.Start(start)!;
        var listens = new TaskCompletionSource();
        var said = new ConcurrentQueue<string>();
        process.OutputDataReceived += (_, line) =>
        {
            said.Enqueue(line.Data ?? "");
            if (line.Data is null)
                listens.TrySetException(new InvalidOperationException("The service ended: " + string.Join('\n', said)));
            else if (line.Data.Contains("Now listening on", StringComparison.Ordinal))
                listens.TrySetResult();
        };
        process.BeginOutputReadLine();
        if (untilReady)
            await listens.Task;
        else
            // Whoever kills it does not wait to hear that it ended.
            _ = listens.Task.ContinueWith(t => t.Exception, TaskScheduler.Default);
        return new(process, new(address));
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

static class SigningIn
{
    /// <summary>Signs somebody of the development provider in.</summary>
    public static async Task SignInAsync(this HttpClient http, string person, string purpose)
    {
        using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", ServiceLedger.Access.DevelopmentProvider.DemoGrant), new("person", person)]));
        var token = (await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>();
        http.DefaultRequestHeaders.Remove("Purpose");
        http.DefaultRequestHeaders.Add("Purpose", purpose);
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }
}
