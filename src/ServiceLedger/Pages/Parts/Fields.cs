using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace ServiceLedger.Pages.Parts;

/// <summary>A field of a form with its label, hint and error. Its name is that of the command's member in JSON, by which a refusal finds it.</summary>
public abstract class FieldTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public string Name { get; set; } = "";
    public string Label { get; set; } = "";
    public string? Hint { get; set; }
    public string? Value { get; set; }
    public bool Optional { get; set; }

    protected string? Error => (View.ViewData.Model as LedgerPage)?.Faults.FirstOrDefault(f => f.Field == Name)?.Text;

    protected string? DescribedBy => string.Join(' ', new[] { Hint is null ? null : $"{Name}-hint", Error is null ? null : $"{Name}-error" }.OfType<string>()) is { Length: > 0 } ids ? ids : null;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", Error is null ? "govuk-form-group" : "govuk-form-group govuk-form-group--error");
        // What could not be read stands there as it was typed.
        if (View.ViewData.ModelState.TryGetValue(Name, out var read) && read is { Errors.Count: > 0, AttemptedValue: { } typed })
            Value = typed;
        output.Content.AppendHtml(Field());
    }

    protected abstract IHtmlContent Field();

    protected IHtmlContent LabelTag() => Tag("label", "govuk-label", Label, ("for", Name));

    protected IHtmlContent Told()
    {
        var told = new HtmlContentBuilder();
        if (Hint is not null)
            told.AppendHtml(Tag("div", "govuk-hint", Hint, ("id", $"{Name}-hint")));
        if (Error is { } error)
            told.AppendHtml(Tag("p", "govuk-error-message", error, ("id", $"{Name}-error")));
        return told;
    }

    protected static TagBuilder Tag(string name, string @class, string? text = null, params (string Name, string? Value)[] attributes)
    {
        var tag = new TagBuilder(name);
        tag.AddCssClass(@class);
        foreach (var (attribute, value) in attributes)
            if (value is not null)
                tag.Attributes[attribute] = value;
        if (text is not null)
            tag.InnerHtml.Append(text);
        return tag;
    }

    protected static IHtmlContent Together(params IHtmlContent[] parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts)
            all.AppendHtml(part);
        return all;
    }
}

/// <summary>One line of text: <c>&lt;text-field name="name" label="…" /&gt;</c>; of type date for a day.</summary>
[HtmlTargetElement("text-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextFieldTagHelper : FieldTagHelper
{
    public string Type { get; set; } = "text";
    public string? Autocomplete { get; set; }
    public bool Focused { get; set; }

    /// <summary>Characters it is wide; all the width where absent.</summary>
    public int? Wide { get; set; }

    protected override IHtmlContent Field()
    {
        var input = Tag("input", $"govuk-input{(Wide is { } w ? $" govuk-input--width-{w.ToString(CultureInfo.InvariantCulture)}" : "")}{(Error is null ? "" : " govuk-input--error")}", null,
            ("type", Type), ("id", Name), ("name", Name), ("value", Value), ("autocomplete", Autocomplete), ("aria-describedby", DescribedBy), ("required", Optional ? null : ""), ("autofocus", Focused ? "" : null));
        input.TagRenderMode = TagRenderMode.SelfClosing;
        return Together(LabelTag(), Told(), input);
    }
}

/// <summary>Text of several lines.</summary>
[HtmlTargetElement("text-area", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TextAreaTagHelper : FieldTagHelper
{
    public int Rows { get; set; } = 5;

    protected override IHtmlContent Field() => Together(LabelTag(), Told(), Tag(
        "textarea", Error is null ? "govuk-textarea" : "govuk-textarea govuk-textarea--error", "\n" + Value,
        ("id", Name), ("name", Name), ("rows", Rows.ToString(CultureInfo.InvariantCulture)), ("aria-describedby", DescribedBy), ("required", Optional ? null : "")));
}

/// <summary>One of several, in a list that opens.</summary>
[HtmlTargetElement("select-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class SelectFieldTagHelper : FieldTagHelper
{
    public IEnumerable<Choice> Choices { get; set; } = [];

    protected override IHtmlContent Field()
    {
        var select = Tag("select", Error is null ? "govuk-select" : "govuk-select govuk-select--error", null, ("id", Name), ("name", Name), ("aria-describedby", DescribedBy));
        foreach (var choice in Choices)
        {
            var option = new TagBuilder("option") { Attributes = { ["value"] = choice.Value } };
            if (choice.Value == Value)
                option.Attributes["selected"] = "";
            option.InnerHtml.Append(choice.Text);
            select.InnerHtml.AppendHtml(option);
        }

        return Together(LabelTag(), Told(), select);
    }
}

/// <summary>A document that is chosen; where its fingerprint was read already, that stands beside it.</summary>
[HtmlTargetElement("file-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FileFieldTagHelper : FieldTagHelper
{
    protected override IHtmlContent Field()
    {
        var input = Tag("input", Error is null ? "govuk-file-upload" : "govuk-file-upload govuk-file-upload--error", null, ("type", "file"), ("id", Name), ("name", Name), ("aria-describedby", DescribedBy));
        input.TagRenderMode = TagRenderMode.SelfClosing;
        var known = Tag("input", "govuk-visually-hidden", null, ("type", "hidden"), ("name", Name), ("value", Value));
        known.TagRenderMode = TagRenderMode.SelfClosing;
        return Together(LabelTag(), Told(), Value is null ? HtmlString.Empty : known, input);
    }
}

/// <summary>What is chosen from.</summary>
public sealed record Choice(string Value, string Text, string? Hint = null);

/// <summary>One of a few, or with <c>many</c> some of them, each with what it means.</summary>
[HtmlTargetElement("choice-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChoiceFieldTagHelper : FieldTagHelper
{
    public IEnumerable<Choice> Choices { get; set; } = [];
    public bool Many { get; set; }
    public IEnumerable<string> Values { get; set; } = [];
    public bool Inline { get; set; }

    protected override IHtmlContent Field()
    {
        var kind = Many ? "checkboxes" : "radios";
        // Where there is nothing to choose from, what is wrong leads to the whole of it.
        var fieldset = Tag("fieldset", "govuk-fieldset", null, ("id", Choices.Any() ? null : Name), ("aria-describedby", DescribedBy));
        var legend = Tag("legend", "govuk-fieldset__legend govuk-fieldset__legend--s");
        legend.InnerHtml.Append(Label);
        var list = Tag("div", $"govuk-{kind}{(Inline ? $" govuk-{kind}--inline" : "")} govuk-{kind}--small", null, ("data-module", $"govuk-{kind}"));
        foreach (var (i, choice) in Choices.Index())
        {
            var id = i == 0 ? Name : $"{Name}-{i.ToString(CultureInfo.InvariantCulture)}";
            var item = Tag("div", $"govuk-{kind}__item");
            var input = Tag("input", $"govuk-{kind}__input", null, ("type", Many ? "checkbox" : "radio"), ("id", id), ("name", Name), ("value", choice.Value),
                ("checked", Values.Contains(choice.Value) || choice.Value == Value ? "" : null), ("aria-describedby", choice.Hint is null ? null : $"{id}-item-hint"));
            input.TagRenderMode = TagRenderMode.SelfClosing;
            item.InnerHtml.AppendHtml(input);
            item.InnerHtml.AppendHtml(Tag("label", $"govuk-label govuk-{kind}__label", choice.Text, ("for", id)));
            if (choice.Hint is not null)
                item.InnerHtml.AppendHtml(Tag("div", $"govuk-hint govuk-{kind}__hint", choice.Hint, ("id", $"{id}-item-hint")));
            list.InnerHtml.AppendHtml(item);
        }

        fieldset.InnerHtml.AppendHtml(legend).AppendHtml(Told()).AppendHtml(list);
        return fieldset;
    }
}

/// <summary>What is wrong with the form, above it, each a link to its field; and the form's key, in it, as <c>&lt;form-key /&gt;</c>.</summary>
[HtmlTargetElement("error-summary", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ErrorSummaryTagHelper(Microsoft.Extensions.Localization.IStringLocalizer<Words> words) : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (View.ViewData.Model is not LedgerPage { Faults: { Count: > 0 } faults })
        {
            output.SuppressOutput();
            return;
        }

        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "govuk-error-summary");
        output.Attributes.SetAttribute("data-module", "govuk-error-summary");
        var alert = new TagBuilder("div") { Attributes = { ["role"] = "alert" } };
        var title = new TagBuilder("h2") { Attributes = { ["class"] = "govuk-error-summary__title" } };
        title.InnerHtml.Append(words["There is a problem"]);
        var list = new TagBuilder("ul") { Attributes = { ["class"] = "govuk-list govuk-error-summary__list" } };
        foreach (var fault in faults)
        {
            var item = new TagBuilder("li");
            if (fault.Field is null)
                item.InnerHtml.Append(fault.Text);
            else
            {
                var link = new TagBuilder("a") { Attributes = { ["href"] = "#" + fault.Field } };
                link.InnerHtml.Append(fault.Text);
                item.InnerHtml.AppendHtml(link);
            }

            list.InnerHtml.AppendHtml(item);
        }

        alert.InnerHtml.AppendHtml(title).AppendHtml(list);
        output.Content.AppendHtml(alert);
    }
}

/// <summary>The key of a form, by which it counts once however often it is sent.</summary>
[HtmlTargetElement("form-key", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FormKeyTagHelper : TagHelper
{
    [ViewContext, HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("input", TagMode.SelfClosing);
        output.Attributes.SetAttribute("type", "hidden");
        output.Attributes.SetAttribute("name", nameof(LedgerPage.Key));
        output.Attributes.SetAttribute("value", ((LedgerPage)View.ViewData.Model!).Key.ToString());
    }
}
