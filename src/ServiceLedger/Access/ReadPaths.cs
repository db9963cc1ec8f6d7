using Microsoft.AspNetCore.Authorization;

namespace ServiceLedger.Access;

/// <summary>Every address that shows what is on record of a citizen, and which sections it shows; one that stands neither here nor is open to everyone shows nothing.</summary>
public static class ReadPaths
{
    static readonly Dictionary<string, FileSection[]> Sections = new()
    {
        ["GET /api/citizens/{citizenId}/file"] =
            [FileSection.Identity, FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.Mandates, FileSection.Rights, FileSection.Reviews],
        ["GET /api/citizens/{citizenId}/file/history"] = [FileSection.Identity, FileSection.History],
        ["GET /api/citizens/{citizenId}/file/export"] =
            [FileSection.Identity, FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.History, FileSection.Mandates, FileSection.Rights, FileSection.Participation, FileSection.Reviews],
        ["GET /api/citizens/{citizenId}/accesses"] = [FileSection.Accesses],
        ["GET /api/citizens/{citizenId}/protection"] = [FileSection.Rights],
        ["GET /api/citizens/{citizenId}/rights-requests"] = [FileSection.Rights],
        ["GET /api/rights-requests"] = [FileSection.Rights],
        ["GET /api/rights-requests/{rightsRequestId}"] = [FileSection.Rights],
        ["GET /api/rights-requests/{rightsRequestId}/copy"] =
            [FileSection.Identity, FileSection.Applications, FileSection.Papers, FileSection.Commitments, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.History, FileSection.Mandates, FileSection.Rights, FileSection.Reviews],
        ["GET /api/destruction-lists/{destructionListId}"] = [FileSection.Rights],
        ["GET /api/citizens/{citizenId}/mandates"] = [FileSection.Mandates],
        ["GET /api/mandates/{mandateId}"] = [FileSection.Mandates],
        ["GET /api/citizens/{citizenId}/accesses/export"] = [FileSection.Accesses],
        ["GET /api/access-cases"] = [FileSection.Accesses],
        ["GET /api/access-cases/{accessCaseId}"] = [FileSection.Accesses],
        ["GET /api/disclosure-delays"] = [FileSection.Accesses],
        ["GET /api/citizens/{citizenId}/break-glass"] = [FileSection.Accesses],
        ["GET /api/events/{eventId}"] = [FileSection.History],
        ["GET /api/events/{eventId}/receipt"] = [FileSection.History],
        ["GET /api/events/{eventId}/proof"] = [FileSection.History],
        ["GET /api/citizens/{citizenId}/drafts"] = [FileSection.Applications],
        ["GET /api/applications/{applicationId}"] = [FileSection.Applications],
        ["GET /api/applications/{applicationId}/deadline"] = [FileSection.Applications],
        ["GET /api/applications/{applicationId}/history"] = [FileSection.Applications, FileSection.History],
        ["GET /api/applications/{applicationId}/papers"] = [FileSection.Papers, FileSection.Evidence],
        ["GET /api/commitments/{commitmentId}"] = [FileSection.Commitments],
        ["GET /api/data-requests/{dataRequestId}"] = [FileSection.DataRequests],
        ["GET /api/data-requests/{dataRequestId}/history"] = [FileSection.DataRequests, FileSection.History],
        ["GET /api/decisions/{decisionId}"] = [FileSection.Decisions],
        ["GET /api/decisions/{decisionId}/as-seen"] = [FileSection.Applications, FileSection.DataRequests, FileSection.Decisions, FileSection.Evidence, FileSection.History, FileSection.Accesses],
        ["GET /api/decisions/{decisionId}/bundle"] = [FileSection.Decisions, FileSection.History],
        ["GET /api/decisions/{decisionId}/history"] = [FileSection.Decisions, FileSection.History],
        ["GET /api/evidence/{evidenceId}"] = [FileSection.EvidenceContent],
        ["GET /api/evidence/{evidenceId}/record"] = [FileSection.Evidence],
        ["GET /api/evidence/{evidenceId}/history"] = [FileSection.Evidence, FileSection.History],
        ["GET /api/ratings"] = [FileSection.Participation],
        ["GET /api/ratings/{ratingId}"] = [FileSection.Participation],
        ["GET /api/complaints"] = [FileSection.Participation],
        ["GET /api/complaints/{complaintId}"] = [FileSection.Participation],
        ["GET /api/supervision/suggestions"] = [FileSection.Participation],
        ["GET /api/reviews/{reviewId}"] = [FileSection.Reviews],
        ["GET /api/reviews/{reviewId}/history"] = [FileSection.Reviews, FileSection.History],
        ["GET /api/supervision/break-glass"] = [FileSection.Accesses],
        ["GET /api/supervision/unexplained-looks"] = [FileSection.Accesses],
        ["GET /api/supervision/cards"] = [FileSection.Applications],
        ["GET /api/supervision/cards/{cardId}"] = [FileSection.Applications],
        ["POST /api/citizens/find"] = [FileSection.Identity],
        ["POST /api/applications/find"] = [FileSection.Applications]
    };

    // What a break-glass opens: the file as such, without the content of documents and without who looked.
    static readonly string[] OpenInEmergency = ["GET /api/citizens/{citizenId}/file", "GET /api/citizens/{citizenId}/file/history", "GET /api/events/{eventId}"];

    /// <summary>The sections that a break-glass may open; what somebody asked over their own data, or challenges, is of no use in an emergency (PIPL art. 6).</summary>
    public static FileSection[] UnderBreakGlass { get; } = [.. OpenInEmergency.SelectMany(path => Sections[path]).Distinct().Where(s => s is not (FileSection.Rights or FileSection.Reviews))];

    // About departments, offices and rules, and nobody on record.
    static readonly Dictionary<string, PolicyAction> AboutNobody = new()
    {
        ["GET /api/sharing-agreements/{sharingAgreementId}"] = PolicyAction.Read,
        ["GET /api/officers/{officerId}"] = PolicyAction.OwnOffice,
        ["GET /api/destruction-lists"] = PolicyAction.Read,
        ["GET /api/policy"] = PolicyAction.OwnOffice,
        ["GET /api/policy/answer"] = PolicyAction.OwnOffice,
        ["GET /log/tile/entries/{**bundle}"] = PolicyAction.AuditLog,
        ["GET /api/supervision/registers"] = PolicyAction.Supervise,
        ["GET /api/supervision/indicators"] = PolicyAction.Supervise,
        ["GET /api/supervision/indicators/{indicator}"] = PolicyAction.Supervise,
        ["GET /api/supervision/re-asks"] = PolicyAction.Supervise,
        ["GET /api/supervision/refused-shares"] = PolicyAction.Supervise,
        ["GET /api/supervision/like-cases"] = PolicyAction.Supervise,
        ["GET /api/queue"] = PolicyAction.OwnOffice,
        // Supervisors and auditors: who else may read nothing of everybody's is refused there.
        ["GET /api/supervision/events"] = PolicyAction.Read,
        ["GET /api/supervision/runs"] = PolicyAction.Read
    };

    /// <summary>What an endpoint shows: null where it is open to everyone, empty where it shows nothing of a citizen.</summary>
    public static FileSection[]? Of(RouteEndpoint endpoint, string method) =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || AboutNobody.ContainsKey(Name(endpoint, method)) ? null : Sections.GetValueOrDefault(Name(endpoint, method), []);

    /// <summary>What the policy is asked about an address that shows something; null where it stands in no list.</summary>
    public static (PolicyAction Action, FileSection[] Sections)? NeedOf(RouteEndpoint endpoint, string method) =>
        Sections.TryGetValue(Name(endpoint, method), out var sections) ? (PolicyAction.Read, sections)
        : AboutNobody.TryGetValue(Name(endpoint, method), out var action) ? (action, [])
        : null;

    /// <summary>Whether a request may state a break-glass here.</summary>
    public static bool IsOpenUnderBreakGlass(RouteEndpoint endpoint, string method) => OpenInEmergency.Contains(Name(endpoint, method));

    /// <summary>Whether this answer is an attempt to read or change something that failed; a use of break-glass without a reason is one too.</summary>
    public static bool IsRefusal(RouteEndpoint endpoint, string method, int status) =>
        status is 403 or 404 || (status is 400 && Name(endpoint, method) == "POST /api/citizens/{citizenId}/break-glass");

    /// <summary>The sections of an address.</summary>
    public static FileSection[] Of(string address) => Sections[address];

    /// <summary>The address without what binds a request to one thing.</summary>
    public static string Screen(RouteEndpoint endpoint) => (endpoint.RoutePattern.RawText ?? "").Replace(":guid", "", StringComparison.Ordinal);

    static string Name(RouteEndpoint endpoint, string method) => $"{method} {Screen(endpoint)}";
}
