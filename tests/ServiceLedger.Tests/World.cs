using System.Globalization;
using System.Text;
using System.Text.Json;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Tests;

/// <summary>One try, as the numbers chance gave it. What they come to is read against the state they meet, so that a shortened sequence still means something.</summary>
/// <param name="Where">On which of the things there are.</param>
/// <param name="Early">0: it has effect from its record on; otherwise from an earlier, a too early or a future moment.</param>
/// <param name="Fault">0: the command is well-formed; n: its n-th member is not.</param>
/// <param name="Hours">How long after the try before.</param>
public sealed record Try(int Where, int What, int Who, int Stale, int Early, int Fault, int Choice, int Hours);

/// <summary>A line of a table: what is done, in which states, and by whom.</summary>
/// <param name="Ends">It ends the thing; marked †, so that chance does not end everything at once.</param>
/// <param name="Leads">Something else can only follow it; marked +, so that chance gets far.</param>
/// <param name="Elsewhere">It is offered here and tried on another thing; marked *.</param>
sealed record Rule(string Of, string Deed, string[] In, string[] By, bool Ends, bool Leads, bool Elsewhere)
{
    public string Key { get; } = $"{Of} {Deed}";

    /// <summary>Reads lines of «deed | states | roles», with names for groups of states.</summary>
    public static Rule[] Table(string of, string lines, params (string Name, string States)[] groups) =>
    [
        .. from line in lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           let cells = line.Split('|', StringSplitOptions.TrimEntries)
           let states = groups.Aggregate(cells[1], (text, g) => text.Replace(g.Name, g.States, StringComparison.Ordinal))
           select new Rule(of, cells[0].TrimEnd('†', '+', '*'), Words(states), Words(cells[2]), cells[0].EndsWith('†'), cells[0].EndsWith('+'), cells[0].EndsWith('*'))
    ];

    static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What the law makes of a thing: told by tables and a few fields, without the ledger's code.</summary>
interface IModel
{
    string Name { get; }
    string Status { get; }
    IReadOnlyList<Rule> Rules { get; }
    Recorded Record { get; }

    /// <summary>In which roles somebody meets it; none: it does not exist for them.</summary>
    IReadOnlyList<string> RolesOf(Act act);

    /// <summary>Whether somebody may not act on it although they see it.</summary>
    bool Bars(Act act);

    /// <summary>Whether what the state allows has something to act on.</summary>
    bool HasCause(string deed);

    /// <summary>What the ledger offers somebody to do next.</summary>
    IEnumerable<string> Offered(Act act);

    /// <summary>The try as a command.</summary>
    Attempt Try(string deed, Chance c);
}

/// <summary>A command, ready: what the ledger answers, what it would record, and what the model makes of that.</summary>
sealed record Attempt(Func<ProblemDetails?> Ask, Func<IEnumerable<(IModel On, object Event)>> Decide, Action Then);

/// <summary>What the ledger has of one stream.</summary>
sealed class Recorded(Type type, Guid id)
{
    public Type Type => type;
    public Guid Id => id;
    public object? State { get; private set; }
    public List<IEvent> Events { get; } = [];

    /// <summary>The latest date of effect, by the model's own count.</summary>
    public DateTimeOffset LastEffect { get; private set; } = DateTimeOffset.MinValue;

    public IEvent Append(object data, Act act, DateTimeOffset now)
    {
        var at = (data as IEffectiveEvent)?.Effect?.At ?? now;
        if (data is IEffectiveEvent)
        {
            at.ShouldBeGreaterThanOrEqualTo(LastEffect, $"{data.GetType().Name} is recorded as before what went before it.");
            LastEffect = at;
        }

        var e = Fold.Envelope(id, Events.Count + 1, now, data, act);
        Events.Add(e);
        State = Fold.Next(type, State, e);
        return e;
    }
}

/// <summary>What chance makes of one try: an actor, a version, and members of a command, at most one of them wrong. Collects what the model holds against it.</summary>
sealed class Chance(Try t, World world, IModel on, Act act)
{
    int members;
    ulong state = (ulong)t.Choice * 0x9E3779B97F4A7C15 + 1;
    EarlierEffect? effect;
    bool dated;

    public Act Act => act;
    public long Version { get; } = on.Record.Events.Count - (t.Stale == 0 || on is Desk ? 0 : t.Stale % 2 == 0 ? 1 : -1);

    /// <summary>The statuses it may be refused with, beyond actor, version and state.</summary>
    public List<int> Against { get; } = [];

    public bool IsStale => Version != on.Record.Events.Count;

    /// <summary>When it counts from.</summary>
    public DateTimeOffset At => effect?.At ?? world.Now;

    public DateOnly Day => Text.DateOf(At);

    /// <summary>The earlier date of effect the command names.</summary>
    public EarlierEffect? Used => effect;

    /// <summary>An earlier date of effect for the command, if chance wants one.</summary>
    public EarlierEffect? Effect
    {
        get
        {
            if (dated || t.Early == 0)
                return effect;
            dated = true;
            var last = on.Record.LastEffect == DateTimeOffset.MinValue ? world.Now.AddDays(-2) : on.Record.LastEffect;
            var at = t.Early switch { 1 => last + (world.Now - last) / 2, 2 => last, 3 => last.AddMinutes(-1), _ => world.Now.AddMinutes(1) };
            effect = new(at, EarlierEffectReason.LateEntry);
            Object(403, act.Kind is ActorKind.Citizen);
            Object(400, at > world.Now || at < on.Record.LastEffect);
            return effect;
        }
    }

    /// <summary>The date of effect is held against what happened in another stream too.</summary>
    public void NotBefore(DateTimeOffset last) => Object(400, effect?.At < last);

    /// <summary>The model refuses it with this status.</summary>
    public void Object(int status, bool when)
    {
        if (when)
            Against.Add(status);
    }

    /// <summary>A member of the command: right, or wrong where it is this one's turn to be.</summary>
    public T Or<T>(T right, T wrong)
    {
        if (++members != t.Fault)
            return right;
        Against.Add(400);
        return wrong;
    }

    public string Words() => Or("情况属实。", members % 2 == 0 ? " " : "\u0007");
    public string Hash() => Or("47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", "47DEQpj8HBSa");

    /// <summary>A day from the act's on; or the day before it.</summary>
    public DateOnly DueBy() => Or(Day.AddDays(Number(15)), Day.AddDays(-1));

    public int Number(int below)
    {
        state = state * 6364136223846793005 + 1442695040888963407;
        return below == 0 ? 0 : (int)((state >> 33) % (ulong)below);
    }

    public bool Maybe(int outOf = 2) => Number(outOf) == 0;
    public T Pick<T>(params IReadOnlyList<T> of) => of[Number(of.Count)];
    public T Any<T>() where T : struct, Enum => Pick(Enum.GetValues<T>());

    /// <summary>Some of these, at least one.</summary>
    public T[] Some<T>(params IReadOnlyList<T> of)
    {
        var some = of.Where(_ => Maybe()).ToArray();
        return some.Length > 0 || of.Count == 0 ? some : [Pick(of)];
    }
}

/// <summary>One citizen's affairs: every try is made on the ledger's own functions and on the model, and the two must agree.</summary>
sealed class World
{
    public static readonly ServiceItem[] Catalogue = [.. Items.All().Where(i => i.ItemCode is Items.Lenient or Items.Joint or Items.Foreign or Items.Plain).Select(i => Given.State<ServiceItem>(LedgerId.New(), i))];
    public const string Own = LedgerHost.Department, Other = Items.OtherDepartment, Third = Items.ThirdDepartment, Fourth = "11500000DEM0000228";
    public static readonly KnownDepartments Departments = new([Own, Other, Third, Fourth]);

    static int numbers;

    public Guid Citizen { get; } = LedgerId.New();
    public static SubjectKey Key => Given.Key;
    public FakeTimeProvider Clock { get; } = new(LedgerHost.Now);
    public DateTimeOffset Now => Clock.GetUtcNow();
    public List<IModel> Things { get; } = [];

    /// <summary>What was recorded, in order, and by which try.</summary>
    public List<(int Step, IModel On, IEvent Event, Act By)> Record { get; } = [];

    /// <summary>How often each deed was done and refused.</summary>
    public Dictionary<string, (int Done, int Refused)> Tally { get; } = [];

    readonly StringBuilder story = new();
    int steps;

    public string Story => story.ToString();

    /// <summary>Everybody there is: the person, a stranger, officers of four departments, the data authority, a department's system.</summary>
    public IReadOnlyList<Act> People { get; }

    public World()
    {
        Act Of(string id, string department, string role = "handler") => new(ActorKind.Officer, id, Channel.Window, role, department, DivisionCode: "500103", Purpose: "ServiceProvision");
        People =
        [
            new(ActorKind.Citizen, Citizen.ToString(), Channel.Online), new(ActorKind.Citizen, LedgerIds.Unknown.ToString(), Channel.Online),
            Of("li.hua", Own), Of("zhao.yun", Own), Of("wang.wei", Other), Of("sun.li", Other), Of("chen.bo", Third), Of("he.jun", Fourth),
            Of("tang.min", Fourth, DataRequest.Authority), new(ActorKind.System, "desk", Channel.SystemInterface, Department: Own, Purpose: "ServiceProvision")
        ];
        Things.Add(new Desk(this));
    }

    public IEnumerable<T> All<T>() where T : IModel => Things.OfType<T>();

    public static ServiceItem Item(string code) => Catalogue.Single(i => i.Code == code);

    public static string NextNumber() => $"500103-20260302-{Interlocked.Increment(ref numbers):000000}";

    /// <summary>Plays a whole sequence and looks at the end whether every fold agrees.</summary>
    public static World Played(IEnumerable<Try> tries)
    {
        var world = new World();
        foreach (var t in tries)
            world.Play(t);
        foreach (var thing in world.Things.Skip(1))
            world.Checked(() => FoldsAlike(thing.Record, tries.Sum(t => t.Choice)));
        world.Checked(world.FileAgrees);
        return world;
    }

    void Play(Try t)
    {
        Clock.Advance(TimeSpan.FromHours(t.Hours));
        if (Found(t) is not (var thing, var deed, var act, var choice))
            return;
        var c = new Chance(t with { Choice = choice }, this, thing, act);
        var attempt = thing.Try(deed, c);
        var expected = Verdict(thing, deed, c);
        story.Append(CultureInfo.InvariantCulture, $"\n{Text.DateOf(Now):MM-dd} {(c.Act.Kind is ActorKind.Citizen ? (c.Act == People[0] ? "the person" : "a stranger") : c.Act.ActorId)}: {thing.Name} ({thing.Status}): {deed}{(c.IsStale ? ", an old version" : "")}{(c.Used is { } e ? $", from {e.At:MM-dd HH:mm}" : "")}");
        Checked(() =>
        {
            var answer = attempt.Ask();
            var status = answer is null || ReferenceEquals(answer, WolverineContinue.NoProblems) ? 200 : answer.Status!.Value;
            story.Append(CultureInfo.InvariantCulture, $" → {(status == 200 ? "done" : $"{status} {answer!.Type![18..]}")}");
            expected.ShouldContain(status, $"by the model: {string.Join(" or ", expected)}; the ledger: {status} {answer?.Detail}");
            var key = thing.Rules.Single(r => r.Deed == deed).Key;
            var (done, refused) = Tally.GetValueOrDefault(key);
            Tally[key] = status == 200 ? (done + 1, refused) : (done, refused + 1);
            if (status == 200)
                Happens(attempt, c.Act);
        });
    }

    /// <summary>What is tried: three times in four something the model allows, what was done least first; else anything by anybody.</summary>
    (IModel Thing, string Deed, Act Act, int Choice)? Found(Try t)
    {
        var start = t.Where % Things.Count;
        if (t.What % 4 == 0)
            return Options(Things[start], t, _ => true, _ => People).Select(o => ((IModel, string, Act, int)?)(Things[start], o.Deed, o.Act, t.Choice)).FirstOrDefault();
        return (t.What % 3 == 2 ? Allowed(t, start, r => r.Leads) : null) ?? Allowed(t, start, r => !r.Ends || t.What % 12 == 1);
    }

    (IModel, string, Act, int)? Allowed(Try t, int start, Func<Rule, bool> wanted)
    {
        var plain = t with { Stale = 0, Early = 0, Fault = 0 };
        foreach (var thing in Things[start..].Concat(Things[..start]))
            foreach (var (deed, act) in Options(thing, t, r => r.In.Contains(thing.Status) && thing.HasCause(r.Deed) && wanted(r), r => [.. People.Where(a => !thing.Bars(a) && thing.RolesOf(a).Intersect(r.By).Any())]))
                for (var choice = t.Choice; choice < t.Choice + 3; choice++)
                {
                    var c = new Chance(plain with { Choice = choice }, this, thing, act);
                    thing.Try(deed, c);
                    if (c.Against.Count == 0)
                        return (thing, deed, act, choice);
                }

        return null;
    }

    IEnumerable<(string Deed, Act Act)> Options(IModel thing, Try t, Func<Rule, bool> may, Func<Rule, IReadOnlyList<Act>> actors)
    {
        var rules = thing.Rules.Where(r => !r.Elsewhere && (thing is not Desk || thing.HasCause(r.Deed)) && may(r)).ToArray();
        var start = rules.Length == 0 ? 0 : t.What / 4 % rules.Length;
        return rules[start..].Concat(rules[..start]).OrderBy(r => t.What % 4 == 0 ? 0 : Tally.GetValueOrDefault(r.Key).Done)
            .Select(r => (r.Deed, Who: actors(r))).Where(o => o.Who.Count > 0).Select(o => (o.Deed, o.Who[t.Who % o.Who.Count]));
    }

    /// <summary>What the model expects: 200, or the statuses it may be refused with.</summary>
    static int[] Verdict(IModel thing, string deed, Chance c)
    {
        var rule = thing.Rules.Single(r => r.Deed == deed);
        var roles = thing.RolesOf(c.Act);
        return roles.Count == 0 ? [404]
            : thing.Bars(c.Act) || !roles.Intersect(rule.By).Any() ? [403]
            : c.IsStale || !rule.In.Contains(thing.Status) || !thing.HasCause(deed) ? [409]
            : c.Against.Count > 0 ? [.. c.Against]
            : [200];
    }

    void Happens(Attempt attempt, Act act)
    {
        HashSet<IModel> touched = [];
        foreach (var (on, data) in attempt.Decide().ToArray())
        {
            touched.Add(on);
            if (!Things.Contains(on))
                Things.Add(on);
            var stored = Fold.Json(data);
            EventCatalogue.Names.ContainsKey(data.GetType()).ShouldBeTrue(data.GetType().Name);
            JsonSerializer.Serialize(JsonSerializer.Deserialize(stored, data.GetType(), LedgerJson.Stored), data.GetType(), LedgerJson.Stored).ShouldBe(stored);
            Record.Add((steps, on, on.Record.Append(data, act, Now), act));
        }

        steps++;
        attempt.Then();
        foreach (var thing in touched)
        {
            dynamic state = thing.Record.State!;
            string status = state.Status.ToString();
            status.ShouldBe(thing.Status, thing.Name);
            ((long)state.Version).ShouldBe(thing.Record.Events.Count, thing.Name);
            ((DateTimeOffset)state.LastEffect).ShouldBe(thing.Record.LastEffect, $"the last date of effect of {thing.Name}");
            // A third of the people each time; the sequences are many.
            foreach (var person in People.Where((_, i) => i % 3 == steps % 3))
            {
                var roles = thing.RolesOf(person);
                var allowed = thing.Bars(person) ? [] : thing.Rules.Where(r => r.In.Contains(thing.Status) && r.By.Intersect(roles).Any() && thing.HasCause(r.Deed)).Select(r => r.Deed);
                var offered = thing.Offered(person).ToArray();
                if (!offered.ToHashSet().SetEquals(allowed))
                    throw new ShouldAssertException($"{thing.Name} ({thing.Status}) offers {person.ActorId} {string.Join(", ", offered)}; by the model it is {string.Join(", ", allowed)}.");
            }
        }
    }

    /// <summary>Folded step by step, at once from what was stored, and on from a snapshot: the state is the same.</summary>
    static void FoldsAlike(Recorded record, int choice)
    {
        var live = Fold.Json(record.State);
        IEvent[] stored = [.. record.Events.Select(e => Fold.Envelope(e.StreamId, e.Version, e.Timestamp, JsonSerializer.Deserialize(Fold.Json(e.Data), e.Data.GetType(), LedgerJson.Stored)!, e.Act()))];
        Fold.Json(Fold.All(record.Type, stored)).ShouldBe(live, "folded at once from what was stored");
        var at = 1 + choice % stored.Length;
        var snapshot = JsonSerializer.Deserialize(Fold.Json(Fold.All(record.Type, stored[..at])), record.Type, LedgerJson.Stored);
        Fold.Json(Fold.All(record.Type, stored[at..], snapshot)).ShouldBe(live, $"on from a snapshot after {at}");
    }

    /// <summary>The file says of every thing what its own state says.</summary>
    void FileAgrees()
    {
        var file = CitizenFile.Empty(Citizen);
        foreach (var (_, _, e, _) in Record)
            file = CitizenFile.Fold(file, Citizen, e);
        foreach (var thing in Things.Skip(1))
            switch (thing.Record.State)
            {
                case Application a when a.CaseNumber is null:
                    file.Applications.ShouldNotContain(r => r.Id == a.Id);
                    break;
                case Application a:
                    var row = file.Applications.Single(r => r.Id == a.Id);
                    (row.Status, row.Department, row.DecisionId, row.AcceptedAt, row.Version).ShouldBe((a.Status, a.DepartmentCode, a.DecisionId, a.AcceptedAt, a.Version), thing.Name);
                    break;
                case Commitment p:
                    file.Commitments.Single(r => r.Id == p.Id).Status.ShouldBe(p.Status);
                    break;
                case DataRequest d when thing.Record.Events.All(e => e.Data is not DataRequested):
                    file.DataRequests.ShouldNotContain(r => r.Id == d.Id);
                    break;
                case DataRequest d:
                    var asked = file.DataRequests.Single(r => r.Id == d.Id);
                    asked.Status.ShouldBe(d.Status, thing.Name);
                    asked.Provided.ShouldBe(d.Provided, ignoreOrder: false, thing.Name);
                    asked.Contested.ShouldBe(d.Contested.Select(f => f.Field), ignoreOrder: true, thing.Name);
                    asked.CorrectionsOpen.ShouldBe(d.Corrections.Where(x => x.Impact is null).Select(x => x.Id), ignoreOrder: false, thing.Name);
                    asked.UsedIn.ShouldBe(d.Uses.Select(u => u.DecisionId).Distinct(), ignoreOrder: false, thing.Name);
                    break;
                case Decision d:
                    var ruled = file.Decisions.Single(r => r.Id == d.Id);
                    (ruled.Status, ruled.Granted, ruled.Kind, ruled.ValidTo, ruled.CertificateNumber).ShouldBe((d.Status, d.Granted, d.Kind, d.ValidTo, d.CertificateNumber), thing.Name);
                    ruled.ReviewDue.ShouldBe(d.ReviewDue.Select(f => f.DataRequestId).Distinct(), ignoreOrder: true, thing.Name);
                    break;
            }
    }

    /// <summary>A failure tells the whole story.</summary>
    void Checked(Action look)
    {
        try
        {
            look();
        }
        catch (Exception e)
        {
            throw new BrokenSequence($"{e.GetType().Name}: {e.Message}\n{Story}", e);
        }
    }
}

/// <summary>The ledger and the model disagree.</summary>
sealed class BrokenSequence(string message, Exception inner) : Exception(message, inner);
