using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Evidence;
using ServiceLedger.Hosting;
using ServiceLedger.Interchange;
using ServiceLedger.Ledger;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Supervision.Meters;

namespace ServiceLedger.Tests.Interchange;

/// <summary>The city, recorded once for all the sentences about it.</summary>
public sealed class RecordedCity(Cluster cluster) : IAsyncLifetime
{
    /// <summary>A day after the two years that the demo tells of.</summary>
    public static readonly FakeTimeProvider Afterwards = new(new DateTimeOffset(2026, 8, 3, 9, 0, 0, TimeSpan.FromHours(8)));

    public LedgerHost Host { get; } = new(cluster);
    public DemoReport Report { get; private set; } = null!;

    public DemoRecording Demo => new(Host.Store, Host.Services.GetRequiredService<Vault>(), Host.Services.GetRequiredService<EvidenceFolder>(), Host.Services.GetRequiredService<CaseNumbers>(), Afterwards);

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        Report = await Demo.RunAsync();
        await CitizenFiles.CatchUpAsync(Host.Services, _ => { }, default);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}

public class the_demo_city(RecordedCity city) : IClassFixture<RecordedCity>
{
    /// <summary>Events that no story tells, each with the reason.</summary>
    static readonly Dictionary<Type, string> Untold = new()
    {
        [typeof(DepartmentRenamed)] = "no department is renamed",
        [typeof(IdentitiesMerged)] = "nobody is on record twice",
        [typeof(MergeReversed)] = "nobody is on record twice",
        [typeof(FileViewed)] = "nobody has looked yet",
        [typeof(SearchPerformed)] = "nobody has looked yet",
        [typeof(AccessRefused)] = "nobody has looked yet",
        [typeof(MandateExpired)] = "every mandate begins today",
        [typeof(ClockRulesAdopted)] = "the service adopts them when it starts",
        [typeof(WarningRaised)] = "the clock records it when the service runs",
        [typeof(YellowCardIssued)] = "the clock records it when the service runs",
        [typeof(RedCardIssued)] = "the clock records it when the service runs",
        [typeof(CardContested)] = "nobody has seen a card yet",
        [typeof(CardUpheld)] = "nobody has seen a card yet",
        [typeof(CardCancelled)] = "nobody has seen a card yet",
        [typeof(RectificationOrdered)] = "nobody has seen a card yet",
        [typeof(RectificationDone)] = "nobody has seen a card yet",
        [typeof(DeadlineMissed)] = "the clock records it when the service runs",
        [typeof(DeadlineRecomputed)] = "no calendar changes",
        [typeof(ReviewDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(RatingDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(ComplaintDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(DecisionDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(DecisionDeadlineRecomputed)] = "no calendar changes",
        [typeof(DataRequestDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(DataRequestDeadlineRecomputed)] = "no calendar changes",
        [typeof(CommitmentDeadlineMissed)] = "the clock records it when the service runs",
        [typeof(CommitmentDeadlineRecomputed)] = "no calendar changes",
        [typeof(AcceptanceDeemed)] = "the clock records it when the service runs",
        [typeof(ApplicationDeemedWithdrawn)] = "the clock records it when the service runs",
        [typeof(HearingWaived)] = "the clock records it when the service runs",
        [typeof(RenewalDeemedGranted)] = "the clock records it when the service runs",
        [typeof(AcceptanceDateCorrected)] = "nobody recorded a wrong day",
        [typeof(ProcessingRestricted)] = "nobody asks for it",
        [typeof(RestrictionLifted)] = "nobody asks for it",
        [typeof(LegalHoldPlaced)] = "no court asks for it",
        [typeof(LegalHoldLifted)] = "no court asks for it",
        [typeof(ComplaintReopened)] = "who complains accepts the answer",
        [typeof(SuggestionSupported)] = "lives are told one by one, and nobody supports their own",
        [typeof(SuggestionMerged)] = "lives are told one by one",
        [typeof(RightsRequestLodged)] = "nobody asks for it",
        [typeof(AccessGranted)] = "nobody asks for it",
        [typeof(CopyIssued)] = "nobody asks for it",
        [typeof(RectificationVerified)] = "nobody asks for it",
        [typeof(FactRectified)] = "nobody asks for it",
        [typeof(RestrictionGranted)] = "nobody asks for it",
        [typeof(DeletionDecided)] = "nobody asks for it",
        [typeof(RightsRequestRefused)] = "nobody asks for it",
        [typeof(SubjectKeyDestroyed)] = "everything is kept ten years at least",
        [typeof(PayloadErased)] = "everything is kept ten years at least",
        [typeof(DestructionListProposed)] = "everything is kept ten years at least",
        [typeof(DestructionListReviewed)] = "everything is kept ten years at least",
        [typeof(DestructionListApproved)] = "everything is kept ten years at least",
        [typeof(DestructionListExecuted)] = "everything is kept ten years at least",
        [typeof(PolicyProposed)] = "the shipped rules hold",
        [typeof(PolicyRejected)] = "the shipped rules hold",
        [typeof(PolicyAdopted)] = "the shipped rules are recorded once",
        [typeof(LogKeyIntroduced)] = "the service records its key when it keeps the log",
        [typeof(LogKeyRetired)] = "the service records its key when it keeps the log",
        [typeof(OfficerListed)] = "the officers keep the roles of their sign-in",
        [typeof(RoleProposed)] = "the officers keep the roles of their sign-in",
        [typeof(RoleGranted)] = "the officers keep the roles of their sign-in",
        [typeof(RoleDenied)] = "the officers keep the roles of their sign-in",
        [typeof(RoleRevoked)] = "the officers keep the roles of their sign-in",
        [typeof(OfficerLocked)] = "nobody is locked",
        [typeof(UnlockProposed)] = "nobody is locked",
        [typeof(OfficerUnlocked)] = "nobody is locked",
        [typeof(KinDeclared)] = "no officer is a citizen of the demo",
        [typeof(KinWithdrawn)] = "no officer is a citizen of the demo",
        [typeof(OwnRecordLinked)] = "no officer is a citizen of the demo",
        [typeof(Exported)] = "nobody has looked yet",
        [typeof(AccessObjectedBySubject)] = "nobody has looked yet",
        [typeof(AccessExplained)] = "nobody has looked yet",
        [typeof(AccessJustified)] = "nobody has looked yet",
        [typeof(AccessFoundUnlawful)] = "nobody has looked yet",
        [typeof(DisclosureDelayAsked)] = "no order demands secrecy",
        [typeof(DisclosureExtensionAsked)] = "no order demands secrecy",
        [typeof(DisclosureDelayed)] = "no order demands secrecy",
        [typeof(DisclosureReleased)] = "no order demands secrecy",
        [typeof(BreakGlassUsed)] = "nobody has looked yet",
        [typeof(BreakGlassEnded)] = "nobody has looked yet",
        [typeof(BreakGlassReviewed)] = "nobody has looked yet",
        [typeof(BreakGlassBlockLifted)] = "nobody has looked yet",
        [typeof(UnlinkedReadDetected)] = "nobody has looked yet",
        [typeof(UnlinkedReadJudged)] = "nobody has looked yet",
        [typeof(LooksExamined)] = "nobody has looked yet",
        [typeof(IndicatorPublished)] = "nothing is published yet",
        [typeof(CitizenImported)] = "nobody comes from another register",
        [typeof(DivisionsListed)] = "divisions are imported from a file",
        [typeof(ApplicationChallenged)] = "nobody challenges that nothing was decided",
        [typeof(ApplicationChallengeSettled)] = "nobody challenges that nothing was decided",
        [typeof(DecisionConfirmedIllegal)] = "no review takes this course",
        [typeof(DecisionDeclaredVoid)] = "no review takes this course",
        [typeof(ExecutionStayed)] = "no review takes this course",
        [typeof(ExecutionResumed)] = "no review takes this course",
        [typeof(ReviewCorrectionAsked)] = "no review takes this course",
        [typeof(ReviewCorrectionSupplied)] = "no review takes this course",
        [typeof(ReviewAcceptanceDeemed)] = "no review takes this course",
        [typeof(ReviewNotAccepted)] = "no review takes this course",
        [typeof(ReviewTransferred)] = "no review takes this course",
        [typeof(ProcedureConverted)] = "no review takes this course",
        [typeof(ResponseNotFiled)] = "no review takes this course",
        [typeof(ReviewHearingHeld)] = "no review takes this course",
        [typeof(MediationAgreed)] = "no review takes this course",
        [typeof(ReviewSuspended)] = "no review takes this course",
        [typeof(ReviewResumed)] = "no review takes this course",
        [typeof(ReviewTerminated)] = "no review takes this course",
        [typeof(ExecutionStayOrdered)] = "no review takes this course",
        [typeof(ExecutionStayLifted)] = "no review takes this course",
        [typeof(ReviewExtended)] = "no review takes this course",
        [typeof(ReviewNotComplied)] = "no review takes this course",
        [typeof(ReviewOpinionIssued)] = "no review takes this course",
        [typeof(ReviewOpinionAnswered)] = "no review takes this course"
    };

    LedgerHost Host => city.Host;

    [Fact]
    public void is_of_the_size_that_was_announced()
    {
        var report = city.Report;
        (report.Citizens, report.AlreadyOnRecord, report.Applications).ShouldBe((200, 0, 2000));
        report.DataRequests.ShouldBeInRange(600, 750);
        report.Decisions.ShouldBeInRange(1600, 1900);
    }

    [Fact]
    public async Task counts_what_is_on_record()
    {
        await using var session = Host.Store.QuerySession();
        (await session.Query<Application>().CountAsync()).ShouldBe(city.Report.Applications);
        (await session.Query<DataRequest>().CountAsync()).ShouldBe(city.Report.DataRequests);
        (await session.Query<Decision>().CountAsync()).ShouldBe(city.Report.Decisions);
        (await session.Query<Department>().CountAsync()).ShouldBe(30);
        (await Host.Scalar<long>("select count(*) from ledger.mt_events where type not in ('department_registered', 'item_published', 'calendar_published', 'file_viewed', 'policy_adopted', 'clock_rules_adopted')")).ShouldBe(city.Report.Events);
    }

    [Fact]
    public async Task tells_every_event_at_least_five_times()
    {
        var counts = new Dictionary<string, long>();
        foreach (var type in EventCatalogue.Names.Where(n => !Untold.ContainsKey(n.Key)).Select(n => n.Value))
            counts[type] = await Host.Scalar<long>($"select count(*) from ledger.mt_events where type = '{type}'");
        counts.Where(c => c.Value < 5).Select(c => $"{c.Key} × {c.Value}").ShouldBeEmpty();
    }

    [Fact]
    public async Task has_matters_in_every_state_and_decisions_of_every_kind()
    {
        await using var session = Host.Store.QuerySession();
        var applications = await session.Query<Application>().ToListAsync();
        var decisions = await session.Query<Decision>().ToListAsync();
        var requests = await session.Query<DataRequest>().ToListAsync();
        Enum.GetValues<ApplicationStatus>().Where(s => applications.Count(a => a.Status == s) < 5).ShouldBeEmpty();
        // A fine answers nobody's application.
        Enum.GetValues<RulingKind>().Except([RulingKind.Fine]).Where(k => decisions.Count(d => d.Kind == k) < 5).ShouldBeEmpty();
        Enum.GetValues<DataRequestStatus>().Where(s => requests.Count(r => r.Status == s) < 5).ShouldBeEmpty();
        // Nothing is found void.
        Enum.GetValues<DecisionStatus>().Except([DecisionStatus.DeclaredVoid]).Where(s => decisions.Count(d => d.Status == s) < 5).ShouldBeEmpty();
        ((double)decisions.Count(d => d.Kind is RulingKind.Refusal) / decisions.Count).ShouldBeInRange(0.06, 0.10);
        ((double)requests.Select(r => r.ApplicationId).Distinct().Count() / applications.Count).ShouldBeInRange(0.28, 0.38);
    }

    [Fact]
    public async Task lies_on_working_days_of_its_two_years_and_is_recorded_today()
    {
        await using var session = Host.Store.QuerySession();
        var days = await WorkingDays.Load(session, default);
        var events = await session.Events.QueryAllRawEvents().ToListAsync();
        var effective = events.Where(e => e.Data is IEffectiveEvent { Effect: not null }).ToList();
        effective.Count.ShouldBeGreaterThan(events.Count * 3 / 4);
        foreach (var day in effective.Select(e => Text.DateOf(e.EffectiveAt())).Distinct())
        {
            day.ShouldBeInRange(new DateOnly(2024, 7, 1), new DateOnly(2026, 6, 30));
            days.IsWorkingDay(day).ShouldBe(true, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }

        effective.Select(e => e.EffectiveAt().ToOffset(TimeSpan.FromHours(8)).TimeOfDay).ShouldAllBe(t => t >= TimeSpan.FromHours(9) && t < TimeSpan.FromHours(18));
        effective.ShouldAllBe(e => e.Timestamp > e.EffectiveAt());
    }

    [Fact]
    public async Task says_of_every_act_who_did_it_where_and_why()
    {
        await using var session = Host.Store.QuerySession();
        var about = (await session.Events.QueryAllRawEvents().ToListAsync()).Where(e => e.Data is ICitizenEvent).ToList();
        about.ShouldAllBe(e => e.Act() != null && e.UserName == e.Act()!.ActorId);
        var officers = about.Where(e => e.Act()!.IsOfficer).ToList();
        officers.ShouldAllBe(e => e.Act()!.Department != null && e.Act()!.Role != null && e.Act()!.DivisionCode != null && e.Act()!.UrbanRuralClass != null && e.Act()!.Purpose != null);
        about.Select(e => e.Act()!.Kind).Distinct().ShouldBe([ActorKind.Officer, ActorKind.Citizen, ActorKind.Agent, ActorKind.System], ignoreOrder: true);
        officers.Select(e => e.Act()!.Department).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task shows_a_gap_between_city_and_country()
    {
        await using var session = Host.Store.QuerySession();
        var country = (await session.Query<Citizen>().ToListAsync()).Where(c => c.UrbanRuralClass![0] is '2').Select(c => c.Id).ToHashSet();
        var events = await session.Events.QueryAllRawEvents().ToListAsync();
        var submitted = events.Select(e => e.Data).OfType<ApplicationSubmitted>().ToLookup(e => country.Contains(e.CitizenId));
        var visits = events.Select(e => e.Data).OfType<VisitRecorded>().ToLookup(e => country.Contains(e.CitizenId));
        country.Count.ShouldBe(80);
        double Online(bool rural) => (double)submitted[rural].Count(s => s.SubmittedBy is Channel.Online) / submitted[rural].Count();
        double Visits(bool rural) => (double)visits[rural].Count() / submitted[rural].Count();
        Online(false).ShouldBeGreaterThan(2 * Online(true));
        Visits(true).ShouldBeGreaterThan(1.5 * Visits(false));
        submitted[false].ShouldAllBe(s => s.SubmittedBy != Channel.VillageAgent);
    }

    [Fact]
    public async Task has_people_with_valid_numbers_of_their_own()
    {
        await using var session = Host.Store.QuerySession();
        var vault = Host.Services.GetRequiredService<Vault>();
        var numbers = new List<string>();
        foreach (var registered in await session.Events.QueryRawEventDataOnly<CitizenRegistered>().ToListAsync())
        {
            var key = await vault.KeyOf(registered.CitizenId, PurposeClass.Identity);
            numbers.Add(key.Open(registered.IdNumber));
            key.Open(registered.Name).Length.ShouldBeInRange(2, 3);
            CitizenIdNumber.TryParse(numbers[^1], RecordedCity.Afterwards.Today(), out var number, out _).ShouldBeTrue();
            key.Open(registered.BirthDate).ShouldBe($"{number.BirthDate:yyyy-MM-dd}");
            DivisionCode.IsValid(registered.ResidenceDivision).ShouldBeTrue();
            registered.ResidenceDivision.ShouldStartWith("50");
        }

        numbers.Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task lets_every_applicant_read_every_application_of_theirs()
    {
        await using var session = Host.Store.QuerySession();
        var applications = await session.Query<Application>().ToListAsync();
        await Parallel.ForEachAsync(applications, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (application, _) =>
        {
            var view = await Host.Get($"/api/applications/{application.Id}", LedgerHost.CitizenPersona(application.CitizenId));
            (view["status"]!.GetValue<string>(), view["version"]!.GetValue<long>()).ShouldBe((application.Status.InJson(), application.Version));
        });
    }

    [Fact]
    public async Task has_files_that_a_rebuild_makes_the_same()
    {
        var live = await Checksum();
        await CitizenFiles.RebuildAsync(Host.Services, default);
        (await Checksum()).ShouldBe(live);
    }

    [Fact]
    public async Task is_recorded_once()
    {
        var before = await Host.Scalar<long>("select count(*) from ledger.mt_events");
        var again = await city.Demo.RunAsync();
        (again.Citizens, again.AlreadyOnRecord, again.Events).ShouldBe((0, 200, 0));
        (await Host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(before);
    }

    [Fact]
    public async Task is_another_one_for_another_seed_and_then_has_no_place_here()
    {
        var before = await Host.Scalar<long>("select count(*) from ledger.mt_events");
        await Should.ThrowAsync<NoPlaceForDemo>(() => city.Demo.RunAsync(seed: 2));
        (await Host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(before);
    }

    async Task<string> Checksum() => await Host.Scalar<string>("select md5(string_agg(data::text, '' order by id)) from ledger.mt_doc_citizenfile");
}

public class a_demo_that_was_interrupted(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task leaves_whole_lives_and_goes_on_when_run_again()
    {
        var demo = new DemoRecording(host.Store, host.Services.GetRequiredService<Vault>(), host.Services.GetRequiredService<EvidenceFolder>(), host.Services.GetRequiredService<CaseNumbers>(), RecordedCity.Afterwards);
        using var stop = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => demo.RunAsync(progress: _ => stop.Cancel(), ct: stop.Token));
        var some = await host.Scalar<long>("select count(*) from ledger.mt_doc_citizen");
        some.ShouldBeInRange(1, 199);

        var rest = await demo.RunAsync();
        (rest.AlreadyOnRecord, rest.Citizens).ShouldBe(((int)some, 200 - (int)some));
        (await host.Scalar<long>("select count(*) from ledger.mt_doc_application")).ShouldBe(2000);
        (await host.Scalar<long>("select count(*) from ledger.mt_doc_sharingagreement")).ShouldBe(12);
    }
}

public class a_demo_that_has_no_place(LedgerHost host) : IClassFixture<LedgerHost>
{
    DemoRecording Demo(TimeProvider time) => new(host.Store, host.Services.GetRequiredService<Vault>(), host.Services.GetRequiredService<EvidenceFolder>(), host.Services.GetRequiredService<CaseNumbers>(), time);

    [Fact]
    public async Task changes_nothing_beside_the_applications_of_others()
    {
        await host.Submit(await host.Register());
        var before = await host.Scalar<long>("select count(*) from ledger.mt_events");
        (await Should.ThrowAsync<NoPlaceForDemo>(() => Demo(RecordedCity.Afterwards).RunAsync())).Message.ShouldContain("not the demo's");
        (await host.Scalar<long>("select count(*) from ledger.mt_events")).ShouldBe(before);
    }

    [Fact]
    public async Task does_not_come_before_its_time() =>
        (await Should.ThrowAsync<NoPlaceForDemo>(() => Demo(host.Time).RunAsync())).Message.ShouldContain("2026-06-30");
}

public class dealing_and_telling_stories
{
    static readonly SubjectKey Key = new("demo", [.. Enumerable.Range(0, 32).Select(i => (byte)i)]);

    [Fact]
    public void makes_as_many_applications_as_announced() => DemoStories.All.Sum(s => s.Times * s.Applications).ShouldBe(DemoStories.Applications);

    [Fact]
    public void deals_every_story_as_often_as_it_says()
    {
        var dealt = DemoStories.Deal(7).SelectMany(hand => hand).GroupBy(s => s).ToDictionary(s => s.Key, s => s.Count());
        foreach (var story in DemoStories.All)
            dealt[story].ShouldBe(story.Times, story.Name);
        DemoStories.All.Select(s => s.Name).ShouldBeUnique();
    }

    [Fact]
    public void is_the_same_for_the_same_seed_but_for_ids_and_salts() => Told(1).ShouldBe(Told(1));

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(20261124)]
    public void is_refused_by_no_decision_whatever_the_seed(ulong seed) => Lives(seed).Count.ShouldBe(200);

    /// <summary>Every event with its act and with what is sealed in plain, line by line; ids, and hashes over ids, are named in the order they come.</summary>
    static List<string> Told(ulong seed)
    {
        var names = new Dictionary<string, string>();
        return [.. Lives(seed).SelectMany(life => life.Streams).SelectMany(s => s.Events).Select(e =>
        {
            var line = $"{EventCatalogue.Names[e.EventType]} {e.Version} {e.GetHeader(Act.Header)} {Opened(JsonSerializer.SerializeToNode(e.Data, e.EventType, LedgerJson.Stored)!)!.ToJsonString(LedgerHost.Plain)}";
            return Regex.Replace(line, "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}|(?<=\"evidenceBundleHash\":\")[^\"]+", id => names.TryGetValue(id.Value, out var known) ? known : names[id.Value] = $"#{names.Count}");
        })];
    }

    static List<DemoLife> Lives(ulong seed)
    {
        var catalogue = DemoCatalogue.Read();
        var items = catalogue.Items.Select(i => new ServiceItem(LedgerIds.Unknown, i.Code, i.Department, [i.Terms()]));
        var city = new DemoCity(seed, catalogue.Departments, items, new WorkingDays([Given.Calendar(2024), Given.Calendar(2025), Given.Calendar(2026)]));
        var agreements = DemoAgreements.Of(city, RecordedCity.Afterwards);
        var (index, numbers, hands) = (new BlindIndex(new byte[32]), new Queue<long>(Enumerable.Range(1, DemoStories.Applications).Select(n => (long)n)), DemoStories.Deal(seed));
        return [.. city.Persons.Select(p => DemoLife.Of(city, p, LedgerId.New(), new(Key, Key), index, RecordedCity.Afterwards, numbers, Documents(DemoLife.DocumentsFor(hands[p.Index])), agreements, hands[p.Index]))];
    }

    static Queue<StoredContent> Documents(int count) => new(Enumerable.Range(1, count).Select(i =>
        new StoredContent($"{i:x64}", Key.Seal(System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(DemoDocument.Page(i)))), MediaType.Pdf, DemoDocument.Page(i).Length)));

    static JsonNode? Opened(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject one when one.ContainsKey("ciphertext"):
                return Key.Open(one.Deserialize<Sealed<string>>(LedgerJson.Stored))!;
            case JsonObject one:
                foreach (var (name, value) in one.ToArray())
                    one[name] = Opened(value?.DeepClone());
                return one;
            case JsonArray several:
                return new JsonArray([.. several.Select(v => Opened(v?.DeepClone()))]);
            default:
                return node;
        }
    }
}
