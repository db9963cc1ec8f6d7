using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Evidence;

/// <summary>
/// A document comes in: its content is the body, as it is, of the type that Content-Type says; its SHA-256 stands in Content-Digest (RFC 9530),
/// its name, if any, in Content-Disposition (RFC 6266). What else is to be said stands in the query and is nothing personal.
/// </summary>
/// <param name="EvidenceType">A type that an item of the catalogue asks for, or <c>other</c>.</param>
/// <param name="ReceivedAt">When the paper itself came in, where that was earlier; officers only.</param>
public sealed record ReceiveEvidence(Guid CitizenId, string? EvidenceType, EvidenceGrade? Grade, ReuseScope Reuse, DateOnly? ValidTo, DateTimeOffset? ReceivedAt);

/// <summary>The answer: the id only.</summary>
public sealed record EvidenceAnswer(Guid EvidenceId);

/// <summary>Content that lasts already, before any event names it, and the key it is sealed with.</summary>
public sealed record KeptContent(ReceiveEvidence Command, StoredContent Content, SubjectKey Key, string? FileName);

public static class ReceiveEvidenceEndpoint
{
    const int LongestName = 200;

    public static async Task<(ProblemDetails, KeptContent?)> ValidateAsync(
        HttpContext context, Act act, ItemCatalogue items, Vault vault, EvidenceFolder folder, IQuerySession session, TimeProvider time, CancellationToken ct)
    {
        // A key that was used gets its first answer: nothing is sealed a second time for it.
        if (await session.LoadAsync<IdempotencyRecord>(context.Features.GetRequiredFeature<IdempotencyRecord>().Id, ct) is not null)
            return (Problems.AlreadyExists("It was received.", "已接收。"), null);
        var (command, fault) = EvidenceQuery.Read(context.Request.Query);
        if ((fault ?? Refuse(command!, act, time.GetUtcNow())) is { } refused)
            return (refused, null);
        if (command!.Grade is EvidenceGrade.A && !await items.Issues(act.Department!, command.EvidenceType!, ct))
            return (Problems.Invalid("grade", "Grade A is what the department itself issues; what it has compared with the original has grade B.", "A 级为本部门签发的材料；核验原件的为 B 级。"), null);
        if (!await items.Asks(command.EvidenceType!, ct))
            return (Problems.Invalid("evidenceType", "No item asks for evidence of this type.", "没有事项需要此类材料。"), null);
        if (!await MayBringAsync(command, act, session, ct) || await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct) is not { } key)
            return (Problems.Invalid("citizenId", "No citizen has this id, or you name no matter of theirs.", "没有此人，或未说明其办件。"), null);
        if (ContentHeaders.Digest(context.Request) is not { } digest)
            return (Problems.Invalid("Content-Digest", "Send the SHA-256 of the content: Content-Digest: sha-256=:base64: (RFC 9530).", "请发送内容的 SHA-256：Content-Digest: sha-256=:base64:（RFC 9530）。"), null);
        if (context.Request.ContentLength > EvidenceFolder.MaxBytes)
            return (EvidenceFolder.TooLarge(), null);
        if (!ContentHeaders.TryFileName(context.Request, out var name))
            return (Problems.Invalid("Content-Disposition", "The file's name cannot be read.", "无法读取文件名。"), null);
        if (Text.RefuseIfGiven("Content-Disposition", name, LongestName) is { } bad)
            return (bad, null);
        var (kept, problem) = await folder.KeepAsync(context.Request.Body, key, ContentHeaders.MediaType(context.Request), digest, ct);
        return kept is null ? (problem!, null) : (WolverineContinue.NoProblems, new(command, kept, key, name));
    }

    [WolverinePut("/api/evidence")]
    public static Created<EvidenceAnswer> Put([NotBody] KeptContent? kept, [NotBody] Act act, [NotBody] IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(kept!.Command.CitizenId);
        session.Events.StartStream<HeldEvidence>(id, Decide(kept, act));
        return record.Creates($"/api/evidence/{id}", new EvidenceAnswer(id));
    }

    /// <summary>What an officer brings is held by the department; what the citizen uploads they keep here.</summary>
    public static EvidenceReceived Decide(KeptContent kept, Act act) => new(
        kept.Command.CitizenId, kept.Command.EvidenceType!, kept.Command.Grade!.Value, act.IsOfNoOffice ? null : act.Department, new(kept.Command.Reuse), kept.Content,
        kept.Command.ValidTo, kept.Key.Seal(kept.FileName), kept.Command.ReceivedAt is { } at ? new(at, EarlierEffectReason.PaperIntake) : null);

    public static ProblemDetails? Refuse(ReceiveEvidence command, Act act, DateTimeOffset now) =>
        act.IsOfNoOffice && !act.SpeaksInPartFor(command.CitizenId, Power.HandIn) ? Problems.Forbidden("Citizens keep their own documents here, and whoever may hand in papers for them.", "仅限本人或有权代为提交材料的人存放材料。")
        : command.EvidenceType is null ? Problems.Invalid("evidenceType", "Name the type.", "请说明材料类型。")
        : command.Grade is not { } grade ? Problems.Invalid("grade", "Name the grade: A, B, C or D.", "请说明材料等级：A、B、C 或 D。")
        : act.IsOfNoOffice && grade is (EvidenceGrade.A or EvidenceGrade.B)
            ? Problems.Invalid("grade", "What a citizen uploads has grade C or D until an officer has seen the original.", "个人上传的材料为 C 或 D 级，经窗口核验原件后可提升。")
        : command.Reuse is ReuseScope.Named ? Problems.Invalid("reuse", "Name departments once it is here, by its reuse.", "请在存入后指定可使用的部门。")
        : command.ValidTo < Text.DateOf(command.ReceivedAt ?? now) ? Problems.Invalid("validTo", "It is out of date already.", "已过有效期。")
        : Effects.Refuse(act, command.ReceivedAt is { } at ? new(at, EarlierEffectReason.PaperIntake) : null, DateTimeOffset.MinValue, now) is { } effect
            ? effect.Status is 403 ? effect : Problems.Invalid("receivedAt", "It lies in the future.", "时间在未来。")
        : null;

    // An officer brings a document for a matter of that person in their department.
    static async Task<bool> MayBringAsync(ReceiveEvidence command, Act act, IQuerySession session, CancellationToken ct) =>
        act.SpeaksInPartFor(command.CitizenId, Power.HandIn)
        || (act.MatterId is { } matter && await session.LoadAsync<Application>(matter, ct) is { } application && application.CitizenId == command.CitizenId && application.IsVisibleTo(act) && !application.IsRecused(act));
}

/// <summary>The query of an upload.</summary>
static class EvidenceQuery
{
    static readonly string[] Known = ["citizenId", "evidenceType", "grade", "reuse", "validTo", "receivedAt"];

    public static (ReceiveEvidence?, ProblemDetails?) Read(IQueryCollection query)
    {
        if (query.Keys.FirstOrDefault(k => !Known.Contains(k)) is { } unknown)
            return (null, Problems.Invalid(unknown, "This member is unknown here.", "此处不认识该成员。"));
        if (query.FirstOrDefault(q => q.Value.Count > 1) is { Key: { } twice })
            return (null, Problems.Invalid(twice, "The member stands there twice.", "成员重复出现。"));
        string? Of(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        if (!Guid.TryParse(Of("citizenId"), out var citizen))
            return (null, Bad("citizenId"));
        EvidenceGrade? grade = null;
        if (Of("grade") is { } letter)
        {
            if (!EnumNames.TryRead<EvidenceGrade>(letter, out var read))
                return (null, Bad("grade"));
            grade = read;
        }

        var reuse = ReuseScope.None;
        if (Of("reuse") is { } scope && !EnumNames.TryRead(scope, out reuse))
            return (null, Bad("reuse"));
        DateOnly? validTo = null;
        if (Of("validTo") is { } day)
        {
            if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var read))
                return (null, Bad("validTo"));
            validTo = read;
        }

        if (!Text.TryMoment(Of("receivedAt"), out var receivedAt))
            return (null, Bad("receivedAt"));

        return (new(citizen, Of("evidenceType"), grade, reuse, validTo, receivedAt), null);
    }

    static ProblemDetails Bad(string field) => Problems.Invalid(field, "The value is not of the type or form expected here.", "值的类型或格式不符合要求。");
}

/// <summary>What the headers of an upload say of its content.</summary>
static class ContentHeaders
{
    public static string MediaType(HttpRequest request) =>
        Microsoft.Net.Http.Headers.MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.ToString().ToLowerInvariant() : "";

    /// <summary>The SHA-256 of Content-Digest (RFC 9530 §2): <c>sha-256=:base64:</c>, other digests beside it are passed over; null where there is none.</summary>
    public static byte[]? Digest(HttpRequest request)
    {
        foreach (var member in request.Headers["Content-Digest"].SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            var bytes = new byte[32];
            if (member.StartsWith("sha-256=:", StringComparison.Ordinal) && member.EndsWith(':') && Convert.TryFromBase64String(member["sha-256=:".Length..^1], bytes, out var length) && length == bytes.Length)
                return bytes;
        }

        return null;
    }

    /// <summary>The file's name, where Content-Disposition has one; false where it is written in a way that cannot be read.</summary>
    public static bool TryFileName(HttpRequest request, out string? name)
    {
        name = null;
        if (!Microsoft.Net.Http.Headers.ContentDispositionHeaderValue.TryParse(request.Headers.ContentDisposition.ToString(), out var disposition))
            return request.Headers.ContentDisposition.Count == 0;
        try
        {
            var given = disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName;
            name = given.HasValue ? Microsoft.Net.Http.Headers.HeaderUtilities.RemoveQuotes(given).ToString() : null;
            return true;
        }
        catch (NotSupportedException)
        {
            // The framework decodes any character set it is told, and knows that some must not be.
            return false;
        }
    }
}
