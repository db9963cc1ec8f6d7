using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace ServiceLedger.Hosting;

/// <summary>What a text field may hold.</summary>
public static class Text
{
    /// <summary>Why this is not a usable line of text, or null: it must say something, fit, and hold no control characters.</summary>
    public static (string En, string Zh)? Fault(string? text, int max, bool lines = false) =>
        string.IsNullOrWhiteSpace(text) ? ("It must not be empty.", "不能为空。")
        : text.Length > max ? ($"At most {max} characters.", $"最多 {max} 个字符。")
        : text.Any(c => char.IsControl(c) && !(lines && c is '\n' or '\r' or '\t')) ? ("It holds control characters.", "含有控制字符。")
        : text.Any(c => c is '\uFFFE' or '\uFFFF') ? ("It holds code points that are no characters.", "含有非字符码位。")
        : null;

    /// <summary>Refuses a member that is no usable text.</summary>
    public static ProblemDetails? Refuse(string field, string? text, int max, bool lines = false) =>
        Fault(text, max, lines) is { } fault ? Problems.Invalid(field, fault.En, fault.Zh) : null;

    /// <summary>Refuses a member that is there and no usable text.</summary>
    public static ProblemDetails? RefuseIfGiven(string field, string? text, int max, bool lines = false) =>
        text is null ? null : Refuse(field, text, max, lines);

    /// <summary>What is said of a text that is no base64url SHA-256.</summary>
    public static readonly (string En, string Zh) Sha256 = ("A base64url SHA-256 has 43 characters.", "base64url 的 SHA-256 为 43 个字符。");

    /// <summary>Whether this has the form of a base64url SHA-256.</summary>
    public static bool IsSha256(string? text) => text is { Length: 43 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>Today's date in China (UTC+8, no summer time): the law counts days there.</summary>
    public static DateOnly Today(this TimeProvider time) => DateOf(time.GetUtcNow());

    /// <summary>The date in China at this moment.</summary>
    public static DateOnly DateOf(DateTimeOffset moment) => moment > LastDay ? DateOnly.MaxValue : DateOnly.FromDateTime(moment.InChina().DateTime);

    /// <summary>The same moment by the clock of China.</summary>
    public static DateTimeOffset InChina(this DateTimeOffset moment) => moment.ToOffset(China);

    /// <summary>A moment as people are told it: yyyy-MM-dd HH:mm in China.</summary>
    public static string Told(DateTimeOffset moment) => moment.InChina().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The moment at which a day begins in China; of the first day there is, the first moment.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => day == DateOnly.MinValue ? DateTimeOffset.MinValue : new(day.ToDateTime(TimeOnly.MinValue), China);

    /// <summary>Reads a moment of a query, ISO 8601 with its offset; nothing given is read as null.</summary>
    public static bool TryMoment(string? text, out DateTimeOffset? moment)
    {
        moment = null;
        if (text is null)
            return true;
        // '+' of an offset arrives as a blank when a caller forgets to escape it.
        if (text.Length < 20 || !DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read))
            return false;
        moment = read.ToUniversalTime();
        return true;
    }

    static readonly TimeSpan China = TimeSpan.FromHours(8);

    // Later moments have a date in China that does not exist here.
    static readonly DateTimeOffset LastDay = DateTimeOffset.MaxValue.AddHours(-9);
}
