using Marten;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Citizens;

/// <summary>
/// Whoever names a mandate acts under it and under nothing else: it is read anew for every request, so that what was taken back holds no longer.
/// One that is somebody else's is answered like one that does not exist.
/// </summary>
public sealed class ActingForAnother(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, IDocumentStore store, TimeProvider time)
    {
        if (context.Features.Get<Act>() is not { OnBehalfOf: { } id } act || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await next(context);
            return;
        }

        await using var session = store.LightweightSession();
        var mandate = await session.LoadAsync<Mandate>(id, context.RequestAborted);
        if (Refuse(mandate, act, time.Today()) is { } refused)
        {
            if (mandate is not null && mandate.IsHeldBy(act))
                await RecordExpiryAsync(id, session, time.Today(), context.RequestAborted);
            await refused.WriteTo(context);
            return;
        }

        var matter = act.MatterId is { } named ? await session.LoadAsync<Application>(named, context.RequestAborted) : null;
        context.Features.Set(act with { Represents = mandate!.Represent(matter) });
        await next(context);
    }

    /// <summary>Why nobody acts under it today, or not this actor; null where they may.</summary>
    public static ProblemDetails? Refuse(Mandate? mandate, Act act, DateOnly today) =>
        mandate is null || !mandate.IsHeldBy(act) ? No("There is no such mandate of yours.", "没有该项授权。")
        : mandate.StatusOn(today) switch
        {
            MandateStatus.Granted => No("It is not accepted yet.", "授权尚未被接受。"),
            MandateStatus.Declined => No("It was declined.", "授权已被拒绝。"),
            MandateStatus.Revoked => No("It was revoked.", "授权已被撤销。"),
            MandateStatus.Expired => No("Its last day is over.", "授权已到期。"),
            _ when today < mandate.From => No($"It begins on {mandate.From:yyyy-MM-dd}.", $"授权自 {mandate.From:yyyy-MM-dd} 起生效。"),
            _ when !mandate.IsSureOf(act) => No($"Sign in with the assurance level {mandate.Assurance!.Value.InJson()} or a higher one.", $"请以 {mandate.Assurance.Value.InJson()} 或更高等级登录。"),
            _ => null
        };

    static ProblemDetails No(string en, string zh) => Problems.Make(403, "no-mandate", "You may not act for another here.", "无权代他人办理。", en, zh);

    /// <summary>Puts on record that the last day is over, where it is; nothing where somebody else has.</summary>
    static async Task RecordExpiryAsync(Guid id, IDocumentSession session, DateOnly today, CancellationToken ct)
    {
        var stream = await session.Events.FetchForExclusiveWriting<Mandate>(id, ct);
        if (stream.Aggregate is not { } mandate || mandate.StatusOn(today) == mandate.Status)
            return;
        session.Record(new Act(ActorKind.Clock, "clock", Channel.SystemInterface));
        stream.AppendOne(mandate.Expire());
        await session.SaveChangesAsync(ct);
    }
}
