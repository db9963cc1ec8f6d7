using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>(4) What the hand-written statement leaves in Marten's tables, one look or many, one process or several.</summary>
public sealed class recording_looks(LedgerHost host) : IClassFixture<LedgerHost>, IAsyncLifetime
{
    // What no two events have alike.
    static readonly string[] OfTheEventItself = ["seq_id", "id", "stream_id", "timestamp", "created"];

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    NpgsqlDataSource database = null!;

    public ValueTask InitializeAsync()
    {
        database = NpgsqlDataSource.Create(host.Connection);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task leaves_the_rows_that_Marten_leaves_column_by_column()
    {
        using var activity = new Activity("reading").Start();
        foreach (var what in new object[]
            {
                new FileViewed(Given.Citizen, "/api/x", [FileSection.Applications, FileSection.EvidenceContent], Given.Matter, 3), new SearchPerformed(Given.Citizen, SearchKey.IdNumber, 1),
                new AccessRefused(Given.Citizen, "/api/x", null, 404)
            })
        {
            var citizen = LedgerId.New();
            var byHand = AccessStream.Of(citizen, Text.DateOf(LedgerHost.Now));
            await new LookRows(database).AppendAsync([Row(citizen, what), Row(citizen, what)]);
            await new LookRows(database).AppendAsync([Row(citizen, what)]);

            var byMarten = LedgerId.New();
            foreach (var begins in new[] { true, false })
            {
                await using var session = host.Store.LightweightSession();
                session.Record(Given.Officer);
                if (begins)
                    session.Events.StartStream<AccessMonth>(byMarten, what, what);
                else
                    session.Events.Append(byMarten, what);
                await session.SaveChangesAsync(Ct);
            }

            (await Rows("mt_events", "stream_id", byHand, "version")).ShouldBe(await Rows("mt_events", "stream_id", byMarten, "version"));
            (await Rows("mt_streams", "id", byHand, "id")).ShouldBe(await Rows("mt_streams", "id", byMarten, "id"));
        }
    }

    [Fact]
    public async Task is_read_by_Marten_like_any_event()
    {
        using var activity = new Activity("reading").Start();
        var citizen = LedgerId.New();
        var look = new FileViewed(citizen, "/api/x", [FileSection.Identity], null, 1);
        await new LookRows(database).AppendAsync([Row(citizen, look), Row(citizen, look)]);
        await using var session = host.Store.QuerySession();
        var events = await session.Events.FetchStreamAsync(AccessStream.Of(citizen, Text.DateOf(LedgerHost.Now)), token: Ct);
        events.Select(e => e.Version).ShouldBe([1, 2]);
        events[1].Sequence.ShouldBe(events[0].Sequence + 1);
        foreach (var e in events)
        {
            e.Data.ShouldBeOfType<FileViewed>().Sections.ShouldBe([FileSection.Identity]);
            e.Act().ShouldBe(Given.Officer);
            (e.UserName, e.CorrelationId, e.CausationId).ShouldBe((Given.Officer.ActorId, activity.TraceId.ToString(), activity.SpanId.ToString()));
            e.GetHeader("traceparent")!.ToString().ShouldBe(activity.Id);
            LedgerId.ShardOf(e.Id).ShouldBe(LedgerId.ShardOf(citizen));
        }
    }

    [Fact]
    public async Task wakes_those_who_follow_the_record()
    {
        await using var follower = await database.OpenConnectionAsync(Ct);
        await using (var listen = new NpgsqlCommand("listen mt_events_appended", follower))
            await listen.ExecuteNonQueryAsync(Ct);
        await new LookRows(database).AppendAsync([Row(Given.Citizen, new SearchPerformed(Given.Citizen, SearchKey.IdNumber, 1))]);
        (await follower.WaitAsync(TimeSpan.FromSeconds(30), Ct)).ShouldBeTrue();
    }

    [Fact]
    public async Task of_the_same_people_by_several_processes_at_once_gives_every_look_a_version_of_its_own()
    {
        var citizens = Enumerable.Range(0, 7).Select(_ => LedgerId.New()).ToArray();
        // Each in another order, so that they would wait for each other in a ring if the statement did not put them in order.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            await using var own = NpgsqlDataSource.Create(host.Connection);
            for (var i = 0; i < 20; i++)
                await new LookRows(own).AppendAsync([.. Enumerable.Range(0, 21).Select(n => citizens[(writer + (n * (writer % 6 + 1)) + i) % 7]).Select(c => Row(c, new SearchPerformed(c, SearchKey.IdNumber, 1)))]);
        }));
        var streams = string.Join(',', citizens.Select(c => $"'{AccessStream.Of(c, Text.DateOf(LedgerHost.Now))}'"));
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id in ({streams})")).ShouldBe(8 * 20 * 21);
        (await host.Scalar<long>($"select count(*) from ledger.mt_streams s where id in ({streams}) and version = (select max(version) from ledger.mt_events e where e.stream_id = s.id) and version = (select count(*) from ledger.mt_events e where e.stream_id = s.id)")).ShouldBe(7);
        // Within a stream the sequence follows the version.
        (await host.Scalar<long>($"select count(*) from (select seq_id, lag(seq_id) over (partition by stream_id order by version) as before from ledger.mt_events where stream_id in ({streams})) x where seq_id <= before")).ShouldBe(0);
    }

    [Fact]
    public async Task together_with_one_that_cannot_be_recorded_keeps_the_others()
    {
        var (citizen, journal) = (LedgerId.New(), Journal());
        // Not started yet: all of them are in one group.
        Task Recorded(string screen) => journal.RecordAsync(new Look(citizen, new FileViewed(citizen, screen, [], null, 1), Given.Officer));
        var (good, bad, also) = (Recorded("/api/one"), Recorded("\0"), Recorded("/api/two"));
        await journal.StartAsync(Ct);
        await Task.WhenAll(good, also);
        await Should.ThrowAsync<LookNotRecorded>(bad);
        (await Count(citizen)).ShouldBe(2);
        await journal.StopAsync(Ct);
    }

    [Fact]
    public async Task beyond_what_can_wait_is_refused_and_what_waits_is_recorded()
    {
        var (citizen, journal) = (LedgerId.New(), Journal());
        Task Recorded() => journal.RecordAsync(new Look(citizen, new SearchPerformed(citizen, SearchKey.IdNumber, 1), Given.Officer));
        var waiting = Enumerable.Range(0, LookJournal.MostWaiting).Select(_ => Recorded()).ToArray();
        await Should.ThrowAsync<LookNotRecorded>(Recorded());
        await journal.StartAsync(Ct);
        await Task.WhenAll(waiting);
        (await Count(citizen)).ShouldBe(LookJournal.MostWaiting);
        await journal.StopAsync(Ct);
    }

    [Fact]
    public async Task goes_on_to_the_last_one_waiting_when_the_service_stops_and_refuses_what_comes_later()
    {
        var (citizen, journal) = (LedgerId.New(), Journal());
        Task Recorded() => journal.RecordAsync(new Look(citizen, new SearchPerformed(citizen, SearchKey.IdNumber, 1), Given.Officer));
        await journal.StartAsync(Ct);
        Task stopping;
        Task[] waiting;
        await using (await Held.OfAsync(database))
        {
            waiting = [.. Enumerable.Range(0, 500).Select(_ => Recorded())];
            stopping = journal.StopAsync(Ct);
            await Should.ThrowAsync<LookNotRecorded>(Recorded());
            stopping.IsCompleted.ShouldBeFalse();
        }

        await Task.WhenAll(waiting);
        await stopping;
        (await Count(citizen)).ShouldBe(500);
    }

    [Fact]
    public async Task whose_commit_is_not_confirmed_counts_as_not_recorded()
    {
        await using var line = new CutLine(new NpgsqlConnectionStringBuilder(host.Connection).Port);
        await using var far = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(host.Connection) { Port = line.Port, MaxPoolSize = 1 }.ConnectionString);
        var (citizen, journal) = (LedgerId.New(), new LookJournal(new LookRows(far), host.Time));
        Task Recorded() => journal.RecordAsync(new Look(citizen, new SearchPerformed(citizen, SearchKey.IdNumber, 1), Given.Officer));
        await journal.StartAsync(Ct);
        await Recorded();
        line.SwallowsAnswers = true;
        await Should.ThrowAsync<LookNotRecorded>(Recorded());
        line.SwallowsAnswers = false;
        await Recorded();
        // The one in the middle is on record, and nothing was shown for it: too much is recorded, never too little.
        (await Count(citizen)).ShouldBe(3);
        await journal.StopAsync(Ct);
    }

    [Fact]
    public async Task that_fails_only_at_the_commit_is_refused()
    {
        await using (var trigger = database.CreateCommand("""
            create function ledger.too_late() returns trigger language plpgsql as $$ begin raise exception 'too late'; end $$;
            create constraint trigger too_late after insert on ledger.mt_events deferrable initially deferred for each row when (new.user_name = 'late') execute function ledger.too_late()
            """))
            await trigger.ExecuteNonQueryAsync(Ct);
        var (citizen, journal) = (LedgerId.New(), Journal());
        await journal.StartAsync(Ct);
        await Should.ThrowAsync<LookNotRecorded>(journal.RecordAsync(new Look(citizen, new SearchPerformed(citizen, SearchKey.IdNumber, 1), Given.Officer with { ActorId = "late" })));
        (await Count(citizen)).ShouldBe(0);
        await journal.StopAsync(Ct);
    }

    [Fact]
    public async Task without_the_right_to_write_is_refused()
    {
        await using (var role = database.CreateCommand("create role cannot_write login password 'cannot'; grant usage on schema ledger to cannot_write; grant select on all tables in schema ledger to cannot_write"))
            await role.ExecuteNonQueryAsync(Ct);
        await using var reader = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(host.Connection) { Username = "cannot_write", Password = "cannot" }.ConnectionString);
        var journal = new LookJournal(new LookRows(reader), host.Time);
        await journal.StartAsync(Ct);
        (await Should.ThrowAsync<LookNotRecorded>(journal.RecordAsync(new Look(Given.Citizen, new SearchPerformed(Given.Citizen, SearchKey.IdNumber, 1), Given.Officer))))
            .InnerException.ShouldBeOfType<PostgresException>().SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        await journal.StopAsync(Ct);
    }

    LookJournal Journal() => new(new LookRows(database), host.Time);

    static LookRow Row(Guid citizen, object what) => LookRow.Of(new Look(citizen, what, Given.Officer), Text.DateOf(LedgerHost.Now));

    Task<long> Count(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{AccessStream.Of(citizen, host.Time.Today())}'");

    /// <summary>The rows as JSON, without what no two of them have alike.</summary>
    async Task<string> Rows(string table, string key, Guid id, string order)
    {
        var rows = JsonNode.Parse(await host.Scalar<string>($"select json_agg(to_jsonb(t) order by {order})::text from ledger.{table} t where {key} = '{id}'"))!.AsArray();
        rows.ShouldNotBeEmpty();
        foreach (var row in rows.Select(r => r!.AsObject()))
            foreach (var column in OfTheEventItself.Where(c => row[c] is not null))
                row[column] = "some";
        return rows.ToJsonString();
    }
}
