using ServiceLedger.Supervision.Registers;
using ServiceLedger.Tests.Interchange;

namespace ServiceLedger.Tests.Supervision;

public class the_registers_of_the_demo_city(RecordedCity city) : IClassFixture<RecordedCity>
{
    LedgerHost Host => city.Host;

    [Fact]
    public async Task have_one_row_for_each_thing()
    {
        await Host.FollowRegisters();
        (await Host.Scalar<long>("select count(*) from ledger.register_application")).ShouldBe(await Host.Scalar<long>("select count(distinct stream_id) from ledger.mt_events where type = 'application_submitted'"));
        (await Host.Scalar<long>("select count(*) from ledger.register_decision")).ShouldBe(city.Report.Decisions);
        (await Host.Scalar<long>("select count(*) from ledger.register_data_request")).ShouldBe(await Host.Scalar<long>("select count(distinct stream_id) from ledger.mt_events where type = 'data_requested'"));
        (await Host.Scalar<long>("select count(*) from ledger.register_re_ask")).ShouldBe(await Host.Scalar<long>("select count(*) from ledger.mt_events where type = 're_ask_detected'"));
        (await Host.Scalar<long>("select count(*) from ledger.register_entry")).ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public async Task are_the_same_after_a_rebuild()
    {
        await Host.FollowRegisters();
        var live = await Host.Registers();
        await Host.RebuildRegisters();
        var rebuilt = await Host.Registers();
        foreach (var register in RegisterCatalogue.All)
            rebuilt[register.Name].ShouldBe(live[register.Name], register.Name);
    }
}
