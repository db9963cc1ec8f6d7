using System.Net;
using Npgsql;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>(4) What readers get while looks cannot be committed: nothing.</summary>
public sealed class reading_while_the_record_stands_still(LedgerHost host) : IClassFixture<LedgerHost>, IAsyncLifetime
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    NpgsqlDataSource database = null!;

    public ValueTask InitializeAsync()
    {
        database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Fact]
    public async Task waits_for_the_commit()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        Task<HttpResponseMessage> reading;
        await using (var held = await Held.OfAsync(database))
        {
            reading = Read($"/api/applications/{application}");
            await held.WaitsAsync();
            reading.IsCompleted.ShouldBeFalse();
        }

        (await reading).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Looks(citizen)).ShouldBe(1);
    }

    [Fact]
    public async Task shows_nothing_where_the_commit_is_cut_off()
    {
        var citizen = await host.Register("切断者");
        var application = await host.Submit(citizen);
        var content = Documents.Pdf();
        var document = await host.Keep(citizen, content, "evidenceType=premises-proof&grade=B&reuse=anyDepartment", $"{LedgerHost.Officer}; matter={application}");
        foreach (var path in new[] { $"/api/applications/{application}", $"/api/evidence/{document}", $"/api/applications/{application}/history" })
        {
            await using (var held = await Held.OfAsync(database))
            {
                var reading = Read(path);
                await held.EndAsync(await held.WaitsAsync());
                using var answer = await reading;
                (await answer.ShouldBeRefused(503, "look-not-recorded")).ToJsonString().ShouldNotContain(application.ToString());
                answer.Content.Headers.ContentDisposition.ShouldBeNull();
                (await answer.Content.ReadAsByteArrayAsync(Ct)).AsSpan().IndexOf(content.AsSpan(0, 4)).ShouldBe(-1);
            }

            (await Looks(citizen)).ShouldBe(0, path);
        }

        (await Read($"/api/evidence/{document}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Looks(citizen)).ShouldBe(1);
    }

    [Fact]
    public async Task and_going_away_leaves_the_look_on_record()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        using var away = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Task reading;
        await using (var held = await Held.OfAsync(database))
        {
            reading = host.Client(LedgerHost.Officer).GetAsync($"/api/applications/{application}", away.Token);
            await held.WaitsAsync();
            await away.CancelAsync();
        }

        await Should.ThrowAsync<OperationCanceledException>(reading);
        // The next look is committed after the one of the reader who left.
        await Read($"/api/applications/{application}");
        (await Looks(citizen)).ShouldBe(2);
    }

    [Fact]
    public async Task in_a_crowd_gets_every_reader_a_look_of_their_own()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        Task<HttpResponseMessage>[] readers;
        await using (var held = await Held.OfAsync(database))
        {
            readers = [.. Enumerable.Range(0, 40).Select(_ => Read($"/api/applications/{application}"))];
            await held.WaitsAsync();
        }

        foreach (var answer in await Task.WhenAll(readers))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Looks(citizen)).ShouldBe(40);
        (await host.Scalar<long>($"select count(distinct correlation_id) from ledger.mt_events where stream_id = '{AccessStream.Of(citizen, host.Time.Today())}'")).ShouldBe(40);
    }

    Task<HttpResponseMessage> Read(string path) => host.Client(LedgerHost.Officer).GetAsync(path, Ct);

    Task<long> Looks(Guid citizen) => host.Scalar<long>($"select count(*) from ledger.mt_events where type = 'file_viewed' and data->>'citizenId' = '{citizen}'");
}
