using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Events.Projections;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Timers;

namespace ServiceLedger.Supervision.Registers;

/// <summary>
/// Keeps the registers behind the record. Of each page of events the streams touched are read once, each stream's row is made anew from its events, and all rows are written in one
/// statement for each register; what a row takes from other streams is filled in after it. So a page may come twice, and a rebuild makes the same rows.
/// </summary>
public sealed class RegisterProjection(RatingTerms ratings) : IProjection
{
    // So many streams are made anew at a time when a calendar changes.
    const int Step = 500;

    static readonly string[] Followed = [typeof(ApplicationSubmitted).Namespace!, typeof(DataRequested).Namespace!, typeof(DecisionMade).Namespace!, typeof(ReviewLodged).Namespace!, typeof(RatingGiven).Namespace!];

    public static void Configure(AsyncOptions options)
    {
        options.BatchSize = 500;
        foreach (var register in RegisterCatalogue.All)
            options.DeleteDataInTableOnTeardown(register.Table);
        options.DeleteDataInTableOnTeardown(RegisterCatalogue.Openings);
        options.DeleteDataInTableOnTeardown(RegisterCatalogue.CardsDue);
    }

    public async Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        RecordOpenings(operations, events);
        var touched = events.Where(e => Followed.Contains(e.Data.GetType().Namespace)).Select(e => e.StreamId)
            .Concat(await CountedByAsync(operations, events, cancellation)).Distinct().ToArray();
        if (touched.Length > 0)
        {
            var almanac = await Almanac.Load(operations, cancellation);
            foreach (var some in touched.Chunk(Step))
            {
                var (applications, requests) = (await operations.LoadManyAsync<Application>(cancellation, some), await operations.LoadManyAsync<DataRequest>(cancellation, some));
                var rated = await operations.LoadManyAsync<Rating>(cancellation, some);
                await WriteAsync(operations, some, events, applications, requests, almanac, cancellation);
                WriteRatings(operations, rated);
                await WriteLimitsAsync(operations, some, applications, requests, rated, almanac, cancellation);
            }
        }

        await WriteCardsAsync(operations, events, cancellation);

        RecordReadings(operations, events);
    }

    static async Task WriteAsync(
        IDocumentOperations operations, Guid[] touched, IReadOnlyList<IEvent> page, IReadOnlyList<Application> applied, IReadOnlyList<DataRequest> requested, Almanac almanac, CancellationToken ct)
    {
        var codes = applied.Select(a => a.ItemCode).Distinct().ToArray();
        var items = (await operations.Query<ServiceItem>().Where(i => i.Code.IsOneOf(codes)).ToListAsync(ct)).ToDictionary(i => i.Code);
        ItemTerms? Terms(string code, int version) => items.GetValueOrDefault(code)?.Terms(version);
        var streams = (await operations.Events.Known().Where(e => e.StreamId.IsOneOf(touched)).OrderBy(e => e.Sequence).ToListAsync(ct)).GroupBy(e => e.StreamId).Select(s => s.ToArray()).ToArray();
        var submitted = streams.Where(s => s[0].Data is ApplicationDrafted or ApplicationSubmitted).ToArray();
        var citizens = (await operations.LoadManyAsync<Citizen>(ct, [.. submitted.Select(s => ((ICitizenEvent)s[0].Data).CitizenId).Distinct()])).ToDictionary(c => c.Id);
        var states = applied.ToDictionary(a => a.Id);
        var applications = submitted.Select(s => (Events: s, Row: RegisteredApplication.Of(s, states[s[0].StreamId], citizens.GetValueOrDefault(((ICitizenEvent)s[0].Data).CitizenId), Terms, almanac))).Where(a => a.Row is not null).ToArray();
        var decisions = streams.Where(s => s[0].Data is DecisionMade).Select(s => (Events: s, Row: RegisteredDecision.Of(s))).ToArray();
        var asked = requested.ToDictionary(r => r.Id);
        var requests = streams.Where(s => s[0].Data is DataRequestDrafted or DataRequested).Select(s => (Events: s, Row: RegisteredDataRequest.Of(s, asked[s[0].StreamId], almanac))).Where(r => r.Row is not null).ToArray();

        var applicationOf = applications.Select(a => (a.Events[0].StreamId, a.Row!.ApplicationId)).Concat(decisions.Select(d => (d.Row.DecisionId, d.Row.ApplicationId)))
            .Concat(requests.Select(r => (r.Row!.DataRequestId, r.Row.ApplicationId))).ToDictionary(p => p.Item1, p => p.Item2);
        var entries = page.Where(e => applicationOf.ContainsKey(e.StreamId)).Select(e => RegisteredEntry.Of(e, applicationOf[e.StreamId])).OfType<RegisteredEntry>().ToArray();

        RegisterCatalogue.Applications.Upsert(operations, [.. applications.Select(a => a.Row!)]);
        RegisterCatalogue.Decisions.Upsert(operations, [.. decisions.Select(d => d.Row)]);
        RegisterCatalogue.DataRequests.Upsert(operations, [.. requests.Select(r => r.Row!)]);
        RegisterCatalogue.ReAsks.Upsert(operations, [.. applications.SelectMany(a => RegisteredReAsk.Of(a.Events, a.Row!))]);
        RegisterCatalogue.Entries.Upsert(operations, entries);

        var (decided, sent, entered) = (decisions.Select(d => d.Row.DecisionId).ToArray(), requests.Select(r => r.Row!.DataRequestId).ToArray(), entries.Select(e => e.EntryId).ToArray());
        if (decided.Length > 0)
        {
            operations.QueueSqlCommand(FromApplication(RegisterCatalogue.Decisions, "channel", "district", "urban_rural_class"), decided);
            operations.QueueSqlCommand(
                $"""
                update {RegisterCatalogue.Decisions.Table} r set opened_at = o.opened_at from unnest(?, ?) as by_officer(decision_id, officer), {RegisterCatalogue.Openings} o
                where r.decision_id = by_officer.decision_id and o.application_id = r.application_id and o.officer = by_officer.officer and o.opened_at <= r.made_recorded_at
                """, decided, decisions.Select(d => d.Events[0].Act()?.ActorId ?? "").ToArray());
        }

        if (sent.Length > 0)
            operations.QueueSqlCommand(FromApplication(RegisterCatalogue.DataRequests, "item_code", "channel", "district", "urban_rural_class"), sent);
        if (entered.Length > 0)
        {
            operations.QueueSqlCommand(FromApplication(RegisterCatalogue.Entries, "item_code", "district", "urban_rural_class"), entered);
            operations.QueueSqlCommand(RegisteredOfficeEntry.Summing(), entries.Select(e => e.ApplicationId).Distinct().ToArray());
        }

        if (applicationOf.Count > 0)
            operations.QueueSqlCommand(
                $"""
                update {RegisterCatalogue.Applications.Table} a set ruling_kind = d.ruling_kind, data_requests = r.sent, data_requests_denied = r.denied, data_requests_late = r.late, days_lost = r.lost
                from unnest(?) as touched(application_id)
                left join {RegisterCatalogue.Applications.Table} own on own.application_id = touched.application_id
                left join {RegisterCatalogue.Decisions.Table} d on d.decision_id = own.decision_id
                left join lateral (select count(*)::int as sent, (count(*) filter (where denied))::int as denied, (count(*) filter (where late))::int as late, sum(days_lost)::int as lost
                                   from {RegisterCatalogue.DataRequests.Table} where application_id = touched.application_id) r on true
                where a.application_id = touched.application_id
                """, applicationOf.Values.Distinct().ToArray());
    }

    static void WriteRatings(IDocumentOperations operations, IReadOnlyList<Rating> rated)
    {
        if (rated.Count == 0)
            return;
        RegisterCatalogue.Ratings.Upsert(operations, [.. rated.Select(RegisteredRating.Of)]);
        operations.QueueSqlCommand(RegisteredRating.Filling(), rated.Select(r => r.Id).ToArray(), rated.Select(r => r.ApplicationId).ToArray());
    }

    /// <summary>The limits of these streams, as they stand now; a commitment's hang on its matter.</summary>
    async Task WriteLimitsAsync(
        IDocumentOperations operations, Guid[] touched, IReadOnlyList<Application> applications, IReadOnlyList<DataRequest> requests, IReadOnlyList<Rating> rated, Almanac almanac, CancellationToken ct)
    {
        var decisions = await operations.LoadManyAsync<Decision>(ct, touched);
        Guid[] promised = [.. applications.Where(a => a.Promised.Length > 0).Select(a => a.Id)];
        var commitments = (await operations.LoadManyAsync<Commitment>(ct, touched))
            .Concat(promised.Length == 0 ? [] : await operations.Query<Commitment>().Where(c => c.ApplicationId.IsOneOf(promised)).ToListAsync(ct)).DistinctBy(c => c.Id).ToArray();
        var matters = (await operations.LoadManyAsync<Application>(ct, [.. commitments.Select(c => c.ApplicationId).Except(applications.Select(a => a.Id))])).Concat(applications).ToDictionary(a => a.Id);
        KeptStream[] kept =
        [
            .. applications.Select(a => KeptStream.Of(a, () => throw new System.Diagnostics.UnreachableException("A register records nothing."))), .. decisions.Select(KeptStream.Of), .. requests.Select(KeptStream.Of),
            .. (await operations.LoadManyAsync<Review>(ct, touched)).Select(KeptStream.Of), .. rated.Select(r => KeptStream.Of(r, ratings)),
            .. (await operations.LoadManyAsync<Complaint>(ct, touched)).Select(KeptStream.Of),
            .. commitments.Select(c => KeptStream.Of(c, matters[c.ApplicationId].DecidedAt))
        ];
        if (kept.Length == 0)
            return;
        var rows = kept.SelectMany(k => RegisteredDeadline.RowsOf(k, almanac)).ToArray();
        var ids = rows.Select(r => r.DeadlineId).ToArray();
        operations.QueueSqlCommand($"delete from {RegisterCatalogue.Deadlines.Table} where stream_id = any(?) and deadline_id <> all(?)", kept.Select(k => k.Whose.StreamId).ToArray(), ids);
        RegisterCatalogue.Deadlines.Upsert(operations, rows);
        if (ids.Length > 0)
            operations.QueueSqlCommand(FromApplication(RegisterCatalogue.Deadlines, "item_code", "channel", "district", "urban_rural_class"), ids);
    }

    /// <summary>Cards as they stand, which limits were warned of, and what still brings a card.</summary>
    static async Task WriteCardsAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken ct)
    {
        var due = events.Where(e => e.Data is ISupervisedEvent && e.Act()?.Channel is not Channel.Import).ToArray();
        if (due.Length > 0)
            operations.QueueSqlCommand(
                $"insert into {RegisterCatalogue.CardsDue} (event_id, stream_id, at) select * from unnest(?, ?, ?) on conflict do nothing",
                due.Select(e => e.Id).ToArray(), due.Select(e => e.StreamId).ToArray(), due.Select(e => e.Timestamp.ToUniversalTime()).ToArray());
        var issued = events.SelectMany(e => e.Data switch { YellowCardIssued d => d.Because, RedCardIssued d => d.Because, _ => [] }).ToArray();
        if (issued.Length > 0)
            operations.QueueSqlCommand($"delete from {RegisterCatalogue.CardsDue} where event_id = any(?)", issued);
        var warnings = events.Select(e => e.Data).OfType<WarningRaised>().ToArray();
        if (warnings.Length > 0)
            operations.QueueSqlCommand(
                $"update {RegisterCatalogue.Deadlines.Table} d set warned_of = w.due from unnest(?, ?) as w(id, due) where d.deadline_id = w.id",
                warnings.Select(w => RegisteredDeadline.IdOf(w.StreamId, w.Timer, w.Of)).ToArray(), warnings.Select(w => w.DueOn).ToArray());
        Guid[] cards = [.. events.Where(e => e.Data.GetType().Namespace == typeof(CardCase).Namespace).Select(e => e.StreamId).Distinct()];
        if (cards.Length == 0)
            return;
        RegisterCatalogue.Cards.Upsert(operations, [.. (await operations.LoadManyAsync<CardCase>(ct, cards)).Select(RegisteredCard.Of)]);
        operations.QueueSqlCommand(FromApplication(RegisterCatalogue.Cards, "item_code", "channel", "district", "urban_rural_class"), cards);
    }

    /// <summary>Fills in the columns that a row shares with its application.</summary>
    static string FromApplication(Register register, params string[] columns) =>
        $"""
        update {register.Table} r set {string.Join(", ", columns.Select(c => $"{c} = a.{c}"))} from {RegisterCatalogue.Applications.Table} a
        where r.{register.Columns[0].Name} = any(?) and a.application_id = r.application_id
        """;

    /// <summary>The streams whose working days a published calendar may count anew; all of them where the first rules of the clock come after them.</summary>
    static async Task<IReadOnlyList<Guid>> CountedByAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken ct)
    {
        if (events.Any(e => e.Data is ClockRulesAdopted { RulesVersion: 1 }))
            return await operations.AdvancedSql.QueryAsync<Guid>($"select application_id from {RegisterCatalogue.Applications.Table} union all select data_request_id from {RegisterCatalogue.DataRequests.Table}", ct);
        var years = events.Select(e => e.Data).OfType<CalendarPublished>().Select(c => c.Year).Distinct().ToArray();
        return years.Length == 0 ? [] : await operations.AdvancedSql.QueryAsync<Guid>(
            $"""
            select application_id from {RegisterCatalogue.Applications.Table}
            where exists (select from unnest(?) as of(year) where extract(year from submitted_at + interval '8 hours') <= of.year and coalesce(extract(year from ended_at + interval '8 hours'), 9999) + 1 >= of.year)
            union all
            select stream_id from {RegisterCatalogue.Deadlines.Table} where missing_year = any(?)
            union all
            select data_request_id from {RegisterCatalogue.DataRequests.Table}
            where exists (select from unnest(?) as of(year) where extract(year from requested_at + interval '8 hours') <= of.year and coalesce(extract(year from answered_at + interval '8 hours'), 9999) >= of.year)
            """, ct, years, years, years);
    }

    /// <summary>Who opened a matter: the application itself, or anything of the person for this matter.</summary>
    static void RecordOpenings(IDocumentOperations operations, IReadOnlyList<IEvent> events)
    {
        var opened = events.Where(e => e.Data is FileViewed).Select(e => (At: e.Timestamp, Act: e.Act(), ((FileViewed)e.Data).StreamId)).Where(o => o.Act is { IsOfficer: true })
            .SelectMany(o => new[] { o.StreamId, o.Act!.MatterId }.OfType<Guid>().Distinct().Select(matter => (Matter: matter, Officer: o.Act!.ActorId, o.At)))
            .GroupBy(o => (o.Matter, o.Officer)).Select(o => (o.Key.Matter, o.Key.Officer, At: o.Min(x => x.At))).ToArray();
        if (opened.Length > 0)
            operations.QueueSqlCommand(
                $"""
                insert into {RegisterCatalogue.Openings} as known (application_id, officer, opened_at) select * from unnest(?, ?, ?)
                on conflict (application_id, officer) do update set opened_at = least(known.opened_at, excluded.opened_at)
                """, opened.Select(o => o.Matter).ToArray(), opened.Select(o => o.Officer).ToArray(), opened.Select(o => o.At.ToUniversalTime()).ToArray());
    }

    /// <summary>When a person, or who acts for them, opened a decision of theirs.</summary>
    static void RecordReadings(IDocumentOperations operations, IReadOnlyList<IEvent> events)
    {
        var read = events.Where(e => e.Data is FileViewed { StreamId: not null } && e.Act() is { IsOfNoOffice: true })
            .GroupBy(e => ((FileViewed)e.Data).StreamId!.Value).Select(r => (Decision: r.Key, At: r.Min(e => e.Timestamp))).ToArray();
        if (read.Length > 0)
            operations.QueueSqlCommand(
                $"""
                update {RegisterCatalogue.Decisions.Table} r set read_at = least(r.read_at, reading.at) from unnest(?, ?) as reading(decision_id, at) where r.decision_id = reading.decision_id
                """, read.Select(r => r.Decision).ToArray(), read.Select(r => r.At.ToUniversalTime()).ToArray());
    }
}
