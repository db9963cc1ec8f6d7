using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceLedger.Tests.Hosting;

/// <summary>What README promises a newcomer is what the service has.</summary>
public partial class the_readme(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public void names_every_route_and_no_other()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => $"{m} {Constraint().Replace(e.RoutePattern.RawText!, "}")}"))
            .ToArray();
        routes.ShouldNotBeEmpty();
        Readme.Rows(Readme.Section("API")).Select(r => Route().Match(r)).Where(m => m.Success).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}").Order()
            .ShouldBe(routes.Order());
    }

    [Theory]
    [InlineData("dotnet run --project src/ServiceLedger")]
    [InlineData("dotnet test")]
    public void names_the_command(string command) => Readme.Commands("Two commands").ShouldContain(command);

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^\| (GET|POST|PUT) \| `(/api[^`]*)`")]
    private static partial Regex Route();
}

/// <summary>README by its sections.</summary>
static class Readme
{
    public static readonly string Text = File.ReadAllText(Path.Combine(Clone(), "README.md"));

    public static string Section(string title) => Section(Text, title);

    public static string Section(string text, string title) => text.Split("\n## ").Single(s => s.StartsWith(title + "\n", StringComparison.Ordinal));

    public static IEnumerable<string> Rows(string section) => section.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal));

    /// <summary>The lines of the section's bash blocks.</summary>
    public static IEnumerable<string> Commands(string title) =>
        Section(title).Split("```bash\n").Skip(1).SelectMany(block => block[..block.IndexOf("```", StringComparison.Ordinal)].Split('\n', StringSplitOptions.RemoveEmptyEntries));

    public static string Clone()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ServiceLedger.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the clone.");
        return folder;
    }
}
