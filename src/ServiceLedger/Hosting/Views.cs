using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using ServiceLedger.Access;

namespace ServiceLedger.Hosting;

/// <summary>A view shown where no page has been reached: by what stands before all pages.</summary>
public static class Views
{
    /// <summary>Says a refusal to whoever asked: as a page to a browser that asked for one, otherwise as problem details.</summary>
    public static Task ShowTo(this ProblemDetails problem, HttpContext context) =>
        !SignIn.IsApi(context.Request.Path) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? WriteAsync(context, problem.Status ?? 500, "/Pages/Refused.cshtml", problem) : problem.WriteTo(context);

    /// <summary>Answers with a whole view, in the layout of the pages.</summary>
    public static async Task WriteAsync<T>(HttpContext context, int status, string path, T model)
    {
        var services = context.RequestServices;
        var view = services.GetRequiredService<ICompositeViewEngine>().GetView(null, path, isMainPage: true).EnsureSuccessful([]).View!;
        await using var written = new StringWriter();
        var data = new ViewDataDictionary<T>(services.GetRequiredService<IModelMetadataProvider>(), new ModelStateDictionary()) { Model = model };
        await view.RenderAsync(new(new(context, context.GetRouteData(), new ActionDescriptor()), view, data, services.GetRequiredService<ITempDataDictionaryFactory>().GetTempData(context), written, new HtmlHelperOptions()));
        (context.Response.StatusCode, context.Response.ContentType) = (status, "text/html; charset=utf-8");
        await context.Response.WriteAsync(written.ToString(), context.RequestAborted);
    }
}
