namespace ServiceLedger.BrowserTests;

static partial class EveryPage
{
    /// <summary>The pages of citizens, and the one on which a matter is tracked; <c>{matter}</c>, <c>{decision}</c>, <c>{document}</c>, <c>{data}</c>, <c>{event}</c>, <c>{review}</c>, <c>{question}</c>, <c>{right}</c> and <c>{complaint}</c> are of a citizen of the demo city, <c>{draft}</c> is begun by them.</summary>
    public static readonly Listed[] My =
    [
        new("/my", Audience.Citizen),
        new("/my/matters/{matter}", Audience.Citizen),
        new("/my/matters/{matter}/rating", Audience.Citizen),
        new("/my/matters/{visited}/visit", Audience.Citizen),
        new("/items/CQ-001001", Audience.Citizen),
        new("/my/apply/CQ-001001", Audience.Citizen),
        new("/my/drafts/{draft}", Audience.Citizen),
        new("/my/drafts/{draft}?check=true", Audience.Citizen),
        new("/my/decisions/{decision}", Audience.Citizen),
        new("/my/reviews/{review}", Audience.Citizen),
        new("/my/looks/questions/{question}", Audience.Citizen),
        new("/my/rights/{right}", Audience.Citizen),
        new("/my/complaints/{complaint}", Audience.Citizen),
        new("/my/looks", Audience.Citizen),
        new("/my/looks?section=evidence&own=true", Audience.Citizen),
        new("/my/timeline", Audience.Citizen),
        new("/my/timeline?of={matter}&oldest=true", Audience.Citizen),
        new("/my/receipts/{event}", Audience.Citizen),
        new("/my/evidence", Audience.Citizen),
        new("/my/evidence/{document}", Audience.Citizen),
        new("/my/data/{data}", Audience.Citizen),
        new("/my/mandates", Audience.Citizen),
        new("/my/mandates/{mandate}/narrow", Audience.Citizen),
        new("/my/rights", Audience.Citizen),
        new("/my/download", Audience.Citizen),
        new("/my/complaints", Audience.Citizen),
        new("/my/suggest", Audience.Citizen),
        new("/track", Audience.Everyone),
        new("/track?number=500103-20261123-000042-P", Audience.Everyone)
    ];
}
