using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Decisions;

public class a_decision_from_making_to_its_end(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Canary = "canary-decision-7391";
    static readonly string[] Basis = ["许可法第三十八条"];
    static readonly object Remedies = new { reconsiderationAuthority = "重庆市人民政府", reconsiderationDays = 60, court = "重庆市渝中区人民法院", litigationMonths = 6, onlineChannel = "https://fuyi.example/" };
    static readonly object Assisted = new { level = "assisted", tool = "测算", toolVersion = "1", humanReviewer = "li.hua" };

    /// <summary>Who decided does not look at it again.</summary>
    static readonly string Colleague = LedgerHost.Officer.Replace("li.hua", "zhao.yun", StringComparison.Ordinal);

    [Fact]
    public async Task goes_through_its_whole_life()
    {
        var (citizen, application) = await Accepted();
        var evidence = await host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=B", $"{LedgerHost.Officer}; matter={application}");
        var digest = System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(Documents.Pdf()));
        var asked = await host.Post("/api/data-requests", new
        {
            applicationId = application,
            providingDepartment = Items.ThirdDepartment,
            dataItemCode = "premises-proof",
            sharingClass = "unconditional",
            fields = new[] { "area" },
            purpose = "ServiceProvision",
            legalBasis = "国务院令第809号",
            necessity = "核实面积"
        });
        var request = Guid.Parse(asked.Headers.Location!.ToString().Split('/')[^1]);
        await host.Do($"/api/data-requests/{request}/provision", new { fields = new[] { new { name = "area", value = "80" } }, responseHash = Acts.Hash, sourceSystem = "fdc", asOf = "2026-03-01", version = 2 }, LedgerHost.OfficerOf(Items.ThirdDepartment));
        var decision = await Decide(application, new
        {
            kind = "grantWithConditions",
            version = 2,
            legalBasis = Basis,
            conditions = new[] { Canary + "每年复核" },
            reasons = Canary + "面积不足",
            remedies = Remedies,
            validFrom = "2026-03-02",
            validTo = "2027-03-01",
            facts = new[] { new { statement = Canary + "面积 80 平方米", grade = "B", evidenceIds = new[] { evidence }, dataRequestIds = new[] { request } } },
            discretion = new { range = "一至三年", chosen = "一年", why = Canary + "首次申请" },
            automation = Assisted,
            publication = new { publish = true },
            seenManifest = new { streams = new[] { new { id = application, version = 2 }, new { id = citizen, version = 1 } }, itemVersion = 1, evidence = new[] { new { id = evidence, digest } } }
        });
        var d = $"/api/decisions/{decision}";
        await host.Do($"{d}/signature", new { signer = "王局长", sealNumber = "5001030012345", documentHash = Acts.Hash, version = 1 });
        await host.Do($"{d}/certificate", new { certificateType = "CERT1", validFrom = "2026-03-02", validTo = "2027-03-01", version = 2 });
        await host.Do($"{d}/dispatch", new { method = "post", version = 3 });
        await host.Do($"{d}/delivery/failure", new { method = "post", reason = Canary + "查无此人", version = 4 });
        await host.Do($"{d}/delivery", new { method = "online", version = 5 });
        (await Status(application)).ShouldBe("delivered");
        await host.Do($"{d}/correction", new { field = "name", before = Canary + "王方", after = Canary + "王芳", version = 6 });

        var view = await host.Get(d, LedgerHost.CitizenPersona(citizen));
        view["ruling"]!["conditions"]![0]!.GetValue<string>().ShouldBe(Canary + "每年复核");
        view["facts"]![0]!["statement"]!.GetValue<string>().ShouldBe(Canary + "面积 80 平方米");
        view["discretion"]!["why"]!.GetValue<string>().ShouldBe(Canary + "首次申请");
        view["seenManifest"]!["evidence"]![0]!["digest"]!.GetValue<string>().ShouldBe(digest);
        view["automation"]!["humanReviewer"]!.GetValue<string>().ShouldBe("li.hua");
        view["remedies"]![0]!["text"]!.GetValue<string>().ShouldContain("https://fuyi.example/");
        view["since"]!.AsArray().Select(e => e!["type"]!.GetValue<string>())
            .ShouldBe(["decision_signed", "certificate_issued", "decision_dispatched", "delivery_failed", "decision_delivered", "clerical_error_corrected"]);
        view["since"]![5]!["data"]!["after"]!.GetValue<string>().ShouldBe(Canary + "王芳");
        Names(view["next"]).ShouldBe(["requestRenewal", "requestExplanation", "demandHumanReview", "challenge"]);
        Names(view["nextBy"]!["department"]).ShouldContain("revoke");
        Names(view["nextBy"]!["superior"]).ShouldBeEmpty();
        CertificateNumber.IsValid(view["certificateNumber"]!.GetValue<string>()).ShouldBeTrue();

        await Correct(decision, new ReliedFactCorrected(citizen, request, "area", "squareMetres"));
        (await host.Get(d))["reviewDue"]![0]!["field"]!.GetValue<string>().ShouldBe("squareMetres");
        await host.Do($"{d}/reaffirmation", new { dataRequestIds = new[] { request }, reasons = Canary + "不影响结果", version = 8 }, Colleague);
        (await host.Get(d))["reviewDue"]!.AsArray().ShouldBeEmpty();
        await host.Do($"{d}/variation", new { ruling = new { kind = "grant", validFrom = "2026-03-02", validTo = "2027-03-01" }, legalBasis = Basis, reasons = Canary + "面积变化", cause = "factsChanged", version = 9 });
        await host.Do($"{d}/delivery", new { method = "online", version = 10 });
        (await host.Scalar<long>($"select count(*) from ledger.mt_events where stream_id = '{application}' and type = 'result_delivered'")).ShouldBe(1);
        await host.Do($"{d}/renewal", new { version = 11, grounds = Canary + "继续经营" }, LedgerHost.CitizenPersona(citizen));
        await host.Do($"{d}/renewal/decision", new { version = 12, validTo = "2029-03-01" });
        var position = await host.Do($"{d}/certificate", new { certificateType = "CERT1", validFrom = "2027-03-02", validTo = "2029-03-01", version = 13 });
        var row = await Row(citizen, position);
        (row["granted"]!.GetValue<bool>(), row["kind"]!.GetValue<string>(), row["status"]!.GetValue<string>(), row["validTo"]!.GetValue<string>()).ShouldBe((true, "grant", "delivered", "2029-03-01"));
        row["certificateNumber"]!.GetValue<string>().ShouldContain("-02-");

        await host.Do($"{d}/withdrawal", new { cause = "lawChanged", article = "许可法第八条", reasons = Canary + "法律修改", remedies = Remedies, compensationFen = 120_000, compensationReference = "补偿 2026-7", version = 14 });
        position = await host.Do($"{d}/cancellation", new { cause = "withdrawnOrRevoked", article = "许可法第七十条", version = 15 });
        row = await Row(citizen, position);
        row["status"]!.GetValue<string>().ShouldBe("cancelled");
        row["certificateNumber"].ShouldBeNull();
        view = await host.Get(d, LedgerHost.CitizenPersona(citizen));
        view["madeAs"]!["kind"]!.GetValue<string>().ShouldBe("grantWithConditions");
        view["remedies"]!.AsArray().Select(r => r!["of"]!.GetValue<string>()).ShouldBe(["decision_withdrawn_for_public_interest"]);

        var first = await host.Get($"{d}/history?size=10", LedgerHost.CitizenPersona(citizen));
        var second = await host.Get($"{d}/history?size=10&after={first["next"]}", LedgerHost.CitizenPersona(citizen));
        first["events"]!.AsArray().Concat(second["events"]!.AsArray()).Select(e => e!["version"]!.GetValue<long>()).ShouldBe(Enumerable.Range(1, 16).Select(n => (long)n));
        foreach (var table in new[] { "mt_events", "mt_doc_decision", "mt_doc_citizenfile", "mt_doc_idempotencyrecord" })
            (await host.Scalar<bool>($"select coalesce(bool_or(t::text like '%{Canary}%'), false) from ledger.{table} t")).ShouldBeFalse(table);
        host.Log.Text.ShouldNotContain(Canary);
    }

    [Theory]
    [InlineData("grant", """ "validTo":"2027-03-01" """)]
    [InlineData("refusal", """ "reasons":"甲","remedies":R """)]
    [InlineData("grantWithConditions", """ "conditions":["乙"],"reasons":"甲","remedies":R """)]
    [InlineData("partly", """ "granted":"一半","reasons":"甲","remedies":R """)]
    [InlineData("confirmation", """ "fact":"属实" """)]
    [InlineData("payment", """ "amountFen":65000,"payeeAccount":"6222","paidFrom":"2026-03-01","paidTo":"2026-12-31" """)]
    public async Task of_every_kind_is_made_and_read(string kind, string members)
    {
        var (citizen, application) = await Accepted();
        var remedies = System.Text.Json.JsonSerializer.Serialize(Remedies, LedgerJson.Stored);
        var decision = await Decide(application, $$"""{"kind":"{{kind}}","version":2,"legalBasis":["LIC 38"],{{members.Replace("R ", remedies, StringComparison.Ordinal)}}}""");
        var view = await host.Get($"/api/decisions/{decision}", LedgerHost.CitizenPersona(citizen));
        view["ruling"]!["kind"]!.GetValue<string>().ShouldBe(kind);
        foreach (var (name, value) in JsonNode.Parse($"{{{members.Replace("R ", remedies, StringComparison.Ordinal)}}}")!.AsObject())
            view["ruling"]![name]!.ToJsonString().ShouldBe(value!.ToJsonString());
        view["remedies"]!.AsArray().Count.ShouldBe(members.Contains("remedies", StringComparison.Ordinal) ? 1 : 0);
        var row = await Row(citizen, await host.Do($"/api/decisions/{decision}/dispatch", new { method = "window", version = 1 }));
        (row["kind"]!.GetValue<string>(), row["granted"]!.GetValue<bool>()).ShouldBe((kind, kind != "refusal"));
    }

    [Fact]
    public async Task tells_its_remedies_in_the_language_asked_for()
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "refusal", version = 2, legalBasis = Basis, reasons = "面积不足", remedies = Remedies });
        async Task<string> Told(string language) =>
            JsonNode.Parse(await host.Client(LedgerHost.CitizenPersona(citizen), language).GetStringAsync($"/api/decisions/{decision}"))!["remedies"]![0]!["text"]!.GetValue<string>();
        (await Told("zh-CN")).ShouldBe("不服本决定的，可自知道之日起 60 日内向重庆市人民政府申请行政复议（网上：https://fuyi.example/），或者自知道之日起 6 个月内向重庆市渝中区人民法院提起行政诉讼。");
        (await Told("en")).ShouldBe("You may apply to 重庆市人民政府 for reconsideration within 60 days of knowing of this decision (online: https://fuyi.example/), or sue at 重庆市渝中区人民法院 within 6 months.");
    }

    [Fact]
    public async Task without_an_online_channel_is_not_delivered_online()
    {
        var (_, application) = await Accepted();
        var decision = await Decide(application, new
        {
            kind = "refusal",
            version = 2,
            legalBasis = Basis,
            reasons = "面积不足",
            remedies = new { reconsiderationAuthority = "市政府", reconsiderationDays = 60, court = "渝中区法院", litigationMonths = 6 }
        });
        await (await host.Post($"/api/decisions/{decision}/delivery", new { method = "online", version = 1 })).ShouldBeRefused(409, "no-online-channel");
        await (await host.Post($"/api/decisions/{decision}/dispatch", new { method = "online", version = 1 })).ShouldBeRefused(409, "no-online-channel");
        await host.Do($"/api/decisions/{decision}/delivery", new { method = "villageAgent", version = 1 });
    }

    [Fact]
    public async Task pins_only_what_its_officer_could_read()
    {
        var (citizen, application) = await Accepted();
        var foreign = await SubmitForeign(citizen);
        var (_, ofAnother) = await Accepted();
        object Body(Guid id, long version) => new { kind = "grant", version = 2, legalBasis = Basis, seenManifest = new { streams = new[] { new { id = application, version = 2L }, new { id, version } }, itemVersion = 1 } };
        foreach (var (id, version, field) in new[] { (foreign, 1L, "id"), (ofAnother, 1L, "id"), (LedgerIds.Unknown, 1L, "id"), (citizen, 2L, "version"), (citizen, 0L, "version") })
        {
            var problem = await (await host.Post($"/api/applications/{application}/decision", Body(id, version))).ShouldBeRefused(400, "invalid");
            problem["field"]!.GetValue<string>().ShouldBe($"$.seenManifest.streams[1].{field}");
        }

        await (await host.Post($"/api/applications/{application}/decision", new { kind = "grant", version = 2, legalBasis = Basis, superior = "11500000000000000X" })).ShouldBeRefused(400, "invalid");
        var own = await host.Submit(citizen);
        await Decide(application, Body(own, 1));
    }

    [Fact]
    public async Task is_not_renewed_where_the_department_refuses_with_reasons()
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, validTo = "2026-05-01" });
        await host.Do($"/api/decisions/{decision}/renewal", new { version = 1 });
        await (await host.Post($"/api/decisions/{decision}/renewal", new { version = 2 })).ShouldBeRefused(409, "not-in-this-state");
        await host.Do($"/api/decisions/{decision}/renewal/decision", new { version = 2, reasons = "不再符合条件", remedies = Remedies });
        var view = await host.Get($"/api/decisions/{decision}", LedgerHost.CitizenPersona(citizen));
        view["since"]!.AsArray().Select(e => e!["type"]!.GetValue<string>()).ShouldBe(["renewal_requested", "renewal_refused"]);
        view["remedies"]![0]!["of"]!.GetValue<string>().ShouldBe("renewal_refused");
        view["validTo"]!.GetValue<string>().ShouldBe("2026-05-01");
    }

    [Fact]
    public async Task too_near_its_end_is_not_renewed()
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, validTo = "2026-03-20" });
        await (await host.Post($"/api/decisions/{decision}/renewal", new { version = 1 }, LedgerHost.CitizenPersona(citizen))).ShouldBeRefused(409, "renewal-too-late");
    }

    [Fact]
    public async Task is_revoked_by_the_superior_it_names_and_by_no_other_department()
    {
        var (_, application) = await Accepted();
        var superior = await host.Scalar<string>($"select data->>'creditCode' from ledger.mt_doc_department where data->>'creditCode' <> '{LedgerHost.Department}' order by 1 limit 1");
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, superior });
        var revokes = new { cause = "fraudOrBribery", interestProtected = false, reasons = "虚假材料", remedies = Remedies, version = 1 };
        await (await host.Post($"/api/decisions/{decision}/revocation", revokes, LedgerHost.OfficerOf("11500000000000000X"))).ShouldBeRefused(404, "not-found");
        await (await host.Post($"/api/decisions/{decision}/signature", new { signer = "a", sealNumber = "b", documentHash = Acts.Hash, version = 1 }, LedgerHost.OfficerOf(superior))).ShouldBeRefused(403, "forbidden");
        Names((await host.Get($"/api/decisions/{decision}", LedgerHost.OfficerOf(superior)))["next"]).ShouldBe(["revoke"]);
        await host.Do($"/api/decisions/{decision}/revocation", revokes, LedgerHost.OfficerOf(superior));
        (await Status(application)).ShouldBe("decided");
        await host.Do($"/api/decisions/{decision}/delivery", new { method = "post", version = 2 });
        (await Status(application)).ShouldBe("delivered");
        (await host.Get($"/api/decisions/{decision}"))["status"]!.GetValue<string>().ShouldBe("revoked");
    }

    [Fact]
    public async Task in_which_a_machine_took_part_is_explained_and_looked_at_by_a_person()
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, automation = Assisted });
        var (d, self) = ($"/api/decisions/{decision}", LedgerHost.CitizenPersona(citizen));
        await host.Do($"{d}/explanation-request", new { version = 1, question = "怎么算的" }, self);
        await host.Do($"{d}/human-review-demand", new { version = 2, grounds = "算错了" }, self);
        await (await host.Post($"{d}/explanation", new { text = "按月", version = 3 }, self)).ShouldBeRefused(403, "forbidden");
        await host.Do($"{d}/explanation", new { text = "按月", version = 3 });
        await host.Do($"{d}/human-review", new { outcome = "upheld", reasons = "复核无误", version = 4 }, Colleague);
        var view = await host.Get(d, self);
        view["since"]!.AsArray().Select(e => e!["data"]!.AsObject().First(m => m.Key is "question" or "grounds" or "text" or "reasons").Value!.GetValue<string>()).ShouldBe(["怎么算的", "算错了", "按月", "复核无误"]);
    }

    [Fact]
    public async Task is_public_without_anything_personal_and_says_when_it_no_longer_holds()
    {
        var published = new List<Guid>();
        for (var n = 0; n < 3; n++)
        {
            var (_, application) = await Accepted();
            published.Add(await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, publication = new { publish = true } }));
            await host.Do($"/api/decisions/{published[n]}/publication", new { redactedText = $"准予第 {n} 号。", redactions = new[] { "姓名" }, version = 1 });
        }

        var (_, other) = await Accepted();
        var secret = await Decide(other, new { kind = "grant", version = 2, legalBasis = Basis, publication = new { publish = false, ground = "personalPrivacy", article = "许可法第五条" } });
        await (await host.Post($"/api/decisions/{secret}/publication", new { redactedText = "准予。", redactions = Array.Empty<string>(), version = 1 })).ShouldBeRefused(409, "not-in-this-state");
        await host.Do($"/api/decisions/{published[1]}/redaction", new { hidden = new[] { "text", "decisionNumber" }, ground = "tradeSecret", article = "许可法第五条", version = 2 });
        await host.Do($"/api/decisions/{published[2]}/revocation", new { cause = "againstProcedure", interestProtected = true, reasons = "程序违法", remedies = Remedies, compensationFen = 1, version = 2 });

        var all = (await Everyone($"size=200"))["decisions"]!.AsArray().Select(x => x!).Where(x => published.Contains(x["id"]!.GetValue<Guid>())).ToArray();
        all.Select(x => x["status"]!.GetValue<string>()).ShouldBe(["made", "made", "revoked"]);
        all.Select(x => x["text"]?.GetValue<string>()).ShouldBe(["准予第 0 号。", null, "准予第 2 号。"]);
        all.Select(x => x["decisionNumber"] is null).ShouldBe([false, true, false]);
        all[0].AsObject().Select(m => m.Key).ShouldBe(["id", "decisionNumber", "itemCode", "department", "kind", "madeOn", "text", "status", "hidden"]);
        (await Everyone("size=200")).ToJsonString().ShouldNotContain(secret.ToString());

        var (paged, after) = (new List<Guid>(), "");
        do
        {
            var page = await Everyone($"size=2{after}");
            paged.AddRange(page["decisions"]!.AsArray().Select(x => x!["id"]!.GetValue<Guid>()));
            after = page["next"] is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        paged.ShouldBe((await Everyone("size=200"))["decisions"]!.AsArray().Select(x => x!["id"]!.GetValue<Guid>()));
        paged.ShouldBeUnique();

        async Task<JsonNode> Everyone(string query) => (await host.Client().GetFromJsonAsync<JsonNode>($"/api/decisions/published?{query}"))!;
    }

    [Fact]
    public async Task that_two_officers_take_back_at_once_is_taken_back_by_one()
    {
        for (var round = 0; round < 10; round++)
        {
            var (_, application) = await Accepted();
            var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis });
            var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => n % 2 == 0
                ? host.Post($"/api/decisions/{decision}/revocation", new { cause = "noAuthority", interestProtected = false, reasons = "超越职权", remedies = Remedies, version = 1 })
                : host.Post($"/api/decisions/{decision}/withdrawal", new { cause = "lawChanged", article = "许可法第八条", reasons = "法律修改", remedies = Remedies, version = 1 })));
            answers.Count(a => a.IsSuccessStatusCode).ShouldBe(1);
            answers.Where(a => !a.IsSuccessStatusCode).ShouldAllBe(a => a.StatusCode == HttpStatusCode.Conflict);
            (await host.Get($"/api/decisions/{decision}"))["version"]!.GetValue<long>().ShouldBe(2);
        }
    }

    public static TheoryData<string, string> Posts
    {
        get
        {
            const string Remedies = """{"reconsiderationAuthority":"a","reconsiderationDays":60,"court":"b","litigationMonths":6}""";
            return new()
            {
                { "signature", $$"""{"signer":"a","sealNumber":"b","documentHash":"{{Acts.Hash}}","version":V}""" },
                { "certificate", """{"certificateType":"A","validFrom":"2026-03-02","validTo":"2027-03-01","version":V}""" },
                { "dispatch", """{"method":"post","version":V}""" },
                { "delivery", """{"method":"post","version":V}""" },
                { "delivery/failure", """{"method":"post","reason":"a","version":V}""" },
                { "publication", """{"redactedText":"a","redactions":[],"version":V}""" },
                { "redaction", """{"hidden":["text"],"ground":"tradeSecret","article":"a","version":V}""" },
                { "correction", """{"field":"name","before":"a","after":"b","version":V}""" },
                { "variation", """{"ruling":{"kind":"grant"},"legalBasis":["a"],"reasons":"a","cause":"lawChanged","version":V}""" },
                { "renewal", """{"version":V}""" },
                { "renewal/decision", """{"validTo":"2030-01-01","version":V}""" },
                { "withdrawal", $$"""{"cause":"lawChanged","article":"a","reasons":"a","remedies":{{Remedies}},"version":V}""" },
                { "revocation", $$"""{"cause":"noAuthority","interestProtected":false,"reasons":"a","remedies":{{Remedies}},"version":V}""" },
                { "cancellation", """{"cause":"forceMajeure","article":"a","version":V}""" },
                { "reaffirmation", $$"""{"dataRequestIds":["{{Acts.Request}}"],"reasons":"a","version":V}""" },
                { "explanation", """{"text":"a","version":V}""" },
                { "human-review", """{"outcome":"upheld","reasons":"a","version":V}""" },
                { "explanation-request", """{"version":V}""" },
                { "human-review-demand", """{"version":V}""" }
            };
        }
    }

    [Theory, MemberData(nameof(Posts))]
    public async Task with_an_old_version_is_a_conflict_and_to_others_not_found(string action, string body)
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, validTo = "2027-03-01", automation = Assisted });
        await host.Do($"/api/decisions/{decision}/correction", new { field = "name", before = "a", after = "b", version = 1 });
        var (path, old) = ($"/api/decisions/{decision}/{action}", body.Replace(":V}", ":1}", StringComparison.Ordinal));
        var self = action is "explanation-request" or "human-review-demand" ? LedgerHost.CitizenPersona(citizen) : Colleague;
        await (await host.Post(path, old, self)).ShouldBeRefused(409, "stale-version");
        await (await host.Post(path, old, LedgerHost.OfficerOf(Items.OtherDepartment))).ShouldBeRefused(404, "not-found");
        // What takes a deciding officer is refused to everybody else alike, before anything is read.
        var decides = action is "cancellation" or "human-review" or "reaffirmation" or "renewal/decision" or "revocation" or "variation" or "withdrawal";
        await (await host.Post(path, old, LedgerHost.CitizenPersona(LedgerIds.Unknown))).ShouldBeRefused(decides ? 403 : 404, decides ? "forbidden" : "not-found");
        await (await host.Post($"/api/decisions/{LedgerIds.Unknown}/{action}", old, self)).ShouldBeRefused(404, "not-found");
        if (action is not "renewal")
            await (await host.Post(path, old, self == Colleague ? LedgerHost.CitizenPersona(citizen) : Colleague)).ShouldBeRefused(403, "forbidden");
        foreach (var read in new[] { "", "/history" })
        {
            (await host.Client(LedgerHost.OfficerOf(Items.OtherDepartment)).GetAsync($"/api/decisions/{decision}{read}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await host.Client(LedgerHost.CitizenPersona(LedgerIds.Unknown)).GetAsync($"/api/decisions/{decision}{read}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData(""" "facts":[null] """, "$.facts[0]")]
    [InlineData(""" "facts":[{"statement":"a","grade":"A","evidenceIds":["x"]}] """, "$.facts[0].evidenceIds[0]")]
    [InlineData(""" "conditions":[null] """, "$.conditions")]
    [InlineData(""" "seenManifest":{"streams":[null],"itemVersion":1} """, "$.seenManifest.streams[0]")]
    [InlineData(""" "seenManifest":{"streams":[{"id":null,"version":1}],"itemVersion":1} """, "$.seenManifest.streams[0].id")]
    [InlineData(""" "seenManifest":{"streams":[],"itemVersion":1} """, "$.seenManifest.streams")]
    [InlineData(""" "automation":{"level":"some"} """, "$.automation.level")]
    [InlineData(""" "publication":{"publish":false} """, "$.publication.ground")]
    [InlineData(""" "discretion":{"range":null,"chosen":"a","why":"a"} """, "$.discretion.range")]
    [InlineData(""" "superior":"" """, "$.superior")]
    public async Task with_findings_that_are_none_is_refused(string member, string field)
    {
        var (_, application) = await Accepted();
        var problem = await (await host.Post($"/api/applications/{application}/decision", $$"""{"kind":"grant","version":2,"legalBasis":["a"],{{member}}}""")).ShouldBeRefused(400, "invalid");
        problem["field"]!.GetValue<string>().ShouldBe(field);
    }

    [Fact]
    public async Task stands_in_a_file_that_is_the_same_when_rebuilt()
    {
        var (citizen, application) = await Accepted();
        var decision = await Decide(application, new { kind = "grant", version = 2, legalBasis = Basis, validTo = "2027-03-01" });
        await Correct(decision, new ReliedFactCorrected(citizen, LedgerId.For(citizen), "area", "squareMetres"));
        var position = await host.Do($"/api/decisions/{decision}/certificate", new { certificateType = "A", validFrom = "2026-03-02", validTo = "2027-03-01", version = 2 });
        var row = await Row(citizen, position);
        row["reviewDue"]!.AsArray().Count.ShouldBe(1);
        row["certificateNumber"].ShouldNotBeNull();
        (await host.Services.GetRequiredService<ProjectionProgress>().Reaches(await host.Scalar<long>("select max(seq_id) from ledger.mt_events"), default)).ShouldBeTrue();
        var live = await Checksum(citizen);
        await CitizenFiles.RebuildAsync(host.Services, default);
        (await Checksum(citizen)).ShouldBe(live);
    }

    async Task<string> Checksum(Guid citizen)
    {
        await using var session = host.Store.QuerySession();
        var file = await session.LoadAsync<CitizenFile>(citizen);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(file, LedgerJson.Stored))));
    }

    async Task<(Guid Citizen, Guid Application)> Accepted()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        return (citizen, application);
    }

    async Task<Guid> SubmitForeign(Guid citizen)
    {
        var response = await host.Post("/api/applications", new { citizenId = citizen, itemCode = Items.Foreign }, LedgerHost.OfficerOf(Items.OtherDepartment));
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["applicationId"]!.GetValue<Guid>();
    }

    async Task<Guid> Decide(Guid application, object body)
    {
        var response = await host.Post($"/api/applications/{application}/decision", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!["decisionId"]!.GetValue<Guid>();
    }

    /// <summary>What another slice appends when a provider corrects what it gave.</summary>
    async Task Correct(Guid decision, ReliedFactCorrected corrected)
    {
        await using var session = host.Store.LightweightSession();
        var stream = await session.Events.FetchForWriting<Decision>(decision);
        stream.AppendOne(corrected);
        await session.SaveChangesAsync();
    }

    async Task<string> Status(Guid application) => (await host.Get($"/api/applications/{application}"))["status"]!.GetValue<string>();

    async Task<JsonNode> Row(Guid citizen, long position) => (await host.Get($"/api/citizens/{citizen}/file?atLeast={position}", LedgerHost.CitizenPersona(citizen)))["decisions"]![0]!;

    static IEnumerable<string> Names(JsonNode? actions) => actions!.AsArray().Select(a => a!.GetValue<string>());
}
