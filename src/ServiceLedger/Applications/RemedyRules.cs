using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Applications;

/// <summary>What must be told with everything that falls short of what was asked: where and until when it can be challenged.</summary>
static class RemedyRules
{
    /// <summary>Refuses remedies that are missing or shorter than the law's (REV art. 20, LIT art. 46).</summary>
    public static ProblemDetails? Refuse(RemediesTold? remedies, string field = "$.remedies") =>
        remedies is null ? Problems.Invalid(field, "Tell the remedies: where and until when this can be challenged (LIC art. 32, 38).", "须告知复议和诉讼的机关及期限（许可法第三十二条、第三十八条）。")
        : Text.Refuse(field + ".reconsiderationAuthority", remedies.ReconsiderationAuthority, 200)
        ?? Text.Refuse(field + ".court", remedies.Court, 200)
        ?? Text.RefuseIfGiven(field + ".onlineChannel", remedies.OnlineChannel, 500)
        ?? (remedies.ReconsiderationDays is < 60 or > 3650 ? Problems.Invalid(field + ".reconsiderationDays", "At least 60 days (REV art. 20), at most 3650.", "不少于 60 日（复议法第二十条），不多于 3650 日。") : null)
        ?? (remedies.LitigationMonths is < 6 or > 240 ? Problems.Invalid(field + ".litigationMonths", "At least 6 months (LIT art. 46), at most 240.", "不少于 6 个月（诉讼法第四十六条），不多于 240 个月。") : null);

    public static Remedies Told(RemediesTold r) => new(r.ReconsiderationAuthority, r.ReconsiderationDays, r.Court, r.LitigationMonths, r.OnlineChannel);
}
