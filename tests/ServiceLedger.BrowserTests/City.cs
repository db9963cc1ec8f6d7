using System.Diagnostics;
using System.Reflection;
using ServiceLedger.Tests;

[assembly: AssemblyFixture(typeof(ServiceLedger.BrowserTests.City))]

namespace ServiceLedger.BrowserTests;

/// <summary>The demo city, served by the real service, and a real Chromium to open it in; one of each for all tests.</summary>
public sealed class City : IAsyncLifetime
{
    readonly string folder = Path.Combine(Path.GetTempPath(), "serviceledger-browser-" + Environment.ProcessId);
    ServiceProcess? service;
    IPlaywright? playwright;
    IBrowser? chromium;

    /// <summary>Debian's Chromium; null where there is none.</summary>
    static string? Executable { get; } = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    /// <summary>The service as it was built.</summary>
    static string Service { get; } = typeof(City).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(m => m.Key == "Service").Value!;

    public Uri Address => service!.Address;

    public async ValueTask InitializeAsync()
    {
        if (Executable is null)
            return;
        Directory.CreateDirectory(folder);
        using (var demo = Process.Start(new ProcessStartInfo("dotnet", [Service, "demo"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["Data"] = folder }
        })!)
        {
            var said = await demo.StandardOutput.ReadToEndAsync();
            await demo.WaitForExitAsync();
            demo.ExitCode.ShouldBe(0, said);
        }

        service = await ServiceProcess.StartAsync(folder);
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Executable,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        });
    }

    /// <summary>A browser of one person's own; the test is skipped where there is no Chromium.</summary>
    public async Task<Visit> VisitAsync(string language = "zh-CN", bool script = true, int width = 1280, bool dark = false)
    {
        Assert.SkipWhen(chromium is null, "There is no Chromium here: apt-get install chromium fonts-noto-cjk.");
        var context = await chromium!.NewContextAsync(new()
        {
            BaseURL = Address.AbsoluteUri,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            JavaScriptEnabled = script,
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new() { Width = width, Height = 900 }
        });
        return await Visit.BeginAsync(context, Address, script);
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null)
            await chromium.DisposeAsync();
        playwright?.Dispose();
        service?.Dispose();
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
