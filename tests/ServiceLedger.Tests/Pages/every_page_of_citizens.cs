using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Pages.My;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.Supervision;

namespace ServiceLedger.Tests.Pages;

/// <summary>Whom the pages of citizens open to: whatever they are asked for, and whatever is sent to them.</summary>
public class every_page_of_citizens(LedgerHost host) : IClassFixture<LedgerHost>
{
    /// <summary>Every address with an id in each place that takes one, and every form of it by its handler.</summary>
    (string Address, string[] Handlers)[] Pages(Guid id) =>
    [
        .. host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>().Where(p => p.AreaName is null && p.ViewEnginePath.StartsWith("/My/", StringComparison.Ordinal))
            .Select(p => (
                "/" + System.Text.RegularExpressions.Regex.Replace(p.AttributeRouteInfo!.Template!, @"\{[^}]*\}", id.ToString()),
                typeof(MyPage).Assembly.GetType($"ServiceLedger.Pages.My.{p.ViewEnginePath[4..]}Model")!.GetMethods().Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)).Select(m => m.Name["OnPost".Length..].Replace("Async", "", StringComparison.Ordinal)).ToArray()))
    ];

    [Fact]
    public async Task is_shut_to_officers_and_takes_nothing_from_them()
    {
        using var reader = await Reader.SignedIn(host, "li.hua");
        await reader.Open("/");
        foreach (var (address, handlers) in Pages(LedgerIds.Unknown))
        {
            await reader.Open(address);
            reader.Status.ShouldBe(403, address);
            foreach (var handler in handlers)
            {
                await reader.Post($"{address}?handler={handler}", ("version", "1"));
                reader.Status.ShouldBe(403, $"{address} {handler}");
            }
        }
    }

    [Fact]
    public async Task asks_whoever_is_not_signed_in_to_sign_in()
    {
        using var reader = new Reader(host);
        foreach (var (address, _) in Pages(LedgerIds.Unknown))
        {
            await reader.Open(address);
            reader.Status.ShouldBe(401, address);
        }
    }

    [Fact]
    public async Task shows_nothing_of_what_does_not_exist_and_takes_nothing_for_it()
    {
        var matter = await Walk.Submitted(host);
        await host.FollowRegisters();
        using var reader = await Reader.SignedIn(host, matter.Citizen.ToString());
        await reader.Open("/my/suggest");
        foreach (var (address, handlers) in Pages(LedgerIds.Unknown).Where(p => p.Address.Contains(LedgerIds.Unknown.ToString(), StringComparison.Ordinal)))
        {
            await reader.Open(address);
            reader.Status.ShouldBe(404, address);
            foreach (var handler in handlers)
            {
                await reader.Post($"{address}?handler={handler}", ("version", "1"), ("scope", "none"));
                reader.Status.ShouldBe(404, $"{address} {handler}");
            }
        }
    }

    [Theory, InlineData("en"), InlineData("zh-CN")]
    public async Task opens_to_a_person_of_whom_little_is_on_record(string language)
    {
        var citizen = await host.Register();
        using var reader = await Reader.SignedIn(host, citizen.ToString(), language);
        foreach (var (address, _) in Pages(LedgerIds.Unknown).Where(p => !p.Address.Contains(LedgerIds.Unknown.ToString(), StringComparison.Ordinal)))
        {
            await reader.Open(address);
            reader.Status.ShouldBe(200, address);
            reader.Page.QuerySelectorAll("h1").Length.ShouldBe(1, address);
            reader.Page.QuerySelectorAll("[id]").Select(e => e.Id).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty(address);
            reader.Page.QuerySelectorAll("[style],[onclick]").ShouldBeEmpty();
        }
    }
}
