using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace ServiceLedger.Hosting;

/// <summary>
/// Every refusal is made here: problem details (RFC 9457) with a stable type, a plain title, and what to do next,
/// in the language asked for (zh-CN or en).
/// </summary>
public static class Problems
{
    // A field's name may come from the sender.
    const int MaxField = 200;
    const string Prefix = "urn:serviceledger:";

    /// <summary>A member of the request does not hold what it must; 400.</summary>
    public static ProblemDetails Invalid(string field, string en, string zh) =>
        Make(400, "invalid", "The request cannot be accepted as it is.", "请求内容有误。", en, zh).With("field", field.Length <= MaxField ? field : field[..MaxField] + "…");

    /// <summary>Nobody is signed in; 401.</summary>
    public static ProblemDetails NotSignedIn(string en, string zh) => Make(401, "not-signed-in", "Sign in first.", "请先登录。", en, zh);

    /// <summary>This actor may not do this; 403.</summary>
    public static ProblemDetails Forbidden(string en, string zh) => Make(403, "forbidden", "You may not do this.", "无权进行此操作。", en, zh);

    /// <summary>The mandate does not go this far; 403.</summary>
    public static ProblemDetails BeyondMandate() => Forbidden("Your mandate does not go this far.", "超出授权范围。");

    /// <summary>The policy does not give it to this role, or not for the stated purpose; 403.</summary>
    public static ProblemDetails NotForThisRole() => Forbidden("The policy does not give this to your role and the purpose you state.", "按现行规则，您的岗位及所述目的不得进行此操作。");

    /// <summary>Unknown, or not yours: the answer is the same; 404.</summary>
    public static ProblemDetails NotFound() =>
        Make(404, "not-found", "There is nothing here for you.", "未找到。", "Check the address; what belongs to others answers the same.", "请核对地址；他人的记录同样显示为未找到。");

    /// <summary>The state does not allow the action; 409 with the actions it does allow.</summary>
    public static ProblemDetails NotInThisState(string state, IEnumerable<string> allowed) =>
        Make(409, "not-in-this-state", "This is not possible in the present state.", "当前状态不允许此操作。", "Read it again and choose one of the allowed actions.", "请重新读取并选择允许的操作。")
            .With("state", state).With("allowed", allowed.ToArray());

    /// <summary>Somebody else was first; 409.</summary>
    public static ProblemDetails Stale() =>
        Make(409, "stale-version", "It has changed since you read it.", "您读取之后内容已变更。", "Read it again, check, and repeat with the new version.", "请重新读取、核对后用新版本号重试。");

    /// <summary>The data may only be stored and protected; 409.</summary>
    public static ProblemDetails Restricted(string why) => Make(
        409, "restricted", "Processing of this is restricted.", "该内容已被限制处理。", $"It is {why}: it is stored and protected, and put to no other use.", $"{why}：仅可存储和保护，不得作其他使用。");

    /// <summary>It was destroyed lawfully; 410.</summary>
    public static ProblemDetails Erased(string why) => Make(
        410, "erased", "This is erased.", "该内容已销毁。", $"It is {why}: nobody can read it, and nothing is added to it. Whoever comes again is registered anew.", $"{why}：任何人不得也无法读取，亦不再新增记录。本人再次办事请重新登记。");

    /// <summary>It exists already; 409.</summary>
    public static ProblemDetails AlreadyExists(string en, string zh) => Make(409, "already-exists", "It is on record already.", "已有记录。", en, zh);

    /// <summary>The idempotency key was used for another request; 422.</summary>
    public static ProblemDetails KeyReused() =>
        Make(422, "idempotency-key-reused", "This idempotency key belongs to another request.", "该幂等键已用于另一请求。", "Use a new key for a new request.", "新的请求请使用新的键。");

    /// <summary>The read model has not got there in time; 503 with Retry-After.</summary>
    public static ProblemDetails NotYet() =>
        Make(503, "not-yet", "The file has not caught up with that position yet.", "档案尚未更新到该位置。", "Repeat the request shortly.", "请稍后重试。");

    /// <summary>The event has no place in a signed log yet; 503 with Retry-After.</summary>
    public static ProblemDetails NotSealedYet() =>
        Make(503, "not-sealed-yet", "The log does not hold this event yet.", "透明日志尚未收录该记录。", "Repeat the request shortly; the receipt holds the promise until then.", "请稍后重试；在此之前回执中载有承诺。");

    /// <summary>No witness has vouched for the log for too long, so that nothing is decided; 503 with Retry-After.</summary>
    public static ProblemDetails LogUnwitnessed() =>
        Make(503, "log-unwitnessed", "No decision is taken while nobody witnesses the log.", "透明日志长时间未经见证，暂停作出决定。",
            "Repeat the request later; drafts and everything else go on, and who runs the service has been told.", "请稍后重试；草稿及其他事项照常进行，已告知运行人员。");

    /// <summary>Gives a refusal of the framework's own the form of ours; what it said of the value is dropped.</summary>
    public static void Unify(ProblemDetails problem)
    {
        if (problem.Type?.StartsWith(Prefix, StringComparison.Ordinal) is true)
            return;
        problem.Extensions.TryGetValue("parameter", out var parameter);
        var ours = problem.Status is 400
            ? Invalid(parameter as string ?? "request", "The value is not of the type or form expected here.", "值的类型或格式不符合要求。")
            : Make(problem.Status ?? 500, problem.Status is 409 ? "stale-version" : "bad-request", "The request could not be served.", "无法处理该请求。", "Check method, address and headers.", "请检查方法、地址和请求头。");
        (problem.Type, problem.Title, problem.Detail) = (ours.Type, ours.Title, ours.Detail);
        problem.Extensions.Remove("parameter");
        if (parameter is not null)
            problem.Extensions["field"] = parameter;
    }

    /// <summary>Any other refusal, with its own type.</summary>
    public static ProblemDetails Make(int status, string type, string titleEn, string titleZh, string en, string zh) => new()
    {
        Status = status,
        Type = Prefix + type,
        Title = InChinese ? titleZh : titleEn,
        Detail = InChinese ? zh : en
    };

    /// <summary>Whether the language asked for is Chinese.</summary>
    public static bool InChinese => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh";

    /// <summary>Answers the request with this refusal.</summary>
    public static Task WriteTo(this ProblemDetails problem, HttpContext context) => Results.Problem(problem).ExecuteAsync(context);

    static ProblemDetails With(this ProblemDetails problem, string name, object value)
    {
        problem.Extensions[name] = value;
        return problem;
    }
}

/// <summary>Writes refusals to whoever accepts no JSON: a refusal that nobody gave the form of ours would tell of values and types.</summary>
sealed class ProblemsForAnybody(IOptions<ProblemDetailsOptions> problems, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        problems.Value.CustomizeProblemDetails?.Invoke(context);
        return new(context.HttpContext.Response.WriteAsJsonAsync(context.ProblemDetails, json.Value.SerializerOptions, "application/problem+json"));
    }
}
