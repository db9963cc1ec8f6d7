using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

public class checking_a_commitment
{
    static readonly CommitmentDeclared Declared = new(Given.Citizen, Given.Matter, Items.WithPapers, LedgerHost.Department, ["P1"], Given.Key.Seal("属实"));
    static readonly CommitmentChecked Kept = new(Given.Citizen, true, Given.Key.Seal("属实")), NotKept = Kept with { Kept = false };
    static readonly CommitmentFixOrdered Ordered = new(Given.Citizen, new(2026, 3, 9), Given.Key.Seal("限期改正"));
    static readonly CommitmentBroken Broken = new(Given.Citizen, Given.Key.Seal("逾期未改"));
    static readonly CommitmentRepaired Repaired = new(Given.Citizen, Given.Key.Seal("已改正"));
    static readonly EarlierEffect Effect = Given.Earlier(LedgerHost.Now);

    const string Table = """
                     Check  OrderFix  RecordBreach  Repair
        Declared     yes    -         -             -
        Kept         -      -         -             -
        NotKept      -      yes       yes           -
        FixOrdered   yes    -         yes           -
        Broken       -      -         -             yes
        Repaired     -      -         -             -
        """;

    delegate ProblemDetails Answers(Act act, Commitment commitment, long version, EarlierEffect? effect);

    static readonly Dictionary<CommitmentAction, Answers> Commands = new()
    {
        [CommitmentAction.Check] = (act, c, version, effect) => CheckCommitmentEndpoint.Validate(new(true, "属实", version, effect), act, c, Given.Clock),
        [CommitmentAction.OrderFix] = (act, c, version, effect) => OrderFixEndpoint.Validate(new(new(2026, 3, 2), "限期改正", version, effect), act, c, Given.Clock),
        [CommitmentAction.RecordBreach] = (act, c, version, effect) => RecordBreachEndpoint.Validate(new("逾期未改", version, effect), act, c, Given.Clock),
        [CommitmentAction.Repair] = (act, c, version, effect) => RepairCreditEndpoint.Validate(new("已改正", version, effect), act, c, Given.Clock)
    };

    public static TheoryData<CommitmentStatus, CommitmentAction, bool> Cells => new(
        from line in Table.Split('\n').Skip(1)
        let words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from action in Enum.GetValues<CommitmentAction>()
        select (Enum.Parse<CommitmentStatus>(words[0]), action, words[(int)action + 1] is "yes"));

    [Fact]
    public void knows_every_status() => Cells.Count.ShouldBe(Enum.GetValues<CommitmentStatus>().Length * Enum.GetValues<CommitmentAction>().Length);

    [Theory, MemberData(nameof(Cells))]
    public void is_possible_in_the_states_of_the_table_only(CommitmentStatus status, CommitmentAction action, bool allowed)
    {
        var commitment = In(status);
        commitment.Status.ShouldBe(status);
        commitment.Allows(action).ShouldBe(allowed);
        commitment.NextFor(Given.Officer).Contains(action).ShouldBe(allowed);
        commitment.NextFor(Given.Applicant).ShouldBeEmpty();
        commitment.NextFor(Given.ForeignOfficer).ShouldBeEmpty();
        var answer = Commands[action](Given.Officer, commitment, commitment.Version, null);
        if (allowed)
            answer.ShouldBeAccepted();
        else
            answer.ShouldBeRefused(409, "not-in-this-state").Extensions["state"].ShouldBe(status.InJson());
    }

    [Theory]
    [InlineData(CommitmentAction.Check, CommitmentStatus.Declared)]
    [InlineData(CommitmentAction.OrderFix, CommitmentStatus.NotKept)]
    [InlineData(CommitmentAction.RecordBreach, CommitmentStatus.FixOrdered)]
    [InlineData(CommitmentAction.Repair, CommitmentStatus.Broken)]
    public void is_the_departments_alone_on_the_version_it_read_and_not_in_the_future(CommitmentAction action, CommitmentStatus status)
    {
        var commitment = In(status);
        Commands[action](Given.ForeignOfficer, commitment, 99, null).ShouldBeRefused(404, "not-found");
        Commands[action](Given.Stranger, commitment, 99, null).ShouldBeRefused(404, "not-found");
        Commands[action](Given.Applicant, commitment, commitment.Version, null).ShouldBeRefused(403, "forbidden");
        Commands[action](Given.Officer, commitment, commitment.Version - 1, null).ShouldBeRefused(409, "stale-version");
        Commands[action](Given.Officer, commitment, commitment.Version, Given.Earlier(LedgerHost.Now.AddTicks(1))).ShouldBeInvalid("$.effect.at");
        Commands[action](Given.Officer, commitment, commitment.Version, Given.Earlier(commitment.LastEffect.AddTicks(-1))).ShouldBeInvalid("$.effect.at");
        Commands[action](Given.Officer, commitment, commitment.Version, Given.Earlier(commitment.LastEffect)).ShouldBeAccepted();
    }

    [Fact]
    public void says_what_was_found_ordered_or_the_reasons()
    {
        Texts.ShouldBeTakenOnly("$.findings", 4000, text => CheckCommitmentEndpoint.Validate(new(false, text, 1), Given.Officer, In(CommitmentStatus.Declared), Given.Clock), lines: true);
        Texts.ShouldBeTakenOnly("$.order", 4000, text => OrderFixEndpoint.Validate(new(new(2026, 3, 9), text, 2), Given.Officer, In(CommitmentStatus.NotKept), Given.Clock), lines: true);
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => RecordBreachEndpoint.Validate(new(text, 2), Given.Officer, In(CommitmentStatus.NotKept), Given.Clock), lines: true);
        Texts.ShouldBeTakenOnly("$.reasons", 4000, text => RepairCreditEndpoint.Validate(new(text, 3), Given.Officer, In(CommitmentStatus.Broken), Given.Clock), lines: true);
    }

    [Fact]
    public void orders_no_fix_by_a_day_that_is_past() =>
        OrderFixEndpoint.Validate(new(new(2026, 3, 1), "限期改正", 2), Given.Officer, In(CommitmentStatus.NotKept), Given.Clock).ShouldBeInvalid("$.dueBy");

    [Fact]
    public void is_recorded_sealed()
    {
        var commitment = In(CommitmentStatus.Declared);
        var check = CheckCommitmentEndpoint.Post(new(false, "面积不符", 1, Effect), commitment, Given.Key);
        (check.CitizenId, check.Kept, Given.Key.Open(check.Findings), check.Effect).ShouldBe((Given.Citizen, false, "面积不符", Effect));
        var order = OrderFixEndpoint.Post(new(new(2026, 3, 9), "限期改正", 2, Effect), commitment, Given.Key);
        (order.CitizenId, order.DueBy, Given.Key.Open(order.Order), order.Effect).ShouldBe((Given.Citizen, new DateOnly(2026, 3, 9), "限期改正", Effect));
        var breach = RecordBreachEndpoint.Post(new("逾期未改", 3, Effect), commitment, Given.Key);
        (breach.CitizenId, Given.Key.Open(breach.Reasons), breach.Effect).ShouldBe((Given.Citizen, "逾期未改", Effect));
        var repair = RepairCreditEndpoint.Post(new("已改正", 4, Effect), commitment, Given.Key);
        (repair.CitizenId, Given.Key.Open(repair.Reasons), repair.Effect).ShouldBe((Given.Citizen, "已改正", Effect));
    }

    [Fact]
    public void keeps_the_day_by_which_it_is_to_be_fixed() => In(CommitmentStatus.FixOrdered).FixBy.ShouldBe(new DateOnly(2026, 3, 9));

    static Commitment In(CommitmentStatus status) => Given.State<Commitment>(Given.Other, status switch
    {
        CommitmentStatus.Declared => [Declared],
        CommitmentStatus.Kept => [Declared, Kept],
        CommitmentStatus.NotKept => [Declared, NotKept],
        CommitmentStatus.FixOrdered => [Declared, NotKept, Ordered],
        CommitmentStatus.Broken => [Declared, NotKept, Broken],
        _ => [Declared, NotKept, Broken, Repaired]
    });
}
