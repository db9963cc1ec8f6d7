using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms by the names of their pages, and what they choose from.</summary>
public sealed class MatterDesk(MatterForms matters, DecisionForms decisions, DataRequestForms requests, ReviewForms reviews, Names names)
{
    /// <summary>The form of an action of a matter; null where there is none of this name. Whether it is allowed the API says.</summary>
    public async Task<ActionForm?> FormAsync(ApplicationView matter, PapersView? papers, SignedIn who, string slug, CancellationToken ct)
    {
        var choices = await ChoicesAsync(matter, papers, who, ct);
        return slug == "ask-for-data" ? matters.AskForData(choices) : matters.Of(choices).Values.FirstOrDefault(f => f.Slug == slug);
    }

    public ActionForm? Form(DecisionView decision, string slug) => slug == ReviewForms.RecordSuit ? reviews.Suit(decision.Id) : decisions.Of(decision).Values.FirstOrDefault(f => f.Slug == slug);

    public ActionForm? Form(DataRequestView request, string slug) => requests.Of(request).Values.FirstOrDefault(f => f.Slug == slug);

    public async Task<ActionForm?> FormAsync(ReviewView review, string slug, CancellationToken ct) => reviews.Of(review, await DepartmentsAsync(ct)).Values.FirstOrDefault(f => f.Slug == slug);

    /// <summary>The forms of what may be done next, by what they have to do with.</summary>
    public async Task<IReadOnlyList<(string Group, IReadOnlyList<ActionForm> Forms)>> NextAsync(ApplicationView matter, PapersView? papers, SignedIn who, CancellationToken ct)
    {
        var forms = matters.Of(await ChoicesAsync(matter, papers, who, ct));
        return [.. matters.Groups().Select(g => (g.Group, (IReadOnlyList<ActionForm>)[.. g.Actions.Where(a => matter.Next.Contains(a)).Select(a => forms[a])])).Where(g => g.Item2.Count > 0)];
    }

    public IReadOnlyList<ActionForm> Next(DecisionView decision) => [.. decisions.Of(decision).Where(f => decision.Next.Contains(f.Key)).Select(f => f.Value)];

    public IReadOnlyList<ActionForm> Next(DataRequestView request) => [.. requests.Of(request).Where(f => request.Next.Contains(f.Key)).Select(f => f.Value)];

    /// <summary>The forms of what may be done next with a review, by what they have to do with.</summary>
    public async Task<IReadOnlyList<(string Group, IReadOnlyList<ActionForm> Forms)>> NextAsync(ReviewView review, CancellationToken ct)
    {
        var forms = reviews.Of(review, await DepartmentsAsync(ct));
        return [.. reviews.Groups().Select(g => (g.Group, (IReadOnlyList<ActionForm>)[.. g.Actions.Where(a => review.Next.Contains(a)).Select(a => forms[a])])).Where(g => g.Item2.Count > 0)];
    }

    public Task<string> ItemAsync(ApplicationView matter, CancellationToken ct) => names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct);

    public static string NameOf(PaperState paper) => Names.Of(paper.Name, paper.NameEn);

    async Task<MatterChoices> ChoicesAsync(ApplicationView matter, PapersView? papers, SignedIn who, CancellationToken ct) => new(
        matter, [.. (papers?.Papers ?? []).Select(p => new Choice(p.PaperId, NameOf(p)))],
        await DepartmentsAsync(ct), who.Department);

    async Task<Choice[]> DepartmentsAsync(CancellationToken ct) => [.. (await names.DepartmentsAsync(ct)).Values.OrderBy(d => d.Name, StringComparer.Ordinal).Select(d => new Choice(d.CreditCode, d.Name))];
}
