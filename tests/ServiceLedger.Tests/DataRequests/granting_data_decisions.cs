using Microsoft.AspNetCore.Mvc;
using ServiceLedger.DataRequests;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class granting_data
{
    static readonly ApproveDataRequest Grant = new(["monthly"], Until, 1);
    static readonly RefuseDataRequest Refusal = new(DataRefusalGround.Secrecy, "国务院令第809号第二十条", "请申请人提交", 1);

    static ProblemDetails Answer(ApproveDataRequest command) => ApproveDataRequestEndpoint.Validate(command, Provider, Request(), Given.Clock);
    static ProblemDetails Answer(RefuseDataRequest command) => RefuseDataRequestEndpoint.Validate(command, Provider, Request(), Given.Clock);

    [Fact]
    public void is_for_some_or_all_of_the_fields_asked()
    {
        Answer(Grant).ShouldBeAccepted();
        Answer(Grant with { Fields = ["since", "monthly"] }).ShouldBeAccepted();
        Answer(Grant with { Fields = [] }).ShouldBeInvalid("$.fields");
        Answer(Grant with { Fields = ["monthly", "employer"] }).ShouldBeInvalid("$.fields");
        Answer(Grant with { Fields = [null!] }).ShouldBeInvalid("$.fields");
    }

    [Fact]
    public void lasts_until_the_day_of_the_act_at_least()
    {
        Answer(Grant with { ValidUntil = Today }).ShouldBeAccepted();
        Answer(Grant with { ValidUntil = Today.AddDays(-1) }).ShouldBeInvalid("$.validUntil");
        Answer(Grant with { ValidUntil = Today.AddDays(-1), Effect = Given.Earlier(Given.Start) }).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.conditions", 2000, text => Answer(Grant with { Conditions = text }), lines: true);
    }

    [Fact]
    public void records_each_field_once_and_seals_the_conditions()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var approved = ApproveDataRequestEndpoint.Post(new(["monthly", "since", "monthly"], Until, 1, "仅限本办件", effect), Request(), Given.Key);
        approved.FieldsGranted.ShouldBe(["monthly", "since"]);
        Given.Key.Open(approved.Conditions!).ShouldBe("仅限本办件");
        (approved.CitizenId, approved.ValidUntil, approved.AgreementId, approved.Effect).ShouldBe((Given.Citizen, Until, null, effect));
        ApproveDataRequestEndpoint.Post(Grant, Request(), Given.Key).Conditions.ShouldBeNull();
        var request = Request(Approved);
        (request.Granted, request.ValidUntil).ShouldBe((Approved.FieldsGranted, Until));
    }

    [Fact]
    public void refused_names_the_article_and_another_way()
    {
        foreach (var ground in Enum.GetValues<DataRefusalGround>())
            Answer(Refusal with { Ground = ground }).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.article", 300, text => Answer(Refusal with { Article = text }));
        Texts.ShouldBeTakenOnly("$.alternative", 2000, text => Answer(Refusal with { Alternative = text }), lines: true);
        var effect = Given.Earlier(LedgerHost.Now);
        var refused = RefuseDataRequestEndpoint.Post(Refusal with { Effect = effect }, Request(), Given.Key);
        (refused.CitizenId, refused.Ground, refused.Article, Given.Key.Open(refused.Alternative), refused.Effect)
            .ShouldBe((Given.Citizen, DataRefusalGround.Secrecy, "国务院令第809号第二十条", "请申请人提交", effect));
    }
}
