using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Ledger;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;
using UglyToad.PdfPig;

namespace ServiceLedger.Tests.Pages;

/// <summary>A person follows what happened, proves each thing, and takes all of it along.</summary>
public class taking_the_record_along(LedgerHost host) : IClassFixture<LedgerHost>
{
    async Task<Walk> Withdrawn()
    {
        var matter = await Walk.Submitted(host);
        await matter.Do("withdrawal", new { reason = "搬到外地，厂房已关闭 😀" }, matter.Own);
        await host.FollowRegisters();
        return matter;
    }

    [Fact]
    public async Task follows_the_newest_first_or_the_oldest_and_one_matter_or_some_days()
    {
        var (matter, other) = (await Withdrawn(), Guid.Empty);
        other = (await Walk.Submitted(host, citizen: matter.Citizen)).Id;
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        string[] Titles() => [.. reader.Page.QuerySelectorAll(".moj-timeline__title").Select(t => t.TextContent)];
        await reader.Open("/my/timeline");
        Titles().ShouldBe(["Application handed in", "Withdrawn", "Application handed in", "Put on record"]);
        await reader.Press("Show", ("of", matter.Id.ToString()), ("oldest", "true"));
        Titles().ShouldBe(["Application handed in", "Withdrawn"]);
        reader.Text.ShouldContain("搬到外地");
        await reader.Open($"/my/timeline?of={other}");
        Titles().ShouldBe(["Application handed in"]);
        await reader.Open("/my/timeline?from=2031-01-01");
        reader.Text.ShouldContain("Nothing fits what you chose.");

        var first = await host.Get($"/api/citizens/{matter.Citizen}/file/history?newest=true&size=3", matter.Own);
        var then = await host.Get($"/api/citizens/{matter.Citizen}/file/history?newest=true&size=3&after={first["next"]}", matter.Own);
        then["events"]!.AsArray().ShouldHaveSingleItem()!["type"]!.GetValue<string>().ShouldBe("citizen_registered");
        await (await host.Client(matter.Own).GetAsync($"/api/citizens/{matter.Citizen}/file/history?from=2026-02-02&to=2026-02-01")).ShouldBeRefused(400, "invalid");
    }

    [Fact]
    public async Task reads_in_every_language_what_happened()
    {
        var matter = await Withdrawn();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString(), "zh-CN");
        await reader.Open("/my/timeline");
        reader.Page.QuerySelectorAll(".moj-timeline__title").Select(t => t.TextContent).ShouldBe(["撤回申请", "提交申请", "登记建档"]);
    }

    [Fact]
    public async Task proves_an_event_by_a_code_a_text_and_a_command()
    {
        var matter = await Withdrawn();
        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync();
        var submitted = await host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{matter.Id}' and version = 1");
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open($"/my/receipts/{submitted}");
        reader.Status.ShouldBe(200);
        reader.Text.ShouldContain("proved");
        reader.Page.QuerySelectorAll("svg").ShouldBeEmpty();
        var code = reader.Page.QuerySelector("img.ledger-qr")!;
        code.GetAttribute("alt").ShouldBe("The receipt as a code to scan");
        reader.Text.ShouldContain($"dotnet run --project tools/ledger-verify -- receipt receipt.json --key '{host.Services.GetRequiredService<LogKeys>().Verifiers[0]}'");
        var page = reader.Page;
        await reader.Open(code.GetAttribute("src")!);
        reader.Page.Source.Text.ShouldStartWith("<svg");
        await reader.Open(page.QuerySelectorAll("a").Single(a => a.TextContent == "Download the receipt (receipt.json)").GetAttribute("href")!);
        var folder = Directory.CreateTempSubdirectory().FullName;
        var (file, state) = (Path.Combine(folder, "receipt.json"), Path.Combine(folder, "state"));
        await File.WriteAllTextAsync(file, reader.Page.Source.Text);
        using var said = new StringWriter();
        ServiceLedger.Verify.Verifier.Run(["receipt", file, "--key", host.Services.GetRequiredService<LogKeys>().Verifiers[0].ToString(), "--state", state], said, said, host.Time, _ => null).ShouldBe(0, said.ToString());
        Directory.Delete(folder, recursive: true);

        using var stranger = await Reader.SignedIn(host, (await host.Register()).ToString());
        await stranger.Open($"/my/receipts/{submitted}");
        stranger.Status.ShouldBe(404);
    }

    [Fact]
    public async Task downloads_it_as_json_and_csv_and_that_is_on_record()
    {
        var matter = await Withdrawn();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my/download");
        await reader.Follow("for programs (JSON)");
        var json = JsonNode.Parse(reader.Page.Source.Text)!;
        json["events"]!.AsArray().Count.ShouldBe(3);
        json["applications"]!.AsArray().ShouldHaveSingleItem();
        json["name"]!.GetValue<string>().ShouldBe("王芳");
        await reader.Open("/my/download?handler=File&format=csv");
        reader.Page.Source.Text.ShouldContain("\"Withdrawn\",\"application_withdrawn\"");
        reader.Page.Source.Text.ShouldContain("搬到外地");
        (await host.Scalar<string>($"select string_agg(data->>'format', ',' order by seq_id) from ledger.mt_events where type = 'exported' and data->>'citizenId' = '{matter.Citizen}'")).ShouldBe("json,csv");
        await (await host.Client(matter.Own).GetAsync($"/api/citizens/{matter.Citizen}/file/export?format=xml")).ShouldBeRefused(400, "invalid");
        await reader.Open("/my/looks?own=true");
        reader.Text.ShouldContain("CSV");
    }

    /// <summary>The text of a page as a reader copies it: where a shape serves several characters, the one that the page says it stands for (ISO 32000-1 §14.9.4).</summary>
    static string Read(UglyToad.PdfPig.Content.Page page)
    {
        var said = new Dictionary<UglyToad.PdfPig.Content.Letter, (object Of, string Text)>(ReferenceEqualityComparer.Instance);
        foreach (var span in page.GetMarkedContents().Where(m => m.ActualText is not null))
            foreach (var letter in span.Letters)
                said[letter] = (span, span.ActualText!);
        var (text, last) = (new System.Text.StringBuilder(), (object?)null);
        foreach (var letter in page.Letters)
        {
            var of = said.TryGetValue(letter, out var told) ? told.Of : null;
            if (of is null)
                text.Append(letter.Value);
            else if (of != last)
                text.Append(told.Text);
            last = of;
        }

        return text.ToString();
    }

    [Fact]
    public async Task downloads_pages_whose_chinese_can_be_searched_and_copied()
    {
        var matter = await Withdrawn();
        var answer = await host.Client(matter.Own, "zh-CN").GetAsync($"/api/citizens/{matter.Citizen}/file/export?format=pdf");
        if (answer.StatusCode is System.Net.HttpStatusCode.NotImplemented)
        {
            (await answer.Content.ReadAsStringAsync()).ShouldContain("fonts-noto-cjk");
            Assert.Skip("There is no font with Chinese here: apt-get install fonts-noto-cjk.");
        }

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        using var pdf = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        var text = string.Concat(pdf.GetPages().Select(Read));
        foreach (var said in new[] { "办事档案", "王芳", "测试事项", "搬到外地，厂房已关闭", "撤回申请", "已撤回", (await matter.Read())["caseNumber"]!.GetValue<string>() })
            text.ShouldContain(said);
        // What the font has not is told by its number, and is no box.
        text.ShouldContain("[U+1F600]");
        (await host.Scalar<string>($"select data->>'format' from ledger.mt_events where type = 'exported' and data->>'citizenId' = '{matter.Citizen}'")).ShouldBe("pdf");
    }
}
