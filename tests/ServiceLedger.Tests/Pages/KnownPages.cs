using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Pages;

namespace ServiceLedger.Tests.Pages;

/// <summary>The pages as the service knows them.</summary>
static partial class KnownPages
{
    public static IEnumerable<(string Address, Type Model, (string Method, string Name)[] Handlers)> Of(LedgerHost host) =>
        from page in host.Services.GetRequiredService<IActionDescriptorCollectionProvider>().ActionDescriptors.Items.OfType<PageActionDescriptor>()
        where page.AreaName is null
        let model = typeof(LedgerPage).Assembly.GetType("ServiceLedger.Pages" + page.ViewEnginePath.Replace('/', '.') + "Model")!
        select (Template("/" + page.AttributeRouteInfo!.Template), model, model.GetMethods().Select(m => HandlerName().Match(m.Name)).Where(m => m.Success).Select(m => (m.Groups[1].Value.ToUpperInvariant(), m.Groups[2].Value)).ToArray());

    public static bool TakesVersion(LedgerHost host, string address, string handler) =>
        Of(host).Single(p => p.Address == address).Model.GetMethods().Any(m => HandlerName().Match(m.Name) is { Success: true } of && of.Groups[1].Value == "Post" && of.Groups[2].Value == handler && m.GetParameters().Any(p => p.Name == "version"));

    /// <summary>Parameters without what narrows them.</summary>
    static string Template(string template) => Constraint().Replace(template, "{$1$2}");

    [GeneratedRegex(@"\{(\w+)(?::[a-z]+(?:\([^{}]*\))?)*(\??)\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("^On(Get|Post)(|[A-Z][A-Za-z]*?)(?:Async)?$")]
    private static partial Regex HandlerName();
}
