namespace ServiceLedger.Hosting;

/// <summary>The time as the record keeps it, in microseconds: a state folded while its events are appended is the same as one folded from the record later.</summary>
public sealed class RecordedTime : TimeProvider
{
    public override DateTimeOffset GetUtcNow()
    {
        var now = base.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
