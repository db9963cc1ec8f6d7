using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Destruction;

public enum DestructionListStatus { Proposed, Reviewed, ApprovedOnce, Approved, Executed, Withdrawn }

/// <summary>What can be done with a list; the same list drives endpoints, buttons and authorisation.</summary>
public enum DestructionListAction { Review, Approve }

/// <summary>What the events add up to: which records are destroyed, and who agreed.</summary>
/// <param name="Records">What is on it still.</param>
/// <param name="Approvers">Who approved it, in order.</param>
public sealed record DestructionList(
    Guid Id, string Number, string Law, ListedRecord[] Records, TakenOff[] TakenOff, string Proposer, string[] Approvers, DestructionListStatus Status, DestructionListExecuted? Executed = null, long Version = 0)
{
    static readonly Dictionary<DestructionListStatus, DestructionListAction[]> Allowed = new()
    {
        [DestructionListStatus.Proposed] = [DestructionListAction.Review],
        [DestructionListStatus.Reviewed] = [DestructionListAction.Review, DestructionListAction.Approve],
        [DestructionListStatus.ApprovedOnce] = [DestructionListAction.Approve],
        [DestructionListStatus.Approved] = [],
        [DestructionListStatus.Executed] = [],
        [DestructionListStatus.Withdrawn] = []
    };

    /// <summary>The statuses in which a list is under way.</summary>
    public static readonly DestructionListStatus[] UnderWay = [DestructionListStatus.Proposed, DestructionListStatus.Reviewed, DestructionListStatus.ApprovedOnce, DestructionListStatus.Approved];

    public static DestructionList Create(IEvent<DestructionListProposed> e) =>
        new(e.StreamId, e.Data.ListNumber, e.Data.Law, e.Data.Records, [], e.Act()?.ActorId ?? "", [], DestructionListStatus.Proposed);

    public DestructionList Apply(DestructionListReviewed e)
    {
        ListedRecord[] left = [.. Records.Where(r => e.TakenOff.All(t => t.CitizenId != r.CitizenId))];
        return this with { Records = left, TakenOff = [.. TakenOff, .. e.TakenOff], Status = left.Length == 0 ? DestructionListStatus.Withdrawn : DestructionListStatus.Reviewed };
    }

    public DestructionList Apply(IEvent<DestructionListApproved> e) =>
        this with { Approvers = [.. Approvers, e.Act()?.ActorId ?? ""], Status = Approvers.Length == 0 ? DestructionListStatus.ApprovedOnce : DestructionListStatus.Approved };

    public DestructionList Apply(DestructionListExecuted e) => this with { Executed = e, Status = DestructionListStatus.Executed };

    public IEnumerable<DestructionListAction> NextFor(Act act) => Allowed[Status].Intersect(Of(act));

    /// <summary>Refuses an action: 403 to whoever it is not for, has proposed it or approved it already, or has a tie to somebody on it; 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, DestructionListAction action, long version) =>
        RefuseOthers(act)
        ?? (Records.Any(r => act.Kin.Contains(r.CitizenId)) ? Problems.Forbidden("You or a relative stand on this list.", "清单涉及您本人或亲属。")
        : !Of(act).Contains(action) ? Problems.Forbidden("Whoever proposed a list neither reviews nor approves it, and nobody approves it twice.", "提出人不得审核或批准该清单，同一人不得批准两次。")
        : version != Version ? Problems.Stale()
        : !Allowed[Status].Contains(action) ? Problems.NotInThisState(Status.InJson(), NextFor(act).Select(a => a.InJson()))
        : null);

    /// <summary>Refuses whoever does not answer for the protection of personal data.</summary>
    public static ProblemDetails? RefuseOthers(Act act) => act.IsOfficer && act.May(PolicyAction.Destroy, FileSection.Rights, Relation.None) ? null : Problems.NotForThisRole();

    DestructionListAction[] Of(Act act) =>
        act.ActorId == Proposer ? [] : Approvers.Contains(act.ActorId) ? [DestructionListAction.Review] : [DestructionListAction.Review, DestructionListAction.Approve];
}
