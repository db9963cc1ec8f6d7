using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages;

/// <summary>One page: what it asks the API, and how it shows a refusal.</summary>
public abstract class LedgerPage : PageModel
{
    /// <summary>Whoever is signed in; null on a page open to everyone where nobody is.</summary>
    public SignedIn? Who => HttpContext.Features.Get<SignedIn>();

    /// <summary>What its form was refused for; the fields that are at fault, by name, with what is wrong. Empty where nothing is.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The key of the form: sent twice, it counts once.</summary>
    [BindProperty]
    public Guid Key { get; set; }

    /// <summary>What the page states with every question, but where a question states it itself.</summary>
    protected virtual Statement States => new(Role: ChosenRole.Of(HttpContext));

    /// <summary>Reads something of the API.</summary>
    protected async Task<Read<T>> ReadAsync<T>(string address, Statement? states = null)
    {
        var answer = await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("GET", address, States: states ?? States));
        return answer.Problem is { } problem ? new(default, problem, answer) : new(answer.Read<T>(), null, answer);
    }

    /// <summary>Sends a command to the API; not where something that was typed is not what it must be, for then the command says something else.</summary>
    protected Task<Answer> SendAsync<T>(string address, T command, Statement? states = null) => Unread() is { } problem ? Task.FromResult(Answer.Of(problem)) :
        HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("POST", address, ApiWithin.BodyOf(command), States: states ?? States, Key: Key == default ? Guid.CreateVersion7() : Key));

    /// <summary>The first field of the form that could not be read, refused as the API refuses it; null where all could.</summary>
    ProblemDetails? Unread() => ModelState.Where(f => f.Value!.Errors.Count > 0).Select(f => Problems.Invalid(
        "$." + JsonNamingPolicy.CamelCase.ConvertName(f.Key), "The value is not of the type or form expected here.", "值的类型或格式不符合要求。")).FirstOrDefault();

    /// <summary>Keeps a document that came with the form; it counts once however often that is sent.</summary>
    /// <param name="name">The file's name to keep with it; none where absent.</param>
    protected async Task<Answer> KeepAsync(Guid citizen, IFormFile file, string? evidenceType, EvidenceGrade grade, ReuseScope? reuse = null, string? name = null, Statement? states = null)
    {
        if (Unread() is { } problem)
            return Answer.Of(problem);
        await using var content = file.OpenReadStream();
        var headers = new Dictionary<string, string> { ["Content-Digest"] = $"sha-256=:{Convert.ToBase64String(await SHA256.HashDataAsync(content))}:" };
        if (name is not null)
            headers["Content-Disposition"] = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(name)}";
        content.Position = 0;
        // Keeping the document and the command that names it are two, and each has a key.
        var key = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{Key} {file.Name}")).AsSpan(0, 16));
        var address = Addresses.With("/api/evidence", ("citizenId", citizen.ToString()), ("evidenceType", evidenceType ?? ServiceItem.OtherEvidence), ("grade", grade.InJson()), ("reuse", reuse?.InJson()));
        return await HttpContext.RequestServices.GetRequiredService<ApiWithin>().AskAsync(HttpContext, new("PUT", address, content, file.ContentType, states ?? States, key, headers));
    }

    /// <summary>Keeps what a command was refused for, to be shown with the form; false where it was not refused.</summary>
    protected bool IsRefused(Answer answer)
    {
        if (answer.Problem is not { } problem)
            return false;
        // What failed on the way is sent again with the same key; what was refused is another request once it is changed.
        if (answer.Status < 500)
            Key = Guid.CreateVersion7();
        Faults.Add(Fault.Of(problem));
        return true;
    }

    /// <summary>The page where there is nothing to be shown but why.</summary>
    public virtual ViewResult Refused(ProblemDetails problem) => new()
    {
        ViewName = "/Pages/Refused.cshtml",
        ViewData = new ViewDataDictionary<ProblemDetails>(MetadataProvider, ModelState) { Model = problem },
        StatusCode = problem.Status
    };

    protected LedgerPage() => Key = Guid.CreateVersion7();
}

/// <summary>What was read, or why it was not.</summary>
public sealed record Read<T>(T? Value, ProblemDetails? Problem, Answer Answer);

/// <summary>What is wrong with a form.</summary>
/// <param name="Field">The field's name; null where it is none of them.</param>
public sealed record Fault(string? Field, string Text)
{
    /// <summary>A refusal of the API, said of the field it names.</summary>
    public static Fault Of(ProblemDetails problem) => new(
        problem.Extensions.TryGetValue("field", out var field) && field?.ToString() is ['$', '.', .. var path] ? path : null,
        problem.Extensions.ContainsKey("field") ? problem.Detail ?? problem.Title ?? "" : $"{problem.Title} {problem.Detail}".Trim());
}
