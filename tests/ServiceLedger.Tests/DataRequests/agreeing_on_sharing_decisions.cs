using Microsoft.AspNetCore.Mvc;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

public class agreeing_on_sharing
{
    static readonly SignAgreement Command = new("渝数〔2026〕1号", LedgerHost.Department, Terms);

    static ProblemDetails Signing(SignAgreement command, Act? act = null) => SignAgreementEndpoint.Validate(command, act ?? Provider, Given.Departments);
    static ProblemDetails Amending(AmendAgreement command, Act? act = null, SharingAgreement? agreement = null) => AmendAgreementEndpoint.Validate(command, act ?? Provider, agreement ?? Agreement());
    static ProblemDetails Ending(EndAgreement command, Act? act = null, SharingAgreement? agreement = null) => EndAgreementEndpoint.Validate(command, act ?? Provider, agreement ?? Agreement());

    [Fact]
    public void is_between_two_registered_departments()
    {
        Signing(Command).ShouldBeAccepted();
        foreach (var kind in new[] { ActorKind.Citizen, ActorKind.Agent, ActorKind.System, ActorKind.Clock })
            Signing(Command, Provider with { Kind = kind }).ShouldBeRefused(403, "forbidden");
        Signing(Command with { Recipient = Items.OtherDepartment }).ShouldBeInvalid("$.recipient");
        foreach (var unknown in new[] { "", "11500000000000000X" })
            Signing(Command with { Recipient = unknown }).ShouldBeInvalid("$.recipient");
        Texts.ShouldBeTakenOnly("$.agreementNumber", 100, text => Signing(Command with { AgreementNumber = text }));
    }

    [Fact]
    public void has_terms_that_say_something()
    {
        TermsShouldBeChecked(terms => Signing(Command with { Terms = terms }));
        TermsShouldBeChecked(terms => Amending(new(terms, 1)));
    }

    static void TermsShouldBeChecked(Func<AgreementTerms, ProblemDetails> answer)
    {
        answer(Terms).ShouldBeAccepted();
        foreach (var (field, with) in new (string, Func<string[], AgreementTerms>)[]
            {
                ("$.terms.dataItemCodes", values => Terms with { DataItemCodes = values }), ("$.terms.fields", values => Terms with { Fields = values }), ("$.terms.purposes", values => Terms with { Purposes = values })
            })
        {
            answer(with([])).ShouldBeInvalid(field);
            answer(with([.. Enumerable.Repeat("a", 201)])).ShouldBeInvalid(field);
            answer(with([.. Enumerable.Repeat("a", 200)])).ShouldBeAccepted();
            answer(with(["a", null!])).ShouldBeInvalid(field + "[1]");
            Texts.ShouldBeTakenOnly(field + "[1]", 100, text => answer(with(["a", text])));
        }

        Texts.ShouldBeTakenOnly("$.terms.legalBasis", 300, text => answer(Terms with { LegalBasis = text }));
        answer(Terms with { ValidTo = Terms.ValidFrom.AddDays(-1) }).ShouldBeInvalid("$.terms.validTo");
        answer(Terms with { ValidTo = Terms.ValidFrom }).ShouldBeAccepted();
    }

    [Fact]
    public void is_changed_by_the_provider_only_and_seen_by_both_and_the_authority()
    {
        foreach (var (act, status, type) in new[] { (Asker, 403, "forbidden"), (Authority, 403, "forbidden"), (Given.Outsider, 404, "not-found"), (Given.Applicant, 404, "not-found"), (Provider with { Kind = ActorKind.System }, 404, "not-found") })
        {
            Amending(new(Terms, 1), act).ShouldBeRefused(status, type);
            Ending(new("不再需要", 1), act).ShouldBeRefused(status, type);
            Amending(new(Terms, 0), act).ShouldBeRefused(status, type);
            var read = GetAgreementEndpoint.Validate(act, Agreement());
            if (status == 403)
                read.ShouldBeAccepted();
            else
                read.ShouldBeRefused(404, "not-found");
        }

        Amending(new(Terms, 1)).ShouldBeAccepted();
        Ending(new("不再需要", 1)).ShouldBeAccepted();
    }

    [Fact]
    public void on_another_version_than_was_read_is_a_conflict()
    {
        foreach (var version in new[] { 0, 2 })
        {
            Amending(new(Terms, version)).ShouldBeRefused(409, "stale-version");
            Ending(new("不再需要", version)).ShouldBeRefused(409, "stale-version");
        }
    }

    [Fact]
    public void ended_is_not_changed_any_more()
    {
        var ended = Agreement(new SharingAgreementEnded("不再需要"));
        Amending(new(Terms, 2), agreement: ended).ShouldBeRefused(409, "not-in-this-state").Extensions["state"].ShouldBe("ended");
        Ending(new("不再需要", 2), agreement: ended).ShouldBeRefused(409, "not-in-this-state");
    }

    [Fact]
    public void records_new_terms_and_the_reason_it_ends()
    {
        var terms = Terms with { ValidTo = new(2027, 12, 31) };
        AmendAgreementEndpoint.Post(new(terms, 1), Agreement()).ShouldBe(new(terms));
        Texts.ShouldBeTakenOnly("$.reason", 1000, text => Ending(new(text, 1)), lines: true);
        EndAgreementEndpoint.Post(new("不再需要", 1), Agreement()).ShouldBe(new("不再需要"));
        var amended = Agreement(new SharingAgreementAmended(terms));
        (amended.Terms, amended.TermsVersion, amended.Ended, amended.Version).ShouldBe((terms, 2, false, 2));
        (amended.AgreementNumber, amended.Provider, amended.Recipient).ShouldBe(("渝数〔2026〕1号", Items.OtherDepartment, LedgerHost.Department));
    }
}
