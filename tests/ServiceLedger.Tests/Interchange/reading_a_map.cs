using System.Text;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;
using ServiceLedger.Interchange;

namespace ServiceLedger.Tests.Interchange;

public class reading_a_map
{
    const string Sound = """
        {
          "source": "a-log", "item": "ITEM-1", "itemName": "An item", "department": "11500000009275780L", "division": "500103",
          "submittedAt": "startdate", "deadline": "deadline", "endedAt": "enddate",
          "channel": { "attribute": "channel", "values": { "Internet": "online", "Desk": "window" } },
          "activities": {
            "receive": { "action": "accept" },
            "letter": { "action": "decide", "outcome": "grant", "note": "a reading" },
            "stop it": { "action": "decide", "outcome": "refuse", "reasons": "It was stopped." },
            "fine": { "action": "decide", "outcome": "fine", "amount": "sum", "reasons": "Article {article}, {points} points.", "legalBasis": "Road code, art. {article}" },
            "appeal": { "action": "appeal" },
            "result": { "action": "decideAppeal", "revokedWhen": { "attribute": "dismissal", "value": "#" } },
            "look": {}
          },
          "paidUp": { "activity": "pay", "paid": "total", "due": "sum", "costs": "postage" },
          "remedies": { "reconsiderationAuthority": "重庆市人民政府", "reconsiderationDays": 60, "court": "a court", "litigationMonths": 6, "authority": "11500103XESC000001" }
        }
        """;

    static readonly DateTimeOffset Morning = new(2024, 3, 1, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void tells_what_an_activity_stands_for()
    {
        var map = Load(Sound);
        map.ActionFor("receive").ShouldBe(new XesAction(XesActionKind.Accept));
        map.ActionFor("letter").ShouldBe(new XesAction(XesActionKind.Decide, XesOutcome.Grant, Note: "a reading"));
        map.ActionFor("stop it").ShouldBe(new XesAction(XesActionKind.Decide, XesOutcome.Refuse, "It was stopped."));
        map.Remedies.ShouldBe(new XesRemedies("重庆市人民政府", 60, "a court", 6, Authority: "11500103XESC000001"));
    }

    [Theory]
    [InlineData("35.0", 3500L)]
    [InlineData("33.6", 3360L)]
    [InlineData("1E2", 10_000L)]
    [InlineData("0.01", 1L)]
    [InlineData("0", 0L)]
    [InlineData("33.605", null)]
    [InlineData("a lot", null)]
    [InlineData("1,000.00", null)]
    [InlineData("79228162514264337593543950335", null)]
    [InlineData(null, null)]
    public void reads_the_amount_of_a_fine_in_hundredths(string? sum, long? cents) => Load(Sound).ActionFor("fine").AmountOf(Event("fine", ("sum", sum))).ShouldBe(cents);

    [Fact]
    public void puts_what_the_event_says_into_reasons_and_legal_basis_or_leaves_them_empty()
    {
        var fine = Load(Sound).ActionFor("fine");
        var happened = Event("fine", ("article", "157"), ("points", "{article}"));
        (fine.ReasonsOf(happened), fine.LegalBasisOf(happened)).ShouldBe(("Article 157, {article} points.", "Road code, art. 157"));
        (fine.ReasonsOf(Event("fine", ("article", "157"))), fine.LegalBasisOf(Event("fine"))).ShouldBe(("", ""));
        (Load(Sound).ActionFor("letter").ReasonsOf(happened), Load(Sound).ActionFor("letter").LegalBasisOf(happened)).ShouldBe((null, null));
    }

    [Theory]
    [InlineData(true, "35.0", "10.5")]
    [InlineData(true, "35.0", "9")]
    [InlineData(false, "35.0", "10.51")]
    [InlineData(false, null, "0")]
    public void takes_for_paid_up_what_ends_with_the_payment_of_the_last_due_and_all_costs(bool paid, string? due, string costs)
    {
        var map = Load(Sound);
        var trace = Trace() with { Events = [Event("fine", ("sum", "99")), Event("send", ("postage", costs)), Event("penalty", ("sum", due)), Event("pay", ("total", "20")), Event("pay", ("total", "45.5"))] };
        if (due is null) trace = trace with { Events = trace.Events.Skip(1).ToList() };
        map.IsPaidUp(trace).ShouldBe(paid);
        map.IsPaidUp(trace with { Events = [.. trace.Events, Event("look")] }).ShouldBeFalse();
        map.IsPaidUp(trace with { Events = [.. trace.Events.SkipLast(1), Event("pay")] }).ShouldBeFalse();
        (map with { PaidUp = null }).IsPaidUp(trace).ShouldBeFalse();
        map.IsPaidUp(Trace()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("look")]
    [InlineData("never heard of")]
    [InlineData("Receive")]
    public void takes_any_other_activity_for_a_step(string activity) => Load(Sound).ActionFor(activity).ShouldBe(XesAction.Step);

    [Fact]
    public void takes_only_the_first_of_a_kind_for_the_action() =>
        Load(Sound).Actions(Trace("receive", "receive", "letter", "look", "stop it", "letter")).Select(a => a.Action.Action)
            .ShouldBe([XesActionKind.Accept, XesActionKind.Step, XesActionKind.Decide, XesActionKind.Step, XesActionKind.Step, XesActionKind.Step]);

    [Theory]
    [InlineData("2024-02-01T09:00:00", "2024-02-01T09:00:00+08:00")]
    [InlineData("2024-04-01T09:00:00", "2024-03-01T09:00:00+08:00")]
    [InlineData(null, "2024-03-01T09:00:00+08:00")]
    public void takes_the_submission_from_the_trace_but_no_later_than_its_first_event(string? startdate, string submitted) =>
        Load(Sound).SubmissionOf(Trace("receive") with { Attributes = startdate is null ? new Dictionary<string, string>() : new() { ["startdate"] = startdate } })
            .ShouldBe(DateTimeOffset.Parse(submitted, null));

    [Fact]
    public void knows_no_submission_of_a_trace_without_times() => Load(Sound).SubmissionOf(Trace()).ShouldBeNull();

    [Fact]
    public void refuses_a_submission_that_is_no_time() =>
        Should.Throw<BrokenXes>(() => Load(Sound).SubmissionOf(Trace("receive") with { Attributes = new Dictionary<string, string> { ["startdate"] = "soon" } }))
            .Message.ShouldBe("The startdate of A is not a date and time (line 7, column 1)");

    [Theory]
    [InlineData("2024-03-01T17:00:00+01:00", "2024-03-02")]
    [InlineData("2024-03-01T16:59:59+01:00", "2024-03-01")]
    [InlineData("1970-01-01T00:00:00+01:00", null)]
    [InlineData("1970-01-01T01:00:00Z", null)]
    [InlineData(null, null)]
    public void takes_the_day_in_china_for_what_the_source_promised(string? deadline, string? day) =>
        Load(Sound).PromisedOn(Trace("receive") with { Attributes = deadline is null ? new Dictionary<string, string>() : new() { ["deadline"] = deadline } })
            .ShouldBe(day is null ? null : DateOnly.Parse(day, null));

    [Theory]
    [InlineData("2024-03-01T17:00:00+01:00", "2024-03-01T16:00:00Z")]
    [InlineData("1970-01-01T00:00:00+01:00", null)]
    [InlineData(null, null)]
    public void knows_when_the_source_closed_a_case(string? enddate, string? moment)
    {
        var trace = Trace("receive") with { Attributes = enddate is null ? new Dictionary<string, string>() : new() { ["enddate"] = enddate } };
        Load(Sound).EndOf(trace).ShouldBe(moment is null ? null : DateTimeOffset.Parse(moment, null));
        (Load(Sound) with { EndedAt = null, Deadline = null }).EndOf(trace).ShouldBeNull();
    }

    [Theory]
    [InlineData("#", true)]
    [InlineData("NIL", false)]
    [InlineData(null, false)]
    public void tells_whether_a_decision_was_undone(string? dismissal, bool undone)
    {
        Load(Sound).ActionFor("result").IsRevokedBy(Event("result", ("dismissal", dismissal))).ShouldBe(undone);
        Load(Sound).ActionFor("appeal").IsRevokedBy(Event("appeal", ("dismissal", dismissal))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("Internet", Channel.Online)]
    [InlineData("Desk", Channel.Window)]
    [InlineData("pigeon", null)]
    public void tells_how_an_application_came_in(string value, Channel? channel) =>
        Load(Sound).ChannelOf(Trace("receive") with { Attributes = new Dictionary<string, string> { ["channel"] = value } }).ShouldBe(channel);

    [Theory]
    [InlineData("$.colour", "colour", "\"red\"")]
    [InlineData("$.channel.colour", "channel.colour", "\"red\"")]
    [InlineData("$.remedies.colour", "remedies.colour", "\"red\"")]
    [InlineData("$.activities.receive.colour", "activities.receive.colour", "\"red\"")]
    [InlineData("$.activities['stop it'].colour", "activities.stop it.colour", "\"red\"")]
    public void refuses_a_member_it_does_not_know(string path, string member, string value) =>
        Refusal(With(member, value)).ShouldBe($"{path}: is no member of a map");

    [Theory]
    [InlineData("source")]
    [InlineData("item")]
    [InlineData("itemName")]
    [InlineData("department")]
    [InlineData("division")]
    [InlineData("activities")]
    public void refuses_to_do_without(string member)
    {
        Refusal(With(member, null)).ShouldBe($"$: missing required properties including: '{member}'.");
        if (member is not "activities") Refusal(With(member, "\" \"")).ShouldBe($"$.{member}: is empty");
    }

    [Theory]
    [InlineData("activities.letter.outcome", null, "$.activities['letter'].outcome: a decision grants, refuses or fines")]
    [InlineData("activities.receive.outcome", "\"grant\"", "$.activities['receive'].outcome: only a decision has an outcome")]
    [InlineData("activities.stop it.reasons", null, "$.activities['stop it'].reasons: a refusal or a fine gives its reasons")]
    [InlineData("activities.letter.reasons", "\"why\"", "$.activities['letter'].reasons: only a refusal or a fine gives reasons")]
    [InlineData("activities.fine.reasons", "\" \"", "$.activities['fine'].reasons: a refusal or a fine gives its reasons")]
    [InlineData("activities.fine.amount", null, "$.activities['fine'].amount: a fine names the attribute that holds it, nothing else does")]
    [InlineData("activities.letter.amount", "\"sum\"", "$.activities['letter'].amount: a fine names the attribute that holds it, nothing else does")]
    [InlineData("activities.receive.legalBasis", "\"a law\"", "$.activities['receive'].legalBasis: only a decision has one")]
    [InlineData("activities.letter.legalBasis", "\"\"", "$.activities['letter'].legalBasis: is empty")]
    [InlineData("paidUp.activity", "\"\"", "$.paidUp.activity: is empty")]
    [InlineData("paidUp.paid", "\"\"", "$.paidUp.paid: is empty")]
    [InlineData("paidUp.due", "\" \"", "$.paidUp.due: is empty")]
    [InlineData("paidUp.costs", "\"\"", "$.paidUp.costs: is empty")]
    [InlineData("activities.look", "null", "$.activities['look']: is null")]
    [InlineData("remedies", null, "$.remedies: $.activities['stop it'] refuses or fines, which names the remedies")]
    [InlineData("remedies.reconsiderationAuthority", "\"\"", "$.remedies.reconsiderationAuthority: is empty")]
    [InlineData("remedies.reconsiderationDays", "0", "$.remedies.reconsiderationDays: is not positive")]
    [InlineData("remedies.court", "\"\"", "$.remedies.court: is empty")]
    [InlineData("remedies.litigationMonths", "-1", "$.remedies.litigationMonths: is not positive")]
    [InlineData("remedies.authority", null, "$.remedies.authority: $.activities['appeal'] names the department that reviews")]
    [InlineData("remedies.authority", "\"11500000009275780L\"", "$.remedies.authority: another department reviews")]
    [InlineData("activities.letter.revokedWhen", "{ \"attribute\": \"a\", \"value\": \"b\" }", "$.activities['letter'].revokedWhen: only an answer, a decision on an appeal or a suit has one")]
    [InlineData("activities.result.revokedWhen.attribute", "\" \"", "$.activities['result'].revokedWhen.attribute: is empty")]
    [InlineData("activities.appeal.legalBasis", "\"a law\"", "$.activities['appeal'].legalBasis: only a decision has one")]
    public void refuses_what_does_not_hold_together(string member, string? value, string reason) => Refusal(With(member, value)).ShouldBe(reason);

    [Theory]
    [InlineData("activities.receive.action", "\"approve\"", "$.activities.receive.action: ")]
    [InlineData("activities.receive.action", "3", "$.activities.receive.action: ")]
    [InlineData("activities.letter.outcome", "\"perhaps\"", "$.activities.letter.outcome: ")]
    [InlineData("channel.values.Desk", "\"pigeon\"", "$.channel.values.Desk: ")]
    [InlineData("remedies.reconsiderationDays", "\"60\"", "$.remedies.reconsiderationDays: ")]
    [InlineData("activities", "[]", "$.activities: ")]
    public void names_the_path_of_a_value_it_cannot_read(string member, string value, string path) => Refusal(With(member, value)).ShouldStartWith(path);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{ \"source\": \"a\", \"source\": \"b\" }")]
    [InlineData("{ // a comment\n }")]
    [InlineData("{ \"source\": ")]
    public void refuses_what_is_not_one_plain_JSON_object(string file) => Refusal(file).ShouldStartWith("$");

    [Fact]
    public void reads_the_map_of_the_receipt_log()
    {
        var map = Shipped("receipt.json");
        using var stream = File.OpenRead(PublishedLogs.Find("receipt.xes.gz"));
        var traces = XesReader.Read(stream).ToList();
        var decided = traces.Select(t => map.Actions(t).ToList()).Where(a => a.Any(x => x.Action.Action is XesActionKind.Decide)).ToList();

        traces.ShouldAllBe(t => map.Actions(t).First().Action.Action == XesActionKind.Accept);
        traces.ShouldAllBe(t => map.ChannelOf(t) != null && map.SubmissionOf(t) <= t.Events[0].At);
        decided.Count(a => a.Any(x => x.Action.Outcome is XesOutcome.Grant)).ShouldBe(39);
        decided.Count(a => a.Any(x => x.Action.Outcome is XesOutcome.Refuse)).ShouldBe(0);
        decided.Sum(a => a.Count - 1 - a.FindIndex(x => x.Action.Action is XesActionKind.Decide)).ShouldBe(0);
    }

    [Fact]
    public void reads_the_map_of_the_road_fines()
    {
        var map = Shipped("roadfines.json");
        using var stream = File.OpenRead(PublishedLogs.Find("roadfines_sample3001.xes.gz"));
        var traces = XesReader.Read(stream).ToList();

        map.ExOfficio.ShouldBeTrue();
        map.Activities.Keys.ShouldBe(traces.SelectMany(t => t.Events).Select(e => e.Activity).Distinct(), ignoreOrder: true);
        traces.ShouldAllBe(t => map.Actions(t).First().Action.Outcome == XesOutcome.Fine);
        traces.ShouldAllBe(t => map.ActionFor("Create Fine").AmountOf(t.Events[0]) > 0 && map.ActionFor("Create Fine").ReasonsOf(t.Events[0]) != "");
        traces.Count(map.IsPaidUp).ShouldBe(1200);
    }

    [Fact]
    public void finds_every_activity_of_the_map_in_the_receipt_log()
    {
        using var stream = File.OpenRead(PublishedLogs.Find("receipt.xes.gz"));
        var activities = XesReader.Read(stream).SelectMany(t => t.Events).Select(e => e.Activity).ToHashSet();
        Shipped("receipt.json").Activities.Keys.ShouldBeSubsetOf(activities);
    }

    static XesMap Shipped(string name)
    {
        using var stream = File.OpenRead(Path.Combine(PublishedLogs.Root, "src/ServiceLedger/Interchange/maps", name));
        return XesMap.Load(stream);
    }

    static XesEvent Event(string activity, params (string Name, string? Value)[] says) =>
        new(activity, Morning, null, says.Where(s => s.Value is not null).ToDictionary(s => s.Name, s => s.Value!));

    static XesMap Load(string json) => XesMap.Load(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    static string Refusal(string json) => Should.Throw<BrokenMap>(() => Load(json)).Message;

    /// <summary>The sound map with one member set, or removed if the value is missing.</summary>
    static string With(string member, string? value)
    {
        var map = JsonNode.Parse(Sound)!.AsObject();
        var names = member.Split('.');
        var at = names[..^1].Aggregate(map, (node, name) => node[name]!.AsObject());
        if (value is null) at.Remove(names[^1]);
        else at[names[^1]] = JsonNode.Parse(value);
        return map.ToJsonString();
    }

    static XesTrace Trace(params string[] activities) => new(
        "A", new Dictionary<string, string>(), [.. activities.Select((a, i) => new XesEvent(a, Morning.AddHours(i), null, new Dictionary<string, string>()))], 7);
}
