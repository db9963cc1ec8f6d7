using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class asking_for_corrections
{
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);
    static readonly DefectTold Seal = new("P1", "无公章", "加盖公章"), Address = new("situation", "未写地址", "写明地址");
    static readonly RequestCorrection Request = new([Seal, Address], new(2026, 3, 9), Channel.Email, 1, Effect);
    static readonly AmendCorrectionList Amendment = new([Seal], new(2026, 3, 10), Channel.Phone, "漏看一页", 2, Effect);
    static readonly SubmittedMaterial Paper = new("P1", PaperForm.Original, EvidenceGrade.B, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");

    [Fact]
    public void tells_between_1_and_50_defects()
    {
        Answer(Request with { Defects = [] }).ShouldBeInvalid("$.defects");
        Answer(Request with { Defects = [.. Enumerable.Repeat(Seal, 50)] }).ShouldBeAccepted();
        Answer(Request with { Defects = [.. Enumerable.Repeat(Seal, 51)] }).ShouldBeInvalid("$.defects");
        Amended(Amendment with { Defects = [] }).ShouldBeInvalid("$.defects");
    }

    [Fact]
    public void tells_of_each_what_is_wrong_and_how_to_put_it_right()
    {
        Answer(Request with { Defects = [Seal, null!] }).ShouldBeInvalid("$.defects[1]");
        Answer(Request with { Defects = [Seal, Seal with { Requirement = "P9" }] }).ShouldBeInvalid("$.defects[1].requirement");
        Texts.ShouldBeTakenOnly("$.defects[0].fault", 1000, text => Answer(Request with { Defects = [Seal with { Fault = text }] }), lines: true);
        Texts.ShouldBeTakenOnly("$.defects[0].cure", 1000, text => Answer(Request with { Defects = [Seal with { Cure = text }] }), lines: true);
        Amended(Amendment with { Defects = [Seal with { Cure = "" }] }).ShouldBeInvalid("$.defects[0].cure");
    }

    [Fact]
    public void gives_until_today_or_later()
    {
        Answer(Request with { DueBy = new(2026, 3, 2) }).ShouldBeAccepted();
        Answer(Request with { DueBy = new(2026, 3, 1) }).ShouldBeInvalid("$.dueBy");
        Amended(Amendment with { DueBy = DateOnly.MinValue }).ShouldBeInvalid("$.dueBy");
    }

    [Fact]
    public void happens_once()
    {
        var told = Given.Application(Given.Corrections, new CorrectionSubmitted(Given.Citizen, "M", ["P1", "situation"], []));
        told.Status.ShouldBe(ApplicationStatus.Submitted);
        RequestCorrectionEndpoint.Validate(Request with { Version = 3 }, Given.Officer, told, Given.Item, Given.Clock).ShouldBeRefused(409, "corrections-told-already");
        AmendCorrectionListEndpoint.Validate(Amendment with { Version = 3 }, Given.Officer, told, Given.Item, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void records_the_list_sealed_with_a_number_of_its_own()
    {
        var requested = RequestCorrectionEndpoint.Decide(Request, Given.Application(), Given.Key);
        (requested.CitizenId, requested.NoticeNumber, requested.DueBy, requested.NotifiedBy, requested.Effect).ShouldBe((Given.Citizen, Given.CaseNumber + "-C2", new DateOnly(2026, 3, 9), Channel.Email, Effect));
        Opened(requested.Defects).ShouldBe([Seal, Address]);
    }

    [Fact]
    public void amends_only_what_was_told_and_says_why()
    {
        AmendCorrectionListEndpoint.Validate(Amendment with { Version = 1 }, Given.Officer, Given.Application(), Given.Item, Given.Clock).ShouldBeRefused(409, "no-corrections-told");
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Amended(Amendment with { Reason = text }), lines: true);
        var amended = AmendCorrectionListEndpoint.Decide(Amendment, Given.Application(Given.Corrections), Given.Key);
        (amended.CitizenId, amended.NoticeNumber, amended.DueBy, amended.NotifiedBy, Given.Key.Open(amended.Reason), amended.Effect)
            .ShouldBe((Given.Citizen, Given.CaseNumber + "-C3", new DateOnly(2026, 3, 10), Channel.Phone, "漏看一页", Effect));
        Opened(amended.Defects).ShouldBe([Seal]);
    }

    [Fact]
    public void amended_is_open_anew()
    {
        var partly = new CorrectionPartlySubmitted(Given.Citizen, "M", ["P1"], []);
        var amended = AmendCorrectionListEndpoint.Decide(Amendment, Given.Application(Given.Corrections, partly), Given.Key);
        var application = Given.Application(Given.Corrections, partly, amended);
        application.Corrections!.Open().ShouldBe(["P1"]);
        application.Status.ShouldBe(ApplicationStatus.CorrectionRequested);
        Given.Application(Given.Corrections, new CorrectionSubmitted(Given.Citizen, "M", ["P1", "situation"], []), amended).Status.ShouldBe(ApplicationStatus.CorrectionRequested);
    }

    [Fact]
    public void is_answered_with_what_is_still_open()
    {
        Cured([]).ShouldBeInvalid("$.cured");
        Cured(["P1"]).ShouldBeAccepted();
        Cured(["P1", "situation", "P1"]).ShouldBeAccepted();
        Cured(["P1", "P3"]).ShouldBeInvalid("$.cured");
        Cured([null!]).ShouldBeInvalid("$.cured");
        var partly = Given.Application(Given.Corrections, new CorrectionPartlySubmitted(Given.Citizen, "M", ["P1"], []));
        SubmitCorrectionEndpoint.Validate(new(["P1"], 3), Given.Applicant, partly, Given.Item, Given.Clock).ShouldBeInvalid("$.cured");
    }

    [Fact]
    public void is_answered_with_papers_the_item_asks_for()
    {
        Cured(["P1"], Paper).ShouldBeAccepted();
        Cured(["P1"], Paper with { PaperId = "P9" }).ShouldBeInvalid("$.materials[0].paperId");
        Cured(["P1"], Paper with { ContentHash = "" }).ShouldBeInvalid("$.materials[0].contentHash");
        Cured(["P1"], [null!]).ShouldBeInvalid("$.materials[0]");
        Cured(["P1"], [.. Enumerable.Repeat(Paper, 101)]).ShouldBeInvalid("$.materials");
    }

    [Fact]
    public void is_answered_in_part_until_everything_is_put_right()
    {
        var application = Given.Application(Given.Corrections);
        var partly = SubmitCorrectionEndpoint.Decide(new(["P1", "P1"], 2, [Paper], Effect), application, Given.Key).ShouldBeOfType<CorrectionPartlySubmitted>();
        (partly.CitizenId, partly.VoucherNumber, partly.Effect).ShouldBe((Given.Citizen, Given.CaseNumber + "-M3", Effect));
        partly.Cured.ShouldBe(["P1"]);
        partly.Materials.Select(m => (m.PaperId, m.Form, m.Grade, Given.Key.Open(m.ContentHash))).ShouldBe([("P1", PaperForm.Original, EvidenceGrade.B, Paper.ContentHash)]);

        application = Given.Application(Given.Corrections, partly with { Effect = null });
        (application.Status, string.Join(' ', application.Corrections!.Open())).ShouldBe((ApplicationStatus.CorrectionRequested, "situation"));
        application.Papers.ShouldBe(["P1"]);
        var whole = SubmitCorrectionEndpoint.Decide(new(["situation"], 3), application, Given.Key).ShouldBeOfType<CorrectionSubmitted>();
        (whole.VoucherNumber, whole.Materials.Length).ShouldBe((Given.CaseNumber + "-M4", 0));
        whole.Cured.ShouldBe(["situation"]);
        application = Given.Application(Given.Corrections, partly with { Effect = null }, whole);
        (application.Status, application.Corrections!.Open().Any()).ShouldBe((ApplicationStatus.Submitted, false));
    }

    static IEnumerable<DefectTold> Opened(Defect[] defects) => defects.Select(d => new DefectTold(d.Requirement, Given.Key.Open(d.Fault), Given.Key.Open(d.Cure)));

    static ProblemDetails Answer(RequestCorrection command) => RequestCorrectionEndpoint.Validate(command, Given.Officer, Given.Application(), Given.Item, Given.Clock);
    static ProblemDetails Amended(AmendCorrectionList command) => AmendCorrectionListEndpoint.Validate(command, Given.Officer, Given.Application(Given.Corrections), Given.Item, Given.Clock);
    static ProblemDetails Cured(string[] cured, params SubmittedMaterial[] papers) =>
        SubmitCorrectionEndpoint.Validate(new(cured, 2, papers), Given.Applicant, Given.Application(Given.Corrections), Given.Item, Given.Clock);
}
