using ServiceLedger.Access;
using ServiceLedger.Citizens;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Citizens;

public class merging_two_records_decisions
{
    static readonly Act Officer = new(ActorKind.Officer, "bao.an", Channel.SystemInterface, Roles.ProtectionOfficer, LedgerHost.Department, Purpose: "RecordManagement");
    static readonly Citizen One = new(Given.Citizen, "500103", "111", 1), Two = new(Given.Other, "500103", "111", 1);

    [Fact]
    public void is_for_whoever_answers_for_the_protection_of_personal_data()
    {
        MergeIdentitiesEndpoint.Validate(new(Two.Id, MergePart.Survivor, "同一人"), Officer, One, new(Two, Given.Key)).ShouldBeAccepted();
        var merged = One with { Merges = [new(Two.Id, MergePart.Survivor, "bao.an")] };
        ReverseMergeEndpoint.Validate(new(Two.Id, "两人"), Officer, merged, new(Two, Given.Key)).ShouldBeAccepted();
        foreach (var other in new[] { Given.Officer, Given.Applicant, Officer with { Role = Roles.Head }, Officer with { Purpose = "ServiceProvision" } })
        {
            MergeIdentitiesEndpoint.Validate(new(Two.Id, MergePart.Survivor, "同一人"), other, One, new(Two, Given.Key)).ShouldBeRefused(403, "forbidden");
            ReverseMergeEndpoint.Validate(new(Two.Id, "两人"), other, merged, new(Two, Given.Key)).ShouldBeRefused(403, "forbidden");
        }
    }

    [Theory, InlineData(""), InlineData("  "), InlineData("a\0b")]
    public void says_what_shows_it(string grounds)
    {
        MergeIdentitiesEndpoint.Validate(new(Two.Id, MergePart.Survivor, grounds), Officer, One, new(Two, Given.Key)).ShouldBeRefused(400, "invalid");
        ReverseMergeEndpoint.Validate(new(Two.Id, grounds), Officer, One with { Merges = [new(Two.Id, MergePart.Absorbed, "bao.an")] }, new(Two, Given.Key)).ShouldBeRefused(400, "invalid");
    }
}
