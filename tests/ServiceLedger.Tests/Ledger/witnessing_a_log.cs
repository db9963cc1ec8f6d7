using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ServiceLedger.MerkleLog;
using ServiceLedger.Witnessing;

namespace ServiceLedger.Tests.Ledger;

/// <summary>A witness cosigns what goes on from what it cosigned before, and nothing else (C2SP tlog-witness).</summary>
public sealed class witnessing_a_log : IAsyncLifetime
{
    readonly SignedTrees log = new();
    WitnessOnPort witness = null!;

    public async ValueTask InitializeAsync() => witness = await WitnessOnPort.StartAsync("witness.example", log.ToFollow, new LogToFollow("other.example/log", [NoteSigner.Parse(NoteSigner.NewKey("other.example/log")).Verifier.ToString()]));

    public async ValueTask DisposeAsync()
    {
        await witness.DisposeAsync();
        log.Dispose();
    }

    [Fact]
    public async Task cosigns_every_checkpoint_that_goes_on_from_the_one_before()
    {
        long from = 0;
        foreach (var size in new long[] { 0, 1, 1, 2, 3, 7, 8, 20, 300, 300 })
        {
            witness.Time.Advance(TimeSpan.FromSeconds(7));
            await Cosigned(from, size);
            from = size;
        }
    }

    [Fact]
    public async Task says_with_409_what_it_cosigned_last()
    {
        await Refused(log.Ask(3, 5), 409, "0\n");
        await Cosigned(0, 5);
        await Refused(log.Ask(0, 5), 409, "5\n");
        await Refused(log.Ask(4, 9), 409, "5\n");
        await Refused(log.Ask(7, 9), 409, "5\n");
        var answer = await witness.Ask(log.Ask(0, 9));
        answer.Content.Headers.GetValues("Content-Type").ShouldBe(["text/x.tlog.size"]);
    }

    [Fact]
    public async Task refuses_a_smaller_tree()
    {
        await Cosigned(0, 5);
        await Refused(log.Ask(3, 4), 409, "5\n");
        await Refused(SignedTrees.Ask(5, log.Sign(SignedTrees.Checkpoint(4))), 400);
    }

    [Fact]
    public async Task refuses_a_fork()
    {
        await Cosigned(0, 5);
        await Refused(log.Ask(5, 9, "fork"), 422);
        await Refused(log.Ask(5, 5, "fork"), 422);
        await Refused(SignedTrees.Ask(5, log.Sign(SignedTrees.Checkpoint(9))), 422);
        await Refused(SignedTrees.Ask(5, log.Sign(SignedTrees.Checkpoint(5)), SignedTrees.Nodes()(0, 0)), 422);
        await Cosigned(5, 9);
    }

    [Fact]
    public async Task refuses_a_proof_from_nothing_and_an_empty_tree_with_a_root()
    {
        await Refused(SignedTrees.Ask(0, log.Sign(SignedTrees.Checkpoint(5)), SignedTrees.Nodes()(0, 0)), 422);
        await Refused(SignedTrees.Ask(0, log.Sign(new Checkpoint(SignedTrees.Origin, 0, SignedTrees.Nodes()(0, 0)))), 422);
        (await witness.Get($"/{SignedTrees.Hash}/checkpoint")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task knows_its_logs_by_name_and_key()
    {
        using var stranger = NoteSigner.Parse(NoteSigner.NewKey(SignedTrees.Origin));
        await Refused(SignedTrees.Ask(0, SignedNote.Sign(SignedTrees.Checkpoint(5).ToString(), stranger)), 403);
        await Refused(SignedTrees.Ask(0, SignedNote.Sign(new Checkpoint("other.example/log", 1, SignedTrees.Nodes()(0, 0)).ToString(), stranger)), 403);
        await Refused(SignedTrees.Ask(0, SignedNote.Sign(new Checkpoint("third.example/log", 1, SignedTrees.Nodes()(0, 0)).ToString(), stranger)), 404);
        // A signature under the name and id of a known key that is false spoils the whole note.
        var note = log.Sign(SignedTrees.Checkpoint(5));
        await Refused(SignedTrees.Ask(0, note.With(log.Sign(SignedTrees.Checkpoint(6)).Signatures)), 403);
        // What others signed beside is ignored.
        (await witness.Ask(SignedTrees.Ask(0, note.With(SignedNote.Sign(note.Text, stranger).Signatures)))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task reads_nothing_but_the_form_of_a_request()
    {
        var good = log.Ask(0, 5);
        string[] bad =
        [
            "", "\n", "old 0\n", "old 0\n\n", good[1..], good.Replace("old 0", "old 00", StringComparison.Ordinal), good.Replace("old 0", "old -1", StringComparison.Ordinal),
            good.Replace("old 0", "old  0", StringComparison.Ordinal), good.Replace("old 0\n", "old 0\r\n", StringComparison.Ordinal), good.Replace("old 0\n", "old 0\nAAAA\n", StringComparison.Ordinal), good + "\n", good[..^1],
            good.Replace("old 0", "old 9223372036854775808", StringComparison.Ordinal), good.Replace("\n5\n", "\n05\n", StringComparison.Ordinal),
            good.Replace("old 0\n", "old 0\n" + string.Concat(Enumerable.Repeat(SignedTrees.Nodes()(0, 0) + "\n", 64)), StringComparison.Ordinal)
        ];
        foreach (var body in bad)
            await Refused(body, 400);
        await Refused(good + new string('a', WitnessServer.MaxBody), 413);
        (await witness.Get("/add-checkpoint")).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        await Cosigned(0, 5);
    }

    [Fact]
    public async Task gives_monitors_what_it_cosigned_last()
    {
        await Cosigned(0, 5);
        await Cosigned(5, 9);
        var note = await witness.Get($"/{SignedTrees.Hash}/checkpoint");
        note.StatusCode.ShouldBe(HttpStatusCode.OK);
        SignedNote.TryParse(await note.Content.ReadAsByteArrayAsync(), out var read).ShouldBeTrue();
        new TrustPolicy([log.Verifier], [witness.Verifier], 1).Check(read, out var checkpoint).ShouldBe(LogVerdict.Verified);
        checkpoint.ShouldBe(SignedTrees.Checkpoint(9));
        (await witness.Get($"/{new string('0', 64)}/checkpoint")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task keeps_nothing_that_others_hung_on_a_note()
    {
        // Under the witness's own name and id, and many times over: it would not read its own file again.
        var note = log.Sign(SignedTrees.Checkpoint(5));
        using var key = NoteSigner.Parse((await File.ReadAllTextAsync(Path.Combine(witness.Folder, "key"))).Trim());
        var hung = note.With(Enumerable.Repeat(note.Signatures[0], 98)).With(Cosignature.Sign(key, SignedTrees.Checkpoint(6).ToString(), 1));
        (await witness.Ask(SignedTrees.Ask(0, hung))).StatusCode.ShouldBe(HttpStatusCode.OK);
        await witness.StopAsync();
        await witness.StartAsync();
        await Cosigned(5, 6);
    }

    [Fact]
    public async Task remembers_over_a_restart()
    {
        await Cosigned(0, 5);
        await witness.StopAsync();
        await witness.StartAsync();
        await Refused(log.Ask(0, 9), 409, "5\n");
        await Refused(log.Ask(5, 9, "fork"), 422);
        await Cosigned(5, 9);
    }

    [Fact]
    public async Task whose_answer_was_lost_cosigns_the_same_again()
    {
        using var folder = new CosignedFolder(Path.Combine(witness.Folder, "lost"));
        using var key = witness.Settings.Key();
        Witness Started() => new(key, witness.Settings.Keys(), folder, witness.Time, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        // It ends after the file was written and before anybody was answered.
        _ = Started().Add(Encoding.UTF8.GetBytes(log.Ask(0, 5)));
        Started().Add(Encoding.UTF8.GetBytes(log.Ask(0, 5))).ShouldBe(new Answer(409, "5\n", "text/x.tlog.size"));
        Started().Add(Encoding.UTF8.GetBytes(log.Ask(0, 5, "fork"))).Status.ShouldBe(409);
        Started().Add(Encoding.UTF8.GetBytes(log.Ask(5, 5))).Status.ShouldBe(200);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task never_says_a_time_before_one_it_said()
    {
        var first = await Cosigned(0, 5);
        await witness.StopAsync();
        // The machine comes back with its clock set back.
        using var folder = new CosignedFolder(witness.Memory);
        using var key = witness.Settings.Key();
        var earlier = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(witness.Time.GetUtcNow().AddHours(-1));
        var answer = new Witness(key, witness.Settings.Keys(), folder, earlier, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Add(Encoding.UTF8.GetBytes(log.Ask(5, 9)));
        NoteSignature.TryParse(answer.Text.TrimEnd('\n'), out var signature).ShouldBeTrue();
        Cosignature.TryGetTime(signature, out var time).ShouldBeTrue();
        time.ShouldBe(first);
    }

    [Fact]
    public async Task asked_many_things_at_once_follows_one_line()
    {
        await Cosigned(0, 5);
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => witness.Ask(log.Ask(5, 6 + i % 3, i % 2 == 0 ? "" : "fork"))));
        var won = answers.Where(a => a.StatusCode == HttpStatusCode.OK).ToArray();
        won.ShouldHaveSingleItem();
        answers.Except(won).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict || a.StatusCode == HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task with_a_damaged_memory_does_not_start()
    {
        await Cosigned(0, 5);
        await witness.StopAsync();
        var file = Path.Combine(witness.Memory, SignedTrees.Hash);
        var good = await File.ReadAllBytesAsync(file);
        var others = log.Sign(SignedTrees.Checkpoint(3)).ToString();
        foreach (var damaged in new[] { [], good[..^1], good[..(good.Length / 2)], Encoding.UTF8.GetBytes(others), [.. good.Select((b, i) => i == good.Length - 20 ? (byte)(b ^ 1) : b)], [.. good.Select((b, i) => i == SignedTrees.Origin.Length + 1 ? (byte)(b ^ 1) : b)] })
        {
            await File.WriteAllBytesAsync(file, damaged);
            Should.Throw<RefusedToWitness>(() => WitnessServer.Build(witness.Settings, witness.Time)).Message.ShouldContain(file);
        }

        await File.WriteAllBytesAsync(file, good);
        // What was being written when the power failed does no harm.
        await File.WriteAllTextAsync(file + ".new", "half");
        await witness.StartAsync();
        await Cosigned(5, 9);
    }

    [Fact]
    public async Task is_the_only_one_in_its_folder() =>
        (await Should.ThrowAsync<RefusedToWitness>(() => Task.Run(() => WitnessServer.Build(witness.Settings, witness.Time)))).Message.ShouldContain(witness.Memory);

    [Fact]
    public async Task killed_at_any_moment_has_forgotten_nothing_it_answered()
    {
        await witness.StopAsync();
        var settings = Path.Combine(witness.Folder, "settings.json");
        await File.WriteAllTextAsync(settings, JsonSerializer.Serialize(witness.Settings, JsonSerializerOptions.Web));
        long answered = 0;
        for (var round = 0; round < 4; round++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "ledger-witness.dll"), "serve", settings]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            try
            {
                var last = await Started(process);
                last.ShouldBeGreaterThanOrEqualTo(answered);
                answered = last;
                // One after the other, and the end comes in the middle of one.
                var asking = Task.Run(async () =>
                {
                    while (true)
                    {
                        var answer = await witness.Ask(log.Ask(answered, answered + 1));
                        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
                        answered++;
                    }
                }, TestContext.Current.CancellationToken);
                SpinWait.SpinUntil(() => answered >= last + 5 * (round + 1), TimeSpan.FromSeconds(30));
                process.Kill();
                await Should.ThrowAsync<HttpRequestException>(asking);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill();
                await process.WaitForExitAsync();
            }
        }

        answered.ShouldBeGreaterThanOrEqualTo(50);

        // The size it says when it is asked from nothing; 0 before the first.
        async Task<long> Started(Process process)
        {
            for (var patience = Stopwatch.StartNew(); ;)
            {
                try
                {
                    var answer = await witness.Ask(SignedTrees.Ask(1, log.Sign(SignedTrees.Checkpoint(1000))));
                    return long.Parse(await answer.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
                }
                catch (HttpRequestException) when (!process.HasExited && patience.Elapsed < TimeSpan.FromSeconds(30))
                {
                    await Task.Delay(50);
                }
            }
        }
    }

    [Fact]
    public async Task settings_that_are_wrong_are_named()
    {
        var file = Path.Combine(witness.Folder, "settings.json");
        await File.WriteAllTextAsync(file, """{ "keyFile": "key", "folder": "m", "listen": "http://127.0.0.1:0", "logs": [], "more": 1 }""");
        Should.Throw<RefusedToWitness>(() => WitnessSettings.Read(file)).Message.ShouldContain("more");
        await File.WriteAllTextAsync(file, """{ "keyFile": "key", "folder": "m", "listen": "http://127.0.0.1:0", "logs": [{ "origin": "a.example", "verifierKeys": ["a.example+00000000+AAAA"] }] }""");
        var read = WitnessSettings.Read(file);
        (read.KeyFile, read.Folder).ShouldBe((Path.Combine(witness.Folder, "key"), Path.Combine(witness.Folder, "m")));
        Should.Throw<RefusedToWitness>(() => read.Keys()).Message.ShouldContain("a.example");
        Should.Throw<IOException>(() => WitnessSettings.NewKey("witness.example", read.KeyFile));
        await File.WriteAllTextAsync(read.KeyFile, NoteSigner.NewKey("witness.example"));
        Should.Throw<RefusedToWitness>(() => read.Key()).Message.ShouldContain("cosignatures");
    }

    async Task<long> Cosigned(long from, long size)
    {
        var answer = await witness.Ask(log.Ask(from, size));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        text.ShouldEndWith("\n");
        NoteSignature.TryParse(text.TrimEnd('\n'), out var cosignature).ShouldBeTrue(text);
        witness.Verifier.Verify(SignedTrees.Checkpoint(size).ToString(), cosignature).ShouldBeTrue();
        Cosignature.TryGetTime(cosignature, out var time).ShouldBeTrue();
        time.ShouldBe(witness.Time.GetUtcNow().ToUnixTimeSeconds());
        return time;
    }

    async Task Refused(string body, int status, string? text = null)
    {
        var answer = await witness.Ask(body);
        ((int)answer.StatusCode).ShouldBe(status, body.Length < 2000 ? body : "");
        if (text is not null)
            (await answer.Content.ReadAsStringAsync()).ShouldBe(text);
    }
}
