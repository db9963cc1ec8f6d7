using JasperFx.Events;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Privacy;

/// <summary>
/// The id of the stream that holds what protects one citizen's record: of the citizen's own moment, named by the citizen. Whoever knows the citizen finds it without asking.
/// </summary>
public static class ProtectionStream
{
    public static Guid Of(Guid citizenId) => LedgerId.Named(citizenId, $"protection\n{citizenId:N}", citizenId);
}

/// <summary>A restriction in force.</summary>
public sealed record Restriction(Guid Id, RestrictionScope Scope, Guid? StreamId, RestrictionGround Ground, string Law, DateTimeOffset Since);

/// <summary>A hold in force.</summary>
public sealed record Hold(Guid Id, Guid? ApplicationId, string Authority, string DocumentNumber, DateTimeOffset Since);

/// <summary>Under which list a citizen's keys are destroyed.</summary>
/// <param name="Done">Whether they are gone, and everything that leads to the citizen with them.</param>
/// <param name="Law">The provision it rests on, once they are.</param>
public sealed record Erasure(Guid ListId, string ListNumber, DateTimeOffset At, bool Done, string? Law = null, long Commitments = 0, int Documents = 0);

/// <summary>What the events add up to: what of a citizen's record may not be used, what may not be destroyed, and whether it is destroyed.</summary>
public sealed record Protection(Guid Id, Guid CitizenId, Restriction[] Restrictions, Hold[] Holds, Erasure? Erased = null, long Version = 0)
{
    static Protection Of(Guid id, Guid citizenId) => new(id, citizenId, [], []);

    public static Protection Create(IEvent<ProcessingRestricted> e) => Of(e.StreamId, e.Data.CitizenId).Apply(e);
    public static Protection Create(IEvent<LegalHoldPlaced> e) => Of(e.StreamId, e.Data.CitizenId).Apply(e);
    public static Protection Create(IEvent<SubjectKeyDestroyed> e) => Of(e.StreamId, e.Data.CitizenId).Apply(e);

    public Protection Apply(IEvent<ProcessingRestricted> e) =>
        this with { Restrictions = [.. Restrictions, new(e.Data.RestrictionId, e.Data.Scope, e.Data.StreamId, e.Data.Ground, e.Data.Law, e.Timestamp)] };

    public Protection Apply(RestrictionLifted e) => this with { Restrictions = [.. Restrictions.Where(r => r.Id != e.RestrictionId)] };

    public Protection Apply(IEvent<LegalHoldPlaced> e) => this with { Holds = [.. Holds, new(e.Data.HoldId, e.Data.ApplicationId, e.Data.Authority, e.Data.DocumentNumber, e.Timestamp)] };

    public Protection Apply(LegalHoldLifted e) => this with { Holds = [.. Holds.Where(h => h.Id != e.HoldId)] };

    public Protection Apply(IEvent<SubjectKeyDestroyed> e) => this with { Erased = new(e.Data.DestructionListId, e.Data.ListNumber, e.Timestamp, false) };

    public Protection Apply(PayloadErased e) => this with { Erased = Erased! with { Done = true, Law = e.Law, Commitments = e.Commitments, Documents = e.Documents } };

    /// <summary>Whether nothing of the record may be destroyed.</summary>
    public bool IsHeld => Holds.Length > 0;
}

/// <summary>Why a value is closed, as it is told in its place.</summary>
public sealed record Closure(string En, string Zh)
{
    public static Closure Restricted(string law) => new($"restricted under {law}", $"依{law}限制处理");

    public static Closure Erased(string listNumber) => new($"erased under list {listNumber}", $"已依销毁清单 {listNumber} 销毁");

    /// <summary>In words, in the language asked for.</summary>
    public string Text => Problems.InChinese ? Zh : En;
}

/// <summary>What protects the record of the one citizen whom a request is about.</summary>
/// <param name="Thing">The stream the request names; null where it is the whole record.</param>
/// <param name="Streams">What belongs to a matter that is restricted, and documents that are.</param>
public sealed record SubjectProtection(Protection Of, Guid? Thing, IReadOnlySet<Guid> Streams)
{
    /// <summary>The restriction this stream is under; of the whole record where none is named.</summary>
    public Restriction? RestrictionOf(Guid? stream) =>
        Of.Restrictions.FirstOrDefault(r => r.Scope is RestrictionScope.WholeRecord)
        ?? (stream is { } id && Streams.Contains(id) ? Of.Restrictions.FirstOrDefault(r => r.StreamId == id) ?? Of.Restrictions.First(r => r.Scope is RestrictionScope.Matter) : null);
}

/// <summary>The one place that says whose values are closed to whom: what is erased to everybody, what is restricted to all but an auditor who states the law.</summary>
public static class Protecting
{
    /// <summary>Why the values of this stream are closed to the reader; null where they are not.</summary>
    public static Closure? ClosureOf(this Act reader, Guid citizenId, Guid? stream) =>
        reader.Protection is not { } p || p.Of.CitizenId != citizenId ? null
        : p.Of.Erased is { } erased ? Closure.Erased(erased.ListNumber)
        : p.RestrictionOf(stream) is { } r && !reader.MayReadRestricted() ? Closure.Restricted(r.Law)
        : null;

    /// <summary>The key by which a reader opens the values of whom and what the request names: closed where they are closed to the reader.</summary>
    public static async Task<SubjectKey> KeyFor(this Vault vault, Act reader, Guid citizenId, PurposeClass purpose, CancellationToken ct) =>
        (await vault.KeyOf(citizenId, purpose, ct)).ClosedFor(reader.ClosureOf(citizenId, reader.Protection?.Thing));

    /// <summary>The same keys as they open what stands in this stream.</summary>
    public static SubjectKey[] For(this IReadOnlyCollection<SubjectKey> keys, Act reader, Guid citizenId, Guid stream)
    {
        var closure = reader.ClosureOf(citizenId, stream);
        return [.. keys.Select(k => k.ClosedFor(closure))];
    }

    /// <summary>Whether the request reads what is restricted, and may.</summary>
    public static bool ReadsRestricted(this Act reader) => reader.Protection is { Of.Erased: null } p && p.RestrictionOf(p.Thing) is not null && reader.MayReadRestricted();

    /// <summary>Refuses to open content whose values are closed.</summary>
    public static Microsoft.AspNetCore.Mvc.ProblemDetails? RefuseOpening(this Act reader, Guid citizenId) =>
        reader.ClosureOf(citizenId, reader.Protection?.Thing) is not { } closure ? null : reader.Protection!.Of.Erased is null ? Problems.Restricted(closure.Text) : Problems.Erased(closure.Text);

    /// <summary>Refuses a new use of the data, whoever asks: what the law still requires goes on, and nothing else (PIPL art. 47).</summary>
    public static Microsoft.AspNetCore.Mvc.ProblemDetails? RefuseNewUse(this Act act, Guid citizenId) =>
        act.Protection is not { } p || p.Of.CitizenId != citizenId ? null
        : p.Of.Erased is { } erased ? Problems.Erased(Closure.Erased(erased.ListNumber).Text)
        : p.RestrictionOf(p.Thing) is { } r ? Problems.Restricted(Closure.Restricted(r.Law).Text)
        : null;

    static bool MayReadRestricted(this Act reader) =>
        reader.LegalBasis is { Length: > 0 } && reader.Policy.Answer(new(reader.Who(), Relation.None, PolicyAction.ReadRestricted, reader.Purpose, false)).ShowsAnything;
}

/// <summary>The subject's keys are destroyed: nothing is sealed for them any more.</summary>
public sealed class SubjectErased(Closure closure) : Exception(closure.En)
{
    public Closure Closure => closure;
}
