using ServiceLedger.Hosting;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A fact this decision relied on was corrected at its source: the decision is due for review.</summary>
/// <param name="DataRequestId">The request by which the fact was obtained.</param>
public sealed record ReliedFactCorrected(Guid CitizenId, Guid DataRequestId, string DataItemCode, string Field) : ICitizenEvent;
