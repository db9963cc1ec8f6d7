using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Office;

/// <summary>What does it take to do this one thing with a matter, a decision or a data request?</summary>
public sealed class ActModel(IStringLocalizer<OfficeWords> words, MatterDesk desk) : FormPage(words)
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
