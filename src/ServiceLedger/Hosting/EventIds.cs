using Marten;

namespace ServiceLedger.Hosting;

/// <summary>Gives every event an id of the ledger's own kind: time-ordered, ending in the shard of its citizen.</summary>
public sealed class EventIds : DocumentSessionListenerBase
{
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        foreach (var e in session.PendingChanges.Streams().SelectMany(s => s.Events))
            e.Id = e.Data is ICitizenEvent about ? LedgerId.For(about.CitizenId) : LedgerId.New();
        return Task.CompletedTask;
    }
}
