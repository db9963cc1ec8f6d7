using static ServiceLedger.Access.PolicyAction;

namespace ServiceLedger.Access;

/// <summary>Every address that changes something or searches, and what the policy is asked about it; one that does not stand here is open to nobody.</summary>
public static class WritePaths
{
    static readonly Dictionary<string, (PolicyAction Action, FileSection[] Sections)> Needs = new()
    {
        ["POST /api/citizens"] = (Register, [FileSection.Identity]),
        ["POST /api/citizens/find"] = (Search, [FileSection.Identity]),
        ["POST /api/applications/find"] = (Search, [FileSection.Identity]),
        ["PUT /api/evidence"] = (Write, [FileSection.Evidence]),
        ["POST /api/applications"] = (Write, [FileSection.Applications]),
        ["POST /api/mandates"] = (Write, [FileSection.Mandates]),
        ["POST /api/data-requests"] = (Write, [FileSection.DataRequests]),
        ["POST /api/sharing-agreements"] = (Write, [FileSection.DataRequests])
    };

    static WritePaths()
    {
        Under("/api/applications/", Write, FileSection.Applications,
            "drafts", "{applicationId}/acceptance", "{applicationId}/acceptance/correction", "{applicationId}/closing", "{applicationId}/conflicts", "{applicationId}/correction-requests", "{applicationId}/correction-requests/amendment",
            "{applicationId}/corrections", "{applicationId}/draft", "{applicationId}/draft/discarding", "{applicationId}/extension", "{applicationId}/first-review", "{applicationId}/hearing",
            "{applicationId}/hearing/holding", "{applicationId}/hearing/record", "{applicationId}/hearing/request", "{applicationId}/hearing/schedule", "{applicationId}/links",
            "{applicationId}/materials", "{applicationId}/merge", "{applicationId}/not-required", "{applicationId}/on-spot-corrections", "{applicationId}/opinion-requests",
            "{applicationId}/opinions", "{applicationId}/out-of-remit", "{applicationId}/proposals", "{applicationId}/proposals/return", "{applicationId}/provisional-acceptance",
            "{applicationId}/recusals", "{applicationId}/refusal-of-acceptance", "{applicationId}/reopening", "{applicationId}/resumption", "{applicationId}/revocation-of-acceptance",
            "{applicationId}/split", "{applicationId}/steps", "{applicationId}/steps/completion", "{applicationId}/submission", "{applicationId}/substantive-checks", "{applicationId}/suspension",
            "{applicationId}/third-parties", "{applicationId}/third-parties/statements", "{applicationId}/transfer", "{applicationId}/transfer/acceptance", "{applicationId}/transfer/return",
            "{applicationId}/visits", "{applicationId}/withdrawal");
        Under("/api/applications/{applicationId}/", Write, FileSection.Commitments, "commitment");
        Under("/api/applications/{applicationId}/", Decide, FileSection.Applications, "decision");
        Under("/api/commitments/{commitmentId}/", Write, FileSection.Commitments, "breach", "check", "fix-order", "repair");
        Under("/api/data-requests/{dataRequestId}/", Write, FileSection.DataRequests,
            "acknowledgement", "answers", "approval", "cancellation", "completeness", "confirmation", "contest", "correction", "disposal", "dispute", "dispute/decision", "dispute/mediation", "expiry",
            "failure", "misuse", "not-found", "preview", "provision", "questions", "refusal", "submission", "use");
        Under("/api/sharing-agreements/{sharingAgreementId}/", Write, FileSection.DataRequests, "amendment", "ending");
        Under("/api/decisions/{decisionId}/", Write, FileSection.Decisions,
            "certificate", "correction", "delivery", "delivery/failure", "dispatch", "explanation", "explanation-request", "human-review-demand", "publication", "redaction", "renewal", "signature");
        Under("/api/decisions/{decisionId}/", Decide, FileSection.Decisions, "cancellation", "human-review", "reaffirmation", "renewal/decision", "revocation", "variation", "withdrawal");
        Under("/api/decisions/{decisionId}/", Write, FileSection.Reviews, "reviews", "lawsuits");
        Under("/api/applications/{applicationId}/", Write, FileSection.Reviews, "reviews");
        Under("/api/reviews/{reviewId}/", Write, FileSection.Reviews,
            "acceptance", "compliance", "copy", "correction", "correction-request", "delivery", "hearing", "lawsuit", "mediation", "no-response", "opinion", "opinion/report", "opinions", "procedure",
            "response", "resumption", "suspension", "transfer", "withdrawal");
        Under("/api/reviews/{reviewId}/", Decide, FileSection.Reviews, "decision", "extension", "judgment", "non-acceptance", "stay", "stay/lifting", "termination");
        Under("/api/citizens/{citizenId}/", Restrict, FileSection.Rights, "restrictions", "restrictions/lifting", "holds", "holds/lifting", "merge", "merge/reversal");
        Under("/api/citizens/{citizenId}/", Write, FileSection.Rights, "rights-requests");
        Under("/api/rights-requests/{rightsRequestId}/", Write, FileSection.Rights, "verification");
        Under("/api/rights-requests/{rightsRequestId}/", Decide, FileSection.Rights, "decision");
        Under("/api/destruction-lists", Destroy, FileSection.Rights, "", "/{destructionListId}/review", "/{destructionListId}/approval");
        Under("/api/mandates/{mandateId}/", Write, FileSection.Mandates, "acceptance", "narrowing", "refusal", "revocation");
        Under("/api/evidence/{evidenceId}/", Write, FileSection.Evidence, "invalidation", "reuse", "superseding", "verification");
        Under("/api/citizens/{citizenId}/accesses/{accessId}/", Write, FileSection.Accesses, "question");
        Under("/api/access-cases/{accessCaseId}/", Write, FileSection.Accesses, "explanation", "decision");
        Under("/api/disclosure-delays", Write, FileSection.Accesses, "", "/{disclosureDelayId}/approval", "/{disclosureDelayId}/extension", "/{disclosureDelayId}/release");
        Needs.Add("POST /api/citizens/{citizenId}/break-glass", (PolicyAction.BreakGlass, []));
        Needs.Add("POST /api/break-glass/{breakGlassId}/ending", (PolicyAction.BreakGlass, []));
        Under("/api/break-glass/{breakGlassId}/", Supervise, FileSection.Accesses, "review", "lifting");
        Under("/api/supervision/unexplained-looks/", Supervise, FileSection.Accesses, "runs", "{unexplainedLookId}/judgement");
        Under("/api/supervision/cards/{cardId}/", Supervise, FileSection.Applications, "decision", "rectification-order");
        Under("/api/supervision/cards/{cardId}/", Write, FileSection.Applications, "contest", "rectification");
        Under("/api/applications/{applicationId}/", Write, FileSection.Participation, "ratings");
        Under("/api/ratings/{ratingId}/", Write, FileSection.Participation, "call-back", "contact", "contest", "fix", "fix-plan");
        Under("/api/complaints", Write, FileSection.Participation, "", "/{complaintId}/answer", "/{complaintId}/assignment", "/{complaintId}/closing", "/{complaintId}/reopening");
        Under("/api/suggestions", Write, FileSection.Participation, "", "/{suggestionId}/answer", "/{suggestionId}/effect", "/{suggestionId}/implementation", "/{suggestionId}/merge", "/{suggestionId}/support");
        Under("/api/", Supervise, FileSection.Participation, "ratings/{ratingId}/contest/decision", "suggestions/{suggestionId}/moderation");
        Needs.Add("POST /api/supervision/indicators/{indicator}/publication", (Supervise, []));
        Needs.Add("POST /api/policy/proposals", (ChangePolicy, []));
        Needs.Add("POST /api/policy/adoption", (ChangePolicy, []));
        Needs.Add("POST /api/policy/rejection", (ChangePolicy, []));
        foreach (var (action, acts) in new[]
            {
                (GrantRoles, new[] { "roles", "roles/approval", "roles/denial", "roles/revocation" }), (Supervise, ["lock", "unlock", "unlock-proposal"]), (OwnOffice, ["kin", "kin/withdrawal", "own-record"])
            })
            foreach (var act in acts)
                Needs.Add($"POST /api/officers/{{officerId}}/{act}", (action, []));
    }

    /// <summary>What the policy is asked about this address; null where it is unknown.</summary>
    public static (PolicyAction Action, FileSection[] Sections)? Of(RouteEndpoint endpoint, string method) =>
        Needs.TryGetValue($"{method} {ReadPaths.Screen(endpoint)}", out var need) ? need : null;

    static void Under(string prefix, PolicyAction action, FileSection section, params string[] acts)
    {
        foreach (var act in acts)
            Needs.Add($"POST {prefix}{act}", (action, [section]));
    }
}
