namespace ServiceLedger.BrowserTests;

static partial class EveryPage
{
    /// <summary>The pages of officers; <c>{matter}</c>, <c>{accepted}</c>, <c>{citizen}</c>, <c>{decision}</c> and <c>{request}</c> are of the demo city.</summary>
    public static readonly Listed[] Office =
    [
        new("/office", Audience.Officer),
        new("/office?due=overdue", Audience.Officer),
        new("/office/find", Audience.Officer),
        new("/office/open?citizen={citizen}&matter={matter}", Audience.Officer),
        new("/office/citizens/{citizen}?purpose=RequestedServiceProvision&matter={matter}", Audience.Officer),
        new("/office/citizens/{citizen}?purpose=RequestedServiceProvision&matter={matter}&kind=decisions", Audience.Officer),
        new("/office/emergency?citizen={citizen}", Audience.Officer),
        new("/office/voices", Audience.Officer),
        new("/office/voices/ratings?show=all", Audience.Officer),
        new("/office/voices/complaints?show=all", Audience.Officer),
        new("/office/voices/suggestions", Audience.Officer),
        new("/office/matters/{matter}", Audience.Officer),
        new("/office/matters/{matter}/request-correction", Audience.Officer),
        new("/office/matters/{matter}/refuse-acceptance", Audience.Officer),
        new("/office/matters/{matter}/record-visit", Audience.Officer),
        new("/office/matters/{matter}/ask-for-data", Audience.Officer),
        new("/office/matters/{matter}/document", Audience.Officer),
        new("/office/matters/{accepted}/decide", Audience.Officer),
        new("/office/matters/{accepted}/decide?kind=refusal", Audience.Officer),
        new("/office/decisions/{decision}", Audience.Officer),
        new("/office/decisions/{decision}/deliver", Audience.Officer),
        new("/office/data-requests/{request}", Audience.Officer),
        new("/office/data-requests/{request}/refuse", Audience.Officer),
        new("/office/intake", Audience.Officer),
        new("/office/intake?citizen={citizen}", Audience.Officer),
        new("/office/register", Audience.Officer),
        new("/office/role", Audience.Officer)
    ];

    /// <summary>Pages of officers about what only some departments have: who opens them is whoever finds one.</summary>
    public static readonly Listed[] OfSomeOffices =
    [
        new("/office/reviews/{review}", Audience.Officer),
        new("/office/ratings/{rating}", Audience.Officer),
        new("/office/ratings/{rating}/contest", Audience.Officer),
        new("/office/complaints/{complaint}", Audience.Officer),
        new("/office/complaints/{complaint}/answer", Audience.Officer),
        new("/office/suggestions/{suggestion}", Audience.Officer),
        new("/office/suggestions/{suggestion}/answer", Audience.Officer)
    ];
}
