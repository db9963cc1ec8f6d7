using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Citizens;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>A person applies for an item on the pages: reads what it takes, fills in a draft, checks it and submits it.</summary>
public class applying_online(LedgerHost host) : IClassFixture<LedgerHost>
{
    async Task<(Reader Reader, Guid Citizen)> Begun(string item = Items.Lenient, Guid? known = null)
    {
        var citizen = known ?? await host.Register();
        var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open($"/my/apply/{item}");
        await reader.Press("Begin");
        reader.Address.ShouldStartWith("/my/drafts/");
        return (reader, citizen);
    }

    static Guid MatterOf(Reader reader) => Guid.Parse(reader.Address.Split('?')[0].Split('/')[^1]);

    static string? Fault(Reader reader) => reader.Page.QuerySelector(".govuk-error-summary a")?.GetAttribute("href");

    Task<long> Drafts(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_doc_application where data->>'citizenId' = '{citizen}'");

    Task<long> Kept(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_doc_heldevidence where data->>'citizenId' = '{citizen}'");

    async Task<string[]> Papers(Guid matter, Guid citizen, string member = "papersReceived") =>
        [.. (await host.Get($"/api/applications/{matter}", LedgerHost.CitizenPersona(citizen)))[member]!.AsArray().Select(p => p!.GetValue<string>())];

    [Fact]
    public async Task leads_from_the_item_over_a_draft_to_a_receipt()
    {
        var citizen = await host.Register();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open($"/items/{Items.Lenient}");
        await reader.Follow("Apply online");
        reader.Text.ShouldContain("The department promises a decision within 7 working days of acceptance.");
        await reader.Press("Begin");
        reader.Attach("file-P1", "申请表.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Save and check", ("situation", "在南坪开一家面馆。"), ("paper-P1", "file"), ("paper-P2", "later"), ("paper-P3", "promise"));
        reader.Address.ShouldEndWith("?check=true&promise=P3");
        foreach (var told in new[] { "在南坪开一家面馆。", "Handed in with this", "Not yet: you hand it in later.", "You promise it." })
            reader.Text.ShouldContain(told);
        var matter = MatterOf(reader);
        await reader.Press("Submit the application");
        Fault(reader).ShouldBe("#statement");
        await reader.Press("Submit the application", ("statement", "照片属实。"));
        reader.Address.ShouldBe($"/my/matters/{matter}?received=all");
        reader.Text.ShouldContain("Your application was received");
        reader.Text.ShouldContain("By this day the department tells you what is missing, or it counts as accepted");
        reader.Text.ShouldContain((await host.Get($"/api/applications/{matter}", LedgerHost.CitizenPersona(citizen)))["caseNumber"]!.GetValue<string>());
        (await Papers(matter, citizen)).ShouldBe(["P1"]);
        (await Papers(matter, citizen, "promised")).ShouldBe(["P3"]);
        await reader.Follow("Receipt and proof");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("Receipt: Application handed in");
    }

    [Fact]
    public async Task offers_what_is_held_so_that_it_is_not_handed_in_again()
    {
        var other = await Walk.Submitted(host, Items.Foreign);
        var citizen = other.Citizen;
        var held = await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B&receivedAt=2026-02-28T09:00:00%2B08:00", $"{LedgerHost.OfficerOf(Items.OtherDepartment)}; matter={other.Id}");
        var (reader, _) = await Begun(known: citizen);
        using var _ = reader;
        reader.Text.ShouldContain("The document that is held already; you need not hand it in again");
        reader.Page.QuerySelector("input[name=paper-P2][checked]")!.GetAttribute("value").ShouldBe($"held-{held}");
        await reader.Press("Save and check", ("paper-P1", "later"), ("paper-P3", "later"));
        reader.Text.ShouldContain("A document that is held");
        var matter = MatterOf(reader);
        await reader.Press("Submit the application");
        (await Papers(matter, citizen)).ShouldBe(["P2"]);
        (await Kept(citizen)).ShouldBe(1);
    }

    [Fact]
    public async Task asks_for_nothing_that_an_office_supplies()
    {
        var (reader, _) = await Begun(Items.WithPapers);
        using var _ = reader;
        reader.Text.ShouldContain("What offices supply");
        reader.Page.QuerySelector("[name=paper-P2]").ShouldBeNull();
    }

    [Fact]
    public async Task keeps_a_draft_between_sessions_until_it_is_given_up()
    {
        var (reader, citizen) = await Begun();
        using (reader)
        {
            var draft = reader.Address;
            await reader.Press("Save, and go on another time", ("situation", "先写一半。"));
            reader.Address.ShouldBe("/my");
            reader.Text.ShouldContain("Begun and not submitted");
            await reader.Open(draft.Replace("drafts", "matters", StringComparison.Ordinal));
            reader.Address.ShouldBe(draft);
        }

        using var later = await Reader.SignedIn(host, citizen.ToString());
        await later.Open($"/my/apply/{Items.Lenient}");
        later.Text.ShouldContain("You have begun this already");
        await later.Follow("Go on with the draft");
        later.Page.QuerySelector("#situation")!.TextContent.Trim().ShouldBe("先写一半。");
        await later.Press("Give it up");
        later.Address.ShouldBe("/my");
        later.Text.ShouldNotContain("Begun and not submitted");
    }

    [Fact]
    public async Task names_the_file_that_will_not_do_and_keeps_all_else()
    {
        var (reader, citizen) = await Begun();
        using var _ = reader;
        reader.Attach("file-P1", "a.exe", "application/octet-stream", [1, 2, 3, 4]);
        reader.Attach("file-P2", "场地.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Save and check", ("situation", "开店"), ("paper-P1", "file"), ("paper-P2", "file"), ("paper-P3", "promise"));
        Fault(reader).ShouldBe("#file-P1");
        reader.Page.QuerySelector("#situation")!.TextContent.Trim().ShouldBe("开店");
        reader.Text.ShouldContain("The document in this draft");
        reader.Page.QuerySelector("input[name=paper-P1][checked]")!.GetAttribute("value").ShouldBe("file");
        reader.Page.QuerySelector("input[name=paper-P3][checked]")!.GetAttribute("value").ShouldBe("promise");
        await reader.Press("Save and check");
        reader.Page.QuerySelectorAll(".govuk-error-summary li").ShouldHaveSingleItem().TextContent.ShouldBe("申请表: Choose a file, or say that you hand it in later.");
        await reader.Press("Save and check", ("situation", new string('长', 4001)), ("paper-P1", "later"));
        Fault(reader).ShouldBe("#situation");
        await reader.Press("Save and check", ("situation", "开店"));
        reader.Address.ShouldContain("check=true");
        var matter = MatterOf(reader);
        await reader.Press("Submit the application", ("statement", "照片属实。"));
        (await Papers(matter, citizen)).ShouldBe(["P2"]);
        (await Kept(citizen)).ShouldBe(1);
    }

    [Fact]
    public async Task counts_once_however_often_a_form_is_sent()
    {
        var citizen = await host.Register();
        using var reader = await Reader.SignedIn(host, citizen.ToString());
        await reader.Open($"/my/apply/{Items.Plain}");
        var begin = ("Key", Guid.CreateVersion7().ToString());
        await reader.Post($"/my/apply/{Items.Plain}", begin);
        var draft = reader.Address;
        await reader.Post($"/my/apply/{Items.Plain}", begin);
        reader.Address.ShouldBe(draft);
        (await Drafts(citizen)).ShouldBe(1);
        await reader.Post(draft, ("Key", Guid.CreateVersion7().ToString()), ("version", "9"), ("situation", "x"));
        reader.Page.QuerySelector(".govuk-error-summary")!.TextContent.ShouldContain("It has changed since you read it.");
        var submit = ("Key", Guid.CreateVersion7().ToString());
        for (var i = 0; i < 2; i++)
        {
            await reader.Open($"/my/apply/{Items.Plain}");
            await reader.Post($"{draft}?handler=Submit", submit, ("version", "1"));
            reader.Address.ShouldEndWith("?received=all");
        }

        // What is submitted is a draft no more.
        await reader.Open(draft);
        reader.Address.ShouldBe(draft.Replace("drafts", "matters", StringComparison.Ordinal));
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'application_submitted' and data->>'citizenId' = '{citizen}'")).ShouldBe(1);
    }

    [Fact]
    public async Task for_another_goes_as_far_as_the_mandate()
    {
        var acting = await Acting.For(host, items: [Items.Lenient], powers: ["read", "submit", "handIn"]);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, acting.Holder.Split("id=")[1]);
        await reader.Open("/my/mandates");
        await reader.Press($"Act for them {acting.Principal}");
        await reader.Open($"/my/apply/{Items.Plain}");
        reader.Text.ShouldContain("Your mandate does not cover applying for this.");
        await reader.Post($"/my/apply/{Items.Plain}");
        reader.Page.QuerySelector(".govuk-error-summary").ShouldNotBeNull();
        await reader.Open($"/my/apply/{Items.Lenient}");
        reader.Text.ShouldContain("for the person who gave you the mandate");
        await reader.Press("Begin");
        // Nobody promises for another who was not told that they may.
        reader.Page.QuerySelector("input[value=promise]").ShouldBeNull();
        reader.Attach("file-P1", "申请表.pdf", "application/pdf", Documents.Pdf());
        await reader.Press("Save and check", ("paper-P2", "later"));
        await reader.Press("Submit the application");
        reader.Text.ShouldContain("Your application was received");
        (await acting.Count("type = 'application_submitted'")).ShouldBe(1);
    }

    [Fact]
    public async Task of_somebody_else_shows_nothing_and_takes_nothing()
    {
        var (reader, _) = await Begun();
        var draft = reader.Address;
        reader.Dispose();
        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open("/my");
        foreach (var handler in new[] { "", "?handler=Submit", "?handler=Renew", "?handler=Discard" })
        {
            await stranger.Post($"{draft}{handler}", ("version", "1"));
            stranger.Status.ShouldBe(404, handler);
        }

        await stranger.Open(draft);
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task is_for_citizens_and_others_are_told_so()
    {
        using var nobody = new Reader(host);
        await nobody.Open($"/items/{Items.Plain}");
        nobody.Page.QuerySelectorAll("a").Single(a => a.TextContent == "Sign in and apply online").GetAttribute("href").ShouldBe($"/sign-in?returnUrl=%2Fmy%2Fapply%2F{Items.Plain}");
        using var officer = await Reader.SignedIn(host, "li.hua");
        await officer.Open($"/items/{Items.Plain}");
        officer.Text.ShouldContain("Citizens apply online for themselves");
        officer.Page.QuerySelector(".govuk-button--start").ShouldBeNull();
        using var reader = await Reader.SignedIn(host, (await host.Register()).ToString());
        await reader.Open("/my/apply/none");
        reader.Status.ShouldBe(404);
    }
}
