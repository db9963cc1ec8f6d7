using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ServiceLedger.Hosting;
using ServiceLedger.Pages;

namespace ServiceLedger.Tests.Pages;

/// <summary>Every word of a page stands in a resource, in both languages, and no resource holds a word that no page says.</summary>
public partial class the_words_of_the_pages
{
    static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../../../src/ServiceLedger/Pages"));

    [Theory]
    [InlineData("Words.zh-CN.resx", "W"), InlineData("My/MyWords.zh-CN.resx", "L"), InlineData("Office/OfficeWords.zh-CN.resx", "L"), InlineData("Supervision/SupervisionWords.zh-CN.resx", "L"), InlineData("Open/OpenWords.zh-CN.resx", "L")]
    public void are_all_in_chinese_and_none_is_left_over(string resource, string by)
    {
        var path = Path.Combine(Folder, resource);
        var files = Directory.GetFiles(by == "W" ? Folder : Path.GetDirectoryName(path)!, "*.cs*", SearchOption.AllDirectories);
        var said = files.SelectMany(f => Said(File.ReadAllText(f), by)).ToHashSet();
        if (by == "W")
            said.UnionWith(MenuWords());
        Words(path).Keys.ShouldBe(said, ignoreOrder: true);
        Words(path).Values.ShouldAllBe(w => w.Length > 0);
    }

    [Fact]
    public void name_every_member_of_an_enum_that_is_shown_in_both_languages()
    {
        var (english, chinese) = (Words(Path.Combine(Folder, "EnumWords.resx")), Words(Path.Combine(Folder, "EnumWords.zh-CN.resx")));
        chinese.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        foreach (var type in english.Keys.Select(k => k.Split('.')[0]).Distinct())
        {
            var enumeration = typeof(LedgerPages).Assembly.GetTypes().Where(t => t.IsEnum && t.Name == type).ShouldHaveSingleItem();
            english.Keys.Where(k => k.StartsWith(type + ".", StringComparison.Ordinal)).ShouldBe(
                Enum.GetValues(enumeration).Cast<object>().Select(v => $"{type}.{InJson(v)}"), ignoreOrder: true, type);
        }
    }

    /// <summary>Text between tags of a page is said by a resource: a letter that stands there as such is a word in one language only.</summary>
    [Fact]
    public void stand_in_no_page_as_such()
    {
        foreach (var file in Directory.GetFiles(Folder, "*.cshtml", SearchOption.AllDirectories))
            Bare().Matches(Blocks().Replace(File.ReadAllText(file), "")).Select(m => m.Groups[1].Value.Trim()).Where(t => t is not ("English" or "中文")).ShouldBeEmpty(file);
    }

    static IEnumerable<string> Said(string source, string by) =>
        By(by).Matches(source).Select(m => Regex.Unescape(m.Groups[1].Value));

    static Regex By(string by) => by == "W" ? Shared() : Own();

    static IEnumerable<string> MenuWords() =>
        typeof(Menu).GetFields(BindingFlags.Static | BindingFlags.NonPublic).Select(f => f.GetValue(null)).OfType<IEnumerable<Menu>>().SelectMany(m => m).Select(m => m.Words);

    static Dictionary<string, string> Words(string path) => !File.Exists(path) ? [] :
        XDocument.Load(path).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    static string InJson(object value) => (string)typeof(LedgerJson).GetMethod(nameof(LedgerJson.InJson))!.MakeGenericMethod(value.GetType()).Invoke(null, [value])!;

    static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\b(?:W|words)\[""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Shared();

    [GeneratedRegex(@"\bL\[""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Own();

    [GeneratedRegex(@">\s*([^<>@{}()=;""]*\p{L}[^<>@{}()=;""]*)\s*</(?:a|p|h\d|dt|dd|th|td|li|button|label|span|strong|summary|legend|caption)>")]
    private static partial Regex Bare();

    [GeneratedRegex(@"@\{.*?\n\}|@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}
