using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Marten;

namespace ServiceLedger.Applications;

/// <summary>Other departments are asked for their opinion (LIC art. 26): all at once, or one after the other in the order given.</summary>
public sealed record RequestOpinions(JointHandling Handling, IReadOnlyList<OpinionAsked> Asked, long Version, EarlierEffect? Effect = null);

/// <summary>What is asked of one department, and until when.</summary>
public sealed record OpinionAsked(string Department, string Question, DateOnly DueBy);

/// <summary>A department answers what it was asked.</summary>
/// <param name="Number">The number of the opinion within the application.</param>
public sealed record GiveOpinion(int Number, JointOpinion Opinion, string Text, long Version, EarlierEffect? Effect = null);

public static class RequestOpinionsEndpoint
{
    const int Most = 20;

    public static async Task<(SubjectKey, KnownDepartments)> LoadAsync(RequestOpinions command, Application application, Vault vault, IQuerySession session, CancellationToken ct) =>
        (await vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct), await KnownDepartments.Load(session, command.Asked.Select(a => a?.Department), ct));

    public static ProblemDetails Validate(RequestOpinions command, Act act, Application application, KnownDepartments departments, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RequestOpinions, command.Version, command.Effect, time.GetUtcNow())
        ?? Refuse(command.Asked, application, departments, command.Effect.Day(time)) ?? WolverineContinue.NoProblems;

    static ProblemDetails? Refuse(IReadOnlyList<OpinionAsked> asked, Application application, KnownDepartments departments, DateOnly today)
    {
        if (asked.Count is 0 or > Most)
            return Problems.Invalid("$.asked", $"Between 1 and {Most}.", $"数量应为 1 至 {Most}。");
        for (var i = 0; i < asked.Count; i++)
        {
            if (asked[i] is not { } one)
                return Problems.Invalid($"$.asked[{i}]", "Null is not allowed here.", "此处不允许为空。");
            if ((departments.Refuse($"$.asked[{i}].department", one.Department) ?? Text.Refuse($"$.asked[{i}].question", one.Question, 2000, lines: true)) is { } fault)
                return fault;
            if (one.Department == application.DepartmentCode || asked.Count(a => a?.Department == one.Department) > 1
                || application.Opinions.Any(o => o.Department == one.Department && o.GivenAt is null))
                return Problems.Invalid($"$.asked[{i}].department", "Ask each other department once.", "请向其他部门各征求一次意见。");
            if (one.DueBy < today)
                return Problems.Invalid($"$.asked[{i}].dueBy", "It lies before the day of this act.", "日期早于本行为之日。");
        }

        return null;
    }

    [WolverinePost("/api/applications/{applicationId:guid}/opinion-requests"), EmptyResponse]
    public static Events Post(RequestOpinions command, [State] Application application, SubjectKey key) => [.. Decide(command, application, key)];

    public static IEnumerable<JointOpinionRequested> Decide(RequestOpinions command, Application application, SubjectKey key)
    {
        var first = application.Opinions.Length + 1;
        return command.Asked.Select((asked, i) => new JointOpinionRequested(
            application.CitizenId, first + i, asked.Department, key.Seal(asked.Question), command.Handling,
            command.Handling is JointHandling.Sequential && i > 0 ? first + i - 1 : null, asked.DueBy, command.Effect));
    }
}

public static class GiveOpinionEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(GiveOpinion command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.GiveOpinion, command.Version, command.Effect, time.GetUtcNow())
        ?? Refuse(command, act, application) ?? WolverineContinue.NoProblems;

    static ProblemDetails? Refuse(GiveOpinion command, Act act, Application application) =>
        application.Opinions.FirstOrDefault(o => o.Number == command.Number && o.Department == act.Department) is not { } asked
            ? Problems.Invalid("$.number", "Your department was not asked under this number.", "贵部门没有该编号的征求意见。")
        : asked.GivenAt is not null ? Problems.AlreadyExists("This opinion was given.", "该意见已出具。")
        : asked.StartsAt is null ? Problems.Make(
            409, "not-your-turn", "The department before yours has not completed its part.", "前一部门尚未办结。",
            "It begins with the written completion of the one before (Zhejiang 2018, art. 5).", "自前一部门书面办结送达之日起办理。")
        : Text.Refuse("$.text", command.Text, 4000, lines: true);

    [WolverinePost("/api/applications/{applicationId:guid}/opinions"), EmptyResponse]
    public static JointOpinionGiven Post(GiveOpinion command, [State] Application application, SubjectKey key) => Decide(command, application, key);

    public static JointOpinionGiven Decide(GiveOpinion command, Application application, SubjectKey key) =>
        new(application.CitizenId, command.Number, command.Opinion, key.Seal(command.Text), command.Effect);
}
