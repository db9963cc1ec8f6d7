using Npgsql;
using ServiceLedger.Access;

namespace ServiceLedger.Tests.Access;

public class knowing_whom_something_is_about(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_read_once_by_a_stream_and_by_an_event_and_never_for_what_does_not_exist()
    {
        var ct = TestContext.Current.CancellationToken;
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        var submitted = (await host.Get($"/api/applications/{application}/history"))["events"]![0]!["eventId"]!.GetValue<Guid>();
        var database = NpgsqlDataSource.Create(host.Connection);
        var subjects = new Subjects(database);
        (await subjects.OfAsync(LedgerIds.Unknown, ct)).ShouldBeNull();
        for (var i = 0; i < 2; i++)
        {
            (await subjects.OfAsync(citizen, ct)).ShouldBe((citizen, citizen));
            (await subjects.OfAsync(application, ct)).ShouldBe((citizen, application));
            (await subjects.OfAsync(submitted, ct)).ShouldBe((citizen, application));
            // The second time nobody is asked.
            await database.DisposeAsync();
        }

        await Should.ThrowAsync<ObjectDisposedException>(() => subjects.OfAsync(LedgerIds.Unknown, ct));
    }
}
