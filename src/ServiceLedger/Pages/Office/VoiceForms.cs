using Microsoft.Extensions.Localization;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Participation;
using static ServiceLedger.Pages.Office.FieldKind;

namespace ServiceLedger.Pages.Office;

/// <summary>The forms of what a department does about ratings, complaints and suggestions.</summary>
public sealed class VoiceForms(IStringLocalizer<OfficeWords> L, IStringLocalizer<EnumWords> E)
{
    /// <summary>The forms by action, in the order in which a bad rating is followed up.</summary>
    public IReadOnlyDictionary<RatingAction, ActionForm> Of(RatingView rating)
    {
        return new Dictionary<RatingAction, ActionForm>
        {
            [RatingAction.Contact] = Make("contact", "contact", L["Record that you spoke with the person"], L["Who rated badly under a real name is spoken with within a working day (a local rule)."], new("via", L["How"], OneOf, Choices: [.. E.Choices<Channel>()]), new("heard", L["What they said"], Prose)),
            [RatingAction.PlanFix] = Make("plan", "fix-plan", L["Say how it is to be put right"], L["Who rated reads it."], new FormField("plan", L["What is to be done"], Prose)),
            [RatingAction.Fix] = Make("fix", "fix", L["Say that it was put right"], L["Within fifteen working days (a local rule)."], new FormField("done", L["What was done"], Prose)),
            [RatingAction.CallBack] = Make("call-back", "call-back", L["Record that the person was asked again"], L["Who is not satisfied is not done with."], new("satisfied", L["Is the person satisfied?"], YesNo), new("said", L["What they said"], Prose, Optional: true)),
            [RatingAction.Contest] = Make(
                "contest", "contest", L["Contest the rating"], L["Mistaken or malicious ratings are not counted; supervision decides (State Council Office, 2019, no. 51)."], new("ground", L["Ground"], OneOf, Choices: [.. E.Choices<RatingContestGround>()]), new("why", L["Why"], Prose)) with
            { IsGrave = true }
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/ratings/{rating.Id}/{path}", title, says, fields, Dated: false);
    }

    /// <summary>The forms by action.</summary>
    public IReadOnlyDictionary<ComplaintAction, ActionForm> Of(ComplaintView complaint)
    {
        return new Dictionary<ComplaintAction, ActionForm>
        {
            [ComplaintAction.Answer] = Make(
                "answer", "answer", L["Answer the complaint"], L["With reasons; where it is justified, with what is done about it."], new("outcome", L["Outcome"], OneOf, Choices: [.. E.Choices<ComplaintOutcome>()]), new("reasons", L["Reasons"], Prose),
                new("measures", L["What is done about it"], Prose, Optional: true)),
            [ComplaintAction.Assign] = Make("assign", "assignment", L["Give it to an officer"], L["Not to the one it is about."], new FormField("officer", L["Officer"])),
            [ComplaintAction.Close] = Make("close", "closing", L["Close it"], L["It is answered, and the person has nothing to add."])
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/complaints/{complaint.Id}/{path}", title, says, fields, Dated: false);
    }

    /// <summary>The forms by action.</summary>
    /// <param name="others">Other suggestions to the same department that are shown.</param>
    public IReadOnlyDictionary<SuggestionAction, ActionForm> Of(PublishedSuggestion suggestion, IReadOnlyList<Choice> others)
    {
        var version = new FormField("itemVersion", L["Version of the item that brings it"], Number, Optional: true);
        return new Dictionary<SuggestionAction, ActionForm>
        {
            [SuggestionAction.Answer] = Make("answer", "answer", L["Answer the suggestion"], L["Everyone reads the answer; another one takes the place of an earlier one."], new("outcome", L["Outcome"], OneOf, Choices: [.. E.Choices<SuggestionOutcome>()]), new("reasons", L["Reasons"], Prose), version),
            [SuggestionAction.Implement] = Make("implement", "implementation", L["Say that it is put into practice"], L["What was accepted is done."], new("done", L["What was done"], Prose), new("since", L["Since when"], Day), version),
            [SuggestionAction.MeasureEffect] = Make(
                "effect", "effect", L["Say what it brought"], L["You said, we changed, and this is what came of it."], new("text", L["In words"], Prose), new("figure", L["In a figure"], Hint: L["A number such as -3 or 12.5"], Optional: true), new("unit", L["Unit of the figure"], Optional: true)),
            [SuggestionAction.Merge] = Make("merge", "merge", L["Merge it into another"], L["Another suggestion says the same; who supports this one is led there."], new FormField("intoSuggestionId", L["Which one"], OneOf, Choices: others)) with { IsGrave = true }
        };

        ActionForm Make(string slug, string path, string title, string says, params FormField[] fields) => new(slug, $"/api/suggestions/{suggestion.Id}/{path}", title, says, fields, Dated: false);
    }
}
