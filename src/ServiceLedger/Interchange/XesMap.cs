using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

// A map file is one JSON object, UTF-8, without comments. Any member not named here is refused; ? marks those that may be missing.
//   source, item, itemName, department, division   text
//   submittedAt?   name of a trace attribute: when the application was made
//   deadline?      name of a trace attribute: by when the source promised the decision; its day in China becomes a limit of the matter
//   endedAt?       name of a trace attribute: when the source closed the case; what was not decided is closed then, without saying how
//                  the attribute may be missing; a time on 1970-01-01 under deadline or endedAt says as little
//   channel?       { attribute: name of a trace attribute, values: { its value: a Channel } }
//   exOfficio?     true: the office opens the matter itself, so that it is accepted with its first event
//   activities     { activity: { action?, outcome?, reasons?, legalBasis?, amount?, department?, opinion?, revokedWhen?, note? } }
//     action       step (default), submit, materials, accept, requestOpinions, opinion, decide, dispatch, deliver, withdraw, close,
//                  appeal        reconsideration of the decision is applied for at remedies.authority
//                  answerAppeal  the authority accepts it and sends the copy, the department answers; with revokedWhen it may be decided at once
//                  decideAppeal  the authority decides: the decision stands, unless revokedWhen says otherwise
//                  deliverAppeal what the authority decided reaches the applicant
//                  sue           a suit is filed at remedies.court, over the decision or after its review; with revokedWhen it may be judged at once
//     outcome      grant, refuse, fine: with decide, and only there
//     reasons      text: with refuse and fine, and only there
//     legalBasis?  text: with decide, answerAppeal and decideAppeal, and only there; itemName where it is missing
//                  in reasons and legalBasis {name} stands for what the event says under that name; an event that does not say it is not decided
//     amount       name of the event attribute that holds the amount, a decimal number of at most two decimals: with fine, and only there
//     department   credit code of the department that advises: with opinion, and only there
//     opinion      agree, agreeOnCondition, oppose: with opinion, and only there
//                  requestOpinions asks all departments whose opinion follows in the trace; an opinion nobody asked for is asked for and given at once
//     revokedWhen? { attribute, value }: the decision is undone where the event says this value under this name; with answerAppeal, decideAppeal and sue, and only there
//   remedies?      { reconsiderationAuthority, reconsiderationDays, court, litigationMonths, onlineChannel?, authority?, note? }: with any refuse or fine, and with what is done about it
//                  authority: credit code of the department that reviews; with appeal, answerAppeal, decideAppeal and deliverAppeal
//   paidUp?        { activity, paid, due, costs?, note? }: what was delivered is closed with the last event of its trace, where that is this activity
//                  and what it says under paid, the sum so far, is no less than the last due of the trace and all its costs; paid, due, costs: names of event attributes
//                  what is under review or in court stays open; what was undone with the last event of its trace is closed with it
//   note?          text for the reader of the map; nothing is recorded from a note

/// <summary>What an activity of a log means for the application.</summary>
public enum XesActionKind { Step, Submit, Materials, Accept, RequestOpinions, Opinion, Decide, Dispatch, Deliver, Withdraw, Close, Appeal, AnswerAppeal, DecideAppeal, DeliverAppeal, Sue }

/// <summary>What a decision read from a log says.</summary>
public enum XesOutcome { Grant, Refuse, Fine }

/// <summary>The action an activity stands for; a decision has an outcome, a refusal its reasons, a fine its reasons and amount, an opinion its department.</summary>
public sealed partial record XesAction(
    XesActionKind Action = XesActionKind.Step, XesOutcome? Outcome = null, string? Reasons = null, string? Department = null, JointOpinion? Opinion = null, string? Note = null,
    string? LegalBasis = null, string? Amount = null, XesRevoked? RevokedWhen = null)
{
    /// <summary>Whether the event says that the decision was undone.</summary>
    public bool IsRevokedBy(XesEvent happened) => RevokedWhen is not null && happened.Attributes.GetValueOrDefault(RevokedWhen.Attribute) == RevokedWhen.Value;

    /// <summary>An activity that is recorded by its name and changes nothing.</summary>
    public static XesAction Step { get; } = new();

    /// <summary>The reasons in the event's own words; empty where it lacks some.</summary>
    public string? ReasonsOf(XesEvent happened) => Reasons is null ? null : Told(Reasons, happened);

    /// <summary>The legal basis in the event's own words; empty where it lacks some, null where the map names none.</summary>
    public string? LegalBasisOf(XesEvent happened) => LegalBasis is null ? null : Told(LegalBasis, happened);

    /// <summary>The amount in hundredths of the log's currency; null where the event does not say one.</summary>
    public long? AmountOf(XesEvent happened) =>
        Amount is not null && XesMap.Decimal(happened, Amount) * 100 is { } cents && cents == decimal.Truncate(cents) ? (long)cents : null;

    static string Told(string text, XesEvent happened) =>
        Name().Matches(text).All(m => happened.Attributes.ContainsKey(m.Groups[1].Value)) ? Name().Replace(text, m => happened.Attributes[m.Groups[1].Value]) : "";

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Name();
}

/// <summary>How an event of a review or a suit says that the decision was undone.</summary>
public sealed record XesRevoked(string Attribute, string Value);

/// <summary>How a log says that all that is due was paid.</summary>
public sealed record XesPaidUp(string Activity, string Paid, string Due, string? Costs = null, string? Note = null);

/// <summary>The trace attribute that says how the application came in, and what its values mean.</summary>
public sealed record XesChannel(string Attribute, IReadOnlyDictionary<string, Channel> Values);

/// <summary>Where and until when a refusal may be contested.</summary>
/// <param name="Authority">Credit code of the department that reviews.</param>
public sealed record XesRemedies(
    string ReconsiderationAuthority, int ReconsiderationDays, string Court, int LitigationMonths, string? OnlineChannel = null, string? Note = null, string? Authority = null);

/// <summary>A map that cannot be used; the reason begins with the JSON path.</summary>
public sealed class BrokenMap(string reason) : Exception(reason);

/// <summary>How the traces of one log become applications. The source and the case id make a repeated import record nothing new.</summary>
public sealed record XesMap(
    string Source,
    string Item,
    string ItemName,
    string Department,
    string Division,
    IReadOnlyDictionary<string, XesAction> Activities,
    string? SubmittedAt = null,
    XesChannel? Channel = null,
    XesRemedies? Remedies = null,
    bool ExOfficio = false,
    string? Note = null,
    XesPaidUp? PaidUp = null,
    string? Deadline = null,
    string? EndedAt = null)
{
    static readonly XesActionKind[] OfReviews = [XesActionKind.Appeal, XesActionKind.AnswerAppeal, XesActionKind.DecideAppeal, XesActionKind.DeliverAppeal];
    static readonly XesActionKind[] MayRevoke = [XesActionKind.AnswerAppeal, XesActionKind.DecideAppeal, XesActionKind.Sue];

    static readonly JsonSerializerOptions Json = LedgerJson.ForHttp(new JsonSerializerOptions());

    /// <summary>Reads a map and checks that it holds together; throws <see cref="BrokenMap"/>.</summary>
    public static XesMap Load(Stream stream)
    {
        try
        {
            var map = JsonSerializer.Deserialize<XesMap>(stream, Json) ?? throw new BrokenMap("$: a map is an object");
            return map.Faults().FirstOrDefault() is { } fault ? throw new BrokenMap(fault) : map;
        }
        catch (JsonException e)
        {
            throw new BrokenMap($"{e.Path ?? "$"}: {Plain(e)}");
        }
    }

    /// <summary>What the activity stands for; a step unless the map says otherwise.</summary>
    public XesAction ActionFor(string activity) => Activities.GetValueOrDefault(activity) ?? XesAction.Step;

    /// <summary>The events of a trace in order with what each stands for: the first of each kind of action (of each department's opinion) counts, later ones are steps.</summary>
    public IEnumerable<(XesEvent Event, XesAction Action)> Actions(XesTrace trace)
    {
        var seen = new HashSet<(XesActionKind, string?)>();
        foreach (var happened in trace.Events)
        {
            var action = ActionFor(happened.Activity);
            yield return (happened, action.Action is XesActionKind.Step || seen.Add((action.Action, action.Department)) ? action : XesAction.Step);
        }
    }

    /// <summary>
    /// When the application was made: the attribute named by the map, but no later than the first event; null if the trace says neither.
    /// </summary>
    public DateTimeOffset? SubmissionOf(XesTrace trace)
    {
        DateTimeOffset? first = trace.Events is [var earliest, ..] ? earliest.At : null;
        return Time(trace, SubmittedAt) is { } at && !(at > first) ? at : first;
    }

    /// <summary>The day in China by which the source promised the decision; null if the map or the trace does not say.</summary>
    public DateOnly? PromisedOn(XesTrace trace) => Stated(trace, Deadline) is { } at ? Text.DateOf(at) : null;

    /// <summary>When the source closed the case; null if the map or the trace does not say.</summary>
    public DateTimeOffset? EndOf(XesTrace trace) => Stated(trace, EndedAt);

    /// <summary>A time of the trace; the first day of Unix time, in whatever zone, is the default of a log for what is not known.</summary>
    static DateTimeOffset? Stated(XesTrace trace, string? attribute) => Time(trace, attribute) is { } at && at.DateTime.Date != DateTime.UnixEpoch && at.UtcDateTime.Date != DateTime.UnixEpoch ? at : null;

    static DateTimeOffset? Time(XesTrace trace, string? attribute) =>
        attribute is null || !trace.Attributes.TryGetValue(attribute, out var text) ? null
        : XesReader.TryTime(text, out var at) ? at
        : throw new BrokenXes($"The {attribute} of {trace.CaseId} is not a date and time", trace.Line, 1);

    /// <summary>How the application came in; null if the map or the trace does not say.</summary>
    public Channel? ChannelOf(XesTrace trace) =>
        Channel is not null && trace.Attributes.TryGetValue(Channel.Attribute, out var value) && Channel.Values.TryGetValue(value, out var channel) ? channel : null;

    /// <summary>Whether the trace ends with the payment of all that was due.</summary>
    public bool IsPaidUp(XesTrace trace) =>
        PaidUp is not null && trace.Events is [.., var last] && last.Activity == PaidUp.Activity && Decimal(last, PaidUp.Paid) is { } paid
        && trace.Events.Select(e => Decimal(e, PaidUp.Due)).LastOrDefault(d => d is not null) is { } due
        && paid >= due + (PaidUp.Costs is { } costs ? trace.Events.Sum(e => Decimal(e, costs) ?? 0) : 0);

    /// <summary>A sum of money as XES writes numbers; null where the event does not say one, or one larger than any.</summary>
    internal static decimal? Decimal(XesEvent happened, string attribute) =>
        happened.Attributes.TryGetValue(attribute, out var text)
        && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && Math.Abs(number) <= RulingTold.MostFen / 100 ? number : null;

    IEnumerable<string> Faults()
    {
        foreach (var (member, value) in new[] { ("source", Source), ("item", Item), ("itemName", ItemName), ("department", Department), ("division", Division) })
        {
            if (string.IsNullOrWhiteSpace(value)) yield return $"$.{member}: is empty";
        }

        if (!DivisionCode.IsValid(Division)) yield return "$.division: is no division code";

        foreach (var (activity, action) in Activities)
        {
            var path = $"$.activities['{activity}']";
            if (action is null)
            {
                yield return $"{path}: is null";
                continue;
            }

            if (action.Action is XesActionKind.Decide && action.Outcome is null) yield return $"{path}.outcome: a decision grants, refuses or fines";
            if (action.Action is not XesActionKind.Decide && action.Outcome is not null) yield return $"{path}.outcome: only a decision has an outcome";
            var burdens = action.Outcome is XesOutcome.Refuse or XesOutcome.Fine;
            if (burdens && string.IsNullOrWhiteSpace(action.Reasons)) yield return $"{path}.reasons: a refusal or a fine gives its reasons";
            if (!burdens && action.Reasons is not null) yield return $"{path}.reasons: only a refusal or a fine gives reasons";
            if (action.LegalBasis is not null && action.Action is not (XesActionKind.Decide or XesActionKind.AnswerAppeal or XesActionKind.DecideAppeal)) yield return $"{path}.legalBasis: only a decision has one";
            if (action.LegalBasis is not null && string.IsNullOrWhiteSpace(action.LegalBasis)) yield return $"{path}.legalBasis: is empty";
            if ((action.Outcome is XesOutcome.Fine) != !string.IsNullOrWhiteSpace(action.Amount)) yield return $"{path}.amount: a fine names the attribute that holds it, nothing else does";
            if ((action.Action is XesActionKind.Opinion) != (action.Department is not null)) yield return $"{path}.department: an opinion has one, nothing else has";
            if ((action.Action is XesActionKind.Opinion) != (action.Opinion is not null)) yield return $"{path}.opinion: an opinion says agree, agreeOnCondition or oppose, nothing else does";
            if (action.Department == Department) yield return $"{path}.department: another department advises";
            if (burdens && Remedies is null) yield return $"$.remedies: {path} refuses or fines, which names the remedies";
            if (action.RevokedWhen is not null && !MayRevoke.Contains(action.Action)) yield return $"{path}.revokedWhen: only an answer, a decision on an appeal or a suit has one";
            if (action.RevokedWhen is { } when && string.IsNullOrWhiteSpace(when.Attribute)) yield return $"{path}.revokedWhen.attribute: is empty";
            if (action.Action is XesActionKind.Sue && Remedies is null) yield return $"$.remedies: {path} goes to a court, which is named there";
            if (OfReviews.Contains(action.Action) && string.IsNullOrWhiteSpace(Remedies?.Authority)) yield return $"$.remedies.authority: {path} names the department that reviews";
        }

        if (PaidUp is not null)
        {
            foreach (var (member, value) in new[] { ("activity", PaidUp.Activity), ("paid", PaidUp.Paid), ("due", PaidUp.Due), ("costs", PaidUp.Costs ?? "none") })
            {
                if (string.IsNullOrWhiteSpace(value)) yield return $"$.paidUp.{member}: is empty";
            }
        }

        if (Remedies is null) yield break;
        if (string.IsNullOrWhiteSpace(Remedies.ReconsiderationAuthority)) yield return "$.remedies.reconsiderationAuthority: is empty";
        if (Remedies.ReconsiderationDays < 1) yield return "$.remedies.reconsiderationDays: is not positive";
        if (string.IsNullOrWhiteSpace(Remedies.Court)) yield return "$.remedies.court: is empty";
        if (Remedies.LitigationMonths < 1) yield return "$.remedies.litigationMonths: is not positive";
        if (Remedies.Authority == Department) yield return "$.remedies.authority: another department reviews";
    }

    static string Plain(JsonException e)
    {
        if (e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal)) return "is no member of a map";
        var missing = e.Message.IndexOf("missing required properties", StringComparison.Ordinal);
        var text = missing < 0 ? e.Message : e.Message[missing..];
        var path = text.IndexOf(" Path: ", StringComparison.Ordinal);
        return path < 0 ? text : text[..path];
    }
}
