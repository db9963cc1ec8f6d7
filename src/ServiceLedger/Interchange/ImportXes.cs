using System.Diagnostics;
using JasperFx;
using JasperFx.Events;
using Marten;
using Marten.Exceptions;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using ServiceLedger.Reviews;

namespace ServiceLedger.Interchange;

/// <summary>A case of a log that is on record; the id is source and case id, so that a repeated import records nothing new.</summary>
public sealed record ImportedCase(string Id, Guid ApplicationId);

/// <summary>A person of another register who is on record; the id is the blind index of source and reference.</summary>
public sealed record CitizenByReference(string Id, Guid CitizenId);

/// <summary>What an import did. Every trace and event read is counted in exactly one of the fields of its kind.</summary>
public sealed class XesImportReport
{
    public int Cases { get; internal set; }
    public int AlreadyOnRecord { get; internal set; }

    /// <summary>Cases that stand in the log twice, or that another import recorded meanwhile.</summary>
    public int Repeated { get; internal set; }
    public int Citizens { get; internal set; }
    public int Decisions { get; internal set; }

    /// <summary>Decisions that a department above was asked to review, and suits over them, with or without a review before.</summary>
    public int Reviews { get; internal set; }
    public int Lawsuits { get; internal set; }

    /// <summary>Cases that nothing more will be done about.</summary>
    public int Closed { get; internal set; }

    /// <summary>Events read: actions, named steps, those of cases already on record, and those the state of the case forbids.</summary>
    public int Events { get; internal set; }
    public int Actions { get; internal set; }
    public int Steps { get; internal set; }
    public int SkippedEvents { get; internal set; }
    public int Refused { get; internal set; }

    /// <summary>How often each activity the map does not name became a step.</summary>
    public Dictionary<string, int> Unmapped { get; } = new();

    /// <summary>Why actions were refused, and how often; they were recorded as steps where the state allowed it.</summary>
    public Dictionary<string, int> Refusals { get; } = new();

    /// <summary>The fault at which reading ended, if one did; what stood before it is on record.</summary>
    public BrokenXes? Broken { get; set; }
    public TimeSpan Took { get; set; }
    public double EventsPerSecond => Took > TimeSpan.Zero ? (Actions + Steps) / Took.TotalSeconds : 0;
}

/// <summary>
/// Imports an event log: each trace becomes an application, its outcome a decision, through the decisions the API uses, with the
/// log's times as dates of effect. Many traces go into one transaction and several transactions run at once.
/// </summary>
public sealed class XesImport(IDocumentStore store, Vault vault, CaseNumbers numbers, TimeProvider time)
{
    const int Batch = 100, Writers = 3;

    /// <summary>The actor of the import where the log names nobody.</summary>
    const string Importer = "xes-import";

    /// <summary>Runs the import; whoever cancels it finds whole cases on record and can run it again.</summary>
    public async Task<XesImportReport> RunAsync(Stream log, XesMap map, string? citizenFrom, Action<XesImportReport>? progress = null, CancellationToken ct = default)
    {
        var clock = Stopwatch.StartNew();
        var report = new XesImportReport();
        var (item, calendar) = await PrepareAsync(map, ct);
        var batches = System.Threading.Channels.Channel.CreateBounded<List<(XesTrace, Guid)>>(Writers);
        using var failing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            try
            {
                await foreach (var batch in batches.Reader.ReadAllAsync(failing.Token))
                {
                    await WriteAsync(batch, map, item, calendar, report, failing.Token);
                    report.Took = clock.Elapsed;
                    progress?.Invoke(report);
                }
            }
            catch
            {
                await failing.CancelAsync();
                throw;
            }
        }, CancellationToken.None)).ToArray();

        try
        {
            await foreach (var batch in Batches(log, map, citizenFrom, report, failing.Token))
                await batches.Writer.WriteAsync(batch, failing.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // A writer failed: its own exception follows below.
        }
        finally
        {
            batches.Writer.Complete();
        }

        await Task.WhenAll(writers);
        report.Took = clock.Elapsed;
        return report;
    }

    /// <summary>The departments and the item of the map, made if they are missing; and the calendars by which the time to challenge is counted.</summary>
    async Task<(ServiceItem, WorkingDays)> PrepareAsync(XesMap map, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        session.Record(Act(map, Importer));
        string[] codes = [.. map.Activities.Values.Select(a => a.Department).Append(map.Department).Append(map.Remedies?.Authority).OfType<string>().Distinct()];
        var known = await session.Query<Department>().Where(d => d.CreditCode.In(codes)).Select(d => d.CreditCode).ToListAsync(ct);
        foreach (var code in codes.Except(known))
            session.Events.StartStream<Department>(LedgerId.New(), Department.Decide(null, code, code, map.Division)!);
        var item = await session.Query<ServiceItem>().SingleOrDefaultAsync(i => i.Code == map.Item, ct);
        if (item is null)
        {
            var terms = new ItemTerms(map.ItemName, null, map.Department, ItemKind.OtherPower, [], [], new(ClockProfile.Ordinary, null, null), [], Confidentiality.Internal, Retention.TenYears);
            session.Events.StartStream<ServiceItem>(LedgerId.New(), ServiceItem.Decide(null, map.Item, terms)!);
        }

        await session.SaveChangesAsync(ct);
        return (item ?? await session.Query<ServiceItem>().SingleAsync(i => i.Code == map.Item, ct), await WorkingDays.Load(session, ct));
    }

    /// <summary>The traces not on record yet, a batch at a time, each with its citizen; citizens are recorded before their first case.</summary>
    async IAsyncEnumerable<List<(XesTrace, Guid)>> Batches(
        Stream log, XesMap map, string? citizenFrom, XesImportReport report, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var index = await vault.BlindIndex(ct);
        var citizens = new Dictionary<string, Guid>();
        foreach (var chunk in Whole(XesReader.Read(log), report).Chunk(Batch))
        {
            ct.ThrowIfCancellationRequested();
            lock (report)
                report.Events += chunk.Sum(t => t.Events.Count);
            await using var session = store.LightweightSession();
            session.Record(Act(map, Importer));
            var known = (await session.LoadManyAsync<ImportedCase>(ct, chunk.Select(t => CaseKey(map, t)).Distinct().ToArray())).Select(c => c.Id).ToHashSet();
            var fresh = new List<XesTrace>();
            foreach (var trace in chunk)
            {
                if (known.Add(CaseKey(map, trace)))
                    fresh.Add(trace);
                else
                    Skip(trace, report);
            }

            if (fresh.Count == 0)
                continue;
            var references = fresh.ToDictionary(t => t, t => citizenFrom is null ? t.CaseId : t.Attributes.GetValueOrDefault(citizenFrom) ?? t.CaseId);
            await RecordCitizensAsync(references.Values.Distinct(), map, index, citizens, session, report, ct);
            yield return [.. fresh.Select(t => (t, citizens[references[t]]))];
            if (citizens.Count > 10_000)
                citizens.Clear();
        }
    }

    static void Skip(XesTrace trace, XesImportReport report)
    {
        lock (report)
        {
            report.AlreadyOnRecord++;
            report.SkippedEvents += trace.Events.Count;
        }
    }

    /// <summary>The traces up to a fault, which is kept for the end: what was read before it is recorded.</summary>
    IEnumerable<XesTrace> Whole(IEnumerable<XesTrace> traces, XesImportReport report)
    {
        var now = time.GetUtcNow();
        using var each = traces.GetEnumerator();
        while (true)
        {
            try
            {
                if (!each.MoveNext())
                    yield break;
                if (each.Current.Events.Any(e => e.At > now))
                    throw new BrokenXes($"The case {each.Current.CaseId} has an event in the future", each.Current.Line, 1);
            }
            catch (BrokenXes broken)
            {
                report.Broken = broken;
                yield break;
            }

            yield return each.Current;
        }
    }

    async Task RecordCitizensAsync(
        IEnumerable<string> references, XesMap map, BlindIndex index, Dictionary<string, Guid> citizens, IDocumentSession session, XesImportReport report, CancellationToken ct)
    {
        var wanted = references.Where(r => !citizens.ContainsKey(r)).ToDictionary(r => index.OfForeignReference(map.Source, r));
        foreach (var found in await session.LoadManyAsync<CitizenByReference>(ct, wanted.Keys.ToArray()))
            if (wanted.Remove(found.Id, out var reference))
                citizens[reference] = found.CitizenId;
        if (wanted.Count == 0)
            return;

        foreach (var (key, reference) in wanted)
        {
            var id = citizens[reference] = LedgerId.New();
            session.Insert(new CitizenByReference(key, id));
        }

        await vault.MakeKeysFor([.. wanted.Values.Select(r => citizens[r])], ct);
        foreach (var reference in wanted.Values)
        {
            var id = citizens[reference];
            session.Events.StartStream<Citizen>(id, new CitizenImported(id, map.Source, (await vault.KeyOf(id, PurposeClass.Identity, ct)).Seal(reference)));
        }

        await session.SaveChangesAsync(ct);
        report.Citizens += wanted.Count;
    }

    async Task WriteAsync(List<(XesTrace Trace, Guid Citizen)> batch, XesMap map, ServiceItem item, WorkingDays calendar, XesImportReport report, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        var cases = new List<ImportedTrace>();
        foreach (var (trace, citizen) in batch)
        {
            var key = await vault.KeyOf(citizen, PurposeClass.Matters, ct);
            var submitted = map.SubmissionOf(trace) ?? time.GetUtcNow();
            var number = await numbers.Next(map.Division, Text.DateOf(submitted), ct);
            var imported = new ImportedTrace(map, item, citizen, key, calendar, time, session);
            imported.Run(trace, submitted, number);
            session.Insert(new ImportedCase(CaseKey(map, trace), imported.ApplicationId));
            cases.Add(imported);
        }

        foreach (var citizen in batch.Select(b => b.Citizen).Distinct())
            session.WritesAbout(citizen);
        try
        {
            await session.SaveChangesAsync(ct);
        }
        catch (Exception e) when (batch.Count > 1 && (e is DocumentAlreadyExistsException || RecordLock.IsErased(e)))
        {
            // The same case stands in the log twice, another import runs, or a person was erased meanwhile: one at a time, the one in question is skipped.
            foreach (var one in batch)
                await WriteAsync([one], map, item, calendar, report, ct);
            return;
        }
        catch (DocumentAlreadyExistsException)
        {
            lock (report)
            {
                report.Repeated++;
                report.SkippedEvents += batch[0].Trace.Events.Count;
            }

            return;
        }
        catch (MartenCommandException e) when (RecordLock.IsErased(e))
        {
            lock (report)
                report.SkippedEvents += batch[0].Trace.Events.Count;
            return;
        }

        lock (report)
        {
            foreach (var imported in cases)
                imported.AddTo(report);
        }
    }

    static string CaseKey(XesMap map, XesTrace trace) => $"{map.Source}\n{trace.CaseId}".ToLookupId();

    internal static Act Act(XesMap map, string actor) =>
        new(actor == Importer ? ActorKind.System : ActorKind.Officer, actor, Hosting.Channel.Import, "import", map.Department, DivisionCode: map.Division, Purpose: "ServiceProvision");
}

/// <summary>One trace on its way through the decisions.</summary>
sealed class ImportedTrace(XesMap map, ServiceItem item, Guid citizen, SubjectKey key, WorkingDays calendar, TimeProvider time, IDocumentSession session)
{
    static readonly Act Importer = new(ActorKind.System, "xes-import", Hosting.Channel.Import, "import");

    readonly List<object> events = [];
    readonly Dictionary<string, int> unmapped = [], refusals = [];
    readonly Guid id = LedgerId.For(citizen);
    readonly DateTimeOffset now = time.GetUtcNow();
    Application application = null!;
    Decision? decision;
    Ruling? ruling;
    ImportedReview? review;
    DateOnly? promised;
    StreamAction? decisionStream;
    int actions, steps, refused, decisions, closed;

    public Guid ApplicationId => id;
    public Decision? Decision => decision;

    /// <summary>What a review or a court looks at, as it stands.</summary>
    public Disputed Disputed => new(decision, ruling, application, item.Terms(application.ItemVersion)!.Limits);

    public void Run(XesTrace trace, DateTimeOffset submitted, string caseNumber)
    {
        promised = map.PromisedOn(trace);
        var channel = map.ChannelOf(trace) ?? Hosting.Channel.Import;
        var submit = new SubmitApplication(citizen, item.Code, SubmittedBy: channel, Effect: Effect(submitted));
        if (SubmitApplicationEndpoint.Refuse(submit, ActOf(null), item, now) is { } problem)
            throw new BrokenXes($"The case {trace.CaseId} cannot be submitted: {problem.Detail}", trace.Line, 1);
        Append(SubmitApplicationEndpoint.Decide(submit, item, caseNumber, key, ActOf(null)), ActOf(null));
        if (map.ExOfficio)
            Append(AcceptApplicationEndpoint.Decide(new(application.Version, Effect(submitted)), application, item, promised), ActOf(null));
        var all = map.Actions(trace).ToArray();
        foreach (var (i, (happened, action)) in all.Index())
            Record(happened, action, all.AsSpan(i + 1));
        if (review is not { IsPending: true } && (map.IsPaidUp(trace) || IsUndoneWithTheLastOf(trace)))
            Close(ActOf(null), Effect(trace.Events[^1].At));
        if (map.EndOf(trace) is { } ended)
            CloseAtSource(trace, ended);
        session.Events.StartStream<Application>(id, events);
    }

    /// <summary>What a review or a court undid last of all: nothing more will be done about it.</summary>
    bool IsUndoneWithTheLastOf(XesTrace trace) => review?.UndoneBy is { } undone && ReferenceEquals(trace.Events[^1], undone);

    /// <summary>What was decided, or came to another end the ledger knows, is left as it is.</summary>
    void CloseAtSource(XesTrace trace, DateTimeOffset ended)
    {
        if (ended > now)
            throw new BrokenXes($"The case {trace.CaseId} ends in the future", trace.Line, 1);
        if (!application.IsOpen)
            return;
        Append(CloseApplicationEndpoint.AtSource(application, item, ended), ActOf(null));
        closed++;
    }

    public void AddTo(XesImportReport report)
    {
        report.Cases++;
        report.Reviews += review?.Reviews ?? 0;
        report.Lawsuits += review?.Suits ?? 0;
        report.Actions += actions;
        report.Steps += steps;
        report.Refused += refused;
        report.Decisions += decisions;
        report.Closed += closed;
        foreach (var (name, count) in unmapped)
            report.Unmapped[name] = report.Unmapped.GetValueOrDefault(name) + count;
        foreach (var (name, count) in refusals)
            report.Refusals[name] = report.Refusals.GetValueOrDefault(name) + count;
    }

    void Record(XesEvent happened, XesAction action, ReadOnlySpan<(XesEvent Event, XesAction Action)> later)
    {
        var act = ActOf(happened.Attributes.GetValueOrDefault("org:resource"));
        var effect = Effect(happened.At);
        if (action.Action is not XesActionKind.Step)
        {
            if (Try(happened, action, act, effect, later) is not { } problem)
            {
                actions++;
                return;
            }

            Count(refusals, $"{happened.Activity}: {problem.Title}");
        }
        else if (!map.Activities.ContainsKey(happened.Activity))
            Count(unmapped, happened.Activity);

        var step = new CompleteStep(happened.Activity, application.Version, effect);
        if ((application.Refuse(act, ApplicationAction.CompleteStep, application.Version, effect, now) ?? StepCodes.Refuse(step.StepCode)) is { } forbidden)
        {
            refused++;
            Count(refusals, $"{happened.Activity}: {forbidden.Title}");
            return;
        }

        Append(CompleteStepEndpoint.Decide(step, application), act);
        steps++;
    }

    /// <summary>Records the action, or says why the decision behind it refuses.</summary>
    ProblemDetails? Try(XesEvent happened, XesAction action, Act act, EarlierEffect effect, ReadOnlySpan<(XesEvent Event, XesAction Action)> later)
    {
        switch (action.Action)
        {
            case XesActionKind.Submit:
                return null; // Said by the submission itself.
            case XesActionKind.Accept:
                return Do(ApplicationAction.Accept, () => AcceptApplicationEndpoint.MissingPapers(application, item),
                    () => AcceptApplicationEndpoint.Decide(new(application.Version, effect), application, item, promised));
            case XesActionKind.Materials:
                return Papers.Refuse([], null, required: true); // A log names no papers, so this stays a step.
            case XesActionKind.RequestOpinions:
                return Ask(happened.Activity, Advisers(later), act, effect);
            case XesActionKind.Opinion:
                if (!IsAsked(action.Department!) && Ask(happened.Activity, [action.Department!], act, effect) is { } refusal)
                    return refusal;
                return Do(ApplicationAction.GiveOpinion, null, () => GiveOpinionEndpoint.Decide(
                    new(application.Opinions.Last(o => o.Department == action.Department).Number, action.Opinion!.Value, happened.Activity, application.Version, effect), application, key), act with { Department = action.Department });
            case XesActionKind.Withdraw:
                return Do(ApplicationAction.Withdraw, null, () => WithdrawApplicationEndpoint.Decide(new(application.Version, null, effect), application, key));
            case XesActionKind.Close:
                return Close(act, effect);
            case XesActionKind.Decide:
                var command = Deciding(happened, action, effect);
                var decisionId = LedgerId.For(citizen);
                DecisionMade? made = null;
                var problem = Do(ApplicationAction.Decide, () => DecideApplicationEndpoint.Refuse(command), () =>
                {
                    (var decided, made) = DecideApplicationEndpoint.Decide(decisionId, command, application, key);
                    return decided;
                });
                if (made is not null)
                {
                    var e = (IEvent<DecisionMade>)Envelop(made, act, decisionId, 1);
                    decisionStream = session.Events.StartStream<Decision>(decisionId, e);
                    (decision, ruling) = (Decisions.Decision.Create(e) with { Version = 1 }, made.Ruling);
                    decisions++;
                }

                return problem;
            case XesActionKind.Dispatch:
                if (RefuseDecision(DecisionAction.Dispatch, act, effect) is { } notSent)
                    return notSent;
                AppendToDecision(DispatchDecisionEndpoint.Decide(new(DeliveryMethod.Post, decision!.Version, effect), decision), act);
                return null;
            case XesActionKind.Deliver:
                if ((application.Refuse(act, ApplicationAction.Deliver, application.Version, effect, now) ?? RefuseDecision(DecisionAction.Deliver, act, effect)) is { } notDelivered)
                    return notDelivered;
                var (delivered, result) = DeliverDecisionEndpoint.Decide(new(DeliveryMethod.Post, decision!.Version, effect), decision);
                AppendToDecision(delivered, act);
                Append(result, act);
                return null;
            case XesActionKind.Appeal or XesActionKind.AnswerAppeal or XesActionKind.DecideAppeal or XesActionKind.DeliverAppeal or XesActionKind.Sue:
                review ??= new ImportedReview(this, map, key, calendar, time, session);
                return review.Try(happened, action, act, effect);
            default:
                throw new UnreachableException("Steps are recorded elsewhere.");
        }

        ProblemDetails? Do(ApplicationAction allowed, Func<ProblemDetails?>? refuse, Func<object> decide, Act? by = null)
        {
            if ((application.Refuse(by ?? act, allowed, application.Version, effect, now) ?? refuse?.Invoke()) is { } problem)
                return problem;
            Append(decide(), by ?? act);
            return null;
        }
    }

    ProblemDetails? Close(Act act, EarlierEffect effect)
    {
        if (application.Refuse(act, ApplicationAction.Close, application.Version, effect, now) is { } problem)
            return problem;
        Append(CloseApplicationEndpoint.Decide(new(application.Version, effect), application, item, now), act);
        closed++;
        return null;
    }

    /// <summary>Refuses what the state of the decision forbids; the import itself acts for the department where the log names no officer.</summary>
    ProblemDetails? RefuseDecision(DecisionAction action, Act act, EarlierEffect effect) =>
        decision is null ? Problems.NotFound() : decision.Refuse(act with { Kind = ActorKind.Officer, Role = "handler" }, action, decision.Version, effect, now);

    /// <summary>Asks departments for their opinions; nobody to ask is no round.</summary>
    ProblemDetails? Ask(string question, string[] departments, Act act, EarlierEffect effect)
    {
        if (departments.Length == 0)
            return Problems.Invalid("asked", "No opinion follows.", "其后没有意见。");
        if (application.Refuse(act, ApplicationAction.RequestOpinions, application.Version, effect, now) is { } problem)
            return problem;
        var first = application.Opinions.Length + 1;
        foreach (var (i, department) in departments.Index())
            Append(new JointOpinionRequested(citizen, first + i, department, key.Seal(question), JointHandling.Parallel, null, null, effect), act);
        return null;
    }

    string[] Advisers(ReadOnlySpan<(XesEvent Event, XesAction Action)> later)
    {
        var advisers = new List<string>();
        foreach (var (_, action) in later)
            if (action is { Action: XesActionKind.Opinion, Department: { } department } && !IsAsked(department) && !advisers.Contains(department))
                advisers.Add(department);
        return [.. advisers];
    }

    bool IsAsked(string department) => application.Opinions.Any(o => o.Department == department);

    DecideApplication Deciding(XesEvent happened, XesAction action, EarlierEffect effect)
    {
        string[] basis = [action.LegalBasisOf(happened) ?? map.ItemName];
        return action.Outcome switch
        {
            XesOutcome.Refuse => new(RulingKind.Refusal, basis, application.Version, action.ReasonsOf(happened), Told(map.Remedies!), Effect: effect),
            XesOutcome.Fine => new(RulingKind.Fine, basis, application.Version, action.ReasonsOf(happened), Told(map.Remedies!), Effect: effect, AmountFen: action.AmountOf(happened)),
            _ => new(RulingKind.Grant, basis, application.Version, Effect: effect)
        };
    }

    static RemediesTold Told(XesRemedies r) => new(r.ReconsiderationAuthority, r.ReconsiderationDays, r.Court, r.LitigationMonths, r.OnlineChannel);

    void Append(object data, Act act)
    {
        var e = Envelop(data, act, id, events.Count + 1);
        events.Add(e);
        application = (e switch
        {
            IEvent<ApplicationSubmitted> x => Application.Create(x),
            IEvent<ApplicationAccepted> x => application.Apply(x),
            IEvent<StepCompleted> x => application.Apply(x),
            IEvent<JointOpinionRequested> x => application.Apply(x),
            IEvent<JointOpinionGiven> x => application.Apply(x),
            IEvent<ApplicationDecided> x => application.Apply(x),
            IEvent<ResultDelivered> x => application.Apply(x),
            IEvent<ApplicationWithdrawn> x => application.Apply(x),
            IEvent<ApplicationClosed> x => application.Apply(x),
            _ => throw new UnreachableException("An import records only these.")
        }) with
        { Version = events.Count };
    }

    public void AppendToDecision(object data, Act act)
    {
        var e = Envelop(data, act, decision!.Id, decision.Version + 1);
        decisionStream!.AddEvent(e);
        decision = (e switch
        {
            IEvent<DecisionDispatched> x => decision.Apply(x),
            IEvent<DecisionDelivered> x => decision.Apply(x),
            IEvent<DecisionChallenged> x => decision.Apply(x.Data),
            IEvent<DecisionAnnulled> x => decision.Apply(x),
            IEvent<ChallengeSettled> x => decision.Apply(x.Data),
            _ => throw new UnreachableException("An import records only these.")
        }) with
        { Version = e.Version };
    }

    public IEvent Envelop(object data, Act act, Guid stream, long version)
    {
        var e = session.Events.BuildEvent(data);
        e.StreamId = stream;
        e.Version = version;
        e.SetHeader(Act.Header, act.ToHeader());
        e.UserName = act.ActorId;
        return e;
    }

    public Act ActOf(string? resource) =>
        (resource is null ? Importer : Importer with { Kind = ActorKind.Officer, ActorId = resource, Role = "handler" }) with { Department = map.Department, DivisionCode = map.Division, Purpose = "ServiceProvision" };

    static EarlierEffect Effect(DateTimeOffset at) => new(at, EarlierEffectReason.ImportedLog);

    static void Count(Dictionary<string, int> counts, string name) => counts[name] = counts.GetValueOrDefault(name) + 1;
}
