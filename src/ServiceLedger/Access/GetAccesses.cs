using System.Globalization;
using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>Who looked at what is on record of a citizen, the latest first.</summary>
/// <param name="BreakGlass">Emergency accesses to the file, the latest first; on the first page.</param>
/// <param name="ThisMonth">How many looks of others there were this month.</param>
/// <param name="Next">The <c>before</c> of the next page; absent on the last.</param>
public sealed record AccessPage(IReadOnlyList<BreakGlassLine> BreakGlass, IReadOnlyList<AccessLine> Accesses, int ThisMonth, long? Next);

/// <summary>One look.</summary>
/// <param name="Sentence">The look in words, in the language asked for.</param>
/// <param name="Kind">viewed, searched or refused.</param>
/// <param name="Officer">The officer's id; to officers only.</param>
/// <param name="Matter">The matter it was for, where one was named.</param>
/// <param name="BreakGlass">The emergency access under which it was.</param>
public sealed record AccessLine(
    Guid AccessId, DateTimeOffset At, AccessKind Kind, string Sentence, ActorKind By, string? Role, string? Department, string? DepartmentName, string? Officer,
    string? Purpose, string? LegalBasis, Guid? Matter, IReadOnlyList<FileSection> Sections, string? Screen, Guid? StreamId, int? Results, Guid? BreakGlass);

public enum AccessKind { Viewed, Searched, Refused }

public static class GetAccessesEndpoint
{
    /// <summary>How far back looks are shown: records of processing are kept for three years at least (PIPL art. 56).</summary>
    const int Months = 37;

    /// <summary>The citizen reads who looked at them; officers only for a purpose that needs no matter.</summary>
    public static ProblemDetails Validate(Guid citizenId, Act act, string? before) =>
        act.Kind is ActorKind.Citizen ? act.IsCitizen(citizenId) ? RefuseQuery(before) : Problems.NotFound()
        : Purposes.NeedNoMatter(act.Purpose) ? RefuseQuery(before)
        : Problems.Forbidden("This is for the citizen, and for supervision.", "仅限本人及监督人员查看。");

    static ProblemDetails RefuseQuery(string? before) =>
        before is null || long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? WolverineContinue.NoProblems
        : Problems.Invalid("before", "The next of the page before: a whole number.", "应为上一页 next 的整数值。");

    /// <summary>A citizen's own looks are left out unless <c>own</c> is true.</summary>
    [WolverineGet("/api/citizens/{citizenId:guid}/accesses")]
    public static async Task<IResult> Get(Guid citizenId, Act act, string? before, int? size, bool? own, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        if (await session.Events.FetchStreamStateAsync(citizenId, ct) is null)
            return Results.Problem(Problems.NotFound());
        var streams = AccessStream.Of(citizenId, time.Today(), Months);
        var take = HistoryPage.Size(size);
        var until = before is null ? long.MaxValue : long.Parse(before, CultureInfo.InvariantCulture);
        var looks = session.Events.Known().Where(e => e.StreamId.In(streams));
        if (own is not true)
        {
            var self = citizenId.ToString();
            looks = looks.Where(e => e.UserName != self);
        }

        var events = await looks.Where(e => e.Sequence < until).OrderByDescending(e => e.Sequence).Take(take).ToListAsync(ct);
        var thisMonth = streams[0];
        var count = await looks.Where(e => e.StreamId == thisMonth).CountAsync(ct);
        var codes = events.Select(e => e.Act()?.Department).OfType<string>().Distinct().ToArray();
        var names = (await session.Query<Department>().Where(d => d.CreditCode.In(codes)).ToListAsync(ct)).ToDictionary(d => d.CreditCode, d => d.Name);
        var emergencies = before is null ? await BreakGlassLine.OfCitizen(citizenId, act, session, vault, time, ct) : [];
        return Results.Ok(new AccessPage(emergencies, [.. events.Select(e => Line(e, act, names))], count, events.Count == take ? events[^1].Sequence : null));
    }

    static AccessLine Line(JasperFx.Events.IEvent e, Act reader, Dictionary<string, string> names)
    {
        var by = e.Act() ?? throw new System.Diagnostics.UnreachableException("Every look carries its act.");
        var name = by.Department is { } code ? names.GetValueOrDefault(code, code) : null;
        var (kind, sections, screen, stream, results) = e.Data switch
        {
            FileViewed d => (AccessKind.Viewed, d.Sections, d.Screen, d.StreamId, (int?)d.Results),
            SearchPerformed d => (AccessKind.Searched, [], null, null, d.Results),
            AccessRefused d => (AccessKind.Refused, [], d.Screen, d.StreamId, null),
            _ => throw new System.Diagnostics.UnreachableException("A stream of looks holds nothing else.")
        };
        return new(
            e.Id, e.Timestamp, kind, AccessSentence.Of(kind, by, name, sections, e.Timestamp), by.Kind, by.Role, by.Department, name, reader.IsOfficer ? by.ActorId : null,
            by.Purpose, by.LegalBasis, by.MatterId, sections, screen, stream, results, by.BreakGlass);
    }
}

/// <summary>A look in plain words.</summary>
static class AccessSentence
{
    public static string Of(AccessKind kind, Act by, string? department, IReadOnlyList<FileSection> sections, DateTimeOffset at)
    {
        var when = at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return Problems.InChinese ? Chinese(kind, by, department, sections, when) : English(kind, by, department, sections, when);
    }

    static string English(AccessKind kind, Act by, string? department, IReadOnlyList<FileSection> sections, string when) => kind switch
    {
        AccessKind.Viewed => $"{Who(by, department, "An officer", "You", "A system")} looked at {string.Join(", ", sections.Select(InEnglish))} on {when}{Why(by, " for ", " in the matter ")}.",
        AccessKind.Searched => $"{Who(by, department, "An officer", "You", "A system")} found this person by a search on {when}{Why(by, " for ", " in the matter ")}.",
        _ => $"{Who(by, department, "An officer", "Somebody", "A system")} tried to read or change this record on {when} and was refused."
    };

    static string Chinese(AccessKind kind, Act by, string? department, IReadOnlyList<FileSection> sections, string when) => kind switch
    {
        AccessKind.Viewed => $"{when}，{WhoInChinese(by, department, "本人")}查看了{string.Join("、", sections.Select(InChinese))}{WhyInChinese(by)}。",
        AccessKind.Searched => $"{when}，{WhoInChinese(by, department, "本人")}通过检索找到该人{WhyInChinese(by)}。",
        _ => $"{when}，{WhoInChinese(by, department, "他人")}试图查阅或更改记录，被拒绝。"
    };

    static string Who(Act by, string? department, string officer, string citizen, string other) =>
        by.Kind switch { ActorKind.Officer => $"{officer} of {department}", ActorKind.Citizen => citizen, _ => department is null ? other : $"{other} of {department}" };

    static string WhoInChinese(Act by, string? department, string citizen) =>
        by.Kind switch { ActorKind.Officer => $"{department}工作人员", ActorKind.Citizen => citizen, _ => department is null ? "系统" : $"{department}系统" };

    static string Why(Act by, string purpose, string matter) =>
        (by.Purpose is { } p ? purpose + p : "") + (by.MatterId is { } m ? $"{matter}{m}" : "");

    static string WhyInChinese(Act by) => by.Purpose is null && by.MatterId is null ? "" : $"（{string.Join("，", new[] { by.Purpose is { } p ? $"目的：{p}" : null, by.MatterId is { } m ? $"办件：{m}" : null }.OfType<string>())}）";

    static string InEnglish(FileSection section) => section switch
    {
        FileSection.Identity => "who you are",
        FileSection.Applications => "your applications",
        FileSection.Papers => "the papers handed in",
        FileSection.Commitments => "your commitments",
        FileSection.DataRequests => "data requests about you",
        FileSection.Decisions => "decisions about you",
        FileSection.Evidence => "the list of your documents",
        FileSection.EvidenceContent => "a document of yours",
        FileSection.History => "the history of events",
        FileSection.Accesses => "who looked at your record",
        _ => throw new System.Diagnostics.UnreachableException("Every section has a name.")
    };

    static string InChinese(FileSection section) => section switch
    {
        FileSection.Identity => "身份信息",
        FileSection.Applications => "办件",
        FileSection.Papers => "提交的材料",
        FileSection.Commitments => "承诺",
        FileSection.DataRequests => "数据共享申请",
        FileSection.Decisions => "决定",
        FileSection.Evidence => "材料目录",
        FileSection.EvidenceContent => "材料内容",
        FileSection.History => "历史记录",
        FileSection.Accesses => "查阅记录",
        _ => throw new System.Diagnostics.UnreachableException("Every section has a name.")
    };
}
