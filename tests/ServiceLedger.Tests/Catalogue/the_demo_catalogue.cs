using System.Text.RegularExpressions;
using ServiceLedger.Catalogue;

namespace ServiceLedger.Tests.Catalogue;

public partial class the_demo_catalogue
{
    static readonly DemoCatalogue Shipped = DemoCatalogue.Read();
    static readonly Paper[] Papers = [.. Shipped.Items.SelectMany(i => i.Papers)];

    [Fact]
    public void has_departments_with_right_credit_codes_and_items_of_each()
    {
        Shipped.Departments.Select(d => d.CreditCode).ShouldBeUnique();
        Shipped.Departments.ShouldAllBe(d => CreditCode.Check(d.CreditCode) == CreditCodeFinding.Valid);
        Shipped.Items.Select(i => i.Department).Distinct().Order().ShouldBe(Shipped.Departments.Select(d => d.CreditCode).Order());
        Shipped.Items.Select(i => i.Code).ShouldBeUnique();
    }

    [Fact]
    public void asks_for_papers_whose_types_other_matters_can_answer()
    {
        Papers.Where(p => p.EvidenceType is not null).ShouldAllBe(p => Type().IsMatch(p.EvidenceType!));
        var asked = Papers.Select(p => p.EvidenceType).OfType<string>().ToHashSet();
        Shipped.Items.Select(i => i.Output).OfType<string>().ShouldAllBe(o => asked.Contains(o));
        Shipped.Items.Count(i => i.Output is not null).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void names_in_its_rules_only_papers_it_has()
    {
        foreach (var item in Shipped.Items)
        {
            item.Papers.Select(p => p.Id).ShouldBeUnique(item.Code);
            item.TolerablyMissing.Concat(item.Promisable ?? []).Except(item.Papers.Select(p => p.Id)).ShouldBeEmpty(item.Code);
            item.Papers.Where(p => p.SuppliedBy is PaperSource.Department).ShouldAllBe(p => Shipped.Departments.Any(d => d.CreditCode == p.Department));
            item.LegalBasis.ShouldNotBeEmpty(item.Code);
        }
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Type();
}
