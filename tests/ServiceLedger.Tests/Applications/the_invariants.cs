using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Tests.Applications;

/// <summary>What holds of every application, whatever happens to it. The number in brackets is that of the invariant; (12) stands in Access, (14) in Hosting, (15) in DataRequests.</summary>
public class the_invariants
{
    const string Hash = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    static readonly RequestCorrection Request = new([new("P1", "无公章", "加盖公章")], new(2026, 3, 9), Channel.Online, 0);
    static readonly AmendCorrectionList Amendment = new([new("P1", "无公章", "加盖公章")], new(2026, 3, 9), Channel.Online, "遗漏", 0);

    /// <summary>(1) What was accepted cannot be asked to be corrected any more.</summary>
    [Fact]
    public void no_correction_is_asked_for_after_the_acceptance()
    {
        object[] whole = [Given.Corrections, new CorrectionSubmitted(Given.Citizen, "M", ["P1", "situation"], [])];
        object[][] accepted =
        [
            [Given.Accepted], [Given.Provisional], [Given.Provisional, new ProvisionalAcceptanceCompleted(Given.Citizen)], [.. whole, Given.Accepted], [Given.Corrections, Given.Provisional],
            [Given.Accepted, Given.Suspended], [Given.Accepted, Given.Suspended, new ClockResumed(Given.Citizen)], [Given.Accepted, Given.Decided], [Given.Accepted, Given.Decided, Given.Delivered],
            [Given.Accepted, Given.Decided, Given.Delivered, Given.Reopened], [Given.Provisional, Given.Revoked], [Given.Provisional, Given.Revoked, Given.Reopened], [.. whole, Given.Accepted, Given.Decided, Given.Delivered, Given.Reopened]
        ];
        foreach (var application in accepted.Select(then => Given.Application(then)))
        {
            RequestCorrectionEndpoint.Validate(Request with { Version = application.Version }, Given.Officer, application, Given.Item, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
            AmendCorrectionListEndpoint.Validate(Amendment with { Version = application.Version }, Given.Officer, application, Given.Item, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
        }

        // Nor does any way lead back from there to where it could be asked for.
        foreach (var happened in new object[] { Given.Accepted, Given.Provisional, Given.Suspended, Given.Reopened, Given.Decided, Given.Delivered, Given.Revoked, new ClockResumed(Given.Citizen), new ProvisionalAcceptanceCompleted(Given.Citizen) })
            Application.StatusAfter(happened).ShouldNotBeOneOf(ApplicationStatus.Submitted, ApplicationStatus.CorrectionRequested, ApplicationStatus.Draft);
    }

    /// <summary>(2) A second list of corrections breaks the rule that all is told once, and supervision learns of it.</summary>
    [Fact]
    public void a_second_list_of_corrections_is_an_amendment_that_supervision_follows()
    {
        foreach (var told in new[] { Given.Application(Given.Corrections), Given.Application(Given.Corrections, new CorrectionSubmitted(Given.Citizen, "M", ["P1", "situation"], [])) })
        {
            RequestCorrectionEndpoint.Validate(Request with { Version = told.Version }, Given.Officer, told, Given.Item, Given.Clock).ShouldBeRefused(409, told.Status is ApplicationStatus.Submitted ? "corrections-told-already" : "not-in-this-state");
            AmendCorrectionListEndpoint.Validate(Amendment with { Version = told.Version }, Given.Officer, told, Given.Item, Given.Clock).ShouldBeAccepted();
            AmendCorrectionListEndpoint.Decide(Amendment, told, Given.Key).ShouldBeAssignableTo<ISupervisedEvent>();
        }

        typeof(CorrectionRequested).IsAssignableTo(typeof(ISupervisedEvent)).ShouldBeFalse("The first list is in good order.");
    }

    /// <summary>(3) What falls short of what was asked says why and where it can be challenged.</summary>
    [Fact]
    public void a_refusal_without_reasons_and_remedies_cannot_be_written_down()
    {
        var (reasons, remedies) = (Given.Key.Seal("理由"), Given.Remedies);
        Func<Sealed<string>, Remedies, object>[] shortfalls =
        [
            (r, m) => new Refusal(r, m), (r, m) => new GrantWithConditions([reasons], r, m), (r, m) => new GrantInPart(reasons, r, m), (r, m) => new Payment(100, null, null, null, r, m), (r, m) => new Fine(100, r, m),
            (r, m) => new AcceptanceRefused(Given.Citizen, "R", "许可法第三十二条", r, m), (r, m) => new AcceptanceRevoked(Given.Citizen, "R", "许可法第六十九条", r, m),
            (r, m) => new RenewalRefused(Given.Citizen, r, m), (r, m) => new DecisionRevoked(Given.Citizen, RevocationCause.AgainstProcedure, false, r, m),
            (r, m) => new DecisionWithdrawnForPublicInterest(Given.Citizen, PublicInterestCause.LawChanged, "许可法第八条", r, m), (r, m) => new RightsRequestRefused(Given.Citizen, r, m),
            (r, m) => new DeletionDecided(Given.Citizen, DeletionOutcome.RestrictInstead, "个人信息保护法第四十七条", Guid.Empty, null, r, m)
        ];
        foreach (var make in shortfalls)
        {
            var whole = make(reasons, remedies);
            Should.Throw<ArgumentException>(() => make(null!, remedies), whole.GetType().Name);
            Should.Throw<ArgumentException>(() => make(reasons, null!), whole.GetType().Name);

            // Nor does it come back from a record that lacks them.
            foreach (var lacking in new[] { "reasons", "remedies" })
            {
                var stored = System.Text.Json.JsonSerializer.SerializeToNode(whole, whole.GetType(), LedgerJson.Stored)!.AsObject();
                stored.Remove(lacking).ShouldBeTrue();
                Should.Throw<ArgumentException>(() => System.Text.Json.JsonSerializer.Deserialize(stored, whole.GetType(), LedgerJson.Stored), whole.GetType().Name);
            }
        }

        // And no other event or ruling tells remedies.
        shortfalls.Select(make => make(reasons, remedies).GetType()).ShouldBe(
            typeof(Remedies).Assembly.GetTypes().Where(t => (EventCatalogue.Names.ContainsKey(t) || t.IsAssignableTo(typeof(Ruling))) && t.GetProperties().Any(p => p.PropertyType == typeof(Remedies))), ignoreOrder: true);
        Should.Throw<ArgumentException>(() => new Remedies(" ", 60, "乙", 6));
    }

    /// <summary>(4) The clock stands on a ground of the closed list and with a written notice only.</summary>
    [Fact]
    public void a_suspension_has_a_listed_ground_and_a_notice()
    {
        var application = Given.Application(Given.Accepted);
        foreach (var ground in Enum.GetValues<SuspensionGround>())
        {
            SuspendClockEndpoint.Validate(new(ground, "许可法第四十五条", 5, "告知1号", 2), Given.Officer, application, Given.Clock).ShouldBeAccepted();
            SuspendClockEndpoint.Validate(new(ground, "许可法第四十五条", 5, "", 2), Given.Officer, application, Given.Clock).ShouldBeInvalid("$.noticeNumber");
        }

        Should.Throw<System.Text.Json.JsonException>(() => System.Text.Json.JsonSerializer.Deserialize<SuspensionGround>("\"holiday\"", LedgerJson.Stored));
    }

    /// <summary>(4) The intervals that do not count follow each other, whenever they are recorded.</summary>
    [Fact]
    public void the_intervals_that_do_not_count_never_overlap()
    {
        // What happens, and how many hours after the start it has effect; null: when it is recorded.
        (object What, double? At)[][] paths =
        [
            [(Given.Suspended, null), (new ClockResumed(Given.Citizen), null), (Given.Suspended, null), (new ClockResumed(Given.Citizen), null)],
            [(Given.Suspended, 1.1), (new ClockResumed(Given.Citizen), 1.2), (Given.Suspended, 1.2), (new ClockResumed(Given.Citizen), 1.3), (Given.Suspended, null)],
            [(Given.Suspended, null), (new ClockResumed(Given.Citizen), 1.5), (Given.Suspended, 0.5), (new ClockResumed(Given.Citizen), null)],
            [(Given.Suspended, 1.5), (Given.Suspended, 1.6), (new ClockResumed(Given.Citizen), 1.4), (new ClockResumed(Given.Citizen), 1.5), (new ClockResumed(Given.Citizen), 1.6), (Given.Suspended, 1.5)]
        ];
        foreach (var path in paths)
        {
            List<object> record = [Given.Accepted];
            foreach (var (what, hours) in path)
            {
                var effect = hours is { } h ? Given.Earlier(Given.Start.AddHours(h)) : null;
                var application = Given.Application([.. record]);
                var answer = what is ClockSuspended s
                    ? SuspendClockEndpoint.Validate(new(s.Ground, s.Article, s.ExpectedDays, s.NoticeNumber, application.Version, effect), Given.Officer, application, Given.Clock)
                    : ResumeClockEndpoint.Validate(new(application.Version, effect), Given.Officer, application, Given.Clock);
                if (ReferenceEquals(answer, Wolverine.Http.WolverineContinue.NoProblems))
                    record.Add(what is ClockSuspended suspended ? suspended with { Effect = effect } : new ClockResumed(Given.Citizen, effect));
            }

            var intervals = Given.Application([.. record]).Suspensions;
            intervals.ShouldNotBeEmpty();
            foreach (var (i, interval) in intervals.Index())
            {
                if (interval.To is { } to)
                    to.ShouldBeGreaterThanOrEqualTo(interval.From);
                else
                    i.ShouldBe(intervals.Length - 1, "Only the last may be open.");
                if (i > 0)
                    interval.From.ShouldBeGreaterThanOrEqualTo(intervals[i - 1].To!.Value);
            }
        }
    }

    /// <summary>(5) The limit is extended once by whoever may, and once more when the clock starts afresh.</summary>
    [Fact]
    public void a_profile_is_extended_once_by_an_approver_of_sufficient_rank()
    {
        Microsoft.AspNetCore.Mvc.ProblemDetails Extend(ApproverRank rank, params object[] then) => ExtendAt(null, rank, then);
        Microsoft.AspNetCore.Mvc.ProblemDetails ExtendAt(TimeProvider? clock, ApproverRank rank, params object[] then) =>
            ExtendDeadlineEndpoint.Validate(new(10, "负责人", rank, "案情复杂", "延期1号", then.Length + 1), Given.Officer, Given.Application(then), Given.Almanac, clock ?? Given.Clock);
        var extended = new DeadlineExtended(Given.Citizen, 10, "负责人", ApproverRank.AgencyHead, Given.Key.Seal("案情复杂"), "延期1号");
        var joint = Given.Accepted with { Limits = new(ClockProfile.Joint, 45, null) };

        Extend(ApproverRank.AgencyHead, Given.Accepted).ShouldBeAccepted();
        Extend(ApproverRank.GovernmentHead, Given.Accepted).ShouldBeAccepted();
        Extend(ApproverRank.AgencyHead, joint).ShouldBeInvalid("$.rank");
        Extend(ApproverRank.GovernmentHead, joint).ShouldBeAccepted();
        foreach (var rank in Enum.GetValues<ApproverRank>())
            Extend(rank, Given.Accepted, extended).ShouldBeRefused(409, "already-exists");
        Extend(ApproverRank.AgencyHead, Given.Accepted, extended, Given.Suspended, new ClockResumed(Given.Citizen)).ShouldBeRefused(409, "already-exists");

        object[] reopened = [Given.Accepted, extended, Given.Decided, Given.Delivered, Given.Reopened];
        Extend(ApproverRank.AgencyHead, reopened).ShouldBeAccepted();
        Extend(ApproverRank.AgencyHead, [.. reopened, extended]).ShouldBeRefused(409, "already-exists");

        // On the last day it is in time, on the day after it is not: what has passed cannot be extended.
        var due = Given.Application(Given.Accepted).Limits(Given.Almanac).Single(l => l.Kind is TimerKind.Decision).Due!.Value;
        ExtendAt(At(due), ApproverRank.AgencyHead, Given.Accepted).ShouldBeAccepted();
        ExtendAt(At(due.AddDays(1)), ApproverRank.AgencyHead, Given.Accepted).ShouldBeRefused(409, "deadline-passed");

        static TimeProvider At(DateOnly day) => new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Text.StartOf(day).AddHours(9));
    }

    /// <summary>(6) Parallel departments count from the one acceptance, sequential ones from the written completion before them.</summary>
    [Fact]
    public void parallel_departments_share_one_acceptance_and_sequential_ones_start_on_written_completion()
    {
        var acceptedAt = Given.Start.AddMinutes(10);
        var accepted = Given.Accepted with { Effect = Given.Earlier(acceptedAt) };
        var parallel = Given.Application([accepted, .. asking_other_departments.Asked(JointHandling.Parallel)]);
        parallel.Opinions.Select(o => o.StartsAt).ShouldBe([acceptedAt, acceptedAt]);

        object[] asked = [accepted, .. asking_other_departments.Asked(JointHandling.Sequential)];
        Given.Application(asked).Opinions.Select(o => o.StartsAt).ShouldBe([Given.Start.AddHours(2), null]);
        var completedAt = Given.Start.AddHours(5);
        var done = Given.Application([.. asked, new JointOpinionGiven(Given.Citizen, 1, JointOpinion.Agree, Given.Key.Seal("同意"), Given.Earlier(completedAt))]);
        done.Opinions.Select(o => (o.StartsAt, o.GivenAt)).ShouldBe([(Given.Start.AddHours(2), completedAt), (completedAt, null)]);
        done.Opinions[1].StartsAt.ShouldNotBe(acceptedAt);
    }

    /// <summary>(8) Whoever reviewed the matter does not preside over its hearing.</summary>
    [Fact]
    public void no_reviewer_presides()
    {
        object[] asked = [new HearingRightNotified(Given.Citizen, "H"), new HearingRequested(Given.Citizen, HearingParty.Applicant)];
        object[] reviews =
        [
            new SubstantiveCheckRecorded(Given.Citizen, ["wang.wei", "zhao.yun"], new(2026, 3, 1), Given.Key.Seal("解放碑"), Given.Key.Seal("属实")),
            new DraftDecisionProposed(Given.Citizen, 1, "wang.wei", RulingKind.Grant, Given.Key.Seal("符合条件")),
            new FirstReviewForwarded(Given.Citizen, Items.OtherDepartment, LedgerHost.Department, "wang.wei", Given.Key.Seal("符合条件"))
        ];
        foreach (var review in reviews)
            foreach (var path in new object[][] { [Given.Accepted, review, .. asked], [Given.Accepted, .. asked, review] })
            {
                var application = Given.Application(path);
                Schedule(application, "wang.wei").ShouldBeInvalid("$.presider");
                Schedule(application, "qian.bo").ShouldBeAccepted();
            }

        var returned = Given.Application([Given.Accepted, .. asked, new DraftDecisionProposed(Given.Citizen, 1, "li.hua", RulingKind.Grant, Given.Key.Seal("符合条件")), new ReturnedForRework(Given.Citizen, 1, "wang.wei", Given.Key.Seal("补充"))]);
        Schedule(returned, "wang.wei").ShouldBeInvalid("$.presider");

        static Microsoft.AspNetCore.Mvc.ProblemDetails Schedule(Application application, string presider) =>
            ScheduleHearingEndpoint.Validate(new(LedgerHost.Now.AddDays(14), "会议室", presider, true, application.Version), Given.Officer, application, Given.Days, Given.Clock);
    }

    /// <summary>(8) Whoever presides over the hearing neither reviews the matter nor decides it.</summary>
    [Fact]
    public void no_presider_reviews_or_decides()
    {
        var presided = Given.Application(
            Given.Accepted, new HearingRightNotified(Given.Citizen, "H"), new HearingRequested(Given.Citizen, HearingParty.Applicant),
            new HearingScheduled(Given.Citizen, LedgerHost.Now, "会议室", "wang.wei", true), new HearingHeld(Given.Citizen, "wang.wei", Given.Key.Seal(Hash)), new HearingRecordConfirmed(Given.Citizen, true, null));
        var presider = Given.Officer with { ActorId = "wang.wei" };
        var proposed = presided with { Proposal = new(1, "li.hua", false) };
        Both(act => ProposeDecisionEndpoint.Validate(new(RulingKind.Grant, "符合条件", 7), act, presided, Given.Clock));
        Both(act => ReturnForReworkEndpoint.Validate(new("补充", 7), act with { ActorId = act.ActorId == "li.hua" ? "zhao.yun" : act.ActorId }, proposed, Given.Clock));
        Both(act => ForwardFirstReviewEndpoint.Validate(new(Items.OtherDepartment, "符合条件", 7), act, presided, Given.Departments, Given.Clock));
        Both(act => DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第四十八条"], 7), act, presided, Given.Clock));
        foreach (var officers in new string[][] { ["wang.wei", "zhao.yun"], ["zhao.yun", "li.hua", "wang.wei"] })
            RecordSubstantiveCheckEndpoint.Validate(new(officers, new(2026, 3, 1), "解放碑", "属实", 7), Given.Officer, presided, Given.Clock).ShouldBeInvalid("$.officers");
        RecordSubstantiveCheckEndpoint.Validate(new(["li.hua", "zhao.yun"], new(2026, 3, 1), "解放碑", "属实", 7), Given.Officer, presided, Given.Clock).ShouldBeAccepted();

        void Both(Func<Act, Microsoft.AspNetCore.Mvc.ProblemDetails> answer)
        {
            answer(presider).ShouldBeRefused(403, "forbidden");
            answer(Given.Officer).ShouldBeAccepted();
        }
    }

    /// <summary>(8) The substance is checked by two officers or more; fewer cannot be written down.</summary>
    [Fact]
    public void the_substance_is_checked_by_two_distinct_officers_or_more()
    {
        foreach (var officers in new string[][] { [], ["li.hua"], ["li.hua", "li.hua"] })
        {
            RecordSubstantiveCheckEndpoint.Validate(new(officers, new(2026, 3, 1), "解放碑", "属实", 2), Given.Officer, Given.Application(Given.Accepted), Given.Clock).ShouldBeInvalid("$.officers");
            Should.Throw<ArgumentOutOfRangeException>(() => new SubstantiveCheckRecorded(Given.Citizen, officers, new(2026, 3, 1), Given.Key.Seal("解放碑"), Given.Key.Seal("属实")));
        }

        const string stored = """{"citizenId":"01980000-0000-7000-8000-0000000000a7","officers":["li.hua"],"checkedOn":"2026-03-01","place":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"},"findings":{"digest":"d","keyId":"k","nonce":"n","ciphertext":"c"}}""";
        Should.Throw<ArgumentOutOfRangeException>(() => System.Text.Json.JsonSerializer.Deserialize<SubstantiveCheckRecorded>(stored, LedgerJson.Stored));
    }

    /// <summary>(16) Weekends and holidays do not count, make-up workdays do, over the end of a year too.</summary>
    [Theory]
    [InlineData("2026-03-02", 0, "2026-03-02")]
    [InlineData("2026-03-02", 1, "2026-03-03")]
    [InlineData("2026-03-02", 5, "2026-03-09")]
    [InlineData("2026-03-07", 1, "2026-03-09")]
    // The Spring Festival of 2026: 15 to 23 February, with Saturdays the 14th and the 28th to make up for it.
    [InlineData("2026-02-13", 1, "2026-02-14")]
    [InlineData("2026-02-13", 2, "2026-02-24")]
    [InlineData("2026-02-27", 1, "2026-02-28")]
    [InlineData("2026-02-27", 2, "2026-03-02")]
    // The New Year: 1 to 3 January off, Sunday the 4th made up.
    [InlineData("2025-12-30", 1, "2025-12-31")]
    [InlineData("2025-12-31", 1, "2026-01-04")]
    [InlineData("2025-12-31", 2, "2026-01-05")]
    // The National Day of 2026: 1 to 7 October, Saturday the 10th made up.
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-10-09", 1, "2026-10-10")]
    [InlineData("2025-01-01", 248, "2025-12-31")]
    public void only_working_days_of_the_calendar_count(string start, int days, string end) =>
        new WorkingDays([Given.Calendar(2025), Given.Calendar(2026)]).After(DateOnly.Parse(start, null), days).ShouldBe(DateOnly.Parse(end, null));

    /// <summary>(16) A year without a calendar is not guessed.</summary>
    [Fact]
    public void a_year_without_a_calendar_counts_nothing()
    {
        Given.Days.IsWorkingDay(new(2027, 1, 4)).ShouldBeNull();
        Given.Days.After(new(2026, 12, 30), 1).ShouldBe(new DateOnly(2026, 12, 31));
        Given.Days.After(new(2026, 12, 30), 2).ShouldBeNull();
        Given.Days.After(new(2025, 12, 31), 1).ShouldBe(new DateOnly(2026, 1, 4), "The start is not counted, so its year is not asked.");
        new WorkingDays([]).After(new(2026, 3, 2), 1).ShouldBeNull();
        Given.Days.After(DateOnly.MinValue, 1).ShouldBeNull();
    }
}
