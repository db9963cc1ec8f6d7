using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class asking_for_data
{
    static readonly RequestData Command = new(Given.Matter, Items.OtherDepartment, "income", SharingClass.Conditional, ["monthly", "since"], "ServiceProvision", "社会救助暂行办法第四十八条", "核对收入");
    static readonly RequestGround Ground = new(Given.Application(Given.Accepted), null, Given.Departments, Given.Key);

    static ProblemDetails Answer(RequestData command, Act? act = null, RequestGround? ground = null) => RequestDataEndpoint.Validate(command, act ?? Asker, ground ?? Ground, Given.Clock);

    [Fact]
    public void is_between_departments()
    {
        Answer(Command).ShouldBeAccepted();
        Answer(Command, Asker with { Kind = ActorKind.System }).ShouldBeAccepted();
        foreach (var kind in new[] { ActorKind.Citizen, ActorKind.Agent, ActorKind.Clock })
            Answer(Command, Asker with { Kind = kind }).ShouldBeRefused(403, "forbidden");
        Answer(Command, Given.Applicant).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void is_for_an_accepted_matter_of_the_asking_department()
    {
        foreach (var application in new[] { null, Given.Draft(), Given.Application(), Given.Application(Given.Corrections), Given.Application(ApplicationStatus.Withdrawn) })
            Answer(Command, ground: Ground with { Application = application }).ShouldBeInvalid("$.applicationId");
        foreach (var other in new[] { Given.ForeignOfficer, Given.Outsider })
            Answer(Command with { ProvidingDepartment = LedgerHost.Department }, other).ShouldBeInvalid("$.applicationId");
        foreach (var going in new[] { ApplicationStatus.ProvisionallyAccepted, ApplicationStatus.Suspended })
            Answer(Command, ground: Ground with { Application = Given.Application(going) }).ShouldBeAccepted();
    }

    [Fact]
    public void is_not_for_a_matter_that_is_over()
    {
        Answer(Command, ground: Ground with { Application = Given.Application(Given.Accepted, new ApplicationWithdrawn(Given.Citizen, null)) }).ShouldBeInvalid("$.applicationId");
        foreach (var over in new[] { ApplicationStatus.Decided, ApplicationStatus.Delivered, ApplicationStatus.Closed })
            Answer(Command, ground: Ground with { Application = Given.Application(over) }).ShouldBeInvalid("$.applicationId");
    }

    [Fact]
    public void names_a_registered_department_that_is_another()
    {
        Answer(Command with { ProvidingDepartment = LedgerHost.Department }).ShouldBeInvalid("$.providingDepartment");
        foreach (var unknown in new[] { "", "11500000000000000X" })
            Answer(Command with { ProvidingDepartment = unknown }).ShouldBeInvalid("$.providingDepartment");
    }

    [Fact]
    public void names_up_to_a_hundred_fields_each_once()
    {
        Answer(Command with { Fields = [] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = ["monthly", "monthly"] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = Numbered(101) }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = Numbered(100) }).ShouldBeAccepted();
        Answer(Command with { Fields = ["monthly", null!] }).ShouldBeInvalid("$.fields[1]");
        Texts.ShouldBeTakenOnly("$.fields[1]", 100, text => Answer(Command with { Fields = ["monthly", text] }));

        static string[] Numbered(int count) => [.. Enumerable.Range(0, count).Select(i => $"f{i}")];
    }

    [Fact]
    public void says_what_for_by_which_law_and_why()
    {
        Texts.ShouldBeTakenOnly("$.dataItemCode", 100, text => Answer(Command with { DataItemCode = text }));
        Texts.ShouldBeTakenOnly("$.purpose", 100, text => Answer(Command with { Purpose = text }));
        Texts.ShouldBeTakenOnly("$.legalBasis", 300, text => Answer(Command with { LegalBasis = text }));
        Texts.ShouldBeTakenOnly("$.necessity", 2000, text => Answer(Command with { Necessity = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.obligingLaw", 300, text => Answer(Command with { ObligingLaw = text }));
        Answer(Command with { CatalogueVersion = 0 }).ShouldBeInvalid("$.catalogueVersion");
        Answer(Command with { CatalogueVersion = 1 }).ShouldBeAccepted();
    }

    [Fact]
    public void is_due_on_the_day_it_is_made_at_the_earliest()
    {
        Answer(Command with { DueBy = Today.AddDays(-1) }).ShouldBeInvalid("$.dueBy");
        Answer(Command with { DueBy = Today }).ShouldBeAccepted();
        Answer(Command with { DueBy = Today.AddDays(-1), Effect = Given.Earlier(Given.Start.AddHours(1)) }).ShouldBeAccepted();
    }

    [Fact]
    public void of_an_item_that_is_not_shared_names_the_law_that_obliges()
    {
        Answer(Command with { SharingClass = SharingClass.None }).ShouldBeRefused(409, "not-shared");
        Answer(Command with { SharingClass = SharingClass.None, ObligingLaw = "反洗钱法第十条" }).ShouldBeAccepted();
    }

    [Fact]
    public void names_only_an_agreement_that_covers_it_on_that_day()
    {
        var command = Command with { AgreementId = AgreementId };
        ProblemDetails With(SharingAgreement? agreement, RequestData? other = null) => Answer(other ?? command, ground: Ground with { Agreement = agreement });
        With(Agreement()).ShouldBeAccepted();
        With(null).ShouldBeInvalid("$.agreementId");
        With(Agreement(new SharingAgreementEnded("不再需要"))).ShouldBeInvalid("$.agreementId");
        With(Agreement() with { Recipient = Items.ThirdDepartment }).ShouldBeInvalid("$.agreementId");
        With(Agreement() with { Provider = Items.ThirdDepartment }).ShouldBeInvalid("$.agreementId");
        With(Agreement(new SharingAgreementAmended(Terms with { ValidFrom = Today.AddDays(1) }))).ShouldBeInvalid("$.agreementId");
        With(Agreement(new SharingAgreementAmended(Terms with { ValidTo = Today.AddDays(-1) }))).ShouldBeInvalid("$.agreementId");
        With(Agreement(new SharingAgreementAmended(Terms with { ValidFrom = Today, ValidTo = Today }))).ShouldBeAccepted();
        With(Agreement(), command with { DataItemCode = "tax" }).ShouldBeInvalid("$.agreementId");
        With(Agreement(), command with { Fields = ["monthly", "employer"] }).ShouldBeInvalid("$.agreementId");
        With(Agreement(), command with { Purpose = "Statistics" }).ShouldBeInvalid("$.agreementId");
    }

    [Fact]
    public void has_no_effect_in_the_future_or_before_the_acceptance()
    {
        ProblemDetails At(DateTimeOffset at) => Answer(Command with { Effect = Given.Earlier(at) });
        At(LedgerHost.Now.AddTicks(1)).ShouldBeInvalid("$.effect.at");
        At(LedgerHost.Now).ShouldBeAccepted();
        At(Ground.Application!.AcceptedAt!.Value).ShouldBeAccepted();
        At(Ground.Application.AcceptedAt.Value.AddTicks(-1)).ShouldBeInvalid("$.effect.at");
    }

    [Fact]
    public void records_all_that_was_asked_and_seals_why()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var command = Command with { CatalogueVersion = 3, Urgency = Urgency.Urgent, DueBy = Until, ObligingLaw = "反洗钱法第十条", Effect = effect };
        var requested = RequestDataEndpoint.Decide(command, Asker, Ground, Today).ShouldHaveSingleItem().ShouldBeOfType<DataRequested>();
        (requested.CitizenId, requested.ApplicationId, requested.RequestingDepartment, requested.Effect).ShouldBe((Given.Citizen, Given.Matter, LedgerHost.Department, effect));
        ShouldHold(requested.Asked);
        var drafted = RequestDataEndpoint.Decide(command with { Draft = true, SharingClass = SharingClass.Unconditional }, Asker, Ground, Today).ShouldHaveSingleItem().ShouldBeOfType<DataRequestDrafted>();
        (drafted.CitizenId, drafted.ApplicationId, drafted.RequestingDepartment).ShouldBe((Given.Citizen, Given.Matter, LedgerHost.Department));
        ShouldHold(drafted.Asked with { SharingClass = SharingClass.Conditional });

        static void ShouldHold(DataAsked asked)
        {
            Given.Key.Open(asked.Necessity).ShouldBe("核对收入");
            asked.Fields.ShouldBe(["monthly", "since"]);
            (asked with { Fields = Asked.Fields, Necessity = Asked.Necessity }).ShouldBe(Asked with { Urgency = Urgency.Urgent, DueBy = Until, ObligingLaw = "反洗钱法第十条" });
        }
    }

    [Fact]
    public void is_granted_at_once_where_nobody_has_to_be_asked()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var free = RequestDataEndpoint.Decide(Command with { SharingClass = SharingClass.Unconditional, Effect = effect }, Asker, Ground, Today);
        free[0].ShouldBeOfType<DataRequested>();
        ShouldBe(free[1].ShouldBeOfType<DataRequestApproved>(), new(2026, 8, 29), null, effect);
        free.Count.ShouldBe(2);

        var agreed = RequestDataEndpoint.Decide(Command with { AgreementId = AgreementId, Effect = effect }, Asker, Ground with { Agreement = Agreement() }, Today);
        agreed[0].ShouldBeOfType<DataRequested>().Asked.AgreementId.ShouldBe(AgreementId);
        ShouldBe(agreed[1].ShouldBeOfType<DataRequestApproved>(), Terms.ValidTo, AgreementId, effect);
        agreed.Count.ShouldBe(2);
    }

    static void ShouldBe(DataRequestApproved approved, DateOnly until, Guid? agreement, EarlierEffect? effect)
    {
        approved.FieldsGranted.ShouldBe(["monthly", "since"]);
        (approved.CitizenId, approved.ValidUntil, approved.Conditions, approved.AgreementId, approved.Effect).ShouldBe((Given.Citizen, until, null, agreement, effect));
    }

    [Fact]
    public void sent_from_a_draft_is_for_a_matter_that_is_still_theirs_and_not_over()
    {
        ProblemDetails Sent(Application application) => SubmitDataRequestEndpoint.Validate(new(1), Asker, Draft(), new(application, null), Given.Clock);
        Sent(Given.Application(Given.Accepted)).ShouldBeAccepted();
        Sent(Given.Application(Given.Accepted, new ApplicationWithdrawn(Given.Citizen, null))).ShouldBeRefused(409, "matter-over");
        Sent(Given.Application(ApplicationStatus.Closed)).ShouldBeRefused(409, "matter-over");
        Sent(Given.Application(Given.Accepted) with { DepartmentCode = Items.OtherDepartment }).ShouldBeRefused(409, "matter-over");
    }

    [Fact]
    public void sent_from_a_draft_rests_on_the_agreement_as_it_stands_now()
    {
        var draft = Given.State<DataRequest>(Id, Drafted with { Asked = Drafted.Asked with { AgreementId = AgreementId } });
        ProblemDetails Sent(SharingAgreement agreement) => SubmitDataRequestEndpoint.Validate(new(1), Asker, draft, new(Given.Application(Given.Accepted), agreement), Given.Clock);
        Sent(Agreement()).ShouldBeAccepted();
        Sent(Agreement(new SharingAgreementEnded("不再需要"))).ShouldBeRefused(409, "agreement-over");
        Sent(Agreement(new SharingAgreementAmended(Terms with { Fields = ["monthly"] }))).ShouldBeRefused(409, "agreement-over");
        Sent(Agreement(new SharingAgreementAmended(Terms with { ValidTo = Today.AddDays(-1) }))).ShouldBeRefused(409, "agreement-over");

        var effect = Given.Earlier(LedgerHost.Now);
        var events = SubmitDataRequestEndpoint.Decide(new(1, effect), draft, new(Given.Application(Given.Accepted), Agreement()), Today);
        events[0].ShouldBe(new DataRequested(Given.Citizen, Given.Matter, LedgerHost.Department, draft.Asked, effect));
        ShouldBe(events[1].ShouldBeOfType<DataRequestApproved>(), Terms.ValidTo, AgreementId, effect);
    }

    [Fact]
    public void sent_from_a_draft_without_an_agreement_waits_for_the_provider_unless_sharing_is_unconditional()
    {
        var ground = new DraftGround(Given.Application(Given.Accepted), null);
        SubmitDataRequestEndpoint.Decide(new(1), Draft(), ground, Today).ShouldHaveSingleItem().ShouldBe(Requested);
        var free = Draft() with { Asked = Asked with { SharingClass = SharingClass.Unconditional } };
        ShouldBe(SubmitDataRequestEndpoint.Decide(new(1), free, ground, Today)[1].ShouldBeOfType<DataRequestApproved>(), new(2026, 8, 29), null, null);
    }

    [Fact]
    public void is_cancelled_with_a_reason_that_is_sealed()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => CancelDataRequestEndpoint.Validate(new(text, 1), Asker, Request(), Given.Clock), lines: true);
        var cancelled = CancelDataRequestEndpoint.Post(new("不再需要", 1, effect), Request(), Given.Key);
        (cancelled.CitizenId, Given.Key.Open(cancelled.Reason), cancelled.Effect).ShouldBe((Given.Citizen, "不再需要", effect));
    }
}
