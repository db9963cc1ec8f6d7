using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Tests.Access;

public class the_policy_decisions
{
    static readonly PolicyRule[] Rules = [.. Policy.Shipped.Rules];
    static readonly Act Admin = Given.Officer with { ActorId = "wu.jun", Role = "policyAdmin", Purpose = "LegalCompliance" };

    /// <summary>Who, in which relation, for what purpose, with a matter or without, reads of a section which classes of fields.</summary>
    [Theory]
    [InlineData("citizen", Relation.Self, null, false, FileSection.Identity, "facts name idNumber birthDate residence texts values content")]
    [InlineData("citizen", Relation.Self, null, false, FileSection.Accesses, "facts name idNumber birthDate residence texts values content")]
    [InlineData("citizen", Relation.None, null, false, FileSection.Applications, "")]
    [InlineData("citizen", Relation.None, "ServiceProvision", true, FileSection.Identity, "")]
    [InlineData("agent", Relation.None, null, false, FileSection.Applications, "")]
    [InlineData("agent", Relation.Represented, null, false, FileSection.Applications, "facts name idNumber birthDate residence texts values content")]
    [InlineData("handler", Relation.InCharge, "ServiceProvision", true, FileSection.Identity, "facts name birthDate residence")]
    [InlineData("handler", Relation.InCharge, "ServiceProvision", false, FileSection.Identity, "")]
    [InlineData("handler", Relation.InCharge, "ServiceProvision", false, FileSection.Decisions, "facts name birthDate residence texts values content officers")]
    [InlineData("handler", Relation.Party, "ServiceProvision", false, FileSection.DataRequests, "facts name birthDate residence texts values content officers")]
    [InlineData("handler", Relation.None, "ServiceProvision", true, FileSection.Decisions, "")]
    [InlineData("handler", Relation.InCharge, "Oversight", true, FileSection.Decisions, "")]
    [InlineData("handler", Relation.InCharge, "Marketing", true, FileSection.Decisions, "")]
    [InlineData("handler", Relation.InCharge, null, true, FileSection.Decisions, "")]
    [InlineData("handler", Relation.InCharge, "ServiceProvision", true, FileSection.Accesses, "facts texts"), InlineData("handler", Relation.None, "ServiceProvision", true, FileSection.Accesses, "")]
    [InlineData("handler", Relation.OwnCase, "ServiceProvision", true, FileSection.Decisions, "")]
    [InlineData("supervisor", Relation.None, "Oversight", false, FileSection.Decisions, "facts name birthDate residence texts officers")]
    [InlineData("supervisor", Relation.None, "ServiceProvision", false, FileSection.Decisions, "")]
    [InlineData("supervisor", Relation.OwnCase, "Oversight", false, FileSection.Decisions, "")]
    [InlineData("auditor", Relation.None, "LegalCompliance", false, FileSection.Decisions, "facts officers")]
    [InlineData("auditor", Relation.None, "LegalCompliance", false, FileSection.Identity, "")]
    [InlineData("dataAuthority", Relation.Party, "ServiceProvision", false, FileSection.DataRequests, "facts texts officers")]
    [InlineData("dataAuthority", Relation.InCharge, "ServiceProvision", false, FileSection.DataRequests, "")]
    [InlineData("system", Relation.InCharge, "ServiceProvision", false, FileSection.Papers, "facts name birthDate residence texts values content officers")]
    [InlineData("janitor", Relation.InCharge, "ServiceProvision", true, FileSection.Applications, "")]
    [InlineData("", Relation.InCharge, "ServiceProvision", true, FileSection.Applications, "")]
    public void answer_what_is_read(string who, Relation relation, string? purpose, bool matter, FileSection section, string fields) =>
        string.Join(' ', Policy.Effective(Rules, new(who, relation, PolicyAction.Read, purpose, matter)).Of([section]).Select(f => f.InJson())).ShouldBe(fields);

    /// <summary>Who may do what, in which relation and for what purpose.</summary>
    [Theory]
    [InlineData("citizen", Relation.Self, PolicyAction.Write, null, true), InlineData("citizen", Relation.Self, PolicyAction.Decide, null, false), InlineData("citizen", Relation.None, PolicyAction.Write, null, false)]
    [InlineData("handler", Relation.InCharge, PolicyAction.Write, "ServiceProvision", true), InlineData("handler", Relation.InCharge, PolicyAction.Decide, "ServiceProvision", true)]
    [InlineData("receiver", Relation.InCharge, PolicyAction.Write, "ServiceProvision", true), InlineData("receiver", Relation.InCharge, PolicyAction.Decide, "ServiceProvision", false)]
    [InlineData("supervisor", Relation.InCharge, PolicyAction.Decide, "Oversight", false), InlineData("supervisor", Relation.None, PolicyAction.Search, "Oversight", true)]
    [InlineData("auditor", Relation.None, PolicyAction.Write, "Oversight", false), InlineData("auditor", Relation.None, PolicyAction.Search, "Oversight", false)]
    [InlineData("handler", Relation.None, PolicyAction.Register, "ServiceProvision", true), InlineData("handler", Relation.None, PolicyAction.ChangePolicy, "LegalCompliance", false)]
    [InlineData("policyAdmin", Relation.None, PolicyAction.ChangePolicy, "LegalCompliance", true), InlineData("policyAdmin", Relation.None, PolicyAction.Read, "LegalCompliance", false)]
    [InlineData("roleAdmin", Relation.None, PolicyAction.GrantRoles, "LegalCompliance", true), InlineData("handler", Relation.OwnCase, PolicyAction.Decide, "ServiceProvision", false)]
    public void answer_what_is_done(string who, Relation relation, PolicyAction action, string? purpose, bool allowed) =>
        Policy.Effective(Rules, new(who, relation, action, purpose, false)).ShowsAnything.ShouldBe(allowed);

    [Theory]
    [InlineData("handler", Relation.InCharge, "ServiceProvision", false, FileSection.Identity, FieldClass.Name, HidingReason.NoMatter)]
    [InlineData("handler", Relation.InCharge, "Oversight", true, FileSection.Papers, FieldClass.Texts, HidingReason.Purpose)]
    [InlineData("handler", Relation.None, "ServiceProvision", true, FileSection.Papers, FieldClass.Facts, HidingReason.OtherDepartments)]
    [InlineData("handler", Relation.OwnCase, "ServiceProvision", true, FileSection.Papers, FieldClass.Facts, HidingReason.Forbidden)]
    [InlineData("janitor", Relation.InCharge, "ServiceProvision", true, FileSection.Papers, FieldClass.Facts, HidingReason.Role)]
    public void say_why_something_is_hidden(string who, Relation relation, string purpose, bool matter, FileSection section, FieldClass field, HidingReason reason)
    {
        var why = Policy.Effective(Rules, new(who, relation, PolicyAction.Read, purpose, matter)).Why(section, field);
        why.Reason.ShouldBe(reason);
        why.Text.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void deny_everything_where_there_is_no_rule() =>
        Enum.GetValues<Relation>().ShouldAllBe(r => !Policy.Effective(Array.Empty<PolicyRule>(), new("handler", r, PolicyAction.Read, "ServiceProvision", true)).ShowsAnything);

    [Fact]
    public void let_what_one_rule_forbids_be_permitted_by_no_other_in_whatever_order()
    {
        PolicyRule permit = new("a", PolicyEffect.Permit, [], [], [], [], [], [], false, "甲"), forbid = new("b", PolicyEffect.Forbid, ["handler"], [], [FileSection.Papers], [FieldClass.Texts], [], [], false, "乙");
        foreach (var rules in new PolicyRule[][] { [permit, forbid], [forbid, permit], [forbid, permit, permit with { Id = "c" }] })
        {
            var view = Policy.Effective(rules, new("handler", Relation.None, PolicyAction.Read, null, false));
            view.Shows(FileSection.Papers, FieldClass.Texts).ShouldBeFalse();
            view.Why(FileSection.Papers, FieldClass.Texts).ShouldBe(new(HidingReason.Forbidden, "乙"));
            view.Shows(FileSection.Papers, FieldClass.Facts).ShouldBeTrue();
            Policy.Effective(rules, new("head", Relation.None, PolicyAction.Read, null, false)).Shows(FileSection.Papers, FieldClass.Texts).ShouldBeTrue();
        }
    }

    static readonly PolicyBook Book = Given.State<PolicyBook>(PolicyBook.Stream, new PolicyAdopted(1, Rules));

    static ProblemDetails Proposing(PolicyRule[] rules, string why = "缩小范围", long version = 1) => ProposePolicyEndpoint.Validate(new(rules, why, version), Book);

    [Fact]
    public void are_changed_by_two_officers()
    {
        Proposing(Rules).ShouldBe(WolverineContinue.NoProblems);
        var waiting = Book with { Proposal = new(2, Rules, "缩小范围", Proposer.Of(Admin)), Version = 2 };
        AdoptPolicyEndpoint.Validate(new(2), Admin, waiting).Status.ShouldBe(403);
        AdoptPolicyEndpoint.Validate(new(2), Admin with { ActorId = "second" }, waiting).ShouldBe(WolverineContinue.NoProblems);
        AdoptPolicyEndpoint.Validate(new(1), Admin with { ActorId = "second" }, waiting).Status.ShouldBe(409);
        AdoptPolicyEndpoint.Validate(new(1), Admin, Book).Status.ShouldBe(409);
        AdoptPolicyEndpoint.Decide(waiting).ShouldBe(new(2, Rules));
        RejectPolicyEndpoint.Validate(new("理由不足", 2), waiting).ShouldBe(WolverineContinue.NoProblems);
        RejectPolicyEndpoint.Validate(new(" ", 2), waiting).Status.ShouldBe(400);
        RejectPolicyEndpoint.Validate(new("理由不足", 1), Book).Status.ShouldBe(409);
        RejectPolicyEndpoint.Validate(new("理由不足", 1), waiting).Status.ShouldBe(409);
        ProposePolicyEndpoint.Validate(new(Rules, "再次", 2), waiting).Status.ShouldBe(409);
        Proposing(Rules, version: 7).Status.ShouldBe(409);
        Proposing(Rules, why: "").Status.ShouldBe(400);
    }

    [Fact]
    public void never_keep_people_from_their_file_nor_let_anybody_act_on_their_own_case_nor_shut_the_door_behind_them()
    {
        Proposing([]).Status.ShouldBe(400);
        Proposing([.. Rules.Where(r => r.Id != "own-file")]).Status.ShouldBe(400);
        Proposing([.. Rules, new("no-identity", PolicyEffect.Forbid, ["citizen"], [], [FileSection.Identity], [], [], [], false, "x")]).Status.ShouldBe(400);
        Proposing([.. Rules.Where(r => r.Id != "nobody-on-their-own-case")]).Status.ShouldBe(400);
        Proposing([.. Rules.Where(r => r.Id != "rules")]).Status.ShouldBe(400);
        Proposing([.. Rules, Rules[0]]).Status.ShouldBe(400);
        Proposing([.. Rules, Rules[^1] with { Id = " " }]).Status.ShouldBe(400);
        Proposing([.. Rules.Where(r => r.Id != "audit")]).ShouldBe(WolverineContinue.NoProblems);
    }
}

public class the_policy(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Admin = "kind=officer; id=wu.jun; role=policyAdmin; department=11500000009275780L; purpose=LegalCompliance";

    [Fact]
    public void names_every_address()
    {
        var unnamed = Addresses().Where(a => Guard.NeedOf(a.Endpoint, a.Method) is null).Select(a => $"{a.Method} {ReadPaths.Screen(a.Endpoint)}").ToArray();
        unnamed.ShouldBeEmpty();
        Addresses().Count().ShouldBeGreaterThan(130);
    }

    [Fact]
    public async Task is_on_record_from_the_start_and_changes_for_the_next_request()
    {
        var citizen = await host.Register();
        var application = await host.Submit(citizen);
        const string auditor = "kind=officer; id=qian.li; role=auditor; department=11500000009275780L; purpose=Oversight";
        (await host.Client(auditor).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);

        var shipped = await host.Get("/api/policy");
        (shipped["policyVersion"]!.GetValue<int>(), shipped["rules"]!.AsArray().Count).ShouldBe((1, Policy.Shipped.Rules.Count));
        (await host.Scalar<long>("select count(*) from ledger.mt_events where type = 'policy_adopted'")).ShouldBe(1);
        var rules = shipped["rules"]!.AsArray().Where(r => r!["id"]!.GetValue<string>() != "audit").ToArray();
        var version = shipped["version"]!.GetValue<long>();
        await (await host.Post("/api/policy/proposals", new { rules, why = "不设审计员", version })).ShouldBeRefused(403, "forbidden");
        await host.Do("/api/policy/proposals", new { rules, why = "不设审计员", version }, Admin);
        (await host.Client(auditor).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        await (await host.Post("/api/policy/adoption", new { version = version + 1 }, Admin)).ShouldBeRefused(403, "forbidden");
        await host.Do("/api/policy/adoption", new { version = version + 1 }, Admin.Replace("wu.jun", "zheng.hong", StringComparison.Ordinal));
        (await host.Client(auditor).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.Forbidden);

        // What is done from here on says that it was judged by the new rules; the old ones can still be read.
        await host.Do($"/api/applications/{application}/acceptance", new { version = 1 });
        (await host.Scalar<string>($"select headers->'act'->>'policyVersion' from ledger.mt_events where stream_id = '{application}' and version = 2")).ShouldBe("2");
        (await host.Get("/api/policy?version=1"))["rules"]!.AsArray().Count.ShouldBe(Policy.Shipped.Rules.Count);
        (await host.Get("/api/policy"))["inForce"]!.GetValue<int>().ShouldBe(2);
        (await host.Get("/api/policy/answer?who=auditor&relation=none&action=read&purpose=Oversight"))["shown"]!.AsObject().ShouldBeEmpty();
        (await host.Get("/api/policy/answer?who=supervisor&relation=none&action=read&purpose=Oversight"))["shown"]!["decisions"]!.AsArray().Count.ShouldBe(6);
        await (await host.Client(LedgerHost.Officer).GetAsync("/api/policy?version=9")).ShouldBeRefused(400, "invalid");
        await (await host.Client(LedgerHost.Officer).GetAsync("/api/policy/answer?who=x&relation=cousin&action=read")).ShouldBeRefused(400, "invalid");

        // Turned down, a proposal leaves everything as it is, and the first rules come back the same way.
        version = (await host.Get("/api/policy"))["version"]!.GetValue<long>();
        await host.Do("/api/policy/proposals", new { rules = shipped["rules"], why = "恢复", version }, Admin);
        await host.Do("/api/policy/rejection", new { why = "再议", version = version + 1 }, Admin);
        await host.Do("/api/policy/proposals", new { rules = shipped["rules"], why = "恢复", version = version + 2 }, Admin);
        await host.Do("/api/policy/adoption", new { version = version + 3 }, Admin.Replace("wu.jun", "zheng.hong", StringComparison.Ordinal));
        (await host.Client(auditor).GetAsync($"/api/applications/{application}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
    }

    IEnumerable<(RouteEndpoint Endpoint, string Method)> Addresses() => host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && e.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAllowAnonymous>() is null)
        .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => (e, m)));
}
