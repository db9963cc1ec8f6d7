using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>Officers of the authority that reviews, and of the department that answers for the decision, at work on one challenge.</summary>
public class working_on_reviews(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Authority = "handler." + LedgerHost.ReviewingAuthority, Head = "decider." + LedgerHost.ReviewingAuthority, Respondent = "li.hua", Elsewhere = "liu.gang";

    [Fact]
    public async Task goes_from_acceptance_over_the_answer_to_the_decision_and_its_delivery()
    {
        var (_, decision, review) = await Challenged();
        await host.FollowRegisters();
        using var authority = await Reader.SignedIn(host, Authority);
        await authority.Open("/office");
        await authority.Open(authority.Page.QuerySelector($"a[href='/office/reviews/{review}']")!.GetAttribute("href")!);
        authority.Status.ShouldBe(200);
        authority.Text.ShouldContain("面积实为三十平方米");
        authority.Text.ShouldContain("days left");
        await Does(authority, review, "Accept the review");
        await Does(authority, review, "Choose the procedure", ("procedure", "simple"), ("ground", "partiesAgree"));
        await Does(authority, review, "Send the respondent a copy");

        using var respondent = await Reader.SignedIn(host, Respondent);
        await respondent.Open($"/office/decisions/{decision}");
        await respondent.Open(respondent.Page.QuerySelector($"a[href='/office/reviews/{review}']")!.GetAttribute("href")!);
        respondent.Page.QuerySelectorAll(".ledger-actions a").Select(a => a.TextContent).ShouldBe(["Answer the review", "Record a suit"], ignoreOrder: true);
        await respondent.Follow("Answer the review");
        await Does(respondent, review, "Answer the review", ("answer", "决定合法"), ("evidenceBundleHash", respondent.Page.QuerySelectorAll("#evidenceBundleHash option")[^1].GetAttribute("value")!));
        respondent.Text.ShouldContain("brought the evidence it decided on");

        using var head = await Reader.SignedIn(host, Head);
        await head.Open($"/office/reviews/{review}");
        await head.Follow("Decide the review");
        await head.Press("Decide the review", ("outcome", "revoked"), ("legalBasis", "复议法第六十四条"), ("court", "重庆市渝中区人民法院"));
        head.Page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")).ShouldBe(["#reasons"]);
        await head.Press("Decide the review", ("outcome", "revokedInPart"), ("reasons", "证据不足"));
        head.Page.QuerySelector(".govuk-error-summary__list a")!.GetAttribute("href").ShouldBe("#part");
        await head.Press("Decide the review", ("outcome", "revoked"));
        head.Address.ShouldBe($"/office/reviews/{review}");
        head.Text.ShouldContain("证据不足");
        await Does(head, review, "Record that it arrived", ("method", "window"));
        await head.Open($"/office/reviews/{review}");
        head.Page.QuerySelector(".govuk-tag")!.TextContent.ShouldBe("delivered");
    }

    [Fact]
    public async Task is_told_where_somebody_else_acted_in_between()
    {
        var (_, _, review) = await Challenged();
        using var reader = await Reader.SignedIn(host, Authority);
        await reader.Open($"/office/reviews/{review}/accept");
        await host.Do($"/api/reviews/{review}/correction-request", new { missing = "缺少身份证明", version = 1 }, LedgerHost.Reviewer);
        await reader.Press("Accept the review");
        reader.Page.QuerySelector(".govuk-error-summary").ShouldNotBeNull();
    }

    [Fact]
    public async Task records_a_suit_that_came_at_once()
    {
        var (matter, decision) = await Refused();
        using var reader = await Reader.SignedIn(host, Respondent);
        await reader.Open($"/office/decisions/{decision}");
        await reader.Follow("Record a suit");
        await reader.Press("Record a suit", ("court", "重庆市渝中区人民法院"), ("realEstate", "false"));
        reader.Status.ShouldBe(200);
        reader.Address.ShouldStartWith("/office/reviews/");
        reader.Page.QuerySelector("h1")!.TextContent.ShouldStartWith("Suit");
        reader.Text.ShouldContain("Record the judgment");
        await reader.Open($"/office/decisions/{decision}");
        reader.Page.QuerySelector($"a[href='/office/decisions/{decision}/record-suit']").ShouldBeNull();
        using var person = await Reader.SignedIn(host, matter.Citizen.ToString());
        await person.Open($"/office/decisions/{decision}/record-suit");
        person.Status.ShouldBe(403);
    }

    [Fact]
    public async Task is_for_the_authority_and_the_respondent_and_nobody_else()
    {
        var (matter, _, review) = await Challenged();
        using var respondent = await Reader.SignedIn(host, Respondent);
        using var elsewhere = await Reader.SignedIn(host, Elsewhere);
        using var person = await Reader.SignedIn(host, matter.Citizen.ToString());
        foreach (var page in new[] { $"/office/reviews/{review}", $"/office/reviews/{review}/accept", $"/office/reviews/{Guid.CreateVersion7()}" })
        {
            // The respondent learns of it with the copy, after it was accepted.
            await respondent.Open(page);
            respondent.Status.ShouldBe(404, page);
            await elsewhere.Open(page);
            elsewhere.Status.ShouldBe(404, page);
            await person.Open(page);
            person.Status.ShouldBe(403, page);
        }
    }

    static async Task Does(Reader reader, Guid review, string what, params (string, string)[] fields)
    {
        await reader.Open($"/office/reviews/{review}");
        await reader.Follow(what);
        await reader.Press(what, fields);
        reader.Address.ShouldBe($"/office/reviews/{review}", reader.Page.QuerySelector(".govuk-error-summary")?.TextContent);
    }

    async Task<(Walk Matter, Guid Decision)> Refused()
    {
        var matter = await Walk.Accepted(host);
        var decision = await matter.Decide(body: new { kind = "refusal", reasons = "经营面积不足二十平方米", remedies = Walk.Remedies, legalBasis = new[] { "许可法第三十八条" }, seenManifest = new { streams = new[] { new { id = matter.Id, version = 2 } }, itemVersion = 1 } });
        await matter.Deliver(decision);
        return (matter, decision);
    }

    async Task<(Walk Matter, Guid Decision, Guid Review)> Challenged()
    {
        var (matter, decision) = await Refused();
        return (matter, decision, await Citizens.Acting.Granted(host, new { claims = "面积实为三十平方米，请求撤销。", version = 2 }, LedgerHost.CitizenPersona(matter.Citizen), $"/api/decisions/{decision}/reviews"));
    }
}
