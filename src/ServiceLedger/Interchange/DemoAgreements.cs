using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;

namespace ServiceLedger.Interchange;

/// <summary>What the departments of the demo agreed to share: signed by the provider, some amended, the last ones ended.</summary>
static class DemoAgreements
{
    public const string Prefix = "DEMO-";

    public static IReadOnlyList<DemoStream<SharingAgreement>> Of(DemoCity city, TimeProvider time) => [.. city.Agreed.Select((pair, i) => Agreement(city, pair.Recipient, pair.Provider, i, time))];

    static DemoStream<SharingAgreement> Agreement(DemoCity city, string recipient, string provider, int index, TimeProvider time)
    {
        var office = city.OfficeOf(provider);
        var act = new Act(ActorKind.Officer, office.Head, Channel.Window, "head", provider, null, "500000", "111", Purpose: DemoCity.Purpose);
        var data = city.DataOf(provider, SharingClass.Conditional);
        var stream = new DemoStream<SharingAgreement>(LedgerId.New());
        var signed = new SignAgreement($"{Prefix}2024-{index + 1:000}", recipient, new([data.Code], data.Fields, [DemoCity.Purpose], "《政务数据共享条例》", new(2024, 1, 1), new(2026, 12, 31)));
        DemoMatter.Refused(SignAgreementEndpoint.Validate(signed, act, city.Departments), "sharing agreement", signed);
        stream.Add(SignAgreementEndpoint.Decide(signed, act), act, time.GetUtcNow());
        if (index < DemoCity.AgreementsAmended)
        {
            var amended = new AmendAgreement(signed.Terms with { ValidTo = new(2027, 12, 31) }, stream.Now.Version);
            DemoMatter.Refused(AmendAgreementEndpoint.Validate(amended, act, stream.Now), "sharing agreement", amended);
            stream.Add(AmendAgreementEndpoint.Post(amended, stream.Now), act, time.GetUtcNow());
        }

        if (index >= city.Agreed.Count - DemoCity.AgreementsEnded)
        {
            var ended = new EndAgreement("改为无条件共享，协议终止。", stream.Now.Version);
            DemoMatter.Refused(EndAgreementEndpoint.Validate(ended, act, stream.Now), "sharing agreement", ended);
            stream.Add(EndAgreementEndpoint.Post(ended, stream.Now), act, time.GetUtcNow());
        }

        return stream;
    }
}
