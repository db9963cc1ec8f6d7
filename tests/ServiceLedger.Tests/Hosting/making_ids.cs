using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

public class making_ids
{
    [Fact]
    public void gives_version_7_of_rfc_9562()
    {
        foreach (var id in new[] { LedgerId.New(), LedgerId.For(Given.Citizen) })
        {
            id.Version.ShouldBe(7);
            (id.Variant & 0b1100).ShouldBe(0b1000);
        }
    }

    [Fact]
    public void gives_everything_about_a_citizen_the_shard_of_the_citizen()
    {
        LedgerId.ShardOf(Given.Citizen).ShouldBe((byte)0xA7);
        for (var shard = 0; shard < 256; shard++)
        {
            var citizen = new Guid($"01980000-0000-7000-8000-0000000000{shard:x2}");
            var matter = LedgerId.For(citizen);
            LedgerId.ShardOf(matter).ShouldBe((byte)shard);
            LedgerId.ShardOf(LedgerId.For(matter)).ShouldBe((byte)shard);
            matter.ToString().ShouldEndWith($"{shard:x2}");
        }
    }

    [Fact]
    public void gives_no_id_twice() => Enumerable.Range(0, 10_000).Select(_ => LedgerId.For(Given.Citizen)).Distinct().Count().ShouldBe(10_000);

    [Fact]
    public void spreads_new_ids_over_the_shards() => Enumerable.Range(0, 10_000).Select(_ => LedgerId.ShardOf(LedgerId.New())).Distinct().Count().ShouldBe(256);

    [Fact]
    public void makes_a_lookup_id_of_any_text() =>
        "".ToLookupId().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
