namespace ServiceLedger.Tests.Applications;

public class withdrawing_an_application(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task ends_the_matter_and_shows_in_the_file()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        var position = await host.Do($"/api/applications/{application}/withdrawal", new { reason = "不再需要", version = 1 }, LedgerHost.CitizenPersona(citizen));
        var file = await host.Get($"/api/citizens/{citizen}/file?atLeast={position}");
        file["applications"]![0]!["status"]!.GetValue<string>().ShouldBe("withdrawn");
    }

    [Fact]
    public async Task is_refused_twice()
    {
        var application = await host.Submit(await host.Register());
        await host.Do($"/api/applications/{application}/withdrawal", new { version = 1 });
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 2 })).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public async Task with_an_old_version_is_a_conflict()
    {
        var application = await host.Submit(await host.Register());
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 1 })).ShouldBeRefused(409, "stale-version");
    }

    [Fact]
    public async Task of_somebody_else_is_not_found()
    {
        var application = await host.Submit(await host.Register());
        var stranger = await host.Register("李雷");
        await (await host.Post($"/api/applications/{application}/withdrawal", new { version = 1 }, LedgerHost.CitizenPersona(stranger))).ShouldBeRefused(404, "not-found");
    }
}
