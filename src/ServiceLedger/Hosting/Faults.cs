using JasperFx;
using Marten.Exceptions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;
using ServiceLedger.Access;

namespace ServiceLedger.Hosting;

/// <summary>What escapes an endpoint: conflicts and faults become problem details; a fault is logged by its type, never with the request's content.</summary>
public sealed class Faults(ILogger<Faults> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;
        var problem = Problem(exception);
        if (problem.Status >= 500)
            log.LogError("{Method} {Route} failed: {Fault} {State} at {Trace}", httpContext.Request.Method, (httpContext.Features.Get<IExceptionHandlerFeature>()?.Endpoint as RouteEndpoint)?.RoutePattern.RawText,
                exception.GetType().Name, (exception as PostgresException ?? exception.InnerException as PostgresException)?.SqlState, exception.StackTrace);
        await problem.ShowTo(httpContext);
        return true;
    }

    internal static ProblemDetails Problem(Exception exception) => exception switch
    {
        ConcurrencyException or StreamLockedException => Problems.Stale(),
        DocumentAlreadyExistsException or ExistingStreamIdCollisionException => Problems.AlreadyExists("Somebody recorded it first.", "已有他人先行登记。"),
        MartenCommandException { InnerException: PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } } => Problems.AlreadyExists("Somebody recorded it first.", "已有他人先行登记。"),
        MartenCommandException { InnerException: PostgresException { SqlState: Privacy.RecordLock.Erased } erased } => Problems.Erased(Privacy.Closure.Erased(erased.MessageText).Text),
        Privacy.SubjectErased erased => Problems.Erased(erased.Closure.Text),
        LookNotRecorded => Problems.Make(
            503, "look-not-recorded", "Nothing is shown that cannot be recorded as shown.", "无法记录查阅行为，不予显示。", "Repeat the request shortly.", "请稍后重试。"),
        BadHttpRequestException bad => Problems.Make(bad.StatusCode, "bad-request", "The request could not be read.", "请求无法读取。", "Check it and send it again.", "请检查后重新发送。"),
        _ when IsLostConnection(exception) => Unavailable(),
        _ => Problems.Make(500, "fault", "Something went wrong on our side.", "系统故障。", "It has been logged. Repeat the request with the same Idempotency-Key.", "已记录。请使用相同的 Idempotency-Key 重试。")
    };

    // Lost in the middle of its work, a connection shows as whatever the driver was doing, with the loss inside.
    static bool IsLostConnection(Exception? exception) =>
        exception is NpgsqlException { IsTransient: true } || (exception is not null && IsLostConnection(exception.InnerException));

    static ProblemDetails Unavailable() => Problems.Make(
        503, "unavailable", "The record cannot be reached at the moment.", "暂时无法访问记录库。",
        "Repeat the request with the same Idempotency-Key: it is recorded once.", "请使用相同的 Idempotency-Key 重试，只会记录一次。");
}
