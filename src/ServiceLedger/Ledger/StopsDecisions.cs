using ServiceLedger.Hosting;

namespace ServiceLedger.Ledger;

/// <summary>
/// While the quorum of witnesses has been missing for longer than the setting <c>Log:DecisionsStopAfter</c>, nobody decides: what would be decided could later be denied to have stood in the log.
/// Everything else is recorded as ever. A request whose decision is on record gets its answer.
/// </summary>
public sealed class StopsDecisions(RequestDelegate next, WitnessedLog log)
{
    const string RetryAfter = "60";

    public Task InvokeAsync(HttpContext context)
    {
        if (!Decides(context) || !log.StopsDecisions)
            return next(context);
        context.Response.Headers.RetryAfter = RetryAfter;
        return Problems.LogUnwitnessed().WriteTo(context);
    }

    static bool Decides(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.GetEndpoint() is RouteEndpoint endpoint && endpoint.RoutePattern.RawText?.EndsWith("/decision", StringComparison.Ordinal) is true;
}
