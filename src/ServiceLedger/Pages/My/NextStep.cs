using Microsoft.Extensions.Localization;
using ServiceLedger.Applications;

namespace ServiceLedger.Pages.My;

/// <summary>What happens next in a matter, and whose turn it is, in one sentence.</summary>
public static class NextStep
{
    public static string Of(ApplicationStatus status, IStringLocalizer<MyWords> L) => status switch
    {
        ApplicationStatus.Draft => L["Finish the draft and hand it in."],
        ApplicationStatus.Submitted => L["The department looks whether anything is missing."],
        ApplicationStatus.CorrectionRequested => L["It is your turn: put right what you were told."],
        ApplicationStatus.ProvisionallyAccepted => L["It is your turn: bring the papers that are still missing. The department is at work meanwhile."],
        ApplicationStatus.Accepted => L["The department examines it and decides."],
        ApplicationStatus.Suspended => L["The time stands still until what is waited for is done."],
        ApplicationStatus.Decided => L["It is decided; the decision is on its way to you."],
        ApplicationStatus.Delivered => L["You have the decision. You can rate how you were served, or challenge it."],
        ApplicationStatus.NotRequired => L["Nothing more: no permission is needed for this."],
        ApplicationStatus.OutOfRemit => L["Apply to the authority you were told of; you can challenge this answer."],
        ApplicationStatus.AcceptanceRefused or ApplicationStatus.AcceptanceRevoked => L["It was not accepted. You can apply anew, or challenge this answer."],
        ApplicationStatus.Withdrawn => L["Nothing more: it was taken back. You can apply anew."],
        ApplicationStatus.Merged => L["It goes on in another matter of yours."],
        ApplicationStatus.Discarded => L["Nothing more: the draft was given up."],
        ApplicationStatus.Closed => L["Nothing more: it is closed."],
        _ => throw new System.Diagnostics.UnreachableException("Every status has its next step.")
    };

    /// <summary>Whether nothing happens until the person does something.</summary>
    public static bool IsYours(ApplicationStatus status) => status is ApplicationStatus.Draft or ApplicationStatus.CorrectionRequested or ApplicationStatus.ProvisionallyAccepted;

    /// <summary>Whether it is over, so that it can be rated.</summary>
    public static bool IsOver(ApplicationStatus status) => status is ApplicationStatus.Delivered or ApplicationStatus.NotRequired or ApplicationStatus.OutOfRemit or ApplicationStatus.AcceptanceRefused
        or ApplicationStatus.AcceptanceRevoked or ApplicationStatus.Withdrawn or ApplicationStatus.Merged or ApplicationStatus.Closed;
}
