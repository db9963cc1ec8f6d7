using JasperFx.Events;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Supervision;

/// <summary>
/// Folds what ties offices to people out of the streams of applications and data requests. Days count as wholes: what an office is handed or hands back
/// in the course of a day ties it for that day, so that a look some minutes before the matter is keyed in is explained.
/// </summary>
public static class Ties
{
    static readonly ApplicationStatus[] Over =
    [
        ApplicationStatus.NotRequired, ApplicationStatus.OutOfRemit, ApplicationStatus.AcceptanceRefused, ApplicationStatus.AcceptanceRevoked, ApplicationStatus.Withdrawn,
        ApplicationStatus.Merged, ApplicationStatus.Closed
    ];

    static readonly DataRequestStatus[] Settled =
        [DataRequestStatus.Refused, DataRequestStatus.NotFound, DataRequestStatus.Failed, DataRequestStatus.Cancelled, DataRequestStatus.Expired, DataRequestStatus.Disposed];

    /// <summary>The events that begin or end a tie; nothing else need be read.</summary>
    public static Type[] Events { get; } =
    [
        typeof(ApplicationSubmitted), typeof(CustodyTransferred), typeof(CustodyAccepted), typeof(CustodyReturned), typeof(FirstReviewForwarded), typeof(JointOpinionRequested), typeof(JointOpinionGiven),
        typeof(ConflictDeclared), typeof(OfficerRecused), typeof(ApplicationReopened), typeof(NotRequiredNotified), typeof(OutOfRemitRefused), typeof(AcceptanceRefused), typeof(AcceptanceRevoked),
        typeof(ApplicationWithdrawn), typeof(ApplicationMerged), typeof(ApplicationClosed),
        typeof(DataRequested), typeof(DataRequestRefused), typeof(DisputeRaised), typeof(DisputeDecided), typeof(DataNotFound), typeof(FulfilmentFailed), typeof(DataRequestCancelled),
        typeof(DataRequestExpired), typeof(DataReturnedOrDeleted)
    ];

    /// <summary>The ties that one stream makes, from its events of these types in their order.</summary>
    public static IReadOnlyList<Tie> Of(IEnumerable<IEvent> stream)
    {
        var ended = new List<Tie>();
        // What the office has to do, and which office since when.
        var open = new Dictionary<string, (string Department, DateOnly From)>();
        var last = new Dictionary<string, string>();
        var recused = new List<Recusal>();
        foreach (var e in stream)
        {
            switch (e.Data)
            {
                case ApplicationSubmitted d: Begin(InCharge, d.DepartmentCode); break;
                case CustodyTransferred d: Begin(SentTo, d.ToDepartment); break;
                case CustodyReturned: End(SentTo); break;
                case CustodyAccepted d: End(SentTo); Begin(InCharge, d.Department); break;
                case FirstReviewForwarded d: Begin(InCharge, d.ToDepartment); break;
                case JointOpinionRequested d: Begin($"{Asked} {d.Number}", d.Department); break;
                case JointOpinionGiven d: End($"{Asked} {d.Number}"); break;
                case ConflictDeclared d: recused.Add(new(d.Officer, e.Timestamp)); break;
                case OfficerRecused d: recused.Add(new(d.Officer, e.Timestamp)); break;
                case ApplicationReopened: Begin(InCharge, last[InCharge]); break;
                case DataRequested d: Begin(Asks, d.RequestingDepartment); Begin(Asked, d.Asked.ProvidingDepartment); break;
                case DisputeRaised or DisputeDecided { Outcome: DisputeOutcome.Granted }: Begin(Asks, last[Asks]); Begin(Asked, last[Asked]); break;
                case var d when Application.StatusAfter(d) is { } status && Over.Contains(status): EndAll(); break;
                case var d when DataRequest.StatusAfter(d) is { } status && Settled.Contains(status): EndAll(); break;
            }

            void Begin(string role, string department)
            {
                End(role);
                last[role] = department;
                open[role] = (department, Text.DateOf(e.EffectiveAt() < e.Timestamp ? e.EffectiveAt() : e.Timestamp));
            }

            void End(string role)
            {
                if (open.Remove(role, out var tie))
                    ended.Add(new(tie.Department, tie.From, Text.DateOf(e.Timestamp), recused));
            }

            void EndAll()
            {
                foreach (var role in open.Keys.ToArray())
                    End(role);
            }
        }

        return [.. ended, .. open.Values.Select(tie => new Tie(tie.Department, tie.From, null, recused))];
    }

    const string InCharge = "in charge", SentTo = "sent to", Asked = "asked", Asks = "asks";
}
