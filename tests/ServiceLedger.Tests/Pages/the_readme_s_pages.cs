using System.Text.RegularExpressions;
using ServiceLedger.Tests.Hosting;

namespace ServiceLedger.Tests.Pages;

/// <summary>Every page stands in README with the tests that know it best, and in the lists that a browser walks.</summary>
public partial class the_readme_s_pages(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly (string Address, string[] Tests)[] Told =
        [.. Readme.Rows(Readme.Section("Pages")).Select(r => Row().Match(r)).Where(m => m.Success).Select(m => (m.Groups[1].Value, Test().Matches(m.Groups[2].Value).Select(t => t.Groups[1].Value).ToArray()))];

    [Fact]
    public void are_all_there_are() => Told.Select(t => t.Address).Order().ShouldBe(Addresses().Order());

    [Fact]
    public void are_held_by_tests_that_there_are()
    {
        Told.ShouldAllBe(t => t.Tests.Length > 1);
        var known = typeof(the_readme_s_pages).Assembly.GetTypes().Where(t => t.Namespace == typeof(the_readme_s_pages).Namespace).Select(t => t.Name).Concat(Sources("*.cs").SelectMany(s => Class().Matches(s)).Select(m => m.Groups[1].Value)).ToHashSet();
        Told.SelectMany(t => t.Tests).Except(known).ShouldBeEmpty();
    }

    [Fact]
    public void are_walked_in_a_browser()
    {
        var addresses = Addresses().ToArray();
        var walked = Sources("EveryPage.*.cs").SelectMany(s => Listed().Matches(s)).Select(m => Of(m.Groups[1].Value.Split('?')[0], addresses)).ToHashSet();
        addresses.Except(walked).ShouldBeEmpty();
    }

    IEnumerable<string> Addresses() => KnownPages.Of(host).Select(p => p.Address.Replace("/{handler?}", "", StringComparison.Ordinal));

    /// <summary>The page that answers an address: of those that fit, the one with the fewest parameters.</summary>
    static string Of(string address, string[] templates) =>
        templates.Where(t => Regex.IsMatch(address, "^" + Parameter().Replace(t, m => m.Value.StartsWith('/') ? "(?:/[^/]+)?" : "[^/]+") + "$")).OrderBy(t => t.Count(c => c == '{')).FirstOrDefault() ?? throw new InvalidOperationException($"{address} is no page.");

    static IEnumerable<string> Sources(string pattern) => Directory.EnumerateFiles(Path.Combine(Readme.Clone(), "tests", "ServiceLedger.BrowserTests"), pattern).Select(File.ReadAllText);

    [GeneratedRegex(@"^\| `(/[^`]*)` \| .* \| (.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Test();

    [GeneratedRegex(@"public class (\w+)")]
    private static partial Regex Class();

    [GeneratedRegex("""new\("(/[^"]*)", Audience""")]
    private static partial Regex Listed();

    [GeneratedRegex(@"/\{\w+\?\}|\{[^}]*\}")]
    private static partial Regex Parameter();
}
