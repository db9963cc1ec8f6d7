using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Participation;

namespace ServiceLedger.Pages.My;

/// <summary>How was I served in this matter? And what came of my rating?</summary>
public sealed class RatingModel(Names names) : MyPage
{
    static readonly RatingDimension[] Asked = [RatingDimension.Convenience, RatingDimension.Clarity, RatingDimension.Speed];

    public ApplicationView Matter { get; private set; } = null!;
    public string Item { get; private set; } = "";

    /// <summary>The rating that was given; null while there is none.</summary>
    public RatingView? Given { get; private set; }

    public static IReadOnlyList<RatingDimension> Dimensions => Asked;

    /// <summary>The mark that was chosen for this; empty where none was.</summary>
    public static string Marked(RatingDimension of, HttpRequest request) => request.HasFormContentType ? request.Form[$"score-{Hosting.LedgerJson.InJson(of)}"].ToString() : "";

    [BindProperty]
    public int? Level { get; set; }

    [BindProperty]
    public bool Anonymous { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct)
    {
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{applicationId}", In(applicationId));
        if (matter is null)
            return Refused(problem!);
        (Matter, Item) = (matter, await names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct));
        var (file, refused) = await FileAsync();
        if (refused is not null)
            return Refused(refused);
        foreach (var row in (file?.Participation ?? []).Where(p => p.Kind is ParticipationKind.Rating && p.ApplicationId == applicationId))
            if ((await ReadAsync<RatingView>($"/api/ratings/{row.Id}")).Value is { VisitId: null } given)
                Given = given;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid applicationId, CancellationToken ct)
    {
        var scores = Asked.Select(d => (Dimension: d, Given: Marked(d, Request))).Where(s => s.Given.Length > 0)
            .Select(s => new DimensionScore(s.Dimension, int.TryParse(s.Given, NumberStyles.None, CultureInfo.InvariantCulture, out var score) ? score : 0)).ToArray();
        var answer = await SendAsync($"/api/applications/{applicationId}/ratings", new RateMatter(Level ?? 0, Anonymous, scores, string.IsNullOrWhiteSpace(Text) ? null : Text), In(applicationId));
        return IsRefused(answer) ? await OnGetAsync(applicationId, ct) : Back($"/my/matters/{applicationId}/rating", answer);
    }
}
