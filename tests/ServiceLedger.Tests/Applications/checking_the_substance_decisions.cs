using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;

namespace ServiceLedger.Tests.Applications;

public class checking_the_substance
{
    static readonly RecordSubstantiveCheck Command = new(["li.hua", "zhao.yun", "li.hua"], new(2026, 3, 2), "解放碑1号", "与申请相符。", 2, Given.Earlier(LedgerHost.Now));

    [Fact]
    public void names_the_officers_by_their_ids()
    {
        Answer(Command with { Officers = ["li.hua", null!] }).ShouldBeInvalid("$.officers[1]");
        Answer(Command with { Officers = ["li.hua", " "] }).ShouldBeInvalid("$.officers[1]");
        Answer(Command with { Officers = [.. Enumerable.Range(1, 20).Select(i => $"officer.{i}")] }).ShouldBeAccepted();
        Answer(Command with { Officers = [.. Enumerable.Range(1, 21).Select(i => $"officer.{i}")] }).ShouldBeInvalid("$.officers");
    }

    [Fact]
    public void is_not_done_by_recused_officers() =>
        RecordSubstantiveCheckEndpoint.Validate(Command with { Version = 3 }, Given.Officer, Given.Application(Given.Accepted, new OfficerRecused(Given.Citizen, "zhao.yun", "sun.li")), Given.Clock).ShouldBeInvalid("$.officers");

    [Fact]
    public void was_done_by_today_somewhere_and_found_something()
    {
        Answer(Command with { CheckedOn = new(2026, 3, 3) }).ShouldBeInvalid("$.checkedOn");
        Texts.ShouldBeTakenOnly("$.place", 300, text => Answer(Command with { Place = text }));
        Texts.ShouldBeTakenOnly("$.findings", 8000, text => Answer(Command with { Findings = text }), lines: true);
    }

    [Fact]
    public void is_recorded_with_each_officer_once_and_place_and_findings_sealed()
    {
        var recorded = RecordSubstantiveCheckEndpoint.Decide(Command, Given.Application(Given.Accepted), Given.Key);
        (recorded.CitizenId, recorded.CheckedOn, Given.Key.Open(recorded.Place), Given.Key.Open(recorded.Findings), recorded.Effect)
            .ShouldBe((Given.Citizen, new DateOnly(2026, 3, 2), "解放碑1号", "与申请相符。", Command.Effect));
        recorded.Officers.ShouldBe(["li.hua", "zhao.yun"]);
        Given.Application(Given.Accepted, recorded).Reviewers.ShouldBe(["li.hua", "zhao.yun"]);
    }

    static ProblemDetails Answer(RecordSubstantiveCheck command) => RecordSubstantiveCheckEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Clock);
}
