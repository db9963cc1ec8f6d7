using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Tests;

/// <summary>Given these events: what they add up to, folded by the Create and Apply the store calls; and the fixed people around them.</summary>
static class Given
{
    public static readonly Guid Citizen = new("01980000-0000-7000-8000-0000000000a7"), Matter = new("01980000-0000-7000-8000-0000000001a7"), Ruled = new("01980000-0000-7000-8000-0000000002a7");
    public static readonly SubjectKey Key = new("test-key", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static readonly Act Officer = new(ActorKind.Officer, "li.hua", Channel.Window, "handler", LedgerHost.Department, DivisionCode: "500103", Purpose: "ServiceProvision");
    public static readonly Act ForeignOfficer = Officer with { Department = Items.OtherDepartment };
    public static readonly Act Applicant = new(ActorKind.Citizen, Citizen.ToString(), Channel.Online);
    public static readonly Act Stranger = new(ActorKind.Citizen, "01980000-0000-7000-8000-0000000000b8", Channel.Online);

    public static readonly FakeTimeProvider Clock = new(LedgerHost.Now);

    /// <summary>When the first event is recorded; each further one is an hour later.</summary>
    public static readonly DateTimeOffset Start = LedgerHost.Now.AddDays(-1);

    public const string CaseNumber = "500103-20260301-000042-P";
    public static readonly ServiceItem Item = State<ServiceItem>(new("01980000-0000-7000-8000-000000000301"), new ItemPublished(Items.WithPapers, 1, Items.Terms("带材料的测试事项", LedgerHost.Department, Items.Papers)));
    public static readonly ApplicationSubmitted Submitted = new(Citizen, CaseNumber, Items.WithPapers, 1, LedgerHost.Department, Channel.Window, null, []);
    public static readonly ApplicationAccepted Accepted = new(Citizen, CaseNumber + "-A", Items.Limits);
    public static readonly ApplicationDecided Decided = new(Citizen, Ruled);
    public static readonly DecisionMade Made = new(Citizen, Matter, 2, CaseNumber + "-D", Items.WithPapers, 1, LedgerHost.Department, new Grant(null, null), ["《中华人民共和国行政许可法》第三十八条"]);

    /// <summary>The application, submitted, and then this.</summary>
    public static Application Application(params object[] then) => State<Application>(Matter, [Submitted, .. then]);

    public static Application Application(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Submitted => Application(),
        ApplicationStatus.Accepted => Application(Accepted),
        ApplicationStatus.Decided => Application(Accepted, Decided),
        ApplicationStatus.Delivered => Application(Accepted, Decided, new ResultDelivered(Citizen, Ruled)),
        ApplicationStatus.Withdrawn => Application(new ApplicationWithdrawn(Citizen, null)),
        _ => Application(new ApplicationWithdrawn(Citizen, null), new ApplicationClosed(Citizen, ApplicationOutcome.Withdrawn, Retention.TenYears, new(2026, 3, 2)))
    };

    /// <summary>The decision, made, and then this.</summary>
    public static Decision Decision(params object[] then) => State<Decision>(Ruled, [Made, .. then]);

    public static readonly Remedies Remedies = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");
    public static readonly RemediesTold Told = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");

    /// <summary>The decision, made with this ruling and what else is named, and then this.</summary>
    public static Decision DecisionOf(DecisionMade made, params object[] then) => State<Decision>(Ruled, [made, .. then]);

    /// <summary>A refusal whose remedies name this online channel.</summary>
    public static Decision Refused(string? onlineChannel) =>
        DecisionOf(Made with { Ruling = new Refusal(Key.Seal("面积不足"), new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, onlineChannel)) });

    public static T State<T>(Guid id, params object[] events)
        where T : class
    {
        T? state = null;
        foreach (var (i, data) in events.Index())
        {
            var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(data.GetType()), data)!;
            (e.StreamId, e.Version, e.Timestamp) = (id, i + 1, Start.AddHours(i));
            var name = state is null ? "Create" : "Apply";
            state = (T)(typeof(T).GetMethod(name, [typeof(IEvent<>).MakeGenericType(data.GetType())])?.Invoke(state, [e])
                ?? typeof(T).GetMethod(name, [data.GetType()])!.Invoke(state, [data]))!;
            typeof(T).GetProperty("Version")!.SetValue(state, e.Version);
        }

        return state!;
    }

    /// <summary>Recorded late: it had effect then.</summary>
    public static EarlierEffect Earlier(DateTimeOffset at) => new(at, EarlierEffectReason.LateEntry);
}

/// <summary>What a decision answers before anything is recorded.</summary>
static class Answers
{
    public static void ShouldBeAccepted(this ProblemDetails? answer) =>
        (answer is null || ReferenceEquals(answer, WolverineContinue.NoProblems)).ShouldBeTrue($"refused: {answer?.Type} {answer?.Detail}");

    public static ProblemDetails ShouldBeRefused(this ProblemDetails? answer, int status, string type)
    {
        answer.ShouldNotBeNull();
        (answer.Status, answer.Type).ShouldBe((status, "urn:serviceledger:" + type), answer.Detail);
        answer.Title.ShouldNotBeNullOrWhiteSpace();
        answer.Detail.ShouldNotBeNullOrWhiteSpace();
        return answer;
    }

    public static void ShouldBeInvalid(this ProblemDetails? answer, string field) =>
        answer.ShouldBeRefused(400, "invalid").Extensions["field"].ShouldBe(field);
}
