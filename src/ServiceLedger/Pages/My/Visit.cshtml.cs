using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.My;

/// <summary>When and where did I have to come in person for this matter, and how long did it take me?</summary>
public sealed class VisitModel(Names names, IStringLocalizer<MyWords> L) : MyPage
{
    public ApplicationView Matter { get; private set; } = null!;
    public string Item { get; private set; } = "";

    [BindProperty]
    public string? Place { get; set; }

    /// <summary>At first that of the department in charge.</summary>
    [BindProperty]
    public string? DivisionCode { get; set; }

    [BindProperty]
    public VisitPurpose Purpose { get; set; } = VisitPurpose.Submission;

    [BindProperty]
    public bool RequiredByLaw { get; set; }

    /// <summary>In Chinese time, as all that people type.</summary>
    [BindProperty]
    public DateTime? StartedAt { get; set; }

    [BindProperty]
    public DateTime? EndedAt { get; set; }

    [BindProperty]
    public int? TravelMinutes { get; set; }

    public static string? Written(DateTime? at) => at?.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    public async Task<IActionResult> OnGetAsync(Guid applicationId, CancellationToken ct)
    {
        var (matter, problem, _) = await ReadAsync<ApplicationView>($"/api/applications/{applicationId}", In(applicationId));
        if (matter is null)
            return Refused(problem!);
        if (!matter.Next.Contains(ApplicationAction.RecordVisit))
            return Refused(Problems.NotInThisState(matter.Status.InJson(), matter.Next.Select(a => a.InJson())));
        (Matter, Item) = (matter, await names.ItemAsync(matter.ItemCode, matter.ItemVersion, ct));
        DivisionCode ??= (await names.DepartmentsAsync(ct)).GetValueOrDefault(matter.Department)?.DivisionCode;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid applicationId, long version, CancellationToken ct)
    {
        if (StartedAt is not { } came || EndedAt is not { } left)
        {
            Faults.Add(new(StartedAt is null ? "startedAt" : "endedAt", L["Say when you came and when you left."]));
            return await OnGetAsync(applicationId, ct);
        }

        var answer = await SendAsync($"/api/applications/{applicationId}/visits", new RecordVisit(
            Place ?? "", DivisionCode ?? "", Purpose, RequiredByLaw, Moment(came), Moment(left), version, TravelMinutes), In(applicationId));
        return IsRefused(answer) ? await OnGetAsync(applicationId, ct) : Redirect($"/my/matters/{applicationId}");
    }

    static DateTimeOffset Moment(DateTime local) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), TimeSpan.FromHours(8));
}
