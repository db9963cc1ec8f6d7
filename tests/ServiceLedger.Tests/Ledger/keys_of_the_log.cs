using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Tests.Ledger;

/// <summary>Which keys sign the log, from when to when, stands in the log.</summary>
public class keys_of_the_log(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly NoteVerifier One = Key("city.example/log"), Other = Key("city.example/log");

    [Fact]
    public void are_recorded_when_the_log_is_kept_for_the_first_time() =>
        LogKeyBook.Decide(null, [One]).ShouldBe([new LogKeyIntroduced(One.ToString())]);

    [Fact]
    public void are_recorded_once() =>
        LogKeyBook.Decide(Given.State<LogKeyBook>(LogKeyBook.Stream, new LogKeyIntroduced(One.ToString())), [One]).ShouldBeEmpty();

    [Fact]
    public void overlap_while_a_rotation_lasts()
    {
        var book = Given.State<LogKeyBook>(LogKeyBook.Stream, new LogKeyIntroduced(One.ToString()));
        LogKeyBook.Decide(book, [Other, One]).ShouldBe([new LogKeyIntroduced(Other.ToString())]);
        book = book.Apply(new LogKeyIntroduced(Other.ToString()));
        LogKeyBook.Decide(book, [Other]).ShouldBe([new LogKeyRetired(One.ToString())]);
        book = book.Apply(new LogKeyRetired(One.ToString()));
        book.InUse.ShouldBe([Other.ToString()]);
        book.Retired.ShouldBe([One.ToString()]);
        LogKeyBook.Decide(book, [Other, One]).ShouldBe([new LogKeyIntroduced(One.ToString())]);
        book.Apply(new LogKeyIntroduced(One.ToString())).Retired.ShouldBeEmpty();
    }

    [Fact]
    public async Task rotate_while_everything_signed_before_still_verifies()
    {
        var folder = Path.Combine(host.Folder, "rotated-log");
        var (former, present) = (Keys("city.example/log"), Keys("city.example/log"));
        await Kept(former, [], folder);
        var first = await Checkpoint();
        await Kept(present, [former], folder);
        var overlap = await Checkpoint();
        (overlap.Verify(Verifier(former)), overlap.Verify(Verifier(present))).ShouldBe((true, true), "whoever knows only one of the keys verifies");
        await Kept(present, [], folder);
        var last = await Checkpoint();
        (last.Verify(Verifier(former)), last.Verify(Verifier(present)), first.Verify(Verifier(former))).ShouldBe((false, true, true));

        var book = JsonNode.Parse(await host.Scalar<string>("select data::text from ledger.mt_doc_logkeybook"))!;
        book["inUse"]![0]!.GetValue<string>().ShouldBe(Verifier(present).ToString());
        book["retired"]![0]!.GetValue<string>().ShouldBe(Verifier(former).ToString());
        (await host.Get("/log"))["formerKeys"]![0]!.GetValue<string>().ShouldBe(Verifier(former).ToString());
        (await host.Scalar<string>("select string_agg(e.type, ' ' order by l.leaf_index) from ledger.leaf l join ledger.mt_events e using (seq_id) where e.type like 'log_key%'"))
            .ShouldBe("log_key_introduced log_key_introduced log_key_retired");

        async Task Kept(string key, string[] formers, string logFolder)
        {
            using var keys = new LogKeys(new LogSettings("city.example/log", logFolder, key, formers, true));
            await LogKeyBook.RecordAsync(host.Store, keys, TestContext.Current.CancellationToken);
            await host.Services.GetRequiredService<Sequencer>().SequenceAsync(TestContext.Current.CancellationToken);
            await using var database = Npgsql.NpgsqlDataSource.Create(host.Connection);
            await new Checkpoints(database, new LogFolder(logFolder), keys).SignAsync(TestContext.Current.CancellationToken);
        }

        Task<SignedNote> Checkpoint() => Task.FromResult(SignedNote.TryParse(new LogFolder(folder).ReadCheckpoint()!, out var note) ? note : throw new InvalidOperationException());
    }

    static string Keys(string name) => NoteSigner.NewKey(name);

    static NoteVerifier Verifier(string key)
    {
        using var signer = NoteSigner.Parse(key);
        return signer.Verifier;
    }

    static NoteVerifier Key(string name) => Verifier(Keys(name));
}
