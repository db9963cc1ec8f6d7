using System.Text.Json.Nodes;
using ServiceLedger.Supervision.Registers;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Supervision;

public class the_queue_of_a_department(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task holds_what_is_to_be_done_by_the_last_day_in_time_and_nothing_personal()
    {
        var (submitted, accepted) = (await Walk.Submitted(host, at: LedgerHost.Now), await Walk.Accepted(host, at: LedgerHost.Now));
        var suspended = await Walk.Accepted(host, at: LedgerHost.Now);
        await suspended.Do("suspension", new { ground = "expertReview", article = "许可法第四十五条", expectedDays = 5, noticeNumber = "中止1号", effect = Walk.Earlier(LedgerHost.Now) });
        await host.FollowRegisters();
        var queue = await host.Get("/api/queue");
        JsonNode Row(Guid matter) => queue["rows"]!.AsArray().Single(r => r!["applicationId"]!.GetValue<Guid>() == matter)!;
        Row(submitted.Id)["limit"]!.GetValue<string>().ShouldBe("correctionNotice");
        Row(submitted.Id)["daysLeft"]!.GetValue<int>().ShouldBe(5);
        Row(submitted.Id)["due"]!.GetValue<string>().ShouldBe("later");
        Row(submitted.Id)["caseNumber"]!.GetValue<string>().ShouldBe((await submitted.Read())["caseNumber"]!.GetValue<string>());
        Row(accepted.Id)["limit"]!.GetValue<string>().ShouldBe("promisedDecision");
        Row(suspended.Id)["due"]!.GetValue<string>().ShouldBe("still");
        queue["rows"]!.AsArray().Select(r => r!["dueDay"]?.GetValue<string>() ?? "9999").ShouldBeInOrder();
        queue.ToJsonString().ShouldNotContain(submitted.Citizen.ToString());
        queue.ToJsonString().ShouldNotContain("王芳");
    }

    [Fact]
    public async Task is_read_page_by_page_and_by_what_is_asked_for()
    {
        await Walk.Submitted(host);
        await Walk.Accepted(host);
        await host.FollowRegisters();
        var whole = (await host.Get("/api/queue?size=200"))["rows"]!.AsArray().Select(r => r!.ToJsonString()).ToArray();
        var (paged, next) = (new List<string>(), "");
        do
        {
            var page = await host.Get($"/api/queue?size=1{next}");
            paged.AddRange(page["rows"]!.AsArray().Select(r => r!.ToJsonString()));
            next = page["next"] is { } after ? $"&after={after.GetValue<string>()}" : null;
        }
        while (next is not null);
        paged.ShouldBe(whole);
        (await host.Get("/api/queue?status=accepted"))["rows"]!.AsArray().ShouldAllBe(r => r!["status"]!.GetValue<string>() == "accepted");
        (await host.Get("/api/queue?due=overdue"))["rows"]!.AsArray().ShouldBeEmpty();
        (await host.Get("/api/queue?item=NO-SUCH"))["rows"]!.AsArray().ShouldBeEmpty();
        foreach (var (name, value) in new[] { ("due", "never"), ("status", "lost"), ("after", "then") })
            await (await host.Client(LedgerHost.Officer).GetAsync($"/api/queue?{name}={value}")).ShouldBeRefused(400, "invalid");
    }

    [Fact]
    public async Task is_of_the_own_department_only_and_of_those_who_handle_matters()
    {
        var matter = await Walk.Submitted(host);
        await host.FollowRegisters();
        (await host.Get("/api/queue?size=200", LedgerHost.OfficerOf(Items.ThirdDepartment))).ToJsonString().ShouldNotContain(matter.Id.ToString());
        await (await host.Client(LedgerHost.Supervisor).GetAsync("/api/queue")).ShouldBeRefused(403, "forbidden");
        await (await host.Client(matter.Own).GetAsync("/api/queue")).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public async Task holds_a_data_request_that_is_to_be_answered_without_the_number_of_the_other_departments_matter()
    {
        var person = await host.Register();
        var matter = await host.Submit(person);
        await host.Do($"/api/applications/{matter}/acceptance", new { version = 1 });
        await host.Do("/api/data-requests", new { applicationId = matter, providingDepartment = Items.ThirdDepartment, dataItemCode = "HUKOU", sharingClass = "unconditional", fields = new[] { "address" }, purpose = "ServiceProvision", legalBasis = "国务院令第809号", necessity = "核实住址" });
        await host.FollowRegisters();
        var row = (await host.Get("/api/queue", LedgerHost.OfficerOf(Items.ThirdDepartment)))["rows"]!.AsArray().Single(r => r!["applicationId"]!.GetValue<Guid>() == matter)!;
        row["subject"]!.GetValue<string>().ShouldBe("dataRequest");
        row["caseNumber"].ShouldBeNull();
    }

    /// <summary>A page is read off the index in its order: nothing is sorted, and what is done is not touched.</summary>
    [Fact]
    public async Task is_read_by_the_index_of_what_is_open()
    {
        var plan = string.Join('\n', await host.Column<string>(
            $"set enable_seqscan = off; explain select deadline_id from {RegisterCatalogue.Deadlines.Table} d where d.department = '{LedgerHost.Department}' and d.done_day is null order by d.due_day, d.deadline_id limit 50"));
        plan.ShouldContain("register_deadline_open");
        plan.ShouldNotContain("Sort");
    }

    [Theory]
    [InlineData(null, QueueDue.Still), InlineData("2026-03-01", QueueDue.Overdue), InlineData("2026-03-02", QueueDue.Today), InlineData("2026-03-05", QueueDue.Soon), InlineData("2026-03-06", QueueDue.Later)]
    public void says_how_pressing_something_is(string? due, QueueDue expected) =>
        GetQueueEndpoint.DueOf(due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), new(2026, 3, 2), new(2026, 3, 5)).ShouldBe(expected);
}
