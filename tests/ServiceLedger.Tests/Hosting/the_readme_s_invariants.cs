using System.Reflection;
using System.Text.RegularExpressions;

namespace ServiceLedger.Tests.Hosting;

/// <summary>What always holds stands in README, each with the tests that hold it.</summary>
public partial class the_readme_s_invariants
{
    const int Invariants = 16;

    static readonly (int Number, string[] Tests)[] Told =
        [.. Readme.Rows(Readme.Section("What always holds")).Select(r => Row().Match(r)).Where(m => m.Success).Select(m => (int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), Test().Matches(m.Groups[2].Value).Select(t => t.Groups[1].Value).ToArray()))];

    [Fact]
    public void are_all_told_in_their_order() => Told.Select(t => t.Number).ShouldBe(Enumerable.Range(1, Invariants));

    [Fact]
    public void are_held_by_tests_that_there_are()
    {
        Told.ShouldAllBe(t => t.Tests.Length > 0);
        Told.SelectMany(t => t.Tests).Where(name => !Exists(name)).ShouldBeEmpty();
    }

    static bool Exists(string name)
    {
        var parts = name.Split('.');
        return typeof(the_readme_s_invariants).Assembly.GetTypes().SingleOrDefault(t => t.Name == parts[0]) is { } sentences
            && sentences.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Any(m => m.Name == parts[1] && m.GetCustomAttributes().Any(a => a is FactAttribute));
    }

    [GeneratedRegex(@"^\| (\d+) \| .* \| (.*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex Test();
}
