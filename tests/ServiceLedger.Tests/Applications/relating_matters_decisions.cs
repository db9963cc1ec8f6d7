using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class relating_matters
{
    static readonly Application Other = Given.State<Application>(Given.Other, Given.Submitted);
    static readonly LinkApplication Linking = new(Given.Other, LinkKind.SamePackage, 1);
    static readonly SplitApplication Splitting = new(Items.WithPapers, "分开办理", 2, "只办其中一项", [new("P1", PaperForm.Copy, EvidenceGrade.B)]);
    static readonly MergeApplication Merging = new(Given.Other, "同一事项", 1);

    [Fact]
    public void links_to_another_matter_of_the_same_person()
    {
        Link(Linking, Other).ShouldBeAccepted();
        Link(Linking, null).ShouldBeInvalid("$.applicationId");
        Link(Linking, Given.Application()).ShouldBeInvalid("$.applicationId");
        Link(Linking, Other with { CitizenId = Guid.Empty }).ShouldBeInvalid("$.applicationId");
        Link(Linking, Given.Draft() with { Id = Given.Other }).ShouldBeInvalid("$.applicationId");
        Link(Linking, Given.Application(ApplicationStatus.Discarded) with { Id = Given.Other }).ShouldBeInvalid("$.applicationId");
        Link(Linking with { Kind = LinkKind.Absorbs }, Other).ShouldBeInvalid("$.kind");
    }

    [Fact]
    public void links_once_of_each_kind()
    {
        var linked = LinkApplicationEndpoint.Post(Linking, Given.Application());
        linked.ShouldBe(new ApplicationLinked(Given.Citizen, Given.Other, LinkKind.SamePackage));
        LinkApplicationEndpoint.Validate(Linking with { Version = 2 }, Given.Officer, Given.Application(linked), new(Other), Given.Clock).ShouldBeRefused(409, "already-exists");
        LinkApplicationEndpoint.Validate(Linking with { Version = 2, Kind = LinkKind.ContinuesFrom }, Given.Officer, Given.Application(linked), new(Other), Given.Clock).ShouldBeAccepted();
    }

    [Fact]
    public void splits_off_an_application_as_good_as_any()
    {
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Split(Splitting with { Reason = text }), lines: true);
        Texts.ShouldBeTakenOnly("$.situation", 4000, text => Split(Splitting with { Situation = text }), lines: true);
        Split(Splitting with { Materials = [null!] }).ShouldBeInvalid("$.materials[0]");
        Split(Splitting with { Materials = [new("P9", PaperForm.Copy, EvidenceGrade.B)] }).ShouldBeInvalid("$.materials[0].paperId");
        SplitApplicationEndpoint.Validate(Splitting, Given.Officer, Given.Application(Given.Accepted), null, Given.Clock).ShouldBeInvalid("$.itemCode");
    }

    [Fact]
    public void splits_off_what_was_received_with_the_whole()
    {
        var (split, submitted) = SplitApplicationEndpoint.Decide(Given.Other, Splitting, Given.Application(Given.Accepted), Given.Officer, Given.Item, "500103-20260302-000043-X", Given.Key);
        (split.CitizenId, split.NewApplicationId, split.ItemCode, Given.Key.Open(split.Reason)).ShouldBe((Given.Citizen, Given.Other, Items.WithPapers, "分开办理"));
        (submitted.CitizenId, submitted.CaseNumber, submitted.ItemCode, submitted.ItemVersion, submitted.DepartmentCode, submitted.SubmittedBy, Given.Key.Open(submitted.Situation))
            .ShouldBe((Given.Citizen, "500103-20260302-000043-X", Items.WithPapers, 1, LedgerHost.Department, Channel.Window, "只办其中一项"));
        submitted.Materials.Select(m => m.PaperId).ShouldBe(["P1"]);
        (submitted.Effect, submitted.SplitFrom).ShouldBe((new EarlierEffect(Given.Start, EarlierEffectReason.OriginalReceipt), Given.Matter));
        Given.State<Application>(Given.Other, submitted).ReceivedAt.ShouldBe(Given.Start);
    }

    [Fact]
    public void merges_into_another_open_matter_of_the_same_person_in_the_same_department()
    {
        Merge(Merging, Other).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.reason", 2000, text => Merge(Merging with { Reason = text }, Other), lines: true);
        Merge(Merging, null).ShouldBeInvalid("$.intoApplicationId");
        Merge(Merging, Given.Application()).ShouldBeInvalid("$.intoApplicationId");
        Merge(Merging, Other with { CitizenId = Guid.Empty }).ShouldBeInvalid("$.intoApplicationId");
        Merge(Merging, Other with { DepartmentCode = Items.OtherDepartment }).ShouldBeInvalid("$.intoApplicationId");
        Merge(Merging, Other with { Recused = ["li.hua"] }).ShouldBeInvalid("$.intoApplicationId");
        foreach (var status in new[] { ApplicationStatus.Draft, ApplicationStatus.Decided, ApplicationStatus.Merged, ApplicationStatus.Closed })
            Merge(Merging, Given.Application(status) with { Id = Given.Other }).ShouldBeInvalid("$.intoApplicationId");
    }

    [Fact]
    public void merged_is_recorded_in_both_and_goes_on_in_one()
    {
        var (merged, linked) = MergeApplicationEndpoint.Decide(Merging, Given.Application(), Given.Key);
        (merged.CitizenId, merged.IntoApplicationId, Given.Key.Open(merged.Reason)).ShouldBe((Given.Citizen, Given.Other, "同一事项"));
        linked.ShouldBe(new ApplicationLinked(Given.Citizen, Given.Matter, LinkKind.Absorbs));
        Given.Application(merged).Outcome.ShouldBe(ApplicationOutcome.Merged);
    }

    static ProblemDetails Link(LinkApplication command, Application? other) => LinkApplicationEndpoint.Validate(command, Given.Officer, Given.Application(), new(other), Given.Clock);
    static ProblemDetails Split(SplitApplication command) => SplitApplicationEndpoint.Validate(command, Given.Officer, Given.Application(Given.Accepted), Given.Item, Given.Clock);
    static ProblemDetails? Merge(MergeApplication command, Application? into) => MergeApplicationEndpoint.Refuse(command, Given.Officer, Given.Application(), into, LedgerHost.Now);
}
