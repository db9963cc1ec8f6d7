using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;
using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Reviews;

/// <summary>Which procedure it is reviewed in; a simple one has a ground (REV art. 53), and may become an ordinary one later, never the other way about (REV art. 55).</summary>
/// <param name="Approver">Who answers for the reviewing body and approved a conversion.</param>
public sealed record ChooseProcedure(ReviewProcedure Procedure, long Version, SimpleGround? Ground = null, string? Approver = null, EarlierEffect? Effect = null);

/// <summary>The respondent is sent the application: within seven working days of its acceptance, three in the simple procedure (REV art. 48, 54).</summary>
public sealed record SendCopy(long Version, EarlierEffect? Effect = null);

/// <summary>The parties are heard, each alone or both; on paper only where they cannot be for a reason of theirs (REV art. 49).</summary>
public sealed record HearOpinions(HearingManner Manner, string Summary, long Version, EarlierEffect? Effect = null);

/// <summary>A hearing was held; the record's hash is kept (REV art. 50, 51).</summary>
/// <param name="RecordHash">base64url SHA-256 of the written record, 43 characters.</param>
public sealed record HoldReviewHearing(string Presider, string RecordHash, long Version, EarlierEffect? Effect = null);

/// <summary>The parties agreed in mediation (REV art. 73).</summary>
public sealed record AgreeMediation(string Terms, long Version, EarlierEffect? Effect = null);

public static class ChooseProcedureEndpoint
{
    public static ProblemDetails Validate(ChooseProcedure command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.ChooseProcedure, command.Version, command.Effect, time.GetUtcNow())
        ?? (review.Procedure is null ? RefuseChoice(command) : RefuseConversion(command)) ?? WolverineContinue.NoProblems;

    static ProblemDetails? RefuseChoice(ChooseProcedure command) =>
        command.Procedure is ReviewProcedure.Simple == command.Ground is null ? Problems.Invalid("$.ground", "The simple procedure has a ground (REV art. 53), the ordinary one has none.", "仅简易程序须有适用情形（复议法第五十三条）。")
        : command.Approver is not null ? Problems.Invalid("$.approver", "Only a conversion is approved.", "仅程序转换须经批准。")
        : null;

    static ProblemDetails? RefuseConversion(ChooseProcedure command) =>
        command.Procedure is ReviewProcedure.Simple ? Problems.AlreadyExists("It is reviewed in the simple procedure already.", "已适用简易程序。")
        : command.Ground is not null ? Problems.Invalid("$.ground", "The ordinary procedure has none.", "普通程序无须填写适用情形。")
        : Text.Refuse("$.approver", command.Approver, 100);

    [WolverinePost("/api/reviews/{reviewId:guid}/procedure"), EmptyResponse]
    public static Wolverine.Marten.Events Post(ChooseProcedure command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review) => [Decide(command, review)];

    public static object Decide(ChooseProcedure command, Review review) => review.Procedure is null
        ? new ProcedureChosen(review.CitizenId, command.Procedure, command.Ground, command.Effect)
        : new ProcedureConverted(review.CitizenId, command.Approver!, command.Effect);
}

public static class SendCopyEndpoint
{
    public static ProblemDetails Validate(SendCopy command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.SendCopy, command.Version, command.Effect, time.GetUtcNow()) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/copy"), EmptyResponse]
    public static CopySentToRespondent Post(SendCopy command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review) => new(review.CitizenId, command.Effect);
}

public static class HearOpinionsEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(HearOpinions command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.HearOpinions, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.summary", command.Summary, 8000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/opinions"), EmptyResponse]
    public static OpinionsHeard Post(HearOpinions command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, command.Manner, key.Seal(command.Summary), command.Effect);
}

public static class HoldReviewHearingEndpoint
{
    public static async Task<(SubjectKey, Deciders)> LoadAsync(Review review, IQuerySession session, Vault vault, CancellationToken ct) =>
        (await vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct), await Deciders.Of(review, session, ct));

    public static ProblemDetails Validate(HoldReviewHearing command, Act act, Review review, Deciders deciders, TimeProvider time) =>
        review.Refuse(act, ReviewAction.HoldHearing, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.presider", command.Presider, 100)
        ?? (deciders.Officers.Contains(command.Presider) ? Problems.Invalid("$.presider", "Somebody who did not decide it presides.", "听证主持人不得为原决定人员。") : null)
        ?? Papers.RefuseHash("$.recordHash", command.RecordHash) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/hearing"), EmptyResponse]
    public static ReviewHearingHeld Post(HoldReviewHearing command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, command.Presider, key.Seal(command.RecordHash), command.Effect);
}

public static class AgreeMediationEndpoint
{
    public static Task<SubjectKey> LoadAsync(Review review, Vault vault, CancellationToken ct) => vault.KeyOf(review.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(AgreeMediation command, Act act, Review review, TimeProvider time) =>
        review.Refuse(act, ReviewAction.AgreeMediation, command.Version, command.Effect, time.GetUtcNow())
        ?? Text.Refuse("$.terms", command.Terms, 8000, lines: true) ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/reviews/{reviewId:guid}/mediation"), EmptyResponse]
    public static MediationAgreed Post(AgreeMediation command, [State(LoadStyle = ModelConcurrencyStyle.Exclusive)] Review review, SubjectKey key) =>
        new(review.CitizenId, key.Seal(command.Terms), command.Effect);
}
