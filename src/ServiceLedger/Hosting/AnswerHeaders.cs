using ServiceLedger.Access;

namespace ServiceLedger.Hosting;

/// <summary>What every answer tells the browser: believe the type, keep nothing of the API, load and frame nothing, send no address on to others.</summary>
public sealed class AnswerHeaders(RequestDelegate next, SignInSettings settings)
{
    const string Nothing = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    // Signing out may lead from a form to the authority.
    readonly string pages = $"{Nothing}; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; form-action 'self' {new Uri(settings.Authority).GetLeftPart(UriPartial.Authority)}";

    public Task InvokeAsync(HttpContext context)
    {
        // Whoever handles a fault clears what was set before.
        context.Response.OnStarting(Set, (context, pages));
        return next(context);
    }

    static Task Set(object state)
    {
        var (context, pages) = ((HttpContext, string))state;
        var headers = context.Response.Headers;
        var isApi = SignIn.IsApi(context.Request.Path);
        headers.XContentTypeOptions = "nosniff";
        // A form of a page that sends no referrer at all is sent with the origin null, as one from elsewhere would be.
        headers["Referrer-Policy"] = isApi ? "no-referrer" : "same-origin";
        headers.ContentSecurityPolicy = isApi ? Nothing : pages;
        // The form's token asks for as much, in more words.
        if (isApi || (headers.CacheControl.Count == 0 && context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) is true))
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
