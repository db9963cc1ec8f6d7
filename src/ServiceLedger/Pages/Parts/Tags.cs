using ServiceLedger.Applications;

namespace ServiceLedger.Pages.Parts;

/// <summary>Which kind of tag a state has.</summary>
public static class Tags
{
    public static string KindOf(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Decided or ApplicationStatus.Delivered or ApplicationStatus.Closed => "good",
        ApplicationStatus.CorrectionRequested or ApplicationStatus.Suspended or ApplicationStatus.ProvisionallyAccepted => "wait",
        ApplicationStatus.AcceptanceRefused or ApplicationStatus.AcceptanceRevoked or ApplicationStatus.OutOfRemit => "bad",
        _ => "plain"
    };
}
