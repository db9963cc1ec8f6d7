using System.Text.Json.Nodes;

namespace ServiceLedger.Tests.Hosting;

public class what_the_api_says_of_itself(LedgerHost host) : IClassFixture<LedgerHost>
{
    static readonly string[] Created = ["201", "400", "401", "403", "404", "406", "409", "410", "413", "415", "422", "429", "503"];

    [Fact]
    public async Task names_the_values_of_every_enum()
    {
        var schemas = await SchemasAsync();
        schemas["Channel"]!["enum"]!.AsArray().Select(n => (string)n!).ShouldBe(["online", "window", "post", "email", "phone", "villageAgent", "systemInterface", "import"]);
        schemas["EvidenceGrade"]!["enum"]!.AsArray().Select(n => (string)n!).ShouldBe(["A", "B", "C", "D"]);
        schemas.AsObject().Where(s => s.Value!.AsObject().Count == 0).Select(s => s.Key).ShouldBe(["JsonNode"]);
    }

    [Fact]
    public async Task names_every_answer_of_what_creates_something()
    {
        var answers = (await DocumentAsync())["paths"]!["/api/applications"]!["post"]!["responses"]!.AsObject();
        answers.Select(a => a.Key).ShouldBe(Created, ignoreOrder: true);
        var members = Resolved(await SchemasAsync(), answers["201"]!["content"]!["application/json"]!["schema"]!)["properties"]!.AsObject();
        members.Select(m => m.Key).ShouldBe(["applicationId", "caseNumber", "receipt"]);
    }

    [Fact]
    public async Task says_of_every_refusal_that_it_is_a_problem_with_a_type_of_ours()
    {
        var document = await DocumentAsync();
        var refusals = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).SelectMany(o => o.Value!["responses"]!.AsObject()).Where(a => a.Key[0] is '4' or '5').ToArray();
        refusals.ShouldNotBeEmpty();
        refusals.ShouldAllBe(a => (string)a.Value!["content"]!["application/problem+json"]!["schema"]!["$ref"]! == "#/components/schemas/ProblemDetails");
        var problem = (await SchemasAsync())["ProblemDetails"]!;
        problem["required"]!.AsArray().Select(r => (string)r!).ShouldBe(["type", "title", "status", "detail"], ignoreOrder: true);
        ((string)problem["properties"]!["type"]!["pattern"]!).ShouldStartWith("^urn:serviceledger:");
    }

    [Fact]
    public async Task requires_nothing_of_an_answer_that_may_be_left_out()
    {
        var view = (await SchemasAsync())["DecisionView"]!;
        var required = view["required"]!.AsArray().Select(r => (string)r!).ToArray();
        required.ShouldContain("decisionNumber");
        required.ShouldNotContain("deliveredAt");
    }

    /// <summary>What an operation answers with is never unknown.</summary>
    [Fact]
    public async Task knows_the_form_of_every_answer() =>
        (await SchemasAsync()).AsObject().ShouldNotContainKey("IResult");

    async Task<JsonNode> DocumentAsync()
    {
        using var http = host.Client();
        return JsonNode.Parse(await http.GetStringAsync("/openapi/v1.json"))!;
    }

    async Task<JsonNode> SchemasAsync() => (await DocumentAsync())["components"]!["schemas"]!;

    static JsonNode Resolved(JsonNode schemas, JsonNode schema) => (string?)schema["$ref"] is { } reference ? schemas[reference["#/components/schemas/".Length..]]! : schema;
}
