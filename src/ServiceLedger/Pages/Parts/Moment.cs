using System.Globalization;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.Localization;
using ServiceLedger.Hosting;

namespace ServiceLedger.Pages.Parts;

/// <summary>A moment in Chinese time with its zone, and how long ago it was.</summary>
[HtmlTargetElement("moment", TagStructure = TagStructure.WithoutEndTag)]
public sealed class MomentTagHelper(TimeProvider time, IStringLocalizer<Words> words) : TagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>Whether it is told as well how long ago.</summary>
    public bool Ago { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.SuppressOutput();
            return;
        }

        (output.TagName, output.TagMode) = ("time", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("datetime", at.ToString("O", CultureInfo.InvariantCulture));
        output.Content.SetContent(Ago ? $"{Shown.Moment(at)} ({Shown.Ago(time.GetUtcNow() - at, words)})" : Shown.Moment(at));
    }
}

/// <summary>A day.</summary>
[HtmlTargetElement("day", TagStructure = TagStructure.WithoutEndTag)]
public sealed class DayTagHelper : TagHelper
{
    public DateOnly? On { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (On is not { } on)
        {
            output.SuppressOutput();
            return;
        }

        (output.TagName, output.TagMode) = ("time", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("datetime", on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        output.Content.SetContent(Shown.Day(on));
    }
}

/// <summary>How dates, times and sums are written in the language of the page.</summary>
public static class Shown
{
    static CultureInfo Culture => CultureInfo.CurrentUICulture;

    public static string Day(DateOnly day) => day.ToString(Problems.InChinese ? "yyyy年M月d日" : "d MMMM yyyy", Culture);

    /// <summary>In Chinese time, which is told.</summary>
    public static string Moment(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).ToString(Problems.InChinese ? "yyyy年M月d日 HH:mm 'UTC+8'" : "d MMMM yyyy, HH:mm 'UTC+8'", Culture);

    /// <summary>Yuan of an amount in fen.</summary>
    public static string Yuan(long fen) => (fen / 100m).ToString("N2", Culture) + (Problems.InChinese ? " 元" : " yuan");

    public static string Number(long number) => number.ToString("N0", Culture);

    /// <summary>A part of all, in percent.</summary>
    public static string Share(decimal value) => value.ToString("P1", Culture);

    public static string Decimal(decimal value) => value.ToString("N2", Culture);

    internal static string Ago(TimeSpan since, IStringLocalizer<Words> words) =>
        since < TimeSpan.FromMinutes(1) ? words["just now"]
        : since < TimeSpan.FromHours(1) ? words["{0} min ago", (int)since.TotalMinutes]
        : since < TimeSpan.FromDays(1) ? words["{0} h ago", (int)since.TotalHours]
        : words["{0} days ago", (int)since.TotalDays];
}
