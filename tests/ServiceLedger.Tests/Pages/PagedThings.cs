using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.DataRequests;
using ServiceLedger.Tests.Supervision;
using Acting = ServiceLedger.Tests.Citizens.Acting;

namespace ServiceLedger.Tests.Pages;

/// <summary>One host, and in it of one citizen a thing in each state in which a form is shown. The table of pages names them.</summary>
public sealed class PagedThings(Cluster cluster) : IAsyncLifetime
{
    /// <summary>Stands in whatever the citizen wrote, and so on no page of anybody who is refused.</summary>
    public const string Marker = "墨砚秋声";

    public const string Name = "欧阳紫陌";

    public LedgerHost Host { get; } = new(cluster);

    /// <summary>Ids and numbers by the names that the table gives them.</summary>
    public Dictionary<string, string> Named { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Host.InitializeAsync();
        var citizen = await Host.Register(Name);
        var (self, helper) = (LedgerHost.CitizenPersona(citizen), await Host.Register("受托人"));
        Keep("citizen", citizen);
        Keep("helper", helper);
        Keep("stranger", await Host.Register("路人甲"));
        Named["nobody"] = LedgerIds.Unknown.ToString();
        Named["newcomer"] = People.IdNumber(7391);

        // Matters, each at a point of its way.
        var open = await Walk.Submitted(Host, Items.Lenient, citizen: citizen);
        Keep("open", open.Id);
        Named["number"] = (await open.Read())["caseNumber"]!.GetValue<string>();
        Keep("document", await Host.Keep(citizen, Documents.Pdf(), "evidenceType=premises-proof&grade=C&reuse=anyDepartment", self));
        var told = await Walk.Submitted(Host, Items.WithPapers, citizen: citizen);
        await told.Do("correction-requests", new { defects = new[] { new { requirement = "P1", fault = Marker, cure = "加盖公章" } }, dueBy = "2026-03-09", notifiedBy = "online" });
        Keep("told", told.Id);
        var heard = await Accepted(citizen);
        await heard.Do("hearing", new { });
        Keep("heard", heard.Id);
        Keep("accepted", (await Accepted(citizen)).Id);
        // By the clock of the test, which is not that of the database: it can be challenged at once.
        var shut = await Walk.Submitted(Host, at: LedgerHost.Now, citizen: citizen);
        await shut.Do("out-of-remit", new { competentAuthority = "市民政局", article = "许可法第三十二条", effect = Walk.Earlier(LedgerHost.Now) });
        Keep("shut", shut.Id);
        var over = await Walk.Submitted(Host, citizen: citizen);
        await over.Do("withdrawal", new { reason = Marker }, self);
        Keep("over", over.Id);

        // A decision on which everything can be asked for, and a review of another one.
        Keep("decision", await Decided(citizen));
        Keep("undelivered", await Decided(citizen, delivered: false));
        var reviewed = await Decided(citizen);
        var review = await Acting.Granted(Host, new { claims = Marker, version = 2 }, self, $"/api/decisions/{reviewed}/reviews");
        await Host.Do($"/api/reviews/{review}/correction-request", new { missing = "缺少身份证明", version = 1 }, LedgerHost.Reviewer);
        Keep("review", review);

        // What one department gave another.
        var errand = await Errand.Asked(Host, await Accepted(citizen));
        await errand.Do("approval", new { fields = new[] { "monthly", "since" }, validUntil = "2026-12-31" }, Errand.Provider);
        await errand.Do("provision", Errand.All, Errand.Provider);
        await errand.Do("preview", new { via = "online" });
        Keep("data", errand.Id);
        Keep("asked", (await Errand.Asked(Host, await Accepted(citizen))).Id);

        // What the citizen said and asked.
        var complaint = await Acting.Granted(Host, new { citizenId = citizen, department = LedgerHost.Department, kind = "delay", text = Marker, applicationId = open.Id }, self, "/api/complaints");
        await Host.Do($"/api/complaints/{complaint}/answer", new { outcome = "unjustified", reasons = "已按期办理", version = 1 });
        Keep("complaint", complaint);
        var copy = await Acting.Granted(Host, new { kind = "copy", department = LedgerHost.Department, text = Marker }, self, $"/api/citizens/{citizen}/rights-requests");
        await Host.Do($"/api/rights-requests/{copy}/decision", new { outcome = "granted", version = 1 }, $"kind=officer; id=bao.mi; role=head; department={LedgerHost.Department}; purpose=RightsFulfillment");
        Keep("copy", copy);
        await Host.Get($"/api/applications/{open.Id}", LedgerHost.Officer);
        Keep("question", await Acting.Granted(Host, new { kind = "question", text = Marker }, self, $"/api/citizens/{citizen}/accesses/{await Look()}/question"));
        await Host.Get($"/api/applications/{open.Id}", LedgerHost.Officer);
        Keep("look", await Look());
        Named["beforeLook"] = (await Host.Scalar<long>($"select seq_id + 1 from ledger.mt_events where id = '{Named["look"]}'")).ToString(System.Globalization.CultureInfo.InvariantCulture);

        Keep("draft", await Acting.Granted(Host, new { citizenId = citizen, itemCode = Items.Lenient, situation = Marker }, self, "/api/applications/drafts"));
        Keep("suggestion", await Acting.Granted(Host, new { department = LedgerHost.Department, title = "延长时间", text = Marker }, self, "/api/suggestions"));
        Keep("shown", await Acting.Granted(Host, new { department = LedgerHost.Department, title = "增设窗口", text = Marker }, self, "/api/suggestions"));
        await Host.Do($"/api/suggestions/{Named["shown"]}/moderation", new { what = "published", version = 1, title = "增设窗口", text = "请增设窗口" }, LedgerHost.Supervisor);
        Keep("rating", await Rated());
        Keep("contestedRating", await Rated());
        await Host.Do($"/api/ratings/{Named["contestedRating"]}/contact", new { via = "phone", heard = Marker, version = 1 });
        await Host.Do($"/api/ratings/{Named["contestedRating"]}/contest", new { ground = "malicious", why = "并非本部门", version = 2 });

        // Mandates: one to be taken, one taken, one given.
        object Mandate(Guid principal, Guid to) => new { principalId = principal, kind = "voluntary", representative = new { citizenId = to }, powers = new[] { "read" }, allItems = true, to = "2026-12-31" };
        Keep("offered", await Acting.Granted(Host, Mandate(helper, citizen), LedgerHost.CitizenPersona(helper)));
        var taken = await Acting.Granted(Host, Mandate(helper, citizen), LedgerHost.CitizenPersona(helper));
        await Host.Do($"/api/mandates/{taken}/acceptance", new { version = 1 }, self);
        Keep("taken", taken);
        Keep("given", await Acting.Granted(Host, Mandate(citizen, helper), self));

        // What supervision has: cards as they were issued, contested and ordered to be put right, and a look that nothing explains.
        Keep("event", await Host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{open.Id}' and version = 1"));
        Keep("card", await Card(open, "11500000009275780L"));
        var contested = await Card(open, LedgerHost.Department);
        await Host.Do($"/api/supervision/cards/{contested}/contest", new { reasons = Marker, version = 1 });
        Keep("contested", contested);
        var ordered = await Card(open, LedgerHost.Department);
        await Host.Do($"/api/supervision/cards/{ordered}/rectification-order", new { dueBy = "2099-01-01", order = Marker, version = 1 }, LedgerHost.Supervisor);
        Keep("ordered", ordered);
        await using (var session = Host.Store.LightweightSession())
        {
            var id = LedgerId.For(citizen);
            session.Events.StartStream<UnexplainedLook>(id, new UnlinkedReadDetected(citizen, LedgerId.For(citizen), Host.Time.GetUtcNow(), "wang.wei", LedgerHost.Department, "handler", null, [LookCause.NoLink]));
            await session.SaveChangesAsync();
            Keep("unexplained", id);
        }

        Keep("glass", await BrokenGlass());
        Keep("unjustified", await BrokenGlass());
        await Host.Do($"/api/break-glass/{Named["unjustified"]}/review", new { verdict = "unjustified", remarks = "并无紧急情况", version = 2 }, LedgerHost.Supervisor.Replace(LedgerHost.Department, "11500000DEM000129K", StringComparison.Ordinal));

        await Host.FollowRegisters();
        await Host.Services.GetRequiredService<ServiceLedger.Ledger.KeepsLog>().CatchUpAsync();

        // Once the matter is over, by its applicant.
        async Task<Guid> Rated()
        {
            var matter = await Walk.Submitted(Host, citizen: citizen);
            await matter.Do("withdrawal", new { reason = Marker }, self);
            return await Acting.Granted(Host, new { level = 1, anonymous = false, text = Marker }, self, $"/api/applications/{matter.Id}/ratings");
        }

        // By two officers: an unjustified use keeps whoever made it from the next.
        async Task<Guid> BrokenGlass()
        {
            var officer = $"kind=officer; id=bao.mi.{Named.Count}; role=handler; department={LedgerHost.Department}; purpose=ServiceProvision";
            var glass = await Acting.Granted(Host, new { reason = "老人突发疾病，须立即联系其家属办理入院手续", minutes = 30 }, officer, $"/api/citizens/{citizen}/break-glass");
            await Host.Do($"/api/break-glass/{glass}/ending", new { version = 1 }, officer);
            return glass;
        }

        async Task<Guid> Look() => (await Host.Get($"/api/citizens/{citizen}/accesses?size=1", self))["accesses"]![0]!["accessId"]!.GetValue<Guid>();
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    void Keep(string name, Guid id) => Named.Add(name, id.ToString());

    async Task<Walk> Accepted(Guid citizen)
    {
        var matter = await Walk.Submitted(Host, citizen: citizen);
        await matter.Do("acceptance", new { });
        return matter;
    }

    async Task<Guid> Decided(Guid citizen, bool delivered = true)
    {
        var matter = await Accepted(citizen);
        var decision = await matter.Decide(body: new
        {
            kind = "grantWithConditions",
            legalBasis = new[] { "许可法第三十八条" },
            conditions = new[] { "每年复核" },
            reasons = Marker,
            remedies = Walk.Remedies,
            validFrom = "2026-03-02",
            validTo = "2027-03-01",
            automation = new { level = "assisted", tool = "测算", toolVersion = "1", humanReviewer = "li.hua" }
        });
        if (delivered)
            await matter.Deliver(decision);
        return decision;
    }

    async Task<Guid> Card(Walk matter, string department)
    {
        var because = await Host.Scalar<Guid>($"select id from ledger.mt_events where stream_id = '{matter.Id}' and version = 1");
        await using var session = Host.Store.LightweightSession();
        var card = LedgerId.For(matter.Citizen);
        session.Record(LooksExamination.ByTheClock);
        session.Events.StartStream<CardCase>(card, new YellowCardIssued(matter.Citizen, matter.Id, matter.Id, CardCause.ReAsk, null, department, "wang.wei", "716", [because]));
        await session.SaveChangesAsync();
        return card;
    }
}
