using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Pages.Office;
using ServiceLedger.Participation;
using ServiceLedger.Reviews;
using ServiceLedger.Tests.Access;
using ServiceLedger.Tests.Applications;

namespace ServiceLedger.Tests.Pages;

/// <summary>Every form of an action is the command of an endpoint: its fields are members of that, and what the command demands can be filled in.</summary>
public class the_forms_of_actions(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly Guid Id = Given.Matter;

    [Fact]
    public void are_the_commands_of_the_api()
    {
        var commands = EveryEndpoint.Of(host).Where(e => e.Method == "POST").ToDictionary(e => ReadPaths.Screen(e.Endpoint), e => e.Endpoint.Metadata.GetMetadata<IAcceptsMetadata>()!.RequestType!);
        foreach (var form in Forms())
        {
            var screen = form.Address.Replace($"/applications/{Id}", "/applications/{applicationId}", StringComparison.Ordinal).Replace($"/decisions/{Id}", "/decisions/{decisionId}", StringComparison.Ordinal)
                .Replace($"/data-requests/{Id}", "/data-requests/{dataRequestId}", StringComparison.Ordinal).Replace($"/reviews/{Id}", "/reviews/{reviewId}", StringComparison.Ordinal)
                .Replace($"/ratings/{Id}", "/ratings/{ratingId}", StringComparison.Ordinal).Replace($"/complaints/{Id}", "/complaints/{complaintId}", StringComparison.Ordinal).Replace($"/suggestions/{Id}", "/suggestions/{suggestionId}", StringComparison.Ordinal);
            var command = commands[screen];
            var names = form.Fields.Select(f => f.Name).Concat(form.Rows.SelectMany(r => r.Fields.Select(f => $"{r.Name}.{f.Name}"))).ToArray();
            foreach (var name in names)
                Member(command, name).ShouldBeTrue($"{form.Slug}: {command.Name} has no {name}");
            Member(command, "effect").ShouldBe(form.Dated, form.Slug);
            var filled = names.Select(n => n.Split('.')[0]).Append("version").Append("applicationId").Append("kind").ToHashSet();
            foreach (var demanded in Parameters(command).Where(p => !p.HasDefaultValue))
                filled.ShouldContain(Camel(demanded.Name!), form.Slug);
        }
    }

    [Fact]
    public void are_one_for_every_action_but_those_with_a_page_or_an_address_of_their_own()
    {
        var (matters, decisions, requests) = Tables();
        Enum.GetValues<ApplicationAction>().Except(matters.Keys).ShouldBe([ApplicationAction.Decide, ApplicationAction.Deliver], ignoreOrder: true);
        Enum.GetValues<DecisionAction>().Except(decisions.Keys).ShouldBe([DecisionAction.RequestExplanation, DecisionAction.DemandHumanReview, DecisionAction.Challenge], ignoreOrder: true);
        Enum.GetValues<DataRequestAction>().Except(requests.Keys).ShouldBeEmpty();
        Enum.GetValues<ReviewAction>().Except(Reviews().Keys).ShouldBeEmpty();
        Enum.GetValues<RatingAction>().Except(Ratings().Keys).ShouldBe([RatingAction.DecideContest]);
        Enum.GetValues<ComplaintAction>().Except(Complaints().Keys).ShouldBe([ComplaintAction.Reopen]);
        Enum.GetValues<SuggestionAction>().Except(Suggestions().Keys).ShouldBe([SuggestionAction.Moderate, SuggestionAction.Support], ignoreOrder: true);
        foreach (var table in new[] { matters.Values, decisions.Values, requests.Values, Reviews().Values, Ratings().Values, Complaints().Values, Suggestions().Values.AsEnumerable() })
            table.Select(f => f.Slug).ShouldBeUnique();
        host.Services.GetRequiredService<MatterForms>().Groups().SelectMany(g => g.Actions).ShouldBe(matters.Keys, ignoreOrder: true);
        host.Services.GetRequiredService<ReviewForms>().Groups().SelectMany(g => g.Actions).ShouldBe(Reviews().Keys, ignoreOrder: true);
    }

    [Fact]
    public void leave_out_blank_rows_and_send_numbers_as_numbers()
    {
        var form = new ActionForm("x", "/x", "", "", [new("days", "", FieldKind.Number), new("remedies.court", ""), new("amountFen", "", FieldKind.Yuan), new("when", "", FieldKind.Moment), new("open", "", FieldKind.YesNo), new("lines", "", FieldKind.Lines)])
        { Rows = [new("facts", "", "", [new("statement", ""), new("ids", "", FieldKind.OneInList, Optional: true)])] };
        var typed = new Dictionary<string, string[]>
        {
            ["days"] = ["5"],
            ["remedies.court"] = [" 法院 "],
            ["amountFen"] = ["12.50"],
            ["when"] = ["2026-03-02T09:00"],
            ["open"] = ["true"],
            ["lines"] = ["一\r\n\r\n二"],
            ["facts[0].statement"] = [""],
            ["facts[2].statement"] = ["事实"],
            ["facts[2].ids"] = ["7"]
        };
        var read = new FormRead(form, name => typed.GetValueOrDefault(name, []));
        read.Missing().ShouldBeEmpty();
        JsonSerializer.Serialize(read.Command(), LedgerHost.Plain).ShouldBe("""{"days":5,"remedies":{"court":"法院"},"amountFen":1250,"when":"2026-03-02T09:00:00+08:00","open":true,"lines":["一","二"],"facts":[{"statement":"事实","ids":["7"]}]}""");
        typed.Remove("facts[2].statement");
        read.Missing().ShouldBe(["facts[2].statement"]);
    }

    IEnumerable<ActionForm> Forms()
    {
        var (matters, decisions, requests) = Tables();
        var rulings = host.Services.GetRequiredService<DecisionForms>();
        return [.. matters.Values, host.Services.GetRequiredService<MatterForms>().AskForData(Choices()), .. decisions.Values, .. requests.Values,
            .. Reviews().Values, .. Ratings().Values, .. Complaints().Values, .. Suggestions().Values, host.Services.GetRequiredService<ReviewForms>().Suit(Id), .. Enum.GetValues<RulingKind>().Select(k => rulings.Ruling(k, Id, []))];
    }

    (IReadOnlyDictionary<ApplicationAction, ActionForm>, IReadOnlyDictionary<DecisionAction, ActionForm>, IReadOnlyDictionary<DataRequestAction, ActionForm>) Tables() => (
        host.Services.GetRequiredService<MatterForms>().Of(Choices()),
        host.Services.GetRequiredService<DecisionForms>().Of(new(
            Id, Id, Given.Citizen, "", "", 1, "", null, new(RulingKind.Grant, null, null, null, null), null, [], [], null, null, null, null, null, default, null, DecisionStatus.Made, null, null, [], null, [], 1, [], new([], [], []), [], false, false)),
        host.Services.GetRequiredService<DataRequestForms>().Of(new(Id, Given.Citizen, Id, "", "", "", SharingClass.None, "", "", [], [], null, [], [], [], DataRequestStatus.Requested, 1, [])));

    IReadOnlyDictionary<ReviewAction, ActionForm> Reviews() => host.Services.GetRequiredService<ReviewForms>().Of(
        new(
            Id, Given.Citizen, Id, Id, "", "", "", null, ReviewStatus.Accepted, null, null, true, default, null, default, null, null, false, null, ResponseState.Awaited, "", Walk.Hash, [], 0, false, null, null, null, null, null, [], [], 1, []), []);

    IReadOnlyDictionary<RatingAction, ActionForm> Ratings() => Voices.Of(
        new RatingView(Id, null, null, null, "", 1, "", 1, [], true, null, default, RatingStatus.Given, RatingContestStatus.None, null, RatingDues.None, false, [], 1, []));

    IReadOnlyDictionary<ComplaintAction, ActionForm> Complaints() => Voices.Of(
        new ComplaintView(Id, null, null, "", ComplaintKind.Delay, null, null, null, null, default, default, false, ComplaintStatus.Filed, null, null, null, null, 1, []));

    IReadOnlyDictionary<SuggestionAction, ActionForm> Suggestions() => Voices.Of(
        new PublishedSuggestion(Id, "", "", false, null, "", null, null, default, 0, SuggestionStatus.Made, null, null, null, null, 1, []), []);

    VoiceForms Voices => host.Services.GetRequiredService<VoiceForms>();

    static MatterChoices Choices() => new(
        new(Id, Given.Citizen, null, "", 1, "", ApplicationStatus.Accepted, [], [], [], [], [], null, null, null, [], [], null, [], false, null, null, 1, [], []), [], [], null);

    static bool Member(Type type, string path)
    {
        foreach (var part in path.Split('.'))
        {
            if (type.IsGenericType && type != typeof(string) && type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
                type = type.GetGenericArguments()[0];
            if (Parameters(type).FirstOrDefault(p => Camel(p.Name!) == part) is not { } member)
                return false;
            type = Nullable.GetUnderlyingType(member.ParameterType) ?? member.ParameterType;
        }

        return true;
    }

    static System.Reflection.ParameterInfo[] Parameters(Type type) => type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters();

    static string Camel(string name) => char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];
}
