using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Participation;

public enum SuggestionStatus { Made, Merged, Answered, Implemented }

/// <summary>What can be done with a suggestion; the same list drives endpoints, buttons and authorisation.</summary>
public enum SuggestionAction { Moderate, Support, Merge, Answer, Implement, MeasureEffect }

/// <summary>What everybody reads of a suggestion.</summary>
public sealed record PublicText(string Title, string Text, bool Changed);

/// <summary>What the department answered.</summary>
public sealed record OfficialAnswer(SuggestionOutcome Outcome, string Reasons, int? ItemVersion, DateOnly On);

/// <summary>What was done, since when.</summary>
public sealed record Implementation(string Done, DateOnly Since, int? ItemVersion);

/// <summary>What it brought.</summary>
public sealed record Effect(string Text, string? Figure, string? Unit, DateOnly On);

/// <summary>What the events add up to: what is public of it, how many support it, and what became of it.</summary>
/// <param name="Public">Null until a moderator has shown it.</param>
/// <param name="Shown">Whether it is shown now.</param>
/// <param name="Moderated">Whether a moderator has looked at it.</param>
public sealed record Suggestion(
    Guid Id, Guid CitizenId, string DepartmentCode, string? ItemCode, int? ItemVersion, Sealed<string>? Name, DateTimeOffset MadeAt, SuggestionStatus Status, PublicText? Public, bool Shown, int Supporters, bool Moderated = false,
    Guid? MergedInto = null, OfficialAnswer? Answer = null, Implementation? Implementation = null, Effect? Effect = null, long Version = 0)
{
    static readonly Dictionary<SuggestionStatus, SuggestionAction[]> Allowed = new()
    {
        [SuggestionStatus.Made] = [SuggestionAction.Support, SuggestionAction.Merge, SuggestionAction.Answer],
        [SuggestionStatus.Merged] = [],
        [SuggestionStatus.Answered] = [SuggestionAction.Support, SuggestionAction.Answer, SuggestionAction.Implement],
        [SuggestionStatus.Implemented] = [SuggestionAction.MeasureEffect]
    };

    static readonly SuggestionAction[] ForDepartment = [SuggestionAction.Merge, SuggestionAction.Answer, SuggestionAction.Implement, SuggestionAction.MeasureEffect];

    public static Suggestion Create(IEvent<SuggestionMade> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.Department, e.Data.ItemCode, e.Data.ItemVersion, e.Data.Name, e.Timestamp, SuggestionStatus.Made, null, false, 0);

    public Suggestion Apply(ModerationDone e) => e.What is ModerationAct.Hidden ? this with { Shown = false, Moderated = true } : this with { Shown = true, Moderated = true, Public = new(e.Title!, e.Text!, e.What is ModerationAct.PublishedChanged) };
    public Suggestion Apply(SuggestionSupported _) => this with { Supporters = Supporters + 1 };
    public Suggestion Apply(SuggestionMerged e) => this with { Status = SuggestionStatus.Merged, MergedInto = e.IntoSuggestionId };
    public Suggestion Apply(IEvent<SuggestionAnswered> e) => this with { Status = SuggestionStatus.Answered, Answer = new(e.Data.Outcome, e.Data.Reasons, e.Data.ItemVersion, Text.DateOf(e.Timestamp)) };
    public Suggestion Apply(SuggestionImplemented e) => this with { Status = SuggestionStatus.Implemented, Implementation = new(e.Done, e.Since, e.ItemVersion) };
    public Suggestion Apply(IEvent<EffectMeasured> e) => this with { Effect = new(e.Data.Text, e.Data.Figure, e.Data.Unit, Text.DateOf(e.Timestamp)) };

    /// <summary>How this actor stands to it.</summary>
    public Relation RelationTo(Act act) =>
        act.Kin.Contains(CitizenId) ? Relation.OwnCase
        : act.IsCitizen(CitizenId) ? Relation.Self
        : act.IsOfficer && act.Department == DepartmentCode ? Relation.InCharge
        : Relation.None;

    /// <summary>The version that acts of an office are compared with: whoever supports it in between makes none of them stale.</summary>
    [JsonIgnore]
    public long Edition => Version - Supporters;

    public IEnumerable<SuggestionAction> Next() =>
        [SuggestionAction.Moderate, .. !Shown ? [] : Allowed[Status].Where(a => a is not SuggestionAction.Implement || Answer!.Outcome is not SuggestionOutcome.NotAccepted)];

    /// <summary>What the department that is asked may do next.</summary>
    public IEnumerable<SuggestionAction> NextForDepartment() => Next().Intersect(ForDepartment);

    /// <summary>Refuses what an office does: 404 where it is not theirs, or not shown yet; 403 where it is not for them to do; 409 where it has changed or the state forbids it.</summary>
    public ProblemDetails? Refuse(Act act, SuggestionAction action, long version) =>
        !act.May(PolicyAction.Read, FileSection.Participation, RelationTo(act)) || (!Shown && !act.Supervises()) ? Problems.NotFound()
        : !Of(act).Contains(action) ? action is SuggestionAction.Moderate ? Problems.Forbidden("Supervision moderates, and not the office that is asked.", "由监督人员审核，被建议部门不得审核。")
            : Problems.Forbidden("The department that is asked does this.", "由被建议的部门办理。")
        : version != Edition ? Problems.Stale()
        : !Next().Contains(action) ? Problems.NotInThisState(Status.InJson(), Next().Intersect(Of(act)).Select(a => a.InJson()))
        : null;

    SuggestionAction[] Of(Act act) =>
        act.Supervises() ? act.May(PolicyAction.Supervise, FileSection.Participation, RelationTo(act)) ? [SuggestionAction.Moderate] : []
        : act.IsOfficer && RelationTo(act) is Relation.InCharge && act.May(PolicyAction.Write, FileSection.Participation, Relation.InCharge) ? ForDepartment
        : [];
}

/// <summary>That somebody supports a suggestion, once.</summary>
/// <param name="Id">Suggestion, '/', the supporter's pseudonym.</param>
public sealed record Support(string Id);
