using System.Buffers.Text;
using System.Collections;
using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Interchange;

/// <summary>
/// One story on its way through the decisions of the API: who acts, when, and what is on the table. Every act is first put to the
/// refusals that a request meets; the demo plans nothing that is refused, so a refusal is a fault.
/// </summary>
sealed partial class DemoMatter
{
    const int MinutesOfDay = 8 * 60;

    // A hearing is held two hours after it was to begin.
    const int MinutesOfHearing = 150;

    readonly DemoLife life;
    readonly DemoStory story;
    readonly Chance chance;
    readonly Channel channel;
    ServiceItem item;
    int day, minute;

    // A draft is submitted today, whatever the story before it: a citizen's own act has effect from its record on.
    bool isToday;

    DemoStream<Application> matter = null!;
    DemoStream<DataRequest> request = null!;
    DemoStream<Decision> decision = null!;
    DemoStream<Commitment> commitment = null!;
    DemoStream<HeldEvidence> document = null!;

    public DemoMatter(DemoLife life, DemoStory story, int start)
    {
        (this.life, this.story, chance, day) = (life, story, life.Chance, start);
        minute = chance.Below(MinutesOfDay / 2);
        item = chance.Of([.. City.Items.Where(i => story.For(City, i) && DemoStories.Suits(i.Code, life.Person))]);
        channel = ChannelOf(life.Person, chance);
    }

    DemoCity City => life.City;
    ItemTerms Terms => item.Versions[^1];
    Application Application => matter.Now;
    TimeProvider Time => life.Time;
    DateTimeOffset Moment => City.Days.At(day, minute);
    DateOnly Today => isToday ? Time.Today() : City.Days.Day(day);
    EarlierEffect? Effect => isToday ? null : new(Moment, EarlierEffectReason.LateEntry);
    EarlierEffect? Intake => isToday ? null : new(Moment, channel is Channel.Window or Channel.Post or Channel.VillageAgent ? EarlierEffectReason.PaperIntake : EarlierEffectReason.LateEntry);

    // -- Who acts --

    DemoOffice Office => City.OfficeOf(Application.DepartmentCode);
    Act Window => Of(Office, Office.Receiver, "receiver") with { Channel = channel, Window = $"W{life.Person.Index % 6 + 1}", DivisionCode = life.Person.County, UrbanRuralClass = life.Person.UrbanRuralClass };
    Act Handler => Of(Office, Office.HandlerExcept(Application.Recused), "handler");
    Act Colleague => Of(Office, Office.Colleague, "handler");
    Act Decider => Of(Office, Office.Decider, "decider");
    Act Head => Of(Office, Office.Head, "head");
    Act Person => new(ActorKind.Citizen, life.Id.ToString(), Channel.Online, DivisionCode: life.Person.County, UrbanRuralClass: life.Person.UrbanRuralClass);

    Act Of(DemoOffice office, string officer, string role) =>
        new(ActorKind.Officer, officer, Channel.Window, role, office.Code, null, "500000", "111", matter?.Id, DemoCity.Purpose);

    /// <summary>The platform for what comes online, a village agent where one brings it, otherwise the window.</summary>
    Act Submitter(Guid id)
    {
        var office = City.OfficeOf(Terms.DepartmentCode);
        var place = new Act(ActorKind.System, "yukuaiban", channel, "platform", office.Code, null, life.Person.County, life.Person.UrbanRuralClass, id, DemoCity.Purpose);
        return channel switch
        {
            Channel.Online => place,
            Channel.VillageAgent => life.Agent! with { MatterId = id, Purpose = DemoCity.Purpose },
            _ => place with { Kind = ActorKind.Officer, ActorId = office.Receiver, Role = "receiver", Window = $"W{life.Person.Index % 6 + 1}" }
        };
    }

    // The gap the demo shows: in the country people go through agents, by post and in person; in the city they do it online.
    static Channel ChannelOf(DemoPerson person, Chance chance) => (person.IsRural, chance.Below(100)) switch
    {
        (true, < 36) => Channel.VillageAgent,
        (true, < 74) => Channel.Window,
        (true, < 88) => Channel.Post,
        (true, _) => Channel.Online,
        (false, < 62) => Channel.Online,
        (false, < 95) => Channel.Window,
        (false, < 98) => Channel.Post,
        (false, _) => Channel.Phone
    };

    // -- How it goes on --

    /// <summary>Plays the acts one after the other, as far as the two years go.</summary>
    public void Play()
    {
        foreach (var act in story.Acts)
        {
            Wait(chance.Between(act.After, act.AtMost));
            if (day >= City.Days.Count)
                return;
            act.Do(this);
        }
    }

    /// <summary>Lets so many working days go by; none: a little later on the same day.</summary>
    public void Wait(int days)
    {
        minute = days == 0 ? minute + chance.Between(5, 55) : chance.Below(MinutesOfDay);
        if (minute >= MinutesOfDay)
            (days, minute) = (days + 1, chance.Below(60));
        day += days;
    }

    /// <summary>Lets the department work on it as long as it promised, at most.</summary>
    public void Work() => Wait(chance.Between(0, PromisedDays));

    /// <summary>Lets the department take longer than it promised.</summary>
    public void WorkTooLong() => Wait(PromisedDays + chance.Between(3, 15));

    int PromisedDays => Terms.Limits.PromisedDays ?? 5;

    void Do<TCommand>(Act by, TCommand command, Func<TCommand, ProblemDetails?> refuse, Func<TCommand, object> decide)
        where TCommand : notnull => Do(matter, by, command, refuse, decide);

    void Do<TState, TCommand>(DemoStream<TState> stream, Act by, TCommand command, Func<TCommand, ProblemDetails?> refuse, Func<TCommand, object> decide)
        where TState : class
        where TCommand : notnull
    {
        Refused(refuse(command), story.Name, command);
        Add(stream, by, decide(command));
    }

    void Add<TState>(DemoStream<TState> stream, Act by, object happened)
        where TState : class
    {
        if (happened is IEnumerable several)
            foreach (var one in several)
                stream.Add(one, by, Time.GetUtcNow());
        else
            stream.Add(happened, by, Time.GetUtcNow());
    }

    /// <summary>Throws where an act was refused: the demo's stories hold none that is.</summary>
    public static void Refused(ProblemDetails? answer, string story, object command)
    {
        if (answer is not null && !ReferenceEquals(answer, WolverineContinue.NoProblems))
            throw new UnreachableException($"No story of the demo is refused, yet «{story}» was at {command.GetType().Name}: {answer.Type} {answer.Extensions.FirstOrDefault(e => e.Key == "field").Value} {answer.Detail}");
    }

    DateOnly DaysAhead(int days) => City.Days.Working.After(Today, days) ?? Today.AddDays(days);

    string Hash() => Base64Url.EncodeToString(chance.Bytes(32));

    static RemediesTold Remedies() => new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");

    DemoOffice Another(params string[] than) => chance.Of([.. City.Offices.Where(o => o.Code != Application.DepartmentCode && !than.Contains(o.Code))]);
}
