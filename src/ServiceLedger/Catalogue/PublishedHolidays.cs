using System.Globalization;
using System.Text.Json;

namespace ServiceLedger.Catalogue;

/// <summary>The State Council's yearly notices of holidays and make-up workdays: those known when the product was built, and the reader for later ones.</summary>
/// <remarks>
/// A file is one JSON object as npm's chinese-days publishes it:
/// <code>
/// { "holidays":   { DATE: NAME, … },   days off, weekends within them included
///   "workdays":   { DATE: NAME, … },   weekend days worked to make up for them
///   "inLieuDays": { DATE: NAME, … } }  optional; the holidays for which a make-up workday is worked, so each is among the holidays again
/// </code>
/// DATE is yyyy-MM-dd, each at most once; NAME is any text and is not used; other members are passed over. A year is made of the
/// days dated in it and has to be whole, for it replaces the year known before: 1 January, a holiday in every year, must be there.
/// </remarks>
public static class PublishedHolidays
{
    /// <summary>The years known when the product was built, 2004 to 2026.</summary>
    public static IReadOnlyDictionary<int, (DateOnly[] Holidays, DateOnly[] MakeUpWorkdays)> ByYear { get; } = ReadEmbedded();

    /// <summary>The years of a file, each with its days ascending; the caller closes the stream. Throws <see cref="FormatException"/> naming the member at fault.</summary>
    public static IReadOnlyDictionary<int, (DateOnly[] Holidays, DateOnly[] MakeUpWorkdays)> Read(Stream stream)
    {
        try
        {
            using var file = JsonDocument.Parse(stream, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (file.RootElement.ValueKind is not JsonValueKind.Object)
                throw new FormatException("$: an object with \"holidays\" and \"workdays\" is expected");

            var holidays = Days(file.RootElement, "holidays") ?? throw new FormatException("holidays: missing");
            var workdays = Days(file.RootElement, "workdays") ?? throw new FormatException("workdays: missing");
            var inLieu = Days(file.RootElement, "inLieuDays") ?? [];
            Refuse("workdays", workdays.Intersect(holidays), "also among the holidays");
            Refuse("inLieuDays", inLieu.Except(holidays), "not among the holidays");

            var years = holidays.Concat(workdays).Select(day => day.Year).Distinct().Order().ToArray();
            Refuse("holidays", years.Select(year => new DateOnly(year, 1, 1)).Except(holidays), "missing, so that year is not whole");
            return years.ToDictionary(year => year, year => (Of(year, holidays), Of(year, workdays)));
        }
        // Text that is not UTF-8, or half a surrogate pair, is an InvalidOperationException when a name is read.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{(e as JsonException)?.Path ?? "$"}: not JSON as expected: {e.Message}", e);
        }
    }

    static DateOnly[]? Days(JsonElement file, string member)
    {
        if (!file.TryGetProperty(member, out var days))
            return null;
        if (days.ValueKind is not JsonValueKind.Object)
            throw new FormatException($"{member}: an object with dates as names is expected");
        return [.. days.EnumerateObject().Select(day => Day(member, day)).Order()];
    }

    static DateOnly Day(string member, JsonProperty day)
    {
        if (!DateOnly.TryParseExact(day.Name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            throw new FormatException($"{member}.{(day.Name.Length > 40 ? day.Name[..40] + "…" : day.Name)}: not a date written yyyy-MM-dd");
        if (day.Value.ValueKind is not JsonValueKind.String)
            throw new FormatException($"{member}.{day.Name}: the holiday's name is expected");
        return date;
    }

    static void Refuse(string member, IEnumerable<DateOnly> days, string fault)
    {
        foreach (var day in days)
            throw new FormatException(FormattableString.Invariant($"{member}.{day:yyyy-MM-dd}: {fault}"));
    }

    static DateOnly[] Of(int year, DateOnly[] days) => [.. days.Where(day => day.Year == year)];

    static IReadOnlyDictionary<int, (DateOnly[] Holidays, DateOnly[] MakeUpWorkdays)> ReadEmbedded()
    {
        using var stream = typeof(PublishedHolidays).Assembly.GetManifestResourceStream("calendars.json")!;
        return Read(stream);
    }
}
