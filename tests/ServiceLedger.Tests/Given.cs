using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Tests;

/// <summary>Given these events: what they add up to, folded by the Create and Apply the store calls; and the fixed people around them.</summary>
static class Given
{
    public static readonly Guid Citizen = new("01980000-0000-7000-8000-0000000000a7"), Matter = new("01980000-0000-7000-8000-0000000001a7"), Ruled = new("01980000-0000-7000-8000-0000000002a7"), Other = new("01980000-0000-7000-8000-0000000003a7");
    public static readonly SubjectKey Key = new("test-key", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    public static readonly Act Officer = new(ActorKind.Officer, "li.hua", Channel.Window, "handler", LedgerHost.Department, DivisionCode: "500103", Purpose: "ServiceProvision");
    public static readonly Act ForeignOfficer = Officer with { Department = Items.OtherDepartment };

    /// <summary>A second officer of the department in charge.</summary>
    public static readonly Act Colleague = Officer with { ActorId = "zhao.yun" };

    /// <summary>Of a department that nobody sent or asked anything.</summary>
    public static readonly Act Outsider = Officer with { ActorId = "chen.bo", Department = Items.ThirdDepartment };
    public static readonly Act Applicant = new(ActorKind.Citizen, Citizen.ToString(), Channel.Online);
    public static readonly Act Stranger = new(ActorKind.Citizen, "01980000-0000-7000-8000-0000000000b8", Channel.Online);

    public static readonly FakeTimeProvider Clock = new(LedgerHost.Now);

    /// <summary>When the first event is recorded; each further one is an hour later.</summary>
    public static readonly DateTimeOffset Start = LedgerHost.Now.AddDays(-1);

    public const string CaseNumber = "500103-20260301-000042-P";
    public static readonly ServiceItem Item = State<ServiceItem>(new("01980000-0000-7000-8000-000000000301"), new ItemPublished(Items.WithPapers, 1, Items.Terms("带材料的测试事项", LedgerHost.Department, Items.Papers)));

    /// <summary>Of the same code; P1 and P3 may be promised, P1 may be missing at first.</summary>
    public static readonly ServiceItem Lenient = State<ServiceItem>(new("01980000-0000-7000-8000-000000000302"), new ItemPublished(Items.WithPapers, 1, Item.Versions[0] with { TolerablyMissing = ["P1"], Promisable = ["P1", "P3"] }));
    public static readonly WorkingDays Days = new([Calendar(2026)]);
    public static readonly KnownDepartments Departments = new([LedgerHost.Department, Items.OtherDepartment, Items.ThirdDepartment]);
    public static readonly Remedies Remedies = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");
    public static readonly RemediesTold Told = new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, "https://fuyi.example/");

    public static readonly ApplicationDrafted Drafted = new(Citizen, Items.WithPapers, 1, LedgerHost.Department, Key.Seal("初稿"), [new("P1", PaperForm.Copy, EvidenceGrade.C)]);
    public static readonly ApplicationSubmitted Submitted = new(Citizen, CaseNumber, Items.WithPapers, 1, LedgerHost.Department, Channel.Window, null, []);
    public static readonly ApplicationAccepted Accepted = new(Citizen, CaseNumber + "-A", Items.Limits);
    public static readonly ApplicationDecided Decided = new(Citizen, Ruled);
    public static readonly ResultDelivered Delivered = new(Citizen, Ruled);
    public static readonly ApplicationClosed Closed = new(Citizen, ApplicationOutcome.Decided, Retention.TenYears, new(2026, 3, 2));
    public static readonly CorrectionRequested Corrections = new(
        Citizen, CaseNumber + "-C2", [new("P1", Key.Seal("无公章"), Key.Seal("加盖公章")), new("situation", Key.Seal("未写地址"), Key.Seal("写明地址"))], new(2026, 3, 9), Channel.Online);
    public static readonly ApplicationProvisionallyAccepted Provisional = new(Citizen, CaseNumber + "-A", Items.Limits, ["P1"], new(2026, 3, 9), Key.Seal("三日内补齐"));
    public static readonly AcceptanceRevoked Revoked = new(Citizen, CaseNumber + "-R3", "许可法第六十九条", Key.Seal("未补齐"), Remedies);
    public static readonly ClockSuspended Suspended = new(Citizen, SuspensionGround.ExpertReview, "许可法第四十五条", 10, "告知〔2026〕1号");
    public static readonly ApplicationReopened Reopened = new(Citizen, ReopeningCause.Error, "差错记录1号", Items.Limits);
    public static readonly DecisionMade Made = new(Citizen, Matter, 2, CaseNumber + "-D", Items.WithPapers, 1, LedgerHost.Department, new Grant(null, null), ["《中华人民共和国行政许可法》第三十八条"]);

    /// <summary>The application, submitted, and then this.</summary>
    public static Application Application(params object[] then) => State<Application>(Matter, [Submitted, .. then]);

    /// <summary>The draft, and then this.</summary>
    public static Application Draft(params object[] then) => State<Application>(Matter, [Drafted, .. then]);

    public static Application Application(ApplicationStatus status) => status switch
    {
        ApplicationStatus.Draft => Draft(),
        ApplicationStatus.Discarded => Draft(new DraftDiscarded(Citizen)),
        ApplicationStatus.Submitted => Application(),
        ApplicationStatus.CorrectionRequested => Application(Corrections),
        ApplicationStatus.ProvisionallyAccepted => Application(Provisional),
        ApplicationStatus.Accepted => Application(Accepted),
        ApplicationStatus.Suspended => Application(Accepted, Suspended),
        ApplicationStatus.Decided => Application(Accepted, Decided),
        ApplicationStatus.Delivered => Application(Accepted, Decided, Delivered),
        ApplicationStatus.NotRequired => Application(new NotRequiredNotified(Citizen, "许可法第三十二条第一项", null)),
        ApplicationStatus.OutOfRemit => Application(new OutOfRemitRefused(Citizen, "区水务局", "许可法第三十二条第二项")),
        ApplicationStatus.AcceptanceRefused => Application(new AcceptanceRefused(Citizen, CaseNumber + "-R2", "许可法第三十二条", Key.Seal("不符合形式"), Remedies)),
        ApplicationStatus.AcceptanceRevoked => Application(Provisional, Revoked),
        ApplicationStatus.Withdrawn => Application(new ApplicationWithdrawn(Citizen, null)),
        ApplicationStatus.Merged => Application(new ApplicationMerged(Citizen, Other, Key.Seal("同一事项"))),
        ApplicationStatus.Closed => Application(Accepted, Decided, Delivered, Closed),
        _ => throw new System.Diagnostics.UnreachableException($"{status} has no example here.")
    };

    /// <summary>The working days of a year as the State Council published them.</summary>
    public static WorkingCalendar Calendar(int year) => new(Guid.Empty, year, 1, PublishedHolidays.ByYear[year].Holidays, PublishedHolidays.ByYear[year].MakeUpWorkdays);

    /// <summary>The days of 2025 and 2026, and the law's limits.</summary>
    public static readonly Almanac Almanac = new(new([Calendar(2025), Calendar(2026)]), ClockBook.OfTheLaw);

    /// <summary>The decision, made, and then this.</summary>
    public static Decision Decision(params object[] then) => State<Decision>(Ruled, [Made, .. then]);


    /// <summary>The decision, made with this ruling and what else is named, and then this.</summary>
    public static Decision DecisionOf(DecisionMade made, params object[] then) => State<Decision>(Ruled, [made, .. then]);

    /// <summary>A refusal whose remedies name this online channel.</summary>
    public static Decision Refused(string? onlineChannel) =>
        DecisionOf(Made with { Ruling = new Refusal(Key.Seal("面积不足"), new("重庆市人民政府", 60, "重庆市渝中区人民法院", 6, onlineChannel)) });

    public static T State<T>(Guid id, params object[] events)
        where T : class =>
        (T)Fold.All(typeof(T), events.Select((happened, i) => Fold.Envelope(id, i + 1, Start.AddHours(i), happened is Done done ? done.What : happened, (happened as Done)?.By)))!;

    /// <summary>Recorded late: it had effect then.</summary>
    public static EarlierEffect Earlier(DateTimeOffset at) => new(at, EarlierEffectReason.LateEntry);
}

/// <summary>An event and who did it.</summary>
sealed record Done(Act By, object What);

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

/// <summary>What text fields take.</summary>
static class Texts
{
    /// <summary>Something of up to so many characters, in one line or several; nothing else.</summary>
    public static void ShouldBeTakenOnly(string field, int max, Func<string, ProblemDetails?> answer, bool lines = false)
    {
        string[] bad = ["", " ", "\u3000", new('字', max + 1), "a\u0007", "a\u0000", "a\uFFFE"], good = ["a", new('字', max)];
        const string several = "第一行\r\n第二行\t。";
        foreach (var text in lines ? bad : [.. bad, several])
            answer(text).ShouldBeInvalid(field);
        foreach (var text in lines ? [.. good, several] : good)
            answer(text).ShouldBeAccepted();
    }
}
