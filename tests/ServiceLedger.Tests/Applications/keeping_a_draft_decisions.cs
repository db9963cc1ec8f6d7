using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class keeping_a_draft
{
    static readonly SubmittedMaterial Form = new("P1", PaperForm.Copy, EvidenceGrade.C, "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU");
    static readonly ServiceItem Renewed = Given.Item.Apply(new(Items.WithPapers, 2, Given.Item.Versions[0] with { DepartmentCode = Items.OtherDepartment }));
    static readonly DraftApplication Begin = new(Given.Citizen, Items.WithPapers, "家中失火", [Form]);

    [Fact]
    public void begins_for_oneself_or_by_an_officer_who_helps()
    {
        Answer(Begin, Given.Applicant).ShouldBeAccepted();
        Answer(Begin, Given.Outsider).ShouldBeAccepted();
        Answer(Begin, Given.Stranger).ShouldBeRefused(403, "forbidden");
    }

    [Fact]
    public void begins_for_a_known_person_and_item_with_papers_it_asks_for()
    {
        DraftApplicationEndpoint.Validate(Begin, Given.Officer, Given.Item, null, Given.Clock).ShouldBeInvalid("$.citizenId");
        DraftApplicationEndpoint.Validate(Begin, Given.Officer, null, Given.Key, Given.Clock).ShouldBeInvalid("$.itemCode");
        Answer(Begin with { Materials = [Form, Form with { PaperId = "P9" }] }, Given.Applicant).ShouldBeInvalid("$.materials[1].paperId");
        Answer(Begin with { Materials = [null!] }, Given.Applicant).ShouldBeInvalid("$.materials[0]");
        Texts.ShouldBeTakenOnly("$.situation", 4000, text => Answer(Begin with { Situation = text }, Given.Applicant), lines: true);
    }

    [Fact]
    public void records_the_content_sealed()
    {
        var drafted = DraftApplicationEndpoint.Decide(Begin, Given.Item, Given.Key);
        (drafted.CitizenId, drafted.ItemCode, drafted.ItemVersion, drafted.DepartmentCode).ShouldBe((Given.Citizen, Items.WithPapers, 1, LedgerHost.Department));
        Given.Key.Open(drafted.Situation).ShouldBe("家中失火");
        drafted.Materials.Select(m => (m.PaperId, m.Form, m.Grade, Given.Key.Open(m.ContentHash))).ShouldBe([(Form.PaperId, Form.Form, Form.Grade, Form.ContentHash)]);
    }

    [Fact]
    public void has_no_number_and_no_date_of_receipt()
    {
        var draft = Given.Draft();
        (draft.CaseNumber, draft.ReceivedAt, draft.LastEffect).ShouldBe((null, null, DateTimeOffset.MinValue));
        Should.Throw<System.Diagnostics.UnreachableException>(() => draft.Number);
    }

    [Fact]
    public void is_nobodys_business_but_the_applicants_and_the_helping_offices()
    {
        var own = Given.State<Application>(Given.Matter, new Done(Given.Applicant, Given.Drafted));
        own.IsVisibleTo(Given.Applicant).ShouldBeTrue();
        foreach (var other in new[] { Given.Officer, Given.Outsider, Given.Stranger })
            own.IsVisibleTo(other).ShouldBeFalse();
        var helped = Given.State<Application>(Given.Matter, new Done(Given.Outsider, Given.Drafted), new Done(Given.Applicant, Given.Drafted));
        helped.IsVisibleTo(Given.Outsider).ShouldBeTrue("Also after the applicant saved it.");
        helped.IsVisibleTo(Given.Officer).ShouldBeFalse();
        helped.NextFor(Given.Outsider).ShouldBe([ApplicationAction.SaveDraft, ApplicationAction.DiscardDraft, ApplicationAction.SubmitDraft]);
    }

    [Fact]
    public void saved_again_holds_the_last_content_only()
    {
        Text(new(1, "新的")).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.situation", 4000, text => Text(new(1, text)), lines: true);
        Text(new(1, null, [Form with { PaperId = "P9" }])).ShouldBeInvalid("$.materials[0].paperId");
        Text(new(1, null, [Form with { ContentHash = "x" }])).ShouldBeInvalid("$.materials[0].contentHash");
        var saved = SaveDraftEndpoint.Decide(new(1, "新的", [Form with { PaperId = "P3" }]), Given.Draft(), Given.Item, Given.Key);
        var draft = Given.Draft(saved);
        Given.Key.Open(draft.Draft!.Situation).ShouldBe("新的");
        draft.Papers.ShouldBe(["P3"]);
    }

    [Fact]
    public void saved_again_follows_the_item_in_force()
    {
        var saved = SaveDraftEndpoint.Decide(new(1), Given.Draft(), Renewed, Given.Key);
        saved.ItemVersion.ShouldBe(2);
        var draft = Given.Draft(saved);
        (draft.ItemVersion, draft.DepartmentCode).ShouldBe((2, Items.OtherDepartment));
        SubmitDraftEndpoint.Validate(new(2), Given.Applicant, draft, Renewed, Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void is_not_submitted_for_an_item_that_has_changed_since() =>
        SubmitDraftEndpoint.Validate(new(1), Given.Applicant, Given.Draft(), Renewed, Given.Clock).ShouldBeRefused(409, "item-changed");

    [Fact]
    public void is_submitted_as_it_was_last_saved()
    {
        var submitted = SubmitDraftEndpoint.Decide(new(1, Channel.Post), Given.Draft(), Given.CaseNumber, Given.Applicant);
        (submitted.CitizenId, submitted.CaseNumber, submitted.ItemCode, submitted.ItemVersion, submitted.DepartmentCode, submitted.SubmittedBy)
            .ShouldBe((Given.Citizen, Given.CaseNumber, Items.WithPapers, 1, LedgerHost.Department, Channel.Post));
        (submitted.Situation, submitted.Effect, submitted.SplitFrom).ShouldBe((Given.Drafted.Situation, null, null));
        submitted.Materials.ShouldBe(Given.Drafted.Materials);
        SubmitDraftEndpoint.Decide(new(1), Given.Draft(), Given.CaseNumber, Given.Applicant).SubmittedBy.ShouldBe(Channel.Online);
    }

    [Fact]
    public void once_submitted_is_the_department_in_charges()
    {
        var application = Given.State<Application>(Given.Matter, new Done(Given.Outsider, Given.Drafted), Given.Submitted with { Materials = Given.Drafted.Materials });
        (application.Status, application.CaseNumber, application.Draft, application.ReceivedAt).ShouldBe((ApplicationStatus.Submitted, Given.CaseNumber, null, Given.Start.AddHours(1)));
        application.Papers.ShouldBe(["P1"]);
        application.IsVisibleTo(Given.Officer).ShouldBeTrue();
        application.IsVisibleTo(Given.Outsider).ShouldBeFalse();
    }

    [Fact]
    public void is_given_up_for_good()
    {
        DiscardDraftEndpoint.Post(new(1), Given.Draft()).ShouldBe(new DraftDiscarded(Given.Citizen));
        var discarded = Given.Application(ApplicationStatus.Discarded);
        discarded.Draft.ShouldBeNull();
        discarded.NextFor(Given.Applicant).ShouldBeEmpty();
        DiscardDraftEndpoint.Validate(new(2), Given.Applicant, discarded, Given.Clock).ShouldBeRefused(409, "not-in-this-state");
    }

    static ProblemDetails Answer(DraftApplication command, Act act) => DraftApplicationEndpoint.Validate(command, act, Given.Item, Given.Key, Given.Clock);

    static ProblemDetails Text(SaveDraft command) => SaveDraftEndpoint.Validate(command, Given.Applicant, Given.Draft(), Given.Item, Given.Clock);
}
