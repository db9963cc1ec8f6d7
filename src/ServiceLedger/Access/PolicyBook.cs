using JasperFx.Events;
using Marten;
using ServiceLedger.Hosting;

namespace ServiceLedger.Access;

/// <summary>The policy as recorded: the version in force, those before it, and a proposal that waits for a second officer.</summary>
/// <param name="Versions">The rules of version 1, 2, 3 …</param>
public sealed record PolicyBook(Guid Id, PolicyRule[][] Versions, Proposed? Proposal, long Version = 0)
{
    /// <summary>There is one policy, and so one stream.</summary>
    public static readonly Guid Stream = new("01980000-0000-7000-8000-00000000b00c");

    public int InForce => Versions.Length;

    public static PolicyBook Create(IEvent<PolicyAdopted> e) => new(e.StreamId, [e.Data.Rules], null);
    public PolicyBook Apply(IEvent<PolicyProposed> e) => this with { Proposal = new(e.Data.Proposed, e.Data.Rules, e.Data.Why, Proposer.Of(e.Act()!)) };
    public PolicyBook Apply(PolicyRejected _) => this with { Proposal = null };
    public PolicyBook Apply(PolicyAdopted e) => this with { Versions = [.. Versions, e.Rules], Proposal = null };
}

/// <param name="By">The officer who proposes it.</param>
public sealed record Proposed(int PolicyVersion, PolicyRule[] Rules, string Why, Proposer By);

/// <summary>
/// The policy in force, in memory: read when the service starts, which records the shipped rules where there are none, and again whenever a version is adopted.
/// One process of the service works on a database at a time, so that the next request is judged by what was adopted before it.
/// </summary>
public sealed class PolicyInForce(IDocumentStore store) : IHostedService
{
    volatile Policy now = Policy.Shipped;

    public Policy Now => now;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<PolicyBook>(PolicyBook.Stream, cancellationToken) is { } book)
        {
            now = new(book.InForce, book.Versions[^1]);
            return;
        }

        session.Record(new Act(ActorKind.System, "serviceledger", Channel.SystemInterface));
        session.Events.StartStream<PolicyBook>(PolicyBook.Stream, new PolicyAdopted(1, [.. Policy.Shipped.Rules]));
        await session.SaveChangesAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>From now on this is the policy.</summary>
    public void Adopt(PolicyAdopted adopted) => now = new(adopted.PolicyVersion, adopted.Rules);
}

/// <summary>Puts the policy in force on the act of every request.</summary>
public sealed class JudgedByPolicy(RequestDelegate next, PolicyInForce policy)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<Act>() is { } act && policy.Now is var now)
            context.Features.Set(act with { Policy = now, PolicyVersion = now.Version });
        return next(context);
    }
}
