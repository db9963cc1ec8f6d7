using ServiceLedger.Applications;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Applications;

/// <summary>A commitment as the law tells it: checked, to be put right, broken, repaired (Zhejiang 2018, art. 14).</summary>
sealed class CommitmentModel(World world, Guid id, string department) : IModel
{
    static readonly Rule[] Table = Rule.Table(
        "commitment",
        """
        Check        | Declared FixOrdered | officer
        OrderFix     | NotKept             | officer
        RecordBreach | NotKept FixOrdered  | officer
        Repair       | Broken              | officer
        """);

    public string Name { get; } = $"commitment {world.All<CommitmentModel>().Count() + 1}";
    public string Status { get; private set; } = "Declared";
    public IReadOnlyList<Rule> Rules => Table;
    public Recorded Record { get; } = new(typeof(Commitment), id);
    Commitment State => (Commitment)Record.State!;

    public IReadOnlyList<string> RolesOf(Act act) => act.IsCitizen(world.Citizen) ? ["person"] : act.Kind is ActorKind.Officer && act.Role != "dataAuthority" && act.Department == department ? ["officer"] : [];

    public bool Bars(Act act) => false;

    public bool HasCause(string deed) => true;

    public IEnumerable<string> Offered(Act act) => State.NextFor(act).Select(a => a.ToString());

    public Attempt Try(string deed, Chance c) => deed switch
    {
        "Check" => Check(c),
        "OrderFix" => OrderFix(c),
        "RecordBreach" => Simple(new RecordBreach(c.Words(), c.Version, c.Effect), k => RecordBreachEndpoint.Validate(k, c.Act, State, world.Clock), k => RecordBreachEndpoint.Post(k, State, World.Key), "Broken"),
        "Repair" => Simple(new RepairCredit(c.Words(), c.Version, c.Effect), k => RepairCreditEndpoint.Validate(k, c.Act, State, world.Clock), k => RepairCreditEndpoint.Post(k, State, World.Key), "Repaired"),
        _ => throw new System.Diagnostics.UnreachableException($"No command for {deed}.")
    };

    Attempt Check(Chance c)
    {
        var kept = c.Maybe(4);
        return Simple(new CheckCommitment(kept, c.Words(), c.Version, c.Effect), k => CheckCommitmentEndpoint.Validate(k, c.Act, State, world.Clock), k => CheckCommitmentEndpoint.Post(k, State, World.Key), kept ? "Kept" : "NotKept");
    }

    Attempt OrderFix(Chance c)
    {
        var effect = c.Effect;
        return Simple(new OrderFix(c.DueBy(), c.Words(), c.Version, effect), k => OrderFixEndpoint.Validate(k, c.Act, State, world.Clock), k => OrderFixEndpoint.Post(k, State, World.Key), "FixOrdered");
    }

    Attempt Simple<T>(T command, Func<T, Microsoft.AspNetCore.Mvc.ProblemDetails?> ask, Func<T, object> decide, string status) =>
        new(() => ask(command), () => [(this, decide(command))], () => Status = status);
}
