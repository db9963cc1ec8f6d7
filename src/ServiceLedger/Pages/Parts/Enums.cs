using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Parts;

/// <summary>What a member of an enum is called on the pages.</summary>
public static class EnumNaming
{
    public static string Of<T>(this IStringLocalizer<EnumWords> words, T value)
        where T : struct, Enum => words[$"{typeof(T).Name}.{value.InJson()}"];

    /// <summary>All of them, to choose from.</summary>
    public static IEnumerable<Choice> Choices<T>(this IStringLocalizer<EnumWords> words)
        where T : struct, Enum => Enum.GetValues<T>().Select(v => new Choice(v.InJson(), words.Of(v)));
}

/// <summary>A state as a tag, by its words and not by its colour alone: <c>&lt;tag kind="good"&gt;…&lt;/tag&gt;</c>; kinds good, bad, wait, plain.</summary>
[HtmlTargetElement("tag")]
public sealed class StateTagHelper : TagHelper
{
    public string Kind { get; set; } = "plain";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "strong";
        output.Attributes.SetAttribute("class", "govuk-tag" + Kind switch { "good" => " govuk-tag--green", "bad" => " govuk-tag--red", "wait" => " govuk-tag--yellow", _ => " govuk-tag--grey" });
    }
}
