using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;

namespace ServiceLedger.Hosting;

/// <summary>Dates of effect: earlier than the record where the law says so, never later, never before what went before.</summary>
public static class Effects
{
    /// <summary>When the event has effect: the earlier date it names, otherwise when it was recorded.</summary>
    public static DateTimeOffset EffectiveAt(this IEvent e) => (e.Data as IEffectiveEvent)?.Effect?.At ?? e.Timestamp;

    /// <summary>The day in China on which an act with this effect counts as done.</summary>
    public static DateOnly Day(this EarlierEffect? effect, TimeProvider time) => Text.DateOf(effect?.At ?? time.GetUtcNow());

    public static ProblemDetails? Refuse(Act act, EarlierEffect? effect, DateTimeOffset notBefore, DateTimeOffset now) =>
        effect is null ? null
        : act.Kind is ActorKind.Citizen ? Problems.Forbidden("Only officers record something with an earlier effect.", "仅工作人员可补录生效时间。")
        : effect.At > now ? Problems.Invalid("$.effect.at", "It lies in the future.", "时间在未来。")
        : effect.At < notBefore ? Problems.Invalid("$.effect.at", "It lies before what went before it in this matter.", "时间早于本办件的前一环节。")
        : null;
}
