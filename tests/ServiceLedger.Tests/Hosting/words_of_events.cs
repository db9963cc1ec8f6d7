using System.Globalization;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Whatever can happen to a person has a name that people understand, in both languages.</summary>
public class words_of_events
{
    [Theory, InlineData("en"), InlineData("zh-CN")]
    public void name_every_event_about_a_citizen(string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        foreach (var (type, name) in EventCatalogue.Names.Where(n => n.Key.IsAssignableTo(typeof(ICitizenEvent))))
            EventWords.Of(name).ShouldNotBe(name, type.Name);
        EventWords.Of("application_withdrawn").ShouldBe(language == "en" ? "Withdrawn" : "撤回申请");
    }
}
