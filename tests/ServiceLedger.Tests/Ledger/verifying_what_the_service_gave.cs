using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Ledger;
using ServiceLedger.Verify;

namespace ServiceLedger.Tests.Ledger;

/// <summary>What the service hands out holds before the verifier, which knows nothing but files and a public key.</summary>
public sealed class verifying_what_the_service_gave(LedgerHost host) : IClassFixture<LedgerHost>, IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("verifying-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task a_receipt_of_a_submission_in_both_forms()
    {
        var citizen = await host.Register("王芳");
        var answer = await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain, situation = "新办" });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var application = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["applicationId"]!;
        var id = await host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{application}' and version = 1");

        foreach (var promised in new[] { await answer.Content.ReadAsStringAsync(), await Receipt(id, citizen, "json"), await Receipt(id, citizen, "text") })
        {
            var (code, said) = Run("receipt", promised);
            code.ShouldBe(3, said);
            said.ShouldContain("promised, signed, that the event stands in it by ");
            said.ShouldContain(id.ToString());
        }

        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync(TestContext.Current.CancellationToken);
        foreach (var form in new[] { "json", "text" })
        {
            var receipt = await Receipt(id, citizen, form);
            var (code, said) = Run("receipt", receipt);
            code.ShouldBe(0, said);
            said.ShouldContain($"application_submitted {id}");
            said.ShouldContain($"stream: {application}, version 1");
            said.ShouldContain("value: data.situation = \"新办\"");
        }

        var proof = await host.Client(LedgerHost.CitizenPersona(citizen)).GetStringAsync($"/api/events/{id}/proof");
        var entry = Path.Combine(folder, "entry");
        File.WriteAllBytes(entry, await host.Scalar<byte[]>($"select entry from ledger.leaf where event_id = '{id}'"));
        Run("proof", proof, "--entry", entry).Code.ShouldBe(0);
    }

    [Fact]
    public async Task an_export_of_the_log_and_that_it_goes_on_from_an_earlier_one()
    {
        var log = Path.Combine(folder, "log");
        var export = new LogExport(new(host.LogFolder), host.Services.GetRequiredService<PublishedLog>(), host.Services.GetRequiredService<LogKeys>());
        await host.Submit(await host.Register());
        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync(TestContext.Current.CancellationToken);
        await export.RunAsync(log, _ => { }, TestContext.Current.CancellationToken);
        RunIn("log", log).Code.ShouldBe(0);
        var older = Path.Combine(folder, "older");
        File.Copy(Path.Combine(log, "checkpoint"), older);

        await host.Submit(await host.Register());
        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync(TestContext.Current.CancellationToken);
        await export.RunAsync(log, _ => { }, TestContext.Current.CancellationToken);
        RunIn("log", log).Code.ShouldBe(0);
        var (code, said) = RunIn("checkpoint", Path.Combine(log, "checkpoint"), "--against", older, "--tiles", log);
        code.ShouldBe(0, said);
        said.ShouldContain("nothing of them was altered or removed");
    }

    [Fact]
    public async Task a_decision_with_what_was_seen_for_it()
    {
        var citizen = await host.Register("王芳");
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        var answer = await host.Post($"/api/applications/{application}/decision", new
        {
            kind = "refusal",
            version = 2,
            legalBasis = new[] { "许可法第三十八条" },
            reasons = "材料不实",
            remedies = new { reconsiderationAuthority = "渝中区人民政府", reconsiderationDays = 60, litigationMonths = 6, court = "渝中区人民法院" },
            seenManifest = new { streams = new[] { new { id = application, version = 2 }, new { id = citizen, version = 1 } }, itemVersion = 1 }
        });
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var decision = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["decisionId"]!;
        var early = await host.Client(LedgerHost.CitizenPersona(citizen)).GetAsync($"/api/decisions/{decision}/bundle");
        await early.ShouldBeRefused(503, "not-sealed-yet");

        await host.Services.GetRequiredService<KeepsLog>().CatchUpAsync(TestContext.Current.CancellationToken);
        var bundle = await host.Client(LedgerHost.CitizenPersona(citizen)).GetStringAsync($"/api/decisions/{decision}/bundle");
        var (code, said) = Run("bundle", bundle);
        code.ShouldBe(0, said);
        said.ShouldStartWith($"VERIFIED: The decision {decision} and what was seen for it stand in the log serviceledger.example/log: 4 events.\n");
        said.ShouldContain("value: data.ruling.reasons = \"材料不实\"");

        // The office reads of it what it may read otherwise; what is not for it is left out, and the verifier says so.
        var office = await host.Client(LedgerHost.Officer).GetStringAsync($"/api/decisions/{decision}/bundle");
        Run("bundle", office).Code.ShouldBeOneOf(0, 3);
        ((string)JsonNode.Parse(office)!["events"]!.AsArray()[^1]!["entry"]!).ShouldBe((string)JsonNode.Parse(bundle)!["events"]!.AsArray()[^1]!["entry"]!);
        (await host.Client(LedgerHost.OfficerOf("11500000DEM000057T")).GetAsync($"/api/decisions/{decision}/bundle")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<string> Receipt(Guid id, Guid citizen, string form) => await host.Client(LedgerHost.CitizenPersona(citizen)).GetStringAsync($"/api/events/{id}/receipt?form={form}");

    (int Code, string Text) Run(string command, string content, params string[] more)
    {
        var file = Path.Combine(folder, "given");
        File.WriteAllText(file, content);
        return RunIn(command, file, more);
    }

    (int Code, string Text) RunIn(string command, string file, params string[] more)
    {
        using var said = new StringWriter();
        var key = host.Services.GetRequiredService<LogKeys>().Verifiers[0].ToString();
        var code = Verifier.Run([command, file, "--key", key, "--no-state", .. more], said, said, host.Time, _ => null);
        return (code, said.ToString());
    }
}
