using Microsoft.AspNetCore.Authorization;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Access;

/// <summary>
/// The first half of the one policy, before anything is read: an address it does not name is open to nobody, and where a role and purpose could not be allowed
/// something whatever they stand to it in, they are refused alike for what is theirs, what is not and what does not exist. The second half is asked by the thing itself.
/// </summary>
public sealed class Guard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || context.Features.Get<Act>() is not { } act
        || (NeedOf(endpoint, context.Request.Method) is var (action, sections) && (act.Policy.CouldAllow(act.Who(), action, act.Purpose, sections) || (action is PolicyAction.Read && act.ReadsRestricted())))
            ? next(context)
            : (act.IsOfficer ? Problems.NotForThisRole() : Problems.Forbidden("This is not for you to do.", "您不得进行此操作。")).WriteTo(context);

    /// <summary>What the policy is asked about an address; null where no list names it.</summary>
    public static (PolicyAction Action, FileSection[] Sections)? NeedOf(RouteEndpoint endpoint, string method) =>
        WritePaths.Of(endpoint, method) ?? (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? ReadPaths.NeedOf(endpoint, method) : null);
}
