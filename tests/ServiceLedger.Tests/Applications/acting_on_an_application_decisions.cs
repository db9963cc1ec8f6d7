using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

/// <summary>What every command on an application refuses alike.</summary>
public class acting_on_an_application
{
    const string Table = """
                   ReceiveMaterials  Accept  StartStep  CompleteStep  Decide  Deliver  Withdraw  Close
        Submitted  yes               yes     yes        yes           no      no       yes       no
        Accepted   yes               no      yes        yes           yes     no       yes       no
        Decided    no                no      yes        yes           no      yes      no        no
        Delivered  no                no      yes        yes           no      no       no        yes
        Withdrawn  no                no      no         no            no      no       no        yes
        Closed     no                no      no         no            no      no       no        no
        """;

    static readonly Dictionary<ApplicationAction, Func<Act, Application, long, EarlierEffect?, ProblemDetails>> Commands = new()
    {
        [ApplicationAction.ReceiveMaterials] = (act, a, version, effect) =>
            ReceiveMaterialsEndpoint.Validate(new([new("P1", PaperForm.Original, EvidenceGrade.A)], version, effect), act, a, Given.Item, Given.Clock),
        [ApplicationAction.Accept] = (act, a, version, effect) => AcceptApplicationEndpoint.Validate(new(version, effect), act, a with { Papers = ["P1"] }, Given.Item, Given.Clock),
        [ApplicationAction.StartStep] = (act, a, version, effect) => StartStepEndpoint.Validate(new("review", version, null, effect), act, a, Given.Clock),
        [ApplicationAction.CompleteStep] = (act, a, version, effect) => CompleteStepEndpoint.Validate(new("review", version, effect), act, a, Given.Clock),
        [ApplicationAction.Decide] = (act, a, version, effect) => DecideApplicationEndpoint.Validate(new(RulingKind.Grant, ["许可法第三十八条"], version, Effect: effect), act, a, Given.Clock),
        [ApplicationAction.Withdraw] = (act, a, version, effect) => WithdrawApplicationEndpoint.Validate(new(version, null, effect), act, a, Given.Clock),
        [ApplicationAction.Close] = (act, a, version, effect) => CloseApplicationEndpoint.Validate(new(version, effect), act, a, Given.Clock)
    };

    public static TheoryData<ApplicationStatus, ApplicationAction, bool> Cells()
    {
        var lines = Table.Split('\n').Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).ToArray();
        var cells = new TheoryData<ApplicationStatus, ApplicationAction, bool>();
        foreach (var line in lines[1..])
            foreach (var (i, action) in lines[0].Index())
                cells.Add(Enum.Parse<ApplicationStatus>(line[0]), Enum.Parse<ApplicationAction>(action), line[i + 1] is "yes");
        return cells;
    }

    /// <summary>Every command, and a state that allows it.</summary>
    public static TheoryData<ApplicationAction, ApplicationStatus> Acts => new()
    {
        { ApplicationAction.ReceiveMaterials, ApplicationStatus.Submitted },
        { ApplicationAction.Accept, ApplicationStatus.Submitted },
        { ApplicationAction.StartStep, ApplicationStatus.Accepted },
        { ApplicationAction.CompleteStep, ApplicationStatus.Accepted },
        { ApplicationAction.Decide, ApplicationStatus.Accepted },
        { ApplicationAction.Withdraw, ApplicationStatus.Accepted },
        { ApplicationAction.Close, ApplicationStatus.Delivered }
    };

    [Fact]
    public void knows_every_status_and_every_action() =>
        Cells().Count.ShouldBe(Enum.GetValues<ApplicationStatus>().Length * Enum.GetValues<ApplicationAction>().Length);

    [Theory, MemberData(nameof(Cells))]
    public void is_possible_in_the_states_of_the_table_only(ApplicationStatus status, ApplicationAction action, bool allowed)
    {
        var application = Given.Application(status);
        application.Status.ShouldBe(status);
        application.Allows(action).ShouldBe(allowed);
        application.NextFor(Given.Officer).Contains(action).ShouldBe(allowed);
        var answer = application.Refuse(Given.Officer, action, application.Version, null, LedgerHost.Now);
        if (allowed)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "not-in-this-state");
    }

    [Theory, MemberData(nameof(Cells))]
    public void is_refused_by_the_command_itself_where_the_table_says_no(ApplicationStatus status, ApplicationAction action, bool allowed)
    {
        // The delivery is a command on the decision; see delivering_a_decision.
        if (action is ApplicationAction.Deliver)
            return;
        var application = Given.Application(status);
        var answer = Commands[action](Given.Officer, application, application.Version, null);
        if (allowed)
        {
            answer.ShouldBeAccepted();
            return;
        }

        var refusal = answer.ShouldBeRefused(409, "not-in-this-state");
        refusal.Extensions["state"].ShouldBe(status.InJson());
        refusal.Extensions["allowed"].ShouldBe(application.NextFor(Given.Officer).Select(a => a.InJson()).ToArray());
    }

    [Theory, MemberData(nameof(Acts))]
    public void is_open_to_the_department_in_charge(ApplicationAction action, ApplicationStatus status) =>
        Answer(action, Given.Officer, status).ShouldBeAccepted();

    [Theory, MemberData(nameof(Acts))]
    public void of_another_department_is_not_found(ApplicationAction action, ApplicationStatus status) =>
        Answer(action, Given.ForeignOfficer, status).ShouldBeRefused(404, "not-found");

    [Theory, MemberData(nameof(Acts))]
    public void of_somebody_else_is_not_found(ApplicationAction action, ApplicationStatus status) =>
        Answer(action, Given.Stranger, status).ShouldBeRefused(404, "not-found");

    [Theory]
    [InlineData(ActorKind.Agent)]
    [InlineData(ActorKind.Clock)]
    public void is_not_for_agents_or_the_clock(ActorKind kind) =>
        Given.Application().Refuse(Given.Officer with { Kind = kind }, ApplicationAction.Accept, 1, null, LedgerHost.Now).ShouldBeRefused(404, "not-found");

    [Theory, MemberData(nameof(Acts))]
    public void does_not_tell_outsiders_whether_it_has_changed(ApplicationAction action, ApplicationStatus status)
    {
        var application = Given.Application(status);
        Commands[action](Given.ForeignOfficer, application, application.Version - 1, Given.Earlier(LedgerHost.Now.AddDays(1))).ShouldBeRefused(404, "not-found");
        Commands[action](Given.Stranger, application, application.Version - 1, null).ShouldBeRefused(404, "not-found");
    }

    [Theory, MemberData(nameof(Acts))]
    public void by_the_applicant_is_handing_in_papers_and_withdrawing(ApplicationAction action, ApplicationStatus status)
    {
        var answer = Answer(action, Given.Applicant, status);
        if (action is ApplicationAction.ReceiveMaterials or ApplicationAction.Withdraw)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(403, "forbidden");
    }

    [Theory]
    [InlineData(ApplicationStatus.Submitted, "ReceiveMaterials Withdraw")]
    [InlineData(ApplicationStatus.Accepted, "ReceiveMaterials Withdraw")]
    [InlineData(ApplicationStatus.Decided, "")]
    [InlineData(ApplicationStatus.Delivered, "")]
    [InlineData(ApplicationStatus.Withdrawn, "")]
    [InlineData(ApplicationStatus.Closed, "")]
    public void shows_the_applicant_what_is_theirs_to_do(ApplicationStatus status, string next)
    {
        var application = Given.Application(status);
        string.Join(' ', application.NextFor(Given.Applicant)).ShouldBe(next);
        application.NextFor(Given.Stranger).ShouldBeEmpty();
        application.NextFor(Given.ForeignOfficer).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Acts))]
    public void on_another_version_than_was_read_is_a_conflict(ApplicationAction action, ApplicationStatus status)
    {
        var application = Given.Application(status);
        Commands[action](Given.Officer, application, application.Version - 1, null).ShouldBeRefused(409, "stale-version");
        Commands[action](Given.Officer, application, application.Version + 1, null).ShouldBeRefused(409, "stale-version");
    }

    [Theory, MemberData(nameof(Acts))]
    public void has_no_effect_in_the_future(ApplicationAction action, ApplicationStatus status)
    {
        var application = Given.Application(status);
        Commands[action](Given.Officer, application, application.Version, Given.Earlier(LedgerHost.Now.AddTicks(1))).ShouldBeInvalid("$.effect.at");
        Commands[action](Given.Officer, application, application.Version, Given.Earlier(LedgerHost.Now)).ShouldBeAccepted();
    }

    [Theory, MemberData(nameof(Acts))]
    public void has_no_effect_before_what_went_before_it(ApplicationAction action, ApplicationStatus status)
    {
        var application = Given.Application(status);
        Commands[action](Given.Officer, application, application.Version, Given.Earlier(application.LastEffect.AddTicks(-1))).ShouldBeInvalid("$.effect.at");
        Commands[action](Given.Officer, application, application.Version, Given.Earlier(application.LastEffect)).ShouldBeAccepted();
    }

    [Theory]
    [InlineData(ApplicationAction.ReceiveMaterials)]
    [InlineData(ApplicationAction.Withdraw)]
    public void has_no_earlier_effect_by_a_citizen(ApplicationAction action) =>
        Commands[action](Given.Applicant, Given.Application(), 1, Given.Earlier(LedgerHost.Now)).ShouldBeRefused(403, "forbidden");

    [Fact]
    public void counts_from_the_earlier_effect_of_what_went_before()
    {
        var effect = Given.Start.AddMinutes(1);
        Given.Application(Given.Accepted with { Effect = Given.Earlier(effect) }).LastEffect.ShouldBe(effect);
        Given.Application(Given.Accepted).LastEffect.ShouldBe(Given.Start.AddHours(1));
    }

    static ProblemDetails Answer(ApplicationAction action, Act act, ApplicationStatus status)
    {
        var application = Given.Application(status);
        return Commands[action](act, application, application.Version, null);
    }
}
