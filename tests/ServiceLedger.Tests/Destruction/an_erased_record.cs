using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceLedger.Citizens;
using ServiceLedger.Destruction;
using ServiceLedger.Ledger;
using ServiceLedger.MerkleLog;
using ServiceLedger.Privacy;
using ServiceLedger.Tests.Access;
using ServiceLedger.Tests.Citizens;

namespace ServiceLedger.Tests.Destruction;

/// <summary>(9) What was kept long enough is destroyed: nobody reads it any more, everything that read it says so, and no leaf of the log changes.</summary>
public class an_erased_record(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Marker = "欧阳紫陌", Law = "PIPL 47";

    internal static string Officer(string id) => $"kind=officer; id={id}; role=protectionOfficer; department={LedgerHost.Department}; purpose=RecordManagement";

    DestroysRecords Destroys => host.Services.GetRequiredService<DestroysRecords>();
    Vault Vault => host.Services.GetRequiredService<Vault>();

    [Fact]
    public async Task says_everywhere_that_it_is_erased_and_changes_no_leaf()
    {
        var everything = new every_read_path(host);
        var seen = await everything.OneOfEverything();
        var citizen = seen["citizenId"];
        var (self, officer) = (LedgerHost.CitizenPersona(citizen), $"{LedgerHost.Officer}; matter={seen["applicationId"]}");
        await host.Do($"/api/decisions/{seen["decisionId"]}/delivery", new { method = "window", version = 2 });
        await host.Do($"/api/applications/{seen["applicationId"]}/closing", new { version = 6 });
        await AnswerAsync(host, seen["accessCaseId"]);
        var number = (await host.Get($"/api/citizens/{citizen}/file", self))["idNumber"]!.GetValue<string>();
        var born = (await host.Get($"/api/citizens/{citizen}/file", self))["birthDate"]!.GetValue<string>();
        var content = Directory.EnumerateFiles(host.EvidenceFolder, "*", SearchOption.AllDirectories).ToArray();

        await (await host.Post("/api/destruction-lists", new { law = Law, citizenIds = new[] { citizen } }, Officer("bao.hu"))).ShouldBeRefused(400, "invalid");
        host.Time.SetUtcNow(LedgerHost.Now.AddYears(10).AddDays(1));
        // A grant without a term lasts until it is ended.
        await (await host.Post("/api/destruction-lists", new { law = Law, citizenIds = new[] { citizen } }, Officer("bao.hu"))).ShouldBeRefused(400, "invalid");
        await host.Do($"/api/decisions/{seen["decisionId"]}/cancellation", new { cause = "deathOrIncapacity", article = "许可法第七十条第二项", version = 3 }, LedgerHost.Officer);
        // A challenge that is not over keeps it.
        (await host.Get($"/api/citizens/{citizen}/protection", self))["retention"]!["due"]!.GetValue<bool>().ShouldBeFalse();
        await host.Do($"/api/reviews/{seen["reviewId"]}/withdrawal", new { reasons = Marker, version = 2 }, self);
        (await host.Get($"/api/citizens/{citizen}/protection", self))["retention"]!["due"]!.GetValue<bool>().ShouldBeTrue();
        await Log.CatchUpAsync();
        var leaves = await LeavesAsync();

        var list = await ApprovedAsync(host, [citizen]);
        (await Destroys.RunAsync()).ShouldBe(1);
        var erased = $"erased under list {list.Number}";

        var readers = new[] { self, officer, LedgerHost.Supervisor, Officer("bao.hu"), $"kind=officer; id=qian.li; role=auditor; department={LedgerHost.Department}; purpose=LegalCompliance; basis=PIPL 54" };
        var said = 0;
        foreach (var path in everything.ReadPaths(seen))
            foreach (var reader in readers)
            {
                using var answer = await host.Client(reader).GetAsync(path);
                var text = await answer.Content.ReadAsStringAsync();
                ((int)answer.StatusCode).ShouldBeOneOf([200, 403, 404, 410], $"{path} for {reader}: {text}");
                text.ShouldNotContain(Marker, Case.Sensitive, $"{path} for {reader}");
                if (text.Contains(erased, StringComparison.Ordinal))
                    said++;
            }

        said.ShouldBeGreaterThan(15);
        await (await host.Client(self).GetAsync($"/api/evidence/{seen["evidenceId"]}")).ShouldBeRefused(410, "erased");
        await (await host.Client(LedgerHost.Supervisor).GetAsync($"/api/decisions/{seen["decisionId"]}/as-seen")).ShouldBeRefused(410, "erased");
        var file = await host.Get($"/api/citizens/{citizen}/file", self);
        (file["name"]!.GetValue<string>(), file["erased"]!["listNumber"]!.GetValue<string>(), file["erased"]!["law"]!.GetValue<string>(), file["counts"]!["applications"]!.GetValue<int>()).ShouldBe((erased, list.Number, Law, 1));
        var then = await host.Scalar<string>($"""select to_char(max(timestamp) at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from ledger.mt_events where stream_id = '{seen["applicationId"]}' and type = 'application_decided'""");
        foreach (var time in new[] { "asOf", "knownAt" })
            (await host.Get($"/api/citizens/{citizen}/file?{time}={then}", self))["name"].ShouldNotBeNull(time).GetValue<string>().ShouldBe(erased, time);

        (await Client(self, $"/api/citizens/{citizen}/file/history")).ShouldNotContain("residenceDivision\":");

        // Nothing is added to it, by whomever.
        await (await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Plain }, self)).ShouldBeRefused(410, "erased");
        await (await host.Post($"/api/applications/{seen["applicationId"]}/reopening", new { cause = "error", reference = "渝中复核2036-1", version = 7 }, officer)).ShouldBeRefused(410, "erased");
        (await host.Upload(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C", self)).StatusCode.ShouldBe(HttpStatusCode.Gone);
        await (await host.Post("/api/mandates", new { principalId = citizen, kind = "voluntary", representative = new { citizenId = await host.Register() }, powers = new[] { "read" }, allItems = true, to = "2036-12-31" }, self)).ShouldBeRefused(410, "erased");

        // Whatever led to the citizen is gone, and the content with it.
        await FoundAsync(new { idNumber = number });
        await FoundAsync(new { name = Marker, birthDate = born });
        content.ShouldNotBeEmpty();
        content.ShouldAllBe(f => !File.Exists(f));
        await Should.ThrowAsync<Exception>(() => Vault.MakeKeysFor([citizen]));
        foreach (var purpose in Enum.GetValues<PurposeClass>())
        {
            (await Vault.KeyOf(citizen, purpose)).IsClosed.ShouldBeTrue();
            (await new Vault(host.Services.GetRequiredService<IVaultStore>(), host.Services.GetRequiredService<KeyEncryptionKey>()).KeyOf(citizen, purpose)).IsClosed.ShouldBeTrue();
        }

        (await host.Scalar<long>($"select count(*) from vault.mt_doc_wrappedkey where id like '{citizen:N}%' and data->>'wrapped' <> ''")).ShouldBe(0);

        // The tombstone says what is gone and what stays; the looks stay.
        var stream = ProtectionStream.Of(citizen);
        (await host.Scalar<string>($"select string_agg(type, ' ' order by version) from ledger.mt_events where stream_id = '{stream}'")).ShouldBe("subject_key_destroyed payload_erased");
        var tombstone = JsonNode.Parse(await host.Scalar<string>($"select data::text from ledger.mt_events where stream_id = '{stream}' and type = 'payload_erased'"))!;
        (tombstone["law"]!.GetValue<string>(), tombstone["listNumber"]!.GetValue<string>(), tombstone["approver"]!.GetValue<string>(), tombstone["keyIds"]!.AsArray().Count, tombstone["documents"]!.GetValue<int>()).ShouldBe((Law, list.Number, "shen.he", 2, 1));
        tombstone["commitments"]!.GetValue<long>().ShouldBeGreaterThan(5);
        (await host.Get($"/api/citizens/{citizen}/accesses", self))["accesses"]!.AsArray().ShouldNotBeEmpty();
        var proof = await host.Get($"/api/destruction-lists/{list.Id}", Officer("bao.hu"));
        (proof["status"]!.GetValue<string>(), proof["executed"]!["erased"]!.GetValue<int>(), proof["executed"]!["matters"]![0]!["itemCode"]!.GetValue<string>()).ShouldBe(("executed", 1, Items.Lenient));

        // Every leaf is what it was, and is made again of what stands in the tables.
        await Log.CatchUpAsync();
        var after = await LeavesAsync();
        after[..leaves.Count].ShouldBe(leaves);
        (await MadeAgainAsync()).ShouldBe(after);
        await using (var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false"))
        {
            var audit = await new Audit(database, host.Store, new(host.LogFolder), host.Services.GetRequiredService<LogKeys>(), Vault).RunAsync(new(), ct: TestContext.Current.CancellationToken);
            (audit.Holds, audit.Values.Missing, audit.Values.Mismatch).ShouldBe((true, 0, 0));
            audit.Values.Erased.ShouldBeGreaterThan(5);
        }

        (await Client(self, $"/api/events/{seen["eventId"]}/proof")).ShouldStartWith("c2sp.org/tlog-proof@v1");

        // The files are built again, and the same.
        var before = await host.Scalar<string>($"select data::text from ledger.mt_doc_citizenfile where id = '{citizen}'");
        await CitizenFiles.RebuildAsync(host.Services, TestContext.Current.CancellationToken);
        (await host.Scalar<string>($"select data::text from ledger.mt_doc_citizenfile where id = '{citizen}'")).ShouldBe(before);

        // Whoever comes again is registered anew, with keys of their own.
        var again = await host.Post("/api/citizens", new { idNumber = number, name = Marker, residenceDivision = "500103" });
        again.StatusCode.ShouldBe(HttpStatusCode.Created, await again.Content.ReadAsStringAsync());
        (await again.Content.ReadFromJsonAsync<JsonNode>())!["citizenId"]!.GetValue<Guid>().ShouldNotBe(citizen);

        async Task FoundAsync(object by) => (await (await host.Post("/api/citizens/find", by)).Content.ReadFromJsonAsync<JsonNode>())!["citizens"]!.AsArray().ShouldBeEmpty();
    }

    /// <summary>A question about a look, answered as the law wants it: explained, and judged by another department.</summary>
    internal static async Task AnswerAsync(LedgerHost host, Guid accessCase)
    {
        var supervisor = $"kind=officer; id=cha.ming; role=supervisor; department={LedgerHost.Department}; purpose=Oversight";
        await host.Do($"/api/access-cases/{accessCase}/explanation", new { text = "例行监督", version = 1 }, supervisor);
        await host.Do($"/api/access-cases/{accessCase}/decision", new { outcome = "unlawful", reasons = "未说明依据", measures = "提醒", version = 2 }, supervisor);
    }

    /// <summary>Proposed by one, reviewed by another, approved by two others than the first.</summary>
    internal static async Task<(Guid Id, string Number)> ApprovedAsync(LedgerHost host, Guid[] citizens, Guid[]? takenOff = null)
    {
        var answer = await host.Post("/api/destruction-lists", new { law = Law, citizenIds = citizens }, Officer("bao.hu"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var list = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        var path = $"/api/destruction-lists/{list["destructionListId"]!.GetValue<Guid>()}";
        await host.Do($"{path}/review", new { takenOff = (takenOff ?? []).Select(c => new { citizenId = c, reason = "archivalValue" }), version = 1 }, Officer("dang.an"));
        await host.Do($"{path}/approval", new { version = 2 }, Officer("dang.an"));
        (await host.Services.GetRequiredService<DestroysRecords>().RunAsync()).ShouldBe(0);
        await host.Do($"{path}/approval", new { version = 3 }, Officer("shen.he"));
        return (list["destructionListId"]!.GetValue<Guid>(), list["listNumber"]!.GetValue<string>());
    }

    KeepsLog Log => host.Services.GetRequiredService<KeepsLog>();

    async Task<string> Client(string persona, string path) => await (await host.Client(persona).GetAsync(path)).Content.ReadAsStringAsync();

    Task<List<string>> LeavesAsync() => host.Column<string>("select encode(hash, 'hex') from ledger.leaf order by leaf_index");

    /// <summary>The leaves as they are computed from the tables alone.</summary>
    async Task<List<string>> MadeAgainAsync()
    {
        var commitments = await Vault.Commitments();
        await using var database = NpgsqlDataSource.Create(host.Connection + ";Pooling=false");
        await using var command = database.CreateCommand(
            "select e.id, e.stream_id, e.version, e.type, e.timestamp, e.headers->>'act', e.data::text from ledger.leaf l join ledger.mt_events e using (seq_id) order by l.leaf_index");
        await using var rows = await command.ExecuteReaderAsync();
        var leaves = new List<string>();
        while (await rows.ReadAsync())
            leaves.Add(Convert.ToHexStringLower(TreeHash.OfLeaf(LogEntry.Of(
                commitments, rows.GetGuid(0), rows.GetGuid(1), rows.GetInt64(2), rows.GetString(3), rows.GetFieldValue<DateTimeOffset>(4), rows.IsDBNull(5) ? null : rows.GetString(5), rows.GetString(6))).ToArray()));
        return leaves;
    }
}

/// <summary>Records of people who never applied for anything, on a list years later.</summary>
public class a_record_on_a_list(LedgerHost host) : IClassFixture<LedgerHost>
{
    DestroysRecords Destroys => host.Services.GetRequiredService<DestroysRecords>();
    Vault Vault => host.Services.GetRequiredService<Vault>();

    [Fact]
    public async Task is_finished_where_its_destruction_was_cut_off()
    {
        var (first, second) = (await host.Register("甲"), await host.Register("乙"));
        host.Time.Advance(TimeSpan.FromDays(3660));
        var list = await an_erased_record.ApprovedAsync(host, [first, second]);
        DestructionList approved;
        await using (var session = host.Store.QuerySession())
            approved = (await session.LoadAsync<DestructionList>(list.Id))!;

        // Cut off after the word and before the deed: the record reads as erased already, and the key is still there.
        (await Destroys.RecordDestructionAsync(approved, first)).ShouldBeTrue();
        (await host.Get($"/api/citizens/{first}/file", LedgerHost.CitizenPersona(first)))["name"]!.GetValue<string>().ShouldBe($"erased under list {list.Number}");
        (await Vault.KeyOf(first, PurposeClass.Identity)).IsClosed.ShouldBeFalse();
        // Cut off after the deed and before the tombstone.
        (await Destroys.RecordDestructionAsync(approved, second)).ShouldBeTrue();
        await Vault.DestroyAsync(second, list.Number);

        (await Destroys.RunAsync()).ShouldBe(1);
        foreach (var citizen in new[] { first, second })
        {
            (await Vault.KeyOf(citizen, PurposeClass.Identity)).IsClosed.ShouldBeTrue();
            (await host.Scalar<string>($"select string_agg(type, ' ' order by version) from ledger.mt_events where stream_id = '{ProtectionStream.Of(citizen)}'")).ShouldBe("subject_key_destroyed payload_erased");
        }

        (await Destroys.RunAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task takes_no_write_that_was_on_its_way_while_it_was_erased()
    {
        var citizen = await host.Register("己");
        host.Time.Advance(TimeSpan.FromDays(3660));
        var list = await an_erased_record.ApprovedAsync(host, [citizen]);
        DestructionList approved;
        await using (var session = host.Store.QuerySession())
            approved = (await session.LoadAsync<DestructionList>(list.Id))!;

        // Somebody who began to write before it was found due is waited for …
        await using var writing = host.Store.LightweightSession();
        await writing.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await writing.AdvancedSql.QueryAsync<string>("select pg_advisory_xact_lock_shared(hashtextextended(?, 4710))::text", TestContext.Current.CancellationToken, citizen.ToString());
        var erasing = Destroys.RecordDestructionAsync(approved, citizen, TestContext.Current.CancellationToken);
        while (await host.Scalar<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 0)
            await Task.Yield();
        erasing.IsCompleted.ShouldBeFalse();
        await writing.SaveChangesAsync(TestContext.Current.CancellationToken);
        await writing.DisposeAsync();
        (await erasing).ShouldBeTrue();

        // … and whoever comes after the word is refused, though the service has not read it: by the transaction itself.
        await using var late = host.Store.LightweightSession();
        late.WritesAbout(citizen);
        RecordLock.IsErased(await Should.ThrowAsync<Exception>(() => late.SaveChangesAsync())).ShouldBeTrue();
        await (await host.Post("/api/applications?xId=" + Guid.NewGuid(), new { citizenId = citizen, itemCode = Items.Plain }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(410, "erased");
        (await Destroys.RunAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task is_kept_where_something_demands_it_again_before_its_turn()
    {
        var (held, taken, gone) = (await host.Register("丙"), await host.Register("丁"), await host.Register("戊"));
        host.Time.Advance(TimeSpan.FromDays(3660));
        var list = await an_erased_record.ApprovedAsync(host, [held, taken, gone], [taken]);
        await host.Do($"/api/citizens/{held}/holds", new { authority = "重庆市渝中区人民法院", documentNumber = "（2036）渝0103行初1号" }, an_erased_record.Officer("bao.hu"));
        await Destroys.RunAsync();
        foreach (var citizen in new[] { held, taken })
            (await host.Get($"/api/citizens/{citizen}/file", LedgerHost.CitizenPersona(citizen)))["erased"].ShouldBeNull();
        (await Vault.KeyOf(gone, PurposeClass.Matters)).IsClosed.ShouldBeTrue();
        var proof = await host.Get($"/api/destruction-lists/{list.Id}", an_erased_record.Officer("dang.an"));
        (proof["executed"]!["erased"]!.GetValue<int>(), proof["executed"]!["kept"]![0]!.GetValue<Guid>(), proof["takenOff"]![0]!["reason"]!.GetValue<string>()).ShouldBe((1, held, "archivalValue"));
        (await host.Get("/api/destruction-lists", an_erased_record.Officer("dang.an")))["lists"]!.AsArray().ShouldContain(l => l!["listNumber"]!.GetValue<string>() == list.Number);
    }
}

/// <summary>A record without matters that something else demands.</summary>
public class a_record_still_needed(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_not_put_on_a_list_while_the_person_acts_for_another_or_waits_for_an_answer()
    {
        var acting = await Acting.For(host, to: "2060-12-31");
        var representative = Guid.Parse(acting.Holder.Split("id=")[1].Split(';')[0]);
        var asking = await host.Register("己");
        await host.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromMinutes(1));
        await host.Get($"/api/citizens/{asking}/file", LedgerHost.Supervisor);
        var look = (await host.Get($"/api/citizens/{asking}/accesses", LedgerHost.CitizenPersona(asking)))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
        var question = await Acting.Granted(host, new { kind = "question", text = "为何查阅" }, LedgerHost.CitizenPersona(asking), $"/api/citizens/{asking}/accesses/{look}/question");
        await KeptAsync(asking);
        host.Time.Advance(TimeSpan.FromDays(3660));
        await KeptAsync(representative, "The person acts for somebody else under a mandate in force.");
        await KeptAsync(asking, "A question about a look is not answered yet.");
        await acting.Do("revocation", new { version = 2 }, acting.Holder);
        await an_erased_record.AnswerAsync(host, question);
        foreach (var citizen in new[] { representative, asking })
            (await host.Get($"/api/citizens/{citizen}/protection", LedgerHost.CitizenPersona(citizen)))["retention"]!["due"]!.GetValue<bool>().ShouldBeTrue();
    }

    async Task KeptAsync(Guid citizen, string? why = null)
    {
        var retention = (await host.Get($"/api/citizens/{citizen}/protection", LedgerHost.CitizenPersona(citizen)))["retention"]!;
        retention["due"]!.GetValue<bool>().ShouldBeFalse();
        if (why is not null)
            retention["why"]!.GetValue<string>().ShouldBe(why);
        (await host.Post("/api/destruction-lists", new { law = "PIPL 47", citizenIds = new[] { citizen } }, an_erased_record.Officer("bao.hu"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
