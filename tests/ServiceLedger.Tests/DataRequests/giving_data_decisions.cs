using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Time.Testing;
using ServiceLedger.DataRequests;
using ServiceLedger.Evidence;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class giving_data
{
    static readonly FieldTold Monthly = new("monthly", "2850.00"), Since = new("since", "2010-01");
    static readonly ProvideData Command = new([Monthly, Since], Hash, "pensions", Today, 2);
    static readonly ProvideData Part = Command with { Fields = [Monthly], Missing = [new("since", MissingReason.Withheld)] };

    static ProblemDetails Answer(ProvideData command, DataRequest? request = null, KnownEvidence? evidence = null, TimeProvider? time = null) =>
        ProvideDataEndpoint.Validate(command, Provider, request ?? Request(Approved), time ?? Given.Clock, evidence);

    [Fact]
    public void gives_each_field_granted_once_or_says_why_not()
    {
        Answer(Command).ShouldBeAccepted();
        Answer(Part).ShouldBeAccepted();
        Answer(Command with { Fields = [] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = [], Missing = [new("monthly", MissingReason.NotHeld), new("since", MissingReason.NotHeld)] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = [Monthly, Monthly] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = [Monthly, new("employer", "甲")] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Missing = [new("since", MissingReason.NotHeld)] }).ShouldBeInvalid("$.fields");
        Answer(Part with { Missing = [new("since", MissingReason.NotHeld), new("employer", MissingReason.NotHeld)] }).ShouldBeInvalid("$.fields");
        Answer(Part with { Missing = null }).ShouldBeInvalid("$.missing");
        Answer(Part with { Missing = [] }).ShouldBeInvalid("$.missing");
        Answer(Command with { Fields = [null!] }).ShouldBeInvalid("$.fields");
        Answer(Part with { Missing = [null!] }).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = [Monthly, new(null!, "1")] }).ShouldBeInvalid("$.fields");
        Texts.ShouldBeTakenOnly("$.fields[1].value", 4000, text => Answer(Command with { Fields = [Monthly, new("since", text)] }), lines: true);
    }

    [Fact]
    public void gives_what_was_granted_and_no_more()
    {
        var some = Request(Approved with { FieldsGranted = ["monthly"] });
        Answer(Command, some).ShouldBeInvalid("$.fields");
        Answer(Command with { Fields = [Monthly] }, some).ShouldBeAccepted();
    }

    [Fact]
    public void gives_the_rest_later_and_nothing_twice()
    {
        var part = Request(Approved, Partly);
        Answer(Command with { Fields = [Since], Version = 3 }, part).ShouldBeAccepted();
        Answer(Command with { Version = 3 }, part).ShouldBeInvalid("$.fields");
        Answer(Part with { Version = 3 }, part).ShouldBeInvalid("$.fields");
    }

    [Fact]
    public void is_over_when_the_permission_has_run_out()
    {
        FakeTimeProvider On(DateOnly day, int hour) => new(new DateTimeOffset(day, new TimeOnly(hour, 0), TimeSpan.FromHours(8)));
        Answer(Command, time: On(Until, 23)).ShouldBeAccepted();
        Answer(Command, time: On(Until.AddDays(1), 0)).ShouldBeRefused(409, "permission-over").Detail!.ShouldContain("2026-03-31");
        Answer(Command with { Effect = Given.Earlier(LedgerHost.Now) }, time: On(Until.AddDays(1), 0)).ShouldBeAccepted();
    }

    [Fact]
    public void says_where_it_comes_from_and_of_which_day()
    {
        foreach (var bad in new[] { "", "x", new string('=', 43), Hash + "A" })
            Answer(Command with { ResponseHash = bad }).ShouldBeInvalid("$.responseHash");
        Texts.ShouldBeTakenOnly("$.sourceSystem", 100, text => Answer(Command with { SourceSystem = text }));
        Texts.ShouldBeTakenOnly("$.providerSignature", 2000, text => Answer(Command with { ProviderSignature = text }));
        Answer(Command with { AsOf = Today.AddDays(1) }).ShouldBeInvalid("$.asOf");
        Answer(Command with { Effect = Given.Earlier(Given.Start.AddHours(1)) }).ShouldBeInvalid("$.asOf");
        Answer(Command with { AsOf = Today.AddDays(-1), Effect = Given.Earlier(Given.Start.AddHours(1)) }).ShouldBeAccepted();
    }

    [Fact]
    public void comes_with_documents_of_this_person_that_the_provider_holds()
    {
        var command = Command with { EvidenceIds = [Document] };
        Answer(command, evidence: Documents(Items.OtherDepartment)).ShouldBeAccepted();
        Answer(command).ShouldBeInvalid("$.evidenceIds[0]");
        Answer(command, evidence: Documents(null)).ShouldBeInvalid("$.evidenceIds[0]");
        Answer(command, evidence: Documents(LedgerHost.Department)).ShouldBeInvalid("$.evidenceIds[0]");
        Answer(command, evidence: Documents(Items.OtherDepartment, Given.Other)).ShouldBeInvalid("$.evidenceIds[0]");
        Answer(command with { EvidenceIds = [Document, Guid.Empty] }, evidence: Documents(Items.OtherDepartment)).ShouldBeInvalid("$.evidenceIds[1]");
        Answer(command with { EvidenceIds = [.. Enumerable.Repeat(Document, 101)] }, evidence: Documents(Items.OtherDepartment)).ShouldBeInvalid("$.evidenceIds");
        Answer(command with { EvidenceIds = [Document, Document] }, evidence: Documents(Items.OtherDepartment)).ShouldBeInvalid("$.evidenceIds");
    }

    [Fact]
    public void records_all_of_it_and_seals_values_and_hash()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var given = ProvideDataEndpoint.Decide(Command with { EvidenceIds = [Document], ProviderSignature = "SM2:…", Effect = effect }, Request(Approved), Given.Key).ShouldBeOfType<DataProvided>();
        given.Fields.Select(f => (f.Name, Given.Key.Open(f.Value))).ShouldBe([("monthly", "2850.00"), ("since", "2010-01")]);
        given.EvidenceIds.ShouldBe([Document]);
        (given.CitizenId, Given.Key.Open(given.ResponseHash), given.SourceSystem, given.AsOf, given.ProviderSignature, given.Effect).ShouldBe((Given.Citizen, Hash, "pensions", Today, "SM2:…", effect));
        var request = Request(Approved, given with { Effect = null });
        (request.Status, request.LastEffect).ShouldBe((DataRequestStatus.Provided, Given.Start.AddHours(2)));
        request.Provided.ShouldBe(["monthly", "since"]);
        request.Evidence.ShouldBe([Document]);
    }

    [Fact]
    public void records_what_is_missing_and_why()
    {
        var effect = Given.Earlier(LedgerHost.Now);
        var given = ProvideDataEndpoint.Decide(Part with { EvidenceIds = [Document], ProviderSignature = "SM2:…", Effect = effect }, Request(Approved), Given.Key).ShouldBeOfType<DataPartlyProvided>();
        given.Fields.Select(f => (f.Name, Given.Key.Open(f.Value))).ShouldBe([("monthly", "2850.00")]);
        given.Missing.ShouldBe([new("since", MissingReason.Withheld)]);
        given.EvidenceIds.ShouldBe([Document]);
        (given.CitizenId, Given.Key.Open(given.ResponseHash), given.SourceSystem, given.AsOf, given.ProviderSignature, given.Effect).ShouldBe((Given.Citizen, Hash, "pensions", Today, "SM2:…", effect));
        var whole = Request(Approved, given, Provided with { Fields = [Asking.Since] });
        whole.Status.ShouldBe(DataRequestStatus.Provided);
        whole.Provided.ShouldBe(["monthly", "since"]);
        whole.Evidence.ShouldBe([Document]);
    }

    [Fact]
    public void finds_nothing_and_says_where_it_looked()
    {
        var command = new ReportNotFound("pensions", Today, 2, Given.Earlier(LedgerHost.Now));
        ProblemDetails Told(ReportNotFound c) => ReportNotFoundEndpoint.Validate(c, Provider, Request(Approved), Given.Clock);
        Told(command).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.sourceSystem", 100, text => Told(command with { SourceSystem = text }));
        Told(command with { AsOf = Today.AddDays(1) }).ShouldBeInvalid("$.asOf");
        ReportNotFoundEndpoint.Post(command, Request(Approved)).ShouldBe(new(Given.Citizen, "pensions", Today, command.Effect));
    }

    [Fact]
    public void fails_with_the_code_of_the_source_and_is_tried_again()
    {
        var command = new ReportFailure("pensions", "E-504", 2, Given.Earlier(LedgerHost.Now));
        ProblemDetails Told(ReportFailure c) => ReportFailureEndpoint.Validate(c, Provider, Request(Approved), Given.Clock);
        Told(command).ShouldBeAccepted();
        Texts.ShouldBeTakenOnly("$.sourceSystem", 100, text => Told(command with { SourceSystem = text }));
        Texts.ShouldBeTakenOnly("$.faultCode", 100, text => Told(command with { FaultCode = text }));
        ReportFailureEndpoint.Post(command, Request(Approved)).ShouldBe(new(Given.Citizen, "pensions", "E-504", command.Effect));
        Answer(Command with { Version = 3 }, Request(Approved, Failed)).ShouldBeAccepted();
    }
}
