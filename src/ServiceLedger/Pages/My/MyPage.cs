using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Citizens;
using ServiceLedger.Evidence;

namespace ServiceLedger.Pages.My;

/// <summary>A page over the record of one person: whoever is signed in, or whom they act for.</summary>
public abstract class MyPage : LedgerPage
{
    /// <summary>Under which mandate they act; null where they are there for themselves.</summary>
    public ActsFor? For => ActsFor.Of(HttpContext);

    /// <summary>Whose record it is.</summary>
    public Guid Citizen => For?.Principal ?? Who!.Citizen ?? default;

    protected override Statement States => base.States with { OnBehalfOf = For?.Mandate };

    /// <summary>A mandate over some items reaches what belongs to a matter where that matter is stated.</summary>
    protected Statement In(Guid matter) => For is null ? States : States with { Matter = matter };

    /// <summary>A mandate that holds no longer is laid down here too, so that the next page is one's own again.</summary>
    public override ViewResult Refused(ProblemDetails problem)
    {
        if (problem.Type == "urn:serviceledger:no-mandate")
            ActsFor.End(HttpContext);
        return base.Refused(problem);
    }

    /// <summary>The person's file, as new as the page was told that it must be; null with no problem where nothing is on record yet.</summary>
    protected async Task<(CitizenFileView? File, ProblemDetails? Problem)> FileAsync(int page = 1)
    {
        var atLeast = long.TryParse(Request.Query["atLeast"], NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? $"&atLeast={position.ToString(CultureInfo.InvariantCulture)}" : "";
        var (file, problem, _) = await ReadAsync<CitizenFileView>($"/api/citizens/{Citizen}/file?page={page.ToString(CultureInfo.InvariantCulture)}{atLeast}");
        return (file, problem is { Status: 404 } ? null : problem);
    }

    /// <summary>Back to an address, read as new as what was just written.</summary>
    protected IActionResult Back(string address, Answer written) =>
        Redirect(Addresses.With(address, ("atLeast", written.Position?.ToString(CultureInfo.InvariantCulture))));

    /// <summary>Keeps a document of the person that came with a form.</summary>
    protected Task<Answer> KeepAsync(IFormFile file, string? evidenceType, EvidenceGrade grade, ReuseScope reuse, Statement? states = null) =>
        KeepAsync(Citizen, file, evidenceType, grade, reuse, Path.GetFileName(file.FileName), states);

    /// <summary>What the API answers as a file, as a file of the browser.</summary>
    protected async Task<IActionResult> FileOfAsync(string address, string name, string? type = null, Statement? states = null)
    {
        var answer = await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("GET", address, States: states ?? States));
        if (answer.Problem is { } problem)
            return Refused(problem);
        Response.Headers.CacheControl = "no-store";
        return File(answer.Body, type ?? answer.ContentType ?? "application/octet-stream", name);
    }
}
