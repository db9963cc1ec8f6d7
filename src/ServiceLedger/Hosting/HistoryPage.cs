using System.Text.Json;
using System.Text.Json.Nodes;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.Features;
using ServiceLedger.Access;
using ServiceLedger.Privacy;

namespace ServiceLedger.Hosting;

/// <summary>Events as people read them: who did what when, personal values opened for this one answer.</summary>
/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryLine> Events, long? Next)
{
    /// <summary>The page size asked for, between 1 and 200; 50 when none was.</summary>
    public static int Size(int? asked) => Math.Clamp(asked ?? 50, 1, 200);

    /// <summary>One page of a stream of this section, to which the reader stands in this relation, oldest first; <paramref name="after"/> is the last version of the page
    /// before, <paramref name="opens"/> says of which events the reader may know what is sealed.</summary>
    public static async Task<HistoryPage> OfStream(
        Guid stream, Guid citizenId, Act reader, Relation relation, FileSection section, HttpContext context, IQuerySession session, Vault vault, long? after, int? size, CancellationToken ct, Predicate<object>? opens = null)
    {
        var take = Size(size);
        var from = Math.Max(after ?? 0, 0);
        var events = await session.Events.Known().Where(e => e.StreamId == stream && e.Version > from).OrderBy(e => e.Version).Take(take).ToListAsync(ct);
        var view = reader.View(PolicyAction.Read, relation);
        var page = await Of(events, citizenId, reader, view, section, vault, take, e => e.Version, ct, opens ?? (_ => true));
        var seen = context.Features.GetRequiredFeature<Seen>();
        (seen.Results, seen.Fields) = (page.Events.Count, view.Of([section]));
        return page;
    }

    /// <summary>One page; <paramref name="position"/> is what the next page continues after. Where <paramref name="opens"/> is not given, guarded events stay closed but for the citizen.</summary>
    public static async Task<HistoryPage> Of(
        IReadOnlyList<IEvent> events, Guid citizenId, Act reader, PolicyView view, FileSection section, Vault vault, int size, Func<IEvent, long> position, CancellationToken ct, Predicate<object>? opens = null)
    {
        var keys = await KeysAsync(citizenId, reader, view, section, vault, ct);
        var officers = view.Shows(section, FieldClass.Officers);
        return new([.. events.Where(e => IsFor(reader, e, citizenId)).Select(Line)], events.Count == size ? position(events[^1]) : null);

        HistoryLine Line(IEvent e) =>
            HistoryLine.Of(e, officers, Opens(reader, e, citizenId, opens) ? keys.For(reader, citizenId, e.StreamId) : [], reader.ClosureOf(citizenId, e.StreamId) is not null);
    }

    /// <summary>The keys that open what this view shows of a section.</summary>
    internal static async Task<SubjectKey[]> KeysAsync(Guid citizenId, Act reader, PolicyView view, FileSection section, Vault vault, CancellationToken ct) =>
    [
        .. view.Shows(FileSection.Identity, FieldClass.IdNumber) ? [await vault.KeyFor(reader, citizenId, PurposeClass.Identity, ct)] : Array.Empty<SubjectKey>(),
        .. view.Shows(section, FieldClass.Texts) ? [await vault.KeyFor(reader, citizenId, PurposeClass.Matters, ct)] : Array.Empty<SubjectKey>()
    ];

    /// <summary>Whether this reader may know what is sealed in an event.</summary>
    internal static bool Opens(Act reader, IEvent e, Guid citizenId, Predicate<object>? opens = null) => reader.IsCitizen(citizenId) || (opens?.Invoke(e.Data) ?? e.Data is not IGuardedEvent);

    /// <summary>Whether this reader learns of an event at all.</summary>
    internal static bool IsFor(Act reader, IEvent e, Guid citizenId) =>
        e.Data is not IPrivateEvent || reader.SpeaksInPartFor(citizenId, Power.Submit) || (reader.IsOfficer && reader.Department == e.Act()?.Department);
}

/// <summary>One event.</summary>
/// <param name="EffectiveAt">From when it counts, where that is earlier than the record.</param>
/// <param name="By">Kind, role and department of who did it; officers' own ids are shown where the policy says so.</param>
/// <param name="Link">The permalink of the event.</param>
public sealed record HistoryLine(
    Guid EventId, Guid StreamId, long Version, long Position, string Type, DateTimeOffset RecordedAt, DateTimeOffset? EffectiveAt, HistoryActor? By, JsonNode Data, string Link)
{
    /// <param name="closed">Whether the person's values are restricted or erased for the reader: then where they live is not told either.</param>
    internal static HistoryLine Of(IEvent e, bool officers, IReadOnlyList<SubjectKey> keys, bool closed)
    {
        var act = e.Act();
        return new(
            e.Id, e.StreamId, e.Version, e.Sequence, e.EventTypeName, e.Timestamp, (e.Data as IEffectiveEvent)?.Effect?.At,
            act is null ? null : new(act.Kind, act.Role, act.Department, act.Channel, officers ? act.ActorId : null, act.OnBehalfOf),
            For(officers, closed, Open(JsonSerializer.SerializeToNode(e.Data, e.Data.GetType(), LedgerJson.Stored)!, keys)), $"/api/events/{e.Id}");
    }

    /// <summary>Members of events that name an officer for the office's own use. Whom the law names to the parties stays: who presides over a hearing (LIC art. 48),
    /// who checked on the spot, who signed.</summary>
    internal static readonly string[] Officers = ["officer", "toOfficer", "replacement", "author", "reviewer", "approver"];

    // They stand in the record in plain, for statistics by place.
    static readonly string[] Residence = ["residenceDivision", "urbanRuralClass"];

    /// <summary>Who is not shown officers reads which department did something, in which role, and not which officer.</summary>
    static JsonNode For(bool officers, bool closed, JsonNode data)
    {
        if (data is JsonObject members)
            foreach (var member in (officers ? [] : Officers).Concat(closed ? Residence : []))
                members.Remove(member);
        return data;
    }

    static string Hidden => Problems.InChinese ? "依规不予显示" : "not shown under the policy";

    /// <summary>Puts the value in the place of every sealed value that one of the keys opens; the others stay as their digest, said to be hidden.</summary>
    static JsonNode Open(JsonNode node, IReadOnlyList<SubjectKey> keys)
    {
        switch (node)
        {
            case JsonObject o when o.ContainsKey("ciphertext") && o.ContainsKey("keyId"):
                var value = o.Deserialize<Sealed<JsonNode>>(LedgerJson.Stored)!;
                return keys.FirstOrDefault(k => k.KeyId == value.KeyId) is { } key ? key.Open(value) : new JsonObject { ["digest"] = value.Digest, ["hidden"] = Hidden };
            case JsonObject o:
                foreach (var (name, child) in o.ToArray())
                    if (child is not null && Open(child, keys) is var opened && !ReferenceEquals(opened, child))
                        o[name] = opened;
                return o;
            case JsonArray a:
                for (var i = 0; i < a.Count; i++)
                    if (a[i] is { } child && Open(child, keys) is var opened && !ReferenceEquals(opened, child))
                        a[i] = opened;
                return a;
            default:
                return node;
        }
    }
}

/// <summary>Who did something, as far as the reader may know.</summary>
/// <param name="OnBehalfOf">The mandate under which it was done for the person.</param>
public sealed record HistoryActor(ActorKind Kind, string? Role, string? Department, Channel Channel, string? Officer, Guid? OnBehalfOf = null);

static class EnvelopeOfEvents
{
    /// <summary>The act in the event's header; null on events without one.</summary>
    public static Act? Act(this IEvent e) => e.GetHeader(Hosting.Act.Header) switch
    {
        JsonElement json => json.Deserialize<Act>(LedgerJson.Stored),
        null => null,
        var other => JsonSerializer.SerializeToElement(other, LedgerJson.Stored).Deserialize<Act>(LedgerJson.Stored)
    };
}
