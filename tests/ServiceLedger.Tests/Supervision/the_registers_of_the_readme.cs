using ServiceLedger.Supervision.Meters;
using ServiceLedger.Supervision.Registers;
using ServiceLedger.Tests.Hosting;

namespace ServiceLedger.Tests.Supervision;

/// <summary>README tells every register with its columns, and every meter with its formula, and nothing else.</summary>
public class the_registers_of_the_readme
{
    static readonly string Section = Readme.Text[Readme.Text.IndexOf("### Registers and meters\n", StringComparison.Ordinal)..Readme.Text.IndexOf("### Documents\n", StringComparison.Ordinal)];

    [Fact]
    public void are_told_column_by_column()
    {
        var told = Section.Split("\n`ledger.").Skip(1).Select(t => (Name: t[..t.IndexOf('`', StringComparison.Ordinal)], Rows: t.Split("\nA meter is ")[0].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal))));
        told.Select(t => $"{t.Name}\n{string.Join('\n', t.Rows)}").ShouldBe(RegisterCatalogue.All.Select(r => $"{r.Name}\n{string.Join('\n', r.Columns.Select(c => $"| `{c.Name}` | {c.Says} |"))}"));
        foreach (var register in RegisterCatalogue.All)
            Section.ShouldContain($"`{register.Table}`: {char.ToLowerInvariant(register.Says[0])}{register.Says[1..]}\n");
    }

    [Fact]
    public void are_counted_by_the_formulas_told()
    {
        var rows = Section[Section.IndexOf("| meter | says |", StringComparison.Ordinal)..].Split('\n').Where(l => l.StartsWith("| `", StringComparison.Ordinal)).ToArray();
        rows.ShouldBe(MeterCatalogue.All.Select(m =>
            $"| `{m.Code}` | {m.Means.En} | `{m.Counts}` | {m.Over.En}: `{m.Register.Name}`{(m.Of == "true" ? "" : $" where `{m.Of}`")} | `{m.At}` | {(m.Better is MeterDirection.Up ? "more" : "less")} | {m.Article} |"));
    }
}
