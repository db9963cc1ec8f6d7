using Microsoft.AspNetCore.Mvc.Filters;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages;

/// <summary>Whom the pages of a folder are for; others are told so. What they show is judged by the policy all the same.</summary>
public sealed class ForAudience(params ActorKind[] kinds) : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HttpContext.Features.Get<SignedIn>() is { } who && kinds.Contains(who.Kind))
            return next();
        context.Result = ((LedgerPage)context.HandlerInstance).Refused(Problems.Forbidden("This page is for others than you.", "此页面不对您开放。"));
        return Task.CompletedTask;
    }
}
