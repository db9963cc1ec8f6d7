using Marten;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Access;

/// <summary>The citizen, or whoever may object for them, asks about a look at their record, or objects to it (PIPL art. 44, 50).</summary>
public sealed record QuestionAccess(AccessQuestionKind Kind, string Text);

/// <summary>The answer: the id, and the day by which it is answered.</summary>
public sealed record AccessCaseAnswer(Guid AccessCaseId, DateOnly DueBy);

/// <summary>The look asked about, null where the citizen sees none of this id; the case there is about it; and by when a new one would be due, null where a year has no calendar.</summary>
public sealed record QuestionedLook(RecordedLook? Look, AccessCase? Known, DateOnly? DueBy, SubjectKey? Key);

public static class QuestionAccessEndpoint
{
    public static async Task<QuestionedLook> LoadAsync(
        Guid citizenId, Guid accessId, Act act, IQuerySession session, NpgsqlDataSource database, Vault vault, Settings settings, TimeProvider time, CancellationToken ct)
    {
        if (!act.SpeaksFor(citizenId, Power.ObjectToLooks) || await AccessLines.ScopeAsync(citizenId, act, session, time, ct) is not { } scope)
            return new(null, null, null, null);
        await using var connection = await database.OpenConnectionAsync(ct);
        return new(
            await RecordedLooks.OneAsync(connection, scope, accessId, ct), await session.Query<AccessCase>().SingleOrDefaultAsync(c => c.AccessId == accessId, ct),
            (await WorkingDays.Load(session, ct)).After(scope.Today, settings.Looks.AnswerWorkingDays), await vault.KeyOf(citizenId, PurposeClass.Matters, ct));
    }

    public static ProblemDetails Validate(QuestionAccess command, Guid citizenId, Act act, QuestionedLook look) =>
        (act.IsOfNoOffice ? null : Problems.Forbidden("The citizen asks about looks at their record.", "由本人对查阅记录提出询问或异议。"))
        ?? (act.SpeaksFor(citizenId, Power.ObjectToLooks) && look.Look is not null ? null : Problems.NotFound())
        ?? (look.Look!.By is { Kind: ActorKind.Officer or ActorKind.System, Department: not null } ? null : Problems.Make(
            409, "no-department-looked", "No department looked.", "并非部门查阅。", "Ask about looks of departments.", "请对部门的查阅提出询问或异议。"))
        ?? (look.Known is null ? null : Asked(look.Known))
        ?? Text.Refuse("$.text", command.Text, 4000, lines: true)
        ?? (look.DueBy is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    static ProblemDetails Asked(AccessCase known)
    {
        var problem = Problems.AlreadyExists(
            $"You asked about this look: {AccessWords.InWords(known.Status)}. Read it at /api/access-cases/{known.Id}.", $"您已就此次查阅提出过：{AccessWords.InWords(known.Status)}。详见 /api/access-cases/{known.Id}。");
        problem.Extensions["caseStatus"] = known.Status.InJson();
        problem.Extensions["accessCaseId"] = known.Id;
        return problem;
    }

    [WolverinePost("/api/citizens/{citizenId:guid}/accesses/{accessId:guid}/question")]
    public static Created<AccessCaseAnswer> Post(QuestionAccess command, Guid citizenId, QuestionedLook look, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(citizenId);
        session.Events.StartStream<AccessCase>(id, Decide(command, citizenId, look));
        return record.Creates($"/api/access-cases/{id}", new AccessCaseAnswer(id, look.DueBy!.Value));
    }

    public static AccessObjectedBySubject Decide(QuestionAccess command, Guid citizenId, QuestionedLook look) =>
        new(citizenId, look.Look!.Id, command.Kind, look.Look.By.Department!, look.Look.By.ActorId, look.Key!.Seal(command.Text), look.DueBy!.Value);
}
