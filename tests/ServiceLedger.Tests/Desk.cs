using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.DataRequests;
using ServiceLedger.Hosting;
using ServiceLedger.Tests.Applications;
using ServiceLedger.Tests.DataRequests;

namespace ServiceLedger.Tests;

/// <summary>Where everything begins: applications, drafts, requests for data.</summary>
sealed class Desk(World world) : IModel
{
    const int MostMatters = 2, MostRequests = 3;

    static readonly Rule[] Table = Rule.Table(
        "desk",
        """
        Submit       | open | anyone
        Draft        | open | anyone
        RequestData+ | open | anyone
        """);

    public string Name => "desk";
    public string Status => "open";
    public IReadOnlyList<Rule> Rules => Table;
    public Recorded Record { get; } = new(typeof(object), Guid.Empty);

    public IReadOnlyList<string> RolesOf(Act act) => ["anyone"];

    public bool Bars(Act act) => false;

    public bool HasCause(string deed) => deed == "RequestData" ? world.All<DataRequestModel>().Count() < MostRequests : world.All<ApplicationModel>().Count() < MostMatters;

    public IEnumerable<string> Offered(Act act) => [];

    public Attempt Try(string deed, Chance c) => deed switch
    {
        "Submit" => Submit(c),
        "Draft" => Draft(c),
        "RequestData" => RequestData(c),
        _ => throw new System.Diagnostics.UnreachableException($"No command for {deed}.")
    };

    // Citizens apply for themselves; any window takes an application.
    void RefuseOthers(Chance c) => c.Object(403, c.Act.Kind is ActorKind.Citizen && !c.Act.IsCitizen(world.Citizen));

    static SubmittedMaterial[] Brought(Chance c, ServiceItem item)
    {
        string[] asked = [.. item.Versions[0].Papers.Select(p => p.Id)];
        return c.Or<SubmittedMaterial[]>([.. (c.Maybe() ? c.Some(asked) : []).Select(p => new SubmittedMaterial(p, c.Any<PaperForm>(), c.Any<EvidenceGrade>(), c.Maybe() ? c.Hash() : null))], [new("P9", PaperForm.Copy, EvidenceGrade.C)]);
    }

    static ServiceItem Item(Chance c) => World.Item(c.Pick(Items.Lenient, Items.Lenient, Items.Joint, Items.Foreign));

    Attempt Submit(Chance c)
    {
        RefuseOthers(c);
        var item = Item(c);
        var command = new SubmitApplication(world.Citizen, item.Code, c.Or<int?>(null, 7), Situation: c.Maybe() ? c.Words() : null, Materials: Brought(c, item), Effect: c.Effect);
        var matter = new ApplicationModel(world, LedgerId.For(world.Citizen), item.Code);
        return new(
            () => SubmitApplicationEndpoint.Validate(command, c.Act, item, World.Key, world.Clock), () => [(matter, SubmitApplicationEndpoint.Decide(command, item, World.NextNumber(), World.Key, c.Act))],
            () => matter.Submitted(command.Materials!.Select(m => m.PaperId)));
    }

    Attempt Draft(Chance c)
    {
        RefuseOthers(c);
        var item = Item(c);
        var command = new DraftApplication(world.Citizen, item.Code, c.Maybe() ? c.Words() : null, Brought(c, item));
        var matter = new ApplicationModel(world, LedgerId.For(world.Citizen), item.Code);
        return new(
            () => DraftApplicationEndpoint.Validate(command, c.Act, item, World.Key, world.Clock), () => [(matter, DraftApplicationEndpoint.Decide(command, item, World.Key))],
            () => matter.Drafted(c.Act, command.Materials!.Select(m => m.PaperId)));
    }

    // The department in charge of an accepted matter that is not over asks, and nobody who is recused from it.
    Attempt RequestData(Chance c)
    {
        var effect = c.Effect;
        var matter = world.All<ApplicationModel>().Any() ? c.Pick([.. world.All<ApplicationModel>().Where(m => m.InCharge == c.Act.Department).DefaultIfEmpty(world.All<ApplicationModel>().First())]) : null;
        var (sharing, draft) = (c.Any<SharingClass>(), c.Maybe(3));
        var oblige = sharing is SharingClass.None && !c.Maybe(4) ? "《税收征收管理法》第六条" : null;
        var command = new RequestData(
            matter?.Record.Id ?? LedgerIds.Unknown, c.Or(c.Pick(World.Other, World.Third, World.Fourth), "11500000000000000X"), c.Pick("HUKOU", "INCOME"), sharing, c.Or(c.Some(DataRequestModel.Fields), []), "ServiceProvision",
            "国务院令第809号", c.Words(), ObligingLaw: oblige, DueBy: c.Maybe() ? c.DueBy() : null, Draft: draft, Effect: effect);
        c.Object(403, c.Act.Kind is ActorKind.Citizen || matter?.Bars(c.Act) is true);
        c.Object(400, matter?.AcceptedAt is null || matter.InCharge != c.Act.Department || matter.IsOver || command.ProvidingDepartment == c.Act.Department);
        c.Object(409, sharing is SharingClass.None && oblige is null);
        c.NotBefore(matter?.AcceptedAt ?? DateTimeOffset.MinValue);
        var ground = new RequestGround(matter?.State, null, World.Departments, World.Key);
        var request = new DataRequestModel(world, LedgerId.For(world.Citizen), matter, command);
        return new(
            () => RequestDataEndpoint.Validate(command, c.Act, ground, world.Clock), () => RequestDataEndpoint.Decide(command, c.Act, ground, c.Day).Select(e => ((IModel)request, e)),
            () =>
            {
                if (!draft)
                    request.Sent(c.Day);
            });
    }
}
