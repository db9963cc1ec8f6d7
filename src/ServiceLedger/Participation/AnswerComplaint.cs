using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Participation;

/// <summary>The department gives it to an officer.</summary>
public sealed record AssignComplaint(string Officer, long Version);

/// <summary>The department answers.</summary>
/// <param name="Measures">What is done about it; with whatever was justified.</param>
public sealed record AnswerComplaint(ComplaintOutcome Outcome, string Reasons, long Version, string? Measures = null);

/// <summary>It is over.</summary>
public sealed record CloseComplaint(long Version);

/// <summary>Who complained does not accept the answer.</summary>
public sealed record ReopenComplaint(string Reasons, long Version);

/// <summary>By when a reopened complaint is answered; null where a year has no calendar.</summary>
public sealed record ComplaintDue(DateOnly? By);

public static class AssignComplaintEndpoint
{
    public static ProblemDetails Validate(AssignComplaint command, Act act, Complaint complaint) =>
        complaint.Refuse(act, ComplaintAction.Assign, command.Version)
        ?? Text.Refuse("$.officer", command.Officer, 100)
        ?? (command.Officer == complaint.About ? Problems.Invalid("$.officer", "Nobody handles a complaint about themselves.", "被投诉人员不得办理该投诉。") : WolverineContinue.NoProblems);

    [WolverinePost("/api/complaints/{complaintId:guid}/assignment"), EmptyResponse]
    public static ComplaintAssigned Post(AssignComplaint command, [State] Complaint complaint) => new(complaint.CitizenId, command.Officer);
}

public static class AnswerComplaintEndpoint
{
    public static Task<SubjectKey> LoadAsync(Complaint complaint, Vault vault, CancellationToken ct) => vault.KeyOf(complaint.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(AnswerComplaint command, Act act, Complaint complaint) =>
        complaint.Refuse(act, ComplaintAction.Answer, command.Version)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (command.Outcome is ComplaintOutcome.Unjustified
            ? command.Measures is null ? null : Problems.Invalid("$.measures", "Where nothing is justified there is nothing to be done.", "投诉不成立的，不填写措施。")
            : Text.Refuse("$.measures", command.Measures, 4000, lines: true))
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/complaints/{complaintId:guid}/answer"), EmptyResponse]
    public static ComplaintAnswered Post(AnswerComplaint command, [State] Complaint complaint, SubjectKey key) => new(complaint.CitizenId, command.Outcome, key.Seal(command.Reasons), key.Seal(command.Measures));
}

public static class CloseComplaintEndpoint
{
    public static ProblemDetails Validate(CloseComplaint command, Act act, Complaint complaint) => complaint.Refuse(act, ComplaintAction.Close, command.Version) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/complaints/{complaintId:guid}/closing"), EmptyResponse]
    public static ComplaintClosed Post(CloseComplaint command, [State] Complaint complaint) => new(complaint.CitizenId);
}

public static class ReopenComplaintEndpoint
{
    public static async Task<(SubjectKey, ComplaintDue)> LoadAsync(Complaint complaint, IQuerySession session, Vault vault, ComplaintTerms terms, TimeProvider time, CancellationToken ct) =>
        (await vault.KeyOf(complaint.CitizenId, PurposeClass.Matters, ct), new((await WorkingDays.Load(session, ct)).After(time.Today(), terms.AnswerWorkingDays)));

    public static ProblemDetails Validate(ReopenComplaint command, Act act, Complaint complaint, ComplaintDue due) =>
        complaint.Refuse(act, ComplaintAction.Reopen, command.Version)
        ?? Text.Refuse("$.reasons", command.Reasons, 4000, lines: true)
        ?? (due.By is null ? WorkingDays.NoCalendar() : WolverineContinue.NoProblems);

    [WolverinePost("/api/complaints/{complaintId:guid}/reopening"), EmptyResponse]
    public static ComplaintReopened Post(ReopenComplaint command, [State] Complaint complaint, SubjectKey key, ComplaintDue due) => new(complaint.CitizenId, key.Seal(command.Reasons), due.By!.Value);
}
