using System.Net;

namespace ServiceLedger.Tests.Access;

/// <summary>Whoever acts for the person asks for them, as far as their mandate goes.</summary>
public class a_question_for_somebody(LedgerHost host) : IClassFixture<LedgerHost>
{
    [Fact]
    public async Task is_put_for_the_person_by_whoever_may_object_for_them()
    {
        var (citizen, look) = await a_question_about_a_look.Looked(host);
        var reads = await Citizens.Acting.For(host, citizen, powers: ["read", "seeLooks"]);
        await (await host.Post(a_question_about_a_look.Question(citizen, look), new { kind = "question", text = "为何" }, reads.Persona)).ShouldBeRefused(404, "not-found");
        var objects = await Citizens.Acting.For(host, citizen, powers: ["read", "objectToLooks"]);
        var answer = await host.Post(a_question_about_a_look.Question(citizen, look), new { kind = "question", text = "为何" }, objects.Persona);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        foreach (var persona in new[] { objects.Persona, reads.Persona, LedgerHost.CitizenPersona(citizen) })
            (await host.Get(answer.Headers.Location!.ToString(), persona))["text"]!.GetValue<string>().ShouldBe("为何");
        (await objects.Count("type = 'access_objected_by_subject'")).ShouldBe(1);
    }
}
