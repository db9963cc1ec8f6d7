using System.Globalization;
using System.Resources;

namespace ServiceLedger.Hosting;

/// <summary>What happened, as people call it, by the stored name of the event: in <c>EventWords.resx</c> and <c>EventWords.zh-CN.resx</c>.</summary>
public static class EventWords
{
    static readonly ResourceManager Words = new(typeof(EventWords));

    /// <summary>In the language asked for; the stored name itself where a later build recorded it.</summary>
    public static string Of(string type) => Words.GetString(type, CultureInfo.CurrentUICulture) ?? type;
}
