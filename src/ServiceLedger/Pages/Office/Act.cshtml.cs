using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;

namespace ServiceLedger.Pages.Office;

/// <summary>What does it take to do this one thing with a matter, a decision, a data request, a review, a rating, a complaint or a suggestion?</summary>
public sealed class ActModel(IStringLocalizer<OfficeWords> words, MatterDesk desk, VoiceDesk voices) : FormPage(words)
{
    Guid? matter;
    long version;

    protected override Guid? StatedMatter => matter;

    /// <summary>What it is done with, and where one comes from.</summary>
    public string Of { get; private set; } = "";
    public string Back { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(string subject, Guid id, string act, CancellationToken ct) => await LoadAsync(subject, id, act, ct) ?? Page();

    public async Task<IActionResult> OnPostAsync(string subject, Guid id, string act, long version, CancellationToken ct)
    {
        await ReadFormAsync(ct);
        if (await LoadAsync(subject, id, act, ct) is { } refused)
            return refused;
        // What was read when the form was opened counts, until somebody is told that another one acted in between.
        var now = this.version;
        this.version = version;
        if (WantsMore || IsIncomplete() || await CommandAsync(Form.Slug == "ask-for-data" ? null : version) is not { } command)
            return Page();
        this.version = now;
        if (Form.Slug == "ask-for-data")
            command["applicationId"] = id.ToString();
        var answer = await SendAsync(Form.Address, command);
        return IsRefused(answer) ? Page()
            : Form.Slug == "ask-for-data" ? Redirect(With($"/office/data-requests/{answer.Read<DataRequestAnswer>().DataRequestId}"))
            : Form.Slug == ReviewForms.RecordSuit ? Redirect(With($"/office/reviews/{answer.Read<ReviewAnswer>().ReviewId}"))
            : Redirect(Back);
    }

    public long Version => version;

    async Task<IActionResult?> LoadAsync(string subject, Guid id, string act, CancellationToken ct)
    {
        Back = With($"/office/{subject}/{id}");
        switch (subject)
        {
            case "matters":
                matter = id;
                var (application, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{id}");
                if (application is null)
                    return Refused(problem!);
                (Of, version) = ($"{await desk.ItemAsync(application, ct)} {application.CaseNumber}", application.Version);
                var papers = await ReadAsync<PapersView>($"/api/applications/{id}/papers");
                return Found(await desk.FormAsync(application, papers.Value, Who!, act, ct));
            case "decisions":
                var (decision, none, _) = await ReadAsync<DecisionView>($"/api/decisions/{id}");
                if (decision is null)
                    return Refused(none!);
                (Of, version, matter) = (decision.DecisionNumber, decision.Version, decision.ApplicationId);
                return Found(desk.Form(decision, act));
            case "reviews":
                var (review, unknown, _) = await ReadAsync<ReviewView>($"/api/reviews/{id}");
                if (review is null)
                    return Refused(unknown!);
                (Of, version) = (review.ReviewNumber, review.Version);
                return Found(await desk.FormAsync(review, act, ct));
            case "ratings":
                var (rating, hidden, _) = await ReadAsync<RatingView>($"/api/ratings/{id}");
                if (rating is null)
                    return Refused(hidden!);
                (Of, version) = (L["Rating"], rating.Version);
                return Found(voices.Form(rating, act));
            case "complaints":
                var (complaint, notOurs, _) = await ReadAsync<ComplaintView>($"/api/complaints/{id}");
                if (complaint is null)
                    return Refused(notOurs!);
                (Of, version) = (L["Complaint"], complaint.Version);
                return Found(voices.Form(complaint, act));
            case "suggestions":
                var (suggestion, notShown, _) = await ReadAsync<PublishedSuggestion>($"/api/suggestions/{id}");
                if (suggestion is null)
                    return Refused(notShown!);
                (Of, version) = (suggestion.Title, suggestion.Version);
                var others = act == "merge" ? (await ReadAsync<SuggestionPage>($"/api/suggestions?size=200&department={suggestion.Department}")).Value : null;
                return Found(voices.Form(suggestion, others?.Suggestions ?? [], act));
            default:
                var (request, absent, _) = await ReadAsync<DataRequestView>($"/api/data-requests/{id}");
                if (request is null)
                    return Refused(absent!);
                (Of, version) = (request.DataItemCode, request.Version);
                return Found(desk.Form(request, act));
        }
    }

    ViewResult? Found(ActionForm? form)
    {
        Form = form!;
        return form is null ? Refused(Problems.NotFound()) : null;
    }
}
