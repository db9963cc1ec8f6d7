using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

/// <summary>What README promises a newcomer is what the service has.</summary>
public partial class the_readme(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string Text = File.ReadAllText(Path.Combine(Clone(), "README.md"));

    [Fact]
    public void names_every_event_and_no_other() =>
        Rows("Event catalogue").Where(r => r.Contains('_', StringComparison.Ordinal)).Select(FirstName).Order()
            .ShouldBe(EventCatalogue.Names.Values.Order());

    [Fact]
    public void names_every_field_of_every_event()
    {
        foreach (var (type, name) in EventCatalogue.Names)
        {
            var row = Rows("Event catalogue").Single(r => r.StartsWith($"| `{name}` |", StringComparison.Ordinal));
            foreach (var field in type.GetProperties())
                row.ShouldContain($"`{JsonNamingPolicy.CamelCase.ConvertName(field.Name)}`");
        }
    }

    [Fact]
    public void names_every_route_and_no_other()
    {
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(m => $"{m} {Constraint().Replace(e.RoutePattern.RawText!, "}")}"))
            .ToArray();
        routes.ShouldNotBeEmpty();
        Rows("API").Select(r => Route().Match(r)).Where(m => m.Success).Select(m => $"{m.Groups[1].Value} {m.Groups[2].Value}").Order()
            .ShouldBe(routes.Order());
    }

    [Theory]
    [InlineData("dotnet run --project src/ServiceLedger")]
    [InlineData("dotnet test")]
    public void names_the_command(string command) => Section("Two commands").Split('\n').ShouldContain(command);

    static string Section(string title) => Text.Split("\n## ").Single(s => s.StartsWith(title + "\n", StringComparison.Ordinal));

    static IEnumerable<string> Rows(string section) => Section(section).Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal));

    static string FirstName(string row) => row.Split('`')[1];

    static string Clone()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ServiceLedger.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests run outside of the clone.");
        return folder;
    }

    [GeneratedRegex(@":\w+\}")]
    private static partial Regex Constraint();

    [GeneratedRegex(@"^\| (GET|POST|PUT) \| `(/api[^`]*)`")]
    private static partial Regex Route();
}
