using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>Somebody complains; or an officer takes down what was said at a window or on the hotline.</summary>
/// <param name="Department">Complained about.</param>
/// <param name="ApplicationId">The matter it is about.</param>
/// <param name="Officer">The id of the officer complained about.</param>
/// <param name="HotlineNumber">With a complaint taken by telephone.</param>
public sealed record FileComplaint(Guid CitizenId, string Department, ComplaintKind Kind, string Text, Guid? ApplicationId = null, string? Officer = null, string? HotlineNumber = null);

/// <summary>The answer: the id, and by when it is answered.</summary>
public sealed record ComplaintAnswer(Guid ComplaintId, DateOnly DueBy);

/// <summary>What a new complaint is judged by.</summary>
/// <param name="Key">Null where there is no such citizen.</param>
/// <param name="DueBy">Null where a year has no calendar.</param>
public sealed record ComplaintGround(SubjectKey? Key, Application? Matter, KnownDepartments Departments, DateOnly? DueBy);

public static class FileComplaintEndpoint
{
    public static async Task<ComplaintGround> LoadAsync(FileComplaint command, IQuerySession session, Vault vault, ComplaintTerms terms, TimeProvider time, CancellationToken ct) => new(
        await vault.FindKey(command.CitizenId, PurposeClass.Matters, ct),
        command.ApplicationId is { } matter ? await session.LoadAsync<Application>(matter, ct) : null,
        await KnownDepartments.Load(session, [command.Department], ct),
        (await WorkingDays.Load(session, ct)).After(time.Today(), terms.AnswerWorkingDays));

    public static ProblemDetails Validate(FileComplaint command, Act act, ComplaintGround ground) =>
        RefuseFiler(command, act)
        ?? (ground.Key is null ? Problems.Invalid("$.citizenId", "There is no such citizen.", "没有此公民。") : null)
        ?? ground.Departments.Refuse("$.department", command.Department)
        ?? Text.Refuse("$.text", command.Text, 4000, lines: true)
        ?? (command.ApplicationId is null || ground.Matter?.CitizenId == command.CitizenId ? null : Problems.Invalid("$.applicationId", "This citizen has no such matter.", "该公民没有此办件。"))
        ?? Text.RefuseIfGiven("$.officer", command.Officer, 100)
        ?? Text.RefuseIfGiven("$.hotlineNumber", command.HotlineNumber, 100)
        ?? (command.HotlineNumber is null || act.Channel is Channel.Phone ? null : Problems.Invalid("$.hotlineNumber", "What has a number of the hotline came by telephone.", "热线编号仅用于电话渠道。"))
        ?? (ground.DueBy is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    static ProblemDetails? RefuseFiler(FileComplaint command, Act act) =>
        act.IsOfNoOffice
            ? act.SpeaksFor(command.CitizenId, Power.Submit) ? null : act.Represents is not null ? Problems.BeyondMandate() : Problems.Forbidden("People complain for themselves.", "由本人提出投诉。")
        : act.IsOfficer && act.May(PolicyAction.Write, FileSection.Participation, Relation.InCharge) ? null
        : Problems.NotForThisRole();

    [WolverinePost("/api/complaints")]
    public static Created<ComplaintAnswer> Post(FileComplaint command, ComplaintGround ground, IdempotencyRecord record, IDocumentSession session)
    {
        var id = LedgerId.For(command.CitizenId);
        session.Events.StartStream<Complaint>(id, Decide(command, ground));
        return record.Creates($"/api/complaints/{id}", new ComplaintAnswer(id, ground.DueBy!.Value));
    }

    public static ComplaintFiled Decide(FileComplaint command, ComplaintGround ground) =>
        new(command.CitizenId, command.Department, command.Kind, ground.Key!.Seal(command.Text), ground.DueBy!.Value, command.ApplicationId, command.Officer, command.HotlineNumber);
}
