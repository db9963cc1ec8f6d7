using Microsoft.AspNetCore.Mvc;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using static ServiceLedger.Tests.DataRequests.Asking;

namespace ServiceLedger.Tests.DataRequests;

/// <summary>What every command on a data request refuses alike.</summary>
public class acting_on_a_data_request
{
    // After the action its parties; the further columns are the statuses in their order.
    const string Table = """
        action             by                        Draft Requ  Needs Refus Disp  Appr  Prov  Part  NotF  Fail  Canc  Exp   Gone
        Submit             asker                     yes   -     -     -     -     -     -     -     -     -     -     -     -
        Cancel             asker                     yes   yes   yes   -     -     yes   -     -     -     yes   -     -     -
        GiveInfo           asker                     -     -     yes   -     -     -     -     -     -     -     -     -     -
        RaiseDispute       asker                     -     -     -     yes   -     -     -     -     -     -     -     -     -
        OfferPreview       asker                     -     -     -     -     -     -     yes   yes   -     -     -     -     -
        Confirm            asker,person              -     -     -     -     -     -     yes   yes   -     -     -     -     -
        Contest            asker,person              -     -     -     -     -     -     yes   yes   -     -     -     -     -
        RecordUse          asker                     -     -     -     -     -     -     yes   yes   -     -     -     -     -
        Expire             asker                     -     -     -     -     -     yes   yes   yes   -     yes   -     -     -
        Dispose            asker                     -     -     -     -     -     -     yes   yes   -     -     -     yes   -
        Acknowledge        asker                     -     -     -     -     -     -     yes   yes   -     -     -     yes   yes
        CheckCompleteness  provider                  -     yes   -     -     -     -     -     -     -     -     -     -     -
        AskInfo            provider                  -     yes   -     -     -     -     -     -     -     -     -     -     -
        Approve            provider                  -     yes   -     -     -     -     -     -     -     -     -     -     -
        Refuse             provider                  -     yes   yes   -     -     -     -     -     -     -     -     -     -
        Provide            provider                  -     -     -     -     -     yes   -     yes   -     yes   -     -     -
        ReportNotFound     provider                  -     -     -     -     -     yes   -     -     -     yes   -     -     -
        ReportFailure      provider                  -     -     -     -     -     yes   -     -     -     yes   -     -     -
        Correct            provider                  -     -     -     -     -     -     yes   yes   -     -     -     yes   yes
        ReportMisuse       provider,authority        -     -     -     -     -     -     yes   yes   -     -     -     yes   yes
        Mediate            authority                 -     -     -     -     yes   -     -     -     -     -     -     -     -
        DecideDispute      authority                 -     -     -     -     yes   -     -     -     -     -     -     -     -
        """;

    delegate ProblemDetails Answers(Act act, DataRequest request, long version, EarlierEffect? effect);

    static readonly DateTimeOffset Now = LedgerHost.Now;

    static readonly Dictionary<DataRequestAction, Answers> Commands = new()
    {
        [DataRequestAction.Submit] = (act, r, version, effect) => SubmitDataRequestEndpoint.Validate(new(version, effect), act, r, new(Given.Application(Given.Accepted), null), Given.Clock),
        [DataRequestAction.Cancel] = (act, r, version, effect) => CancelDataRequestEndpoint.Validate(new("不再需要", version, effect), act, r, Given.Clock),
        [DataRequestAction.GiveInfo] = (act, r, version, effect) => GiveMoreInfoEndpoint.Validate(new("2025年", version, effect), act, r, Given.Clock),
        [DataRequestAction.RaiseDispute] = (act, r, version, effect) => RaiseDisputeEndpoint.Validate(new("确有必要", version, effect), act, r, Given.Clock),
        [DataRequestAction.OfferPreview] = (act, r, version, effect) => OfferPreviewEndpoint.Validate(new(Channel.Window, version, effect), act, r, Given.Clock),
        [DataRequestAction.Confirm] = (act, r, version, effect) => ConfirmDataEndpoint.Validate(new(["monthly"], version, effect), act, r, Given.Clock),
        [DataRequestAction.Contest] = (act, r, version, effect) => ContestDataEndpoint.Validate(new("monthly", "2580.00", version, null, effect), act, r, Given.Clock),
        [DataRequestAction.RecordUse] = (act, r, version, effect) => RecordUseEndpoint.Validate(new(Given.Ruled, ["monthly"], version, effect), act, r, new(Given.Decision()), Given.Clock),
        [DataRequestAction.Expire] = (act, r, version, effect) => ExpireDataRequestEndpoint.Validate(new(version, effect), act, r, Given.Clock),
        [DataRequestAction.Dispose] = (act, r, version, effect) => DisposeOfDataEndpoint.Validate(new(DataDisposal.Deleted, version, effect), act, r, Given.Clock),
        [DataRequestAction.Acknowledge] = (act, r, version, effect) => AcknowledgeCorrectionEndpoint.Validate(new(Correction, CorrectionImpact.None, version, effect), act, r, Given.Clock),
        [DataRequestAction.CheckCompleteness] = (act, r, version, effect) => CheckCompletenessEndpoint.Validate(new(true, version, effect), act, r, Given.Clock),
        [DataRequestAction.AskInfo] = (act, r, version, effect) => AskMoreInfoEndpoint.Validate(new("哪一年", version, effect), act, r, Given.Clock),
        [DataRequestAction.Approve] = (act, r, version, effect) => ApproveDataRequestEndpoint.Validate(new(["monthly"], Until, version, null, effect), act, r, Given.Clock),
        [DataRequestAction.Refuse] = (act, r, version, effect) => RefuseDataRequestEndpoint.Validate(new(DataRefusalGround.NotNecessary, "第二十条", "请申请人提交", version, effect), act, r, Given.Clock),
        [DataRequestAction.Provide] = (act, r, version, effect) =>
            ProvideDataEndpoint.Validate(new([.. r.Granted.Except(r.Provided).Select(f => new FieldTold(f, "1"))], Hash, "pensions", new(2026, 3, 1), version, Effect: effect), act, r, Given.Clock),
        [DataRequestAction.ReportNotFound] = (act, r, version, effect) => ReportNotFoundEndpoint.Validate(new("pensions", new(2026, 3, 1), version, effect), act, r, Given.Clock),
        [DataRequestAction.ReportFailure] = (act, r, version, effect) => ReportFailureEndpoint.Validate(new("pensions", "E-504", version, effect), act, r, Given.Clock),
        [DataRequestAction.Correct] = (act, r, version, effect) => CorrectDataEndpoint.Validate(new("monthly", "2580.00", new(2026, 3, 1), "录入错误", version, null, effect), act, r, new([]), Given.Clock),
        [DataRequestAction.ReportMisuse] = (act, r, version, effect) => ReportMisuseEndpoint.Validate(new(["monthly"], "转给他人", version, effect), act, r, Given.Clock),
        [DataRequestAction.Mediate] = (act, r, version, effect) => MediateDisputeEndpoint.Validate(new("各执一词", version, effect), act, r, Given.Clock),
        [DataRequestAction.DecideDispute] = (act, r, version, effect) => DecideDisputeEndpoint.Validate(new(DisputeOutcome.RefusalUpheld, "第二十六条", "不必要", version, Effect: effect), act, r, Given.Clock)
    };

    static readonly Dictionary<string, Act> Parties = new() { ["asker"] = Asker, ["provider"] = Provider, ["authority"] = Authority, ["person"] = Given.Applicant };

    static IEnumerable<(DataRequestAction Action, string[] By, DataRequestStatus Status, bool Allowed)> Read() =>
        from line in Table.Split('\n').Skip(1)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from status in Enum.GetValues<DataRequestStatus>()
        select (Enum.Parse<DataRequestAction>(words[0]), words[1].Split(','), status, words[(int)status + 2] is "yes");

    public static TheoryData<DataRequestStatus, DataRequestAction, bool> Cells => new(Read().Select(c => (c.Status, c.Action, c.Allowed)));

    /// <summary>Every command, and each state that allows it.</summary>
    public static TheoryData<DataRequestAction, DataRequestStatus> Acts => new(Read().Where(c => c.Allowed).Select(c => (c.Action, c.Status)));

    public static TheoryData<DataRequestStatus> Statuses => new(Enum.GetValues<DataRequestStatus>());

    static Act ActorOf(DataRequestAction action) => Parties[Read().First(c => c.Action == action).By[0]];

    /// <summary>The request in this state, with what the action presupposes besides.</summary>
    static DataRequest Ready(DataRequestAction action, DataRequestStatus status)
    {
        var request = Request(status);
        return action switch
        {
            DataRequestAction.Acknowledge => request with { Corrections = [new(Correction, "monthly", null)] },
            DataRequestAction.Expire => request with { ValidUntil = new(2026, 2, 28) },
            _ => request
        };
    }

    [Fact]
    public void knows_every_status_and_every_action()
    {
        Read().Select(c => (c.Status, c.Action)).Distinct().Count().ShouldBe(Enum.GetValues<DataRequestStatus>().Length * Enum.GetValues<DataRequestAction>().Length);
        Commands.Keys.Order().ShouldBe(Enum.GetValues<DataRequestAction>().Order());
    }

    [Theory, MemberData(nameof(Cells))]
    public void is_possible_in_the_states_of_the_table_only(DataRequestStatus status, DataRequestAction action, bool allowed)
    {
        var (request, actor) = (Ready(action, status), ActorOf(action));
        request.Status.ShouldBe(status);
        request.Allows(action).ShouldBe(allowed);
        var answer = Commands[action](actor, request, request.Version, null);
        if (allowed)
        {
            answer.ShouldBeAccepted();
        }
        else if (status is DataRequestStatus.Drafted && actor != Asker)
        {
            answer.ShouldBeRefused(404, "not-found");
        }
        else
        {
            var refusal = answer.ShouldBeRefused(409, "not-in-this-state");
            refusal.Extensions["state"].ShouldBe(status.InJson());
            refusal.Extensions["allowed"].ShouldBe(request.NextFor(actor).Select(a => a.InJson()).ToArray());
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void is_open_to_its_parties_and_forbidden_to_the_others_who_see_it(DataRequestAction action, DataRequestStatus status)
    {
        var request = Ready(action, status);
        foreach (var (name, act) in Parties)
        {
            var answer = Commands[action](act, request, request.Version, null);
            if (Read().First(c => c.Action == action).By.Contains(name))
                answer.ShouldBeAccepted();
            else if (status is DataRequestStatus.Drafted)
                answer.ShouldBeRefused(404, "not-found");
            else
                answer.ShouldBeRefused(403, "forbidden");
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void of_another_department_or_of_somebody_else_is_not_found_before_anything_else(DataRequestAction action, DataRequestStatus status)
    {
        var request = Ready(action, status);
        foreach (var outsider in new[] { Given.Outsider, Given.Stranger, ActorOf(action) with { Kind = ActorKind.Agent }, ActorOf(action) with { Kind = ActorKind.Clock } })
        {
            Commands[action](outsider, request, request.Version, null).ShouldBeRefused(404, "not-found");
            Commands[action](outsider, request, request.Version - 1, Given.Earlier(Now.AddDays(1))).ShouldBeRefused(404, "not-found");
        }
    }

    [Theory, MemberData(nameof(Acts))]
    public void on_another_version_than_was_read_is_a_conflict(DataRequestAction action, DataRequestStatus status)
    {
        var (request, actor) = (Ready(action, status), ActorOf(action));
        Commands[action](actor, request, request.Version - 1, null).ShouldBeRefused(409, "stale-version");
        Commands[action](actor, request, request.Version + 1, null).ShouldBeRefused(409, "stale-version");
    }

    [Theory, MemberData(nameof(Acts))]
    public void has_no_effect_in_the_future_or_before_what_went_before_it(DataRequestAction action, DataRequestStatus status)
    {
        var (request, actor) = (Ready(action, status), ActorOf(action));
        ProblemDetails At(DateTimeOffset at) => Commands[action](actor, request, request.Version, Given.Earlier(at));
        // Before a draft comes the acceptance of the matter it is for.
        var before = status is DataRequestStatus.Drafted && action is DataRequestAction.Submit ? Given.Application(Given.Accepted).AcceptedAt!.Value : request.LastEffect;
        At(Now.AddTicks(1)).ShouldBeInvalid("$.effect.at");
        At(Now).ShouldBeAccepted();
        At(before).ShouldBeAccepted();
        if (before > DateTimeOffset.MinValue)
            At(before.AddTicks(-1)).ShouldBeInvalid("$.effect.at");
    }

    [Theory, InlineData(DataRequestAction.Confirm), InlineData(DataRequestAction.Contest)]
    public void has_no_earlier_effect_by_a_citizen(DataRequestAction action)
    {
        var request = Request(DataRequestStatus.Provided);
        Commands[action](Given.Applicant, request, request.Version, Given.Earlier(Now)).ShouldBeRefused(403, "forbidden");
    }

    [Theory, MemberData(nameof(Acts))]
    public void is_open_to_the_departments_own_systems(DataRequestAction action, DataRequestStatus status)
    {
        var (request, actor) = (Ready(action, status), ActorOf(action));
        if (actor != Authority)
            Commands[action](actor with { Kind = ActorKind.System }, request, request.Version, null).ShouldBeAccepted();
        else
            Commands[action](actor with { Kind = ActorKind.System }, request, request.Version, null).ShouldBeRefused(404, "not-found");
    }

    [Theory, MemberData(nameof(Statuses))]
    public void shows_each_party_what_is_theirs_to_do(DataRequestStatus status)
    {
        var request = Request(status);
        foreach (var (name, act) in Parties)
        {
            request.NextFor(act).Order().ShouldBe(Read().Where(c => c.Allowed && c.Status == status && c.By.Contains(name)).Select(c => c.Action).Order());
            request.IsVisibleTo(act).ShouldBe(status is not DataRequestStatus.Drafted || act == Asker);
        }

        request.NextFor(Given.Outsider).ShouldBeEmpty();
        request.NextFor(Given.Stranger).ShouldBeEmpty();
    }

    [Fact]
    public void counts_from_the_latest_effect_of_what_went_before()
    {
        var effect = Given.Start.AddMinutes(1);
        Request(Approved).LastEffect.ShouldBe(Given.Start.AddHours(1));
        Request(Approved with { Effect = Given.Earlier(effect) }).LastEffect.ShouldBe(effect);
        Request(Approved with { Effect = Given.Earlier(Given.Start.AddDays(-1)) }).LastEffect.ShouldBe(Given.Start);
    }
}
