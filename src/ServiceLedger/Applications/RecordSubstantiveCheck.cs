using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Applications;

/// <summary>The substance was checked, by two officers or more (LIC art. 34).</summary>
public sealed record RecordSubstantiveCheck(IReadOnlyList<string> Officers, DateOnly CheckedOn, string Place, string Findings, long Version, EarlierEffect? Effect = null);

public static class RecordSubstantiveCheckEndpoint
{
    public static Task<SubjectKey> LoadAsync(Application application, Vault vault, CancellationToken ct) => vault.KeyOf(application.CitizenId, PurposeClass.Matters, ct);

    public static ProblemDetails Validate(RecordSubstantiveCheck command, Act act, Application application, TimeProvider time) =>
        application.Refuse(act, ApplicationAction.RecordCheck, command.Version, command.Effect, time.GetUtcNow())
        ?? (command.Officers.Count > 20 ? Problems.Invalid("$.officers", "At most 20.", "不超过 20 人。") : null)
        ?? command.Officers.Select((officer, i) => Text.Refuse($"$.officers[{i}]", officer, 100)).FirstOrDefault(fault => fault is not null)
        ?? (command.Officers.Distinct().Count() < 2 ? Problems.Invalid("$.officers", "Two officers or more check the substance (LIC art. 34).", "实质核查应由两名以上工作人员进行（许可法第三十四条）。") : null)
        ?? (command.Officers.FirstOrDefault(o => application.Recused.Contains(o) || o == application.Hearing?.Presider) is not null
            ? Problems.Invalid("$.officers", "One of them is recused, or presides over the hearing.", "其中有回避人员或听证主持人。") : null)
        ?? (command.CheckedOn > time.Today() ? Problems.Invalid("$.checkedOn", "It lies in the future.", "日期在未来。") : null)
        ?? Text.Refuse("$.place", command.Place, 300)
        ?? Text.Refuse("$.findings", command.Findings, 8000, lines: true)
        ?? WolverineContinue.NoProblems;

    [WolverinePost("/api/applications/{applicationId:guid}/substantive-checks"), EmptyResponse]
    public static SubstantiveCheckRecorded Post(RecordSubstantiveCheck command, [State] Application application, SubjectKey key) => Decide(command, application, key);

    public static SubstantiveCheckRecorded Decide(RecordSubstantiveCheck command, Application application, SubjectKey key) =>
        new(application.CitizenId, [.. command.Officers.Distinct()], command.CheckedOn, key.Seal(command.Place), key.Seal(command.Findings), command.Effect);
}
