namespace ServiceLedger.Tests.Pages;

/// <summary>Whoever opens pages: nobody who is signed in, the citizen whose things they are and another one, a handler of the department they are at, one of the authority of reviews and one of neither, a village agent, a supervisor and an auditor.</summary>
enum Who { Nobody, Citizen, Stranger, Handler, Authority, Elsewhere, Agent, Supervisor, Auditor }

/// <summary>A page, and what it takes to open it. Names of things in braces are those of <see cref="PagedThings"/>.</summary>
/// <param name="Address">As behind <c>@page</c>, without what narrows its parameters.</param>
/// <param name="By">Whom it is for.</param>
/// <param name="Thing">What stands in the place of its parameter; <c>{nobody}</c> there is an id that nothing has.</param>
/// <param name="Query">What it is asked besides.</param>
/// <param name="Foreign">Who has nothing to do with the thing, and the status they are answered with, as the API answers; null where it is of nobody.</param>
sealed record PageRow(string Address, Who By, string? Thing = null, string Query = "", (Who Who, int Status)? Foreign = null)
{
    /// <summary>Who is answered 403, besides those for whom the whole folder is not.</summary>
    public Who[] Shut { get; init; } = [];

    /// <summary>Its other handlers of GET, each with its query.</summary>
    public (string Handler, string Query)[] Files { get; init; } = [];

    /// <summary>Its handlers of POST.</summary>
    public FormRow[] Forms { get; init; } = [];

    /// <summary>The status where there is no such thing.</summary>
    public int Missing { get; init; } = 404;

    /// <summary>Those for whom no page of this folder is.</summary>
    public Who[] Outside => Address.Split('/')[1] switch
    {
        "my" => [Who.Handler, Who.Supervisor, Who.Auditor],
        "office" => [Who.Citizen],
        "supervision" => [Who.Citizen, Who.Agent],
        _ => []
    };

    public bool IsOpen => By is Who.Nobody;

    /// <summary>The address with a thing in the place of its parameter.</summary>
    public string Of(string? thing, string? handler = null)
    {
        // Several parameters in a row are one thing, parted as they are.
        var address = thing is null ? Address : System.Text.RegularExpressions.Regex.Replace(Address, @"\{(?!handler)[^}]*\}(?:/\{(?!handler)[^}]*\})*", thing);
        return address.Replace("/{handler?}", handler is null ? "" : "/" + handler, StringComparison.Ordinal);
    }
}

/// <summary>One form of a page: a handler of POST, filled in so that it would be accepted.</summary>
/// <param name="Handler">Empty for the only one.</param>
/// <param name="Fields">What is typed.</param>
/// <param name="Blank">Where nothing is typed, one of these is named first; none where nothing must be.</param>
sealed record FormRow(string Handler, (string Name, string Value)[] Fields, params string[] Blank)
{
    /// <summary>Something in a state in which the form is shown, where the page's own thing is not.</summary>
    public string? Thing { get; init; }

    /// <summary>Who sends it, where that is not whom the page is for.</summary>
    public Who? By { get; init; }

    /// <summary>What a page is asked, so that it shows the form.</summary>
    public string? Query { get; init; }

    /// <summary>A hidden field by which it is told from others like it.</summary>
    public (string Name, string Value)? With { get; init; }

    /// <summary>One wrong value each, beside what is right, and the field that is named for it.</summary>
    public (string Name, string Value, string Named)[] Wrong { get; init; } = [];

    /// <summary>The status for whoever has nothing to do with it, where it is another than the page's; 200 is their own page, which says that it was refused. Null with <see cref="OfNobody"/>.</summary>
    public int? Foreign { get; init; }

    /// <summary>It is about nothing that could be another's.</summary>
    public bool OfNobody { get; init; }

    /// <summary>No page shows it as a form in this state.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>Every page with each of its handlers. One that is added without a row here fails <see cref="every_page.stands_in_the_table_with_each_of_its_handlers"/>.</summary>
static class TableOfPages
{
    static readonly (string, string)[] Remedies =
        [("remedies.reconsiderationAuthority", "重庆市人民政府"), ("remedies.reconsiderationDays", "60"), ("remedies.court", "重庆市渝中区人民法院"), ("remedies.litigationMonths", "6"), ("remedies.onlineChannel", "https://fuyi.example/")];

    static readonly (Who, int) Strangers = (Who.Stranger, 404), OtherOffices = (Who.Elsewhere, 404);

    static readonly Who[] NotSupervising = [Who.Handler, Who.Auditor];

    /// <summary>The one page whose forms are many: they come from the tables of actions, and are filled in by the kinds of their fields.</summary>
    public const string Acts = "/office/{subject}/{id}/{act}";

    public static readonly PageRow[] My =
    [
        new("/my", Who.Citizen),
        new("/my/apply/{code}", Who.Citizen, Items.Plain) { Forms = [new("", []) { OfNobody = true }] },
        new("/my/drafts/{applicationId}", Who.Citizen, "{draft}", Foreign: Strangers)
        {
            Forms = [new("", [("situation", "新店开业")]), new("Submit", []) { Query = "check=true" }, new("Renew", [("version", "1")]) { IsHidden = true }, new("Discard", [])]
        },
        new("/my/timeline", Who.Citizen),
        new("/my/matters/{applicationId}", Who.Citizen, "{open}", Foreign: Strangers)
        {
            Forms =
            [
                new("Withdraw", [("reason", "搬到外地")]),
                new("HandIn", [("reuse", "true")], "file-P1"),
                new("Promise", [("promises", "P3"), ("statement", "照片属实")], "promises", "statement"),
                new("Correct", [("cured", "P1"), ("reuse", "true")], "cured") { Thing = "{told}" },
                new("Hearing", []) { Thing = "{heard}" },
                new("Challenge", [("claims", "请求受理")], "claims") { Thing = "{shut}" }
            ]
        },
        new("/my/matters/{applicationId}/visit", Who.Citizen, "{open}", Foreign: Strangers)
        {
            Forms =
            [
                new("", [("place", "渝中区政务中心"), ("divisionCode", "500103"), ("purpose", "submission"), ("startedAt", "2026-03-01T09:00"), ("endedAt", "2026-03-01T09:30"), ("travelMinutes", "20")], "startedAt")
                { Wrong = [("startedAt", "yesterday", "startedAt"), ("travelMinutes", "long", "travelMinutes"), ("place", "", "place")] }
            ]
        },
        new("/my/matters/{applicationId}/rating", Who.Citizen, "{over}", Foreign: Strangers)
        {
            Forms = [new("", [("level", "2"), ("score-speed", "1"), ("text", "等得太久"), ("anonymous", "true")], "level") { Wrong = [("level", "9", "level"), ("level", "much", "level")] }]
        },
        new("/my/decisions/{decisionId}", Who.Citizen, "{decision}", Foreign: Strangers)
        {
            Forms =
            [
                new("Challenge", [("claims", "请求撤销")], "claims"),
                new("Challenge", [("claims", "请求撤销"), ("knownOn", "2026-03-02")], "claims") { Thing = "{undelivered}", Wrong = [("knownOn", "last week", "knownOn")] },
                new("Explain", [("question", "如何得出")]),
                new("Renew", [("grounds", "继续经营")]),
                new("Human", [])
            ]
        },
        new("/my/reviews/{reviewId}", Who.Citizen, "{review}", Foreign: Strangers)
        {
            Forms = [new("Supply", [("text", "补交身份证明")], "text"), new("Withdraw", [("reasons", "已协商")], "reasons")]
        },
        new("/my/looks", Who.Citizen)
        {
            Files = [("Export", "format=csv")],
            Forms = [new("", [("kind", "objection"), ("text", "为何查看")], "kind", "text") { Query = "ask={look}&before={beforeLook}", Foreign = 200, Wrong = [("kind", "other", "kind")] }]
        },
        new("/my/looks/questions/{accessCaseId}", Who.Citizen, "{question}", Foreign: Strangers),
        new("/my/evidence", Who.Citizen) { Forms = [new("", [("reuse", "true")], "document") { OfNobody = true }] },
        new("/my/evidence/{evidenceId}", Who.Citizen, "{document}", Foreign: Strangers)
        {
            Files = [("Content", "")],
            Forms = [new("", [("scope", "none")], "scope") { Wrong = [("scope", "everybody", "scope")] }]
        },
        new("/my/data/{dataRequestId}", Who.Citizen, "{data}", Foreign: Strangers)
        {
            Forms = [new("Confirm", [("fields", "monthly")], "fields"), new("Contest", [("field", "since"), ("claim", "二〇一一年起")], "field", "claim") { Wrong = [("claim", " ", "claim")] }]
        },
        new("/my/mandates", Who.Citizen)
        {
            Forms =
            [
                new("Grant", [("representative", "{helper}"), ("powers", "withdraw"), ("covered", Items.Plain), ("to", "2026-12-31")], "representative") { OfNobody = true, Wrong = [("representative", "somebody", "representative"), ("to", "soon", "to"), ("powers", "all", "powers")] },
                new("Accept", []) { With = ("mandateId", "{offered}"), Foreign = 200 },
                new("Decline", []) { With = ("mandateId", "{offered}"), Foreign = 200 },
                new("Revoke", []) { With = ("mandateId", "{given}"), Foreign = 200 },
                new("Act", []) { With = ("mandateId", "{taken}"), Foreign = 404 },
                new("Stop", []) { OfNobody = true, IsHidden = true }
            ]
        },
        new("/my/mandates/{mandateId}/narrow", Who.Citizen, "{given}", Foreign: Strangers) { Forms = [new("", [("items", Items.Plain), ("to", "2026-06-30")]) { Wrong = [("to", "soon", "to")] }] },
        new("/my/rights", Who.Citizen)
        {
            Forms =
            [
                new("", [("kind", "rectification"), ("department", LedgerHost.Department), ("text", "请核对"), ("fact", "{data:N}.monthly"), ("claim", "2900.00")], "department", "kind")
                { Foreign = 200, Wrong = [("kind", "everything", "kind"), ("claim", "", "claim"), ("ground", "whim", "ground")] }
            ]
        },
        new("/my/rights/{rightsRequestId}", Who.Citizen, "{copy}", Foreign: Strangers) { Files = [("Copy", "")] },
        new("/my/complaints", Who.Citizen)
        {
            Forms = [new("", [("department", LedgerHost.Department), ("applicationId", "{open}"), ("kind", "conduct"), ("text", "无人联系")], "text", "department", "kind") { Foreign = 200, Wrong = [("kind", "any", "kind"), ("applicationId", "mine", "applicationId")] }]
        },
        new("/my/complaints/{complaintId}", Who.Citizen, "{complaint}", Foreign: Strangers) { Forms = [new("Close", []), new("Reopen", [("reasons", "并未办理")], "reasons")] },
        new("/my/suggest", Who.Citizen) { Forms = [new("", [("itemCode", Items.Plain), ("title", "延长时间"), ("text", "周六也办理"), ("name", "热心人")], "title", "text") { OfNobody = true }] },
        new("/my/receipts/{eventId}", Who.Citizen, "{event}", Foreign: Strangers) { Files = [("Json", ""), ("Text", ""), ("Code", "")] },
        new("/my/download", Who.Citizen) { Files = [("File", "format=json")] }
    ];

    public static readonly PageRow[] Office =
    [
        new("/office", Who.Handler),
        new("/office/find", Who.Handler) { Forms = [new("", [("what", "{number}")], "what") { Foreign = 200, Wrong = [("what", "王芳", "birthDate")] }] },
        new("/office/open", Who.Handler, Query: "citizen={citizen}&matter={open}") { Forms = [new("", [("purpose", "Verification")], "purpose") { Foreign = 403 }] },
        new("/office/citizens/{citizenId}", Who.Handler, "{citizen}", "purpose=Verification&matter={open}", (Who.Elsewhere, 403)) { Missing = 403, Forms = [new("", []) { Query = "emergency={glass}", OfNobody = true, IsHidden = true }] },
        new("/office/matters/{applicationId}", Who.Handler, "{open}", Foreign: OtherOffices),
        new("/office/matters/{applicationId}/document", Who.Handler, "{open}", Foreign: OtherOffices)
        {
            Forms = [new("", [("paperId", "P2"), ("form", "copy"), ("grade", "C")], "paperId") { Wrong = [("grade", "Z", "grade"), ("form", "", "form")] }]
        },
        new("/office/matters/{applicationId}/decide", Who.Handler, "{accepted}", "kind=refusal", OtherOffices)
        {
            Forms = [new("", [("legalBasis", "许可法第三十八条"), ("reasons", "不符合条件"), .. Remedies, ("do", "confirm")], "reasons", "legalBasis") { Wrong = [("remedies.reconsiderationDays", "0", "remedies.reconsiderationDays"), ("remedies.litigationMonths", "six", "remedies.litigationMonths"), ("effect.at", "yesterday", "effect.at")] }]
        },
        new(Acts, Who.Handler),
        new("/office/reviews/{reviewId}", Who.Authority, "{review}", Foreign: OtherOffices),
        new("/office/voices/{of?}", Who.Handler, "complaints"),
        new("/office/ratings/{ratingId}", Who.Handler, "{rating}", Foreign: OtherOffices),
        new("/office/complaints/{complaintId}", Who.Handler, "{complaint}", Foreign: OtherOffices),
        new("/office/suggestions/{suggestionId}", Who.Handler, "{shown}"),
        new("/office/emergency", Who.Handler, Query: "citizen={citizen}")
        {
            Forms = [new("", [("reason", "老人突发疾病，须立即联系其家属办理入院手续"), ("minutes", "30")], "reason", "minutes") { OfNobody = true, Wrong = [("reason", "急", "reason"), ("minutes", "long", "minutes"), ("sections", "everything", "sections")] }]
        },
        new("/office/decisions/{decisionId}", Who.Handler, "{decision}", Foreign: OtherOffices),
        new("/office/data-requests/{dataRequestId}", Who.Handler, "{data}", Foreign: OtherOffices),
        new("/office/intake", Who.Handler, Query: $"citizen={{citizen}}&item={Items.Lenient}")
        {
            Forms = [new("", [("situation", "新店开业"), ("form.P1", "original"), ("grade.P1", "B"), ("submittedBy", "window"), ("effect.at", "2026-03-01T09:00")]) { OfNobody = true, Wrong = [("effect.at", "yesterday", "effect.at"), ("submittedBy", "pigeon", "submittedBy"), ("form.P1", "clay", "form.P1")] }]
        },
        new("/office/register", Who.Handler)
        {
            Forms = [new("", [("idNumber", "{newcomer}"), ("name", "欧阳月"), ("residenceDivision", "500103")], "idNumber", "name") { OfNobody = true, Wrong = [("idNumber", "123", "idNumber"), ("residenceDivision", "x", "residenceDivision")] }]
        },
        new("/office/role", Who.Handler) { Forms = [new("", [("role", "handler")], "role") { OfNobody = true, Wrong = [("role", "supervisor", "role")] }] }
    ];

    public static readonly PageRow[] Supervision =
    [
        new("/supervision", Who.Supervisor) { Shut = NotSupervising },
        new("/supervision/indicators/{name}/{handler?}", Who.Supervisor, "on-time") { Shut = NotSupervising, Files = [("Csv", "")], Forms = [new("", []) { Query = "from=2025-01-01&to=2025-12-31", OfNobody = true }] },
        new("/supervision/cards", Who.Supervisor) { Shut = [Who.Auditor] },
        new("/supervision/cards/{cardId}", Who.Supervisor, "{card}", Foreign: OtherOffices)
        {
            Forms =
            [
                new("Contest", [("reasons", "并未再次索要")], "reasons") { By = Who.Handler },
                new("Uphold", [("reasons", "确有再次索要")], "reasons") { Thing = "{contested}" },
                new("Cancel", [("reasons", "申诉成立")], "reasons") { Thing = "{contested}" },
                new("Order", [("dueBy", "2099-01-01"), ("order", "书面致歉")], "dueBy", "order") { Wrong = [("dueBy", "soon", "dueBy"), ("order", "", "order")] },
                new("Rectified", [("report", "已致歉")], "report") { Thing = "{ordered}", By = Who.Handler }
            ]
        },
        new("/supervision/looks", Who.Supervisor)
        {
            Shut = NotSupervising,
            Forms = [new("", [("verdict", "explained"), ("remarks", "电话核实")], "v-explained-{unexplained}", "r-{unexplained}") { With = ("look", "{unexplained}"), OfNobody = true, Wrong = [("remarks", "", "r-{unexplained}"), ("verdict", "fine", "v-explained-{unexplained}")] }]
        },
        new("/supervision/break-glass", Who.Supervisor) { Shut = NotSupervising },
        new("/supervision/break-glass/{citizenId}/{breakGlassId}", Who.Supervisor, "{citizen}/{glass}")
        {
            Shut = [Who.Handler],
            Forms =
            [
                new("Review", [("verdict", "justified"), ("remarks", "情况属实")], "verdict") { OfNobody = true, Wrong = [("verdict", "fine", "verdict"), ("remarks", "", "remarks")] },
                new("Lift", [("reason", "已接受培训")], "reason") { Thing = "{citizen}/{unjustified}", OfNobody = true, Wrong = [("reason", "", "reason")] }
            ]
        },
        new("/supervision/like-cases", Who.Supervisor) { Shut = NotSupervising },
        new("/supervision/re-asks", Who.Supervisor) { Shut = NotSupervising },
        new("/supervision/refused-shares", Who.Supervisor) { Shut = NotSupervising },
        new("/supervision/ratings", Who.Supervisor) { Shut = [Who.Handler] },
        new("/supervision/ratings/{ratingId}", Who.Supervisor, "{contestedRating}")
        {
            Shut = [Who.Handler],
            Forms = [new("", [("exclude", "true"), ("reasons", "与办理无关")], "exclude") { OfNobody = true, Wrong = [("exclude", "maybe", "exclude"), ("reasons", "", "reasons")] }]
        },
        new("/supervision/suggestions", Who.Supervisor)
        {
            Shut = NotSupervising,
            Forms = [new("", [("what-{suggestion}", "hidden"), ("ground-{suggestion}", "insult")], "what-{suggestion}") { With = ("suggestion", "{suggestion}"), OfNobody = true, Wrong = [("what-{suggestion}", "burnt", "what-{suggestion}")] }]
        },
        new("/supervision/audit", Who.Supervisor) { Shut = [Who.Handler] },
        new("/supervision/events/{eventId}", Who.Supervisor, "{event}", Foreign: (Who.Elsewhere, 403)),
        new("/supervision/decisions/{decisionId}/as-seen", Who.Supervisor, "{decision}", Foreign: (Who.Elsewhere, 403)),
        new("/supervision/state", Who.Supervisor)
    ];

    public static readonly PageRow[] Open =
    [
        new("/", Who.Nobody),
        new("/items", Who.Nobody),
        new("/items/{code}", Who.Nobody, Items.Plain),
        new("/track", Who.Nobody, Query: "number={number}"),
        new("/indicators", Who.Nobody),
        new("/decisions", Who.Nobody),
        new("/suggestions", Who.Nobody),
        new("/proof", Who.Nobody)
    ];

    public static readonly PageRow[] All = [.. My, .. Office, .. Supervision, .. Open];
}
