using ServiceLedger.Pages.Parts;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms about ratings, complaints and suggestions by the names of their pages, and those that may be sent next.</summary>
public sealed class VoiceDesk(VoiceForms forms)
{
    public ActionForm? Form(RatingView rating, string slug) => forms.Of(rating).Values.FirstOrDefault(f => f.Slug == slug);

    public ActionForm? Form(ComplaintView complaint, string slug) => forms.Of(complaint).Values.FirstOrDefault(f => f.Slug == slug);

    public ActionForm? Form(PublishedSuggestion suggestion, IEnumerable<PublishedSuggestion> others, string slug) =>
        forms.Of(suggestion, [.. others.Where(o => o.Id != suggestion.Id && o.MergedInto is null).Select(o => new Choice(o.Id.ToString(), o.Title))]).Values.FirstOrDefault(f => f.Slug == slug);

    public IReadOnlyList<ActionForm> Next(RatingView rating) => [.. forms.Of(rating).Where(f => rating.Next.Contains(f.Key)).Select(f => f.Value)];

    public IReadOnlyList<ActionForm> Next(ComplaintView complaint) => [.. forms.Of(complaint).Where(f => complaint.Next.Contains(f.Key)).Select(f => f.Value)];

    public IReadOnlyList<ActionForm> Next(PublishedSuggestion suggestion) => [.. forms.Of(suggestion, []).Where(f => suggestion.Next.Contains(f.Key)).Select(f => f.Value)];
}
