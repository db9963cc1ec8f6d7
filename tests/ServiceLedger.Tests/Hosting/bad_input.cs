using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

/// <summary>Whatever comes in is refused at the door with the field named, or served; nothing of a refused request is recorded.</summary>
public class bad_input(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Marker = "Zweifelhaft7391";
    const string Applications = "/api/applications";
    const string Head = """{"citizenId":"<C>","itemCode":"TEST-PLAIN" """;
    static readonly string Sound = Head + "}";

    // <C> stands for a citizen; <A>, <P> and <D> for applications of theirs: without papers, with papers, and accepted; <I> for an ID number, <M> for the marker.
    static readonly Dictionary<string, (string Path, string Body, string Field)> Bodies = new()
    {
        ["an empty body"] = (Applications, "", "$"),
        ["blanks only"] = (Applications, " \r\n\t", "$"),
        ["null"] = (Applications, "null", "$"),
        ["an array"] = (Applications, "[]", "$"),
        ["an array around it"] = (Applications, $"[{Sound}]", "$"),
        ["a text"] = (Applications, "\"x\"", "$"),
        ["a number"] = (Applications, "7", "$"),
        ["true"] = (Applications, "true", "$"),
        ["cut short"] = (Applications, Head, "$"),
        ["cut short in a text"] = (Applications, """{"citizenId":"<C>","itemCode":"TEST-""", "$"),
        ["cut short in an escape"] = (Applications, """{"citizenId":"<C>","itemCode":"\u00""", "$"),
        ["two values"] = (Applications, Sound + Sound, "$"),
        ["something after it"] = (Applications, Sound + "x", "$"),
        ["a trailing comma"] = (Applications, Head + ",}", "$"),
        ["a comment"] = (Applications, Head + "/* */}", "$"),
        ["a line comment"] = (Applications, Head + "//\n}", "$"),
        ["single quotes"] = (Applications, "{'citizenId':'<C>'}", "$"),
        ["names without quotes"] = (Applications, "{citizenId:\"<C>\"}", "$"),
        ["NaN"] = (Applications, Head + ",\"itemVersion\":NaN}", "$"),
        ["Infinity"] = (Applications, Head + ",\"itemVersion\":-Infinity}", "$"),
        ["NaN as a text"] = (Applications, Head + ",\"itemVersion\":\"NaN\"}", "$.itemVersion"),
        ["a leading zero"] = (Applications, Head + ",\"itemVersion\":01}", "$"),
        ["a leading plus"] = (Applications, Head + ",\"itemVersion\":+1}", "$"),
        ["hexadecimal"] = (Applications, Head + ",\"itemVersion\":0x1}", "$"),
        ["an unknown escape"] = (Applications, """{"citizenId":"<C>","itemCode":"\x41"}""", "$"),
        ["a raw line feed in a text"] = (Applications, "{\"citizenId\":\"<C>\",\"itemCode\":\"TEST\nPLAIN\"}", "$"),
        ["a raw U+0000 in a text"] = (Applications, "{\"citizenId\":\"<C>\",\"itemCode\":\"TEST\0PLAIN\"}", "$"),
        ["a raw U+0000 after it"] = (Applications, Sound + "\0", "$"),
        ["an escaped U+0000"] = (Applications, Head + """,  "situation":"a\u0000b"}""", "$.situation"),
        ["an escaped U+0000 in a name"] = (Applications, Head + """,  "situ\u0000ation":"a"}""", "$.itemCode"),
        ["a lone high surrogate"] = (Applications, Head + """,  "situation":"a\ud800b"}""", "$.situation"),
        ["a lone low surrogate"] = (Applications, Head + """,  "situation":"\udc00"}""", "$.situation"),
        ["surrogates in the wrong order"] = (Applications, Head + """,  "situation":"\udc00\ud800"}""", "$.situation"),
        ["a lone surrogate in a name"] = (Applications, Head + """,  "\ud800":"a"}""", "$.itemCode"),
        ["a byte order mark"] = (Applications, "\uFEFF" + Sound, "$"),
        ["an unknown member"] = (Applications, Head + ",\"colour\":\"red\"}", "$.colour"),
        ["a member in another case"] = (Applications, Head + ",\"Situation\":\"x\"}", "$.Situation"),
        ["a type discriminator"] = (Applications, "{\"$type\":\"SubmitApplication\"," + Sound[1..], "$.$type"),
        ["a reference"] = (Applications, "{\"$ref\":\"1\"," + Sound[1..], "$.$ref"),
        ["__proto__"] = (Applications, Head + ",\"__proto__\":{}}", "$.__proto__"),
        ["an unknown nested member"] = ($"{Applications}/<A>/withdrawal", """{"version":1,"effect":{"at":"2026-01-01T00:00:00Z","reason":"lateEntry","x":1}}""", "$.effect.x"),
        ["a duplicate member"] = (Applications, Head + ",\"itemCode\":\"TEST-PLAIN\"}", "$.itemCode"),
        ["a duplicate written with an escape"] = (Applications, Head + ",\"\\u0069temCode\":\"TEST-PLAIN\"}", "$.itemCode"),
        ["a duplicate nested member"] = ($"{Applications}/<A>/withdrawal", """{"version":1,"effect":{"at":"2026-01-01T00:00:00Z","at":"2026-01-01T00:00:00Z","reason":"lateEntry"}}""", "$.effect.at"),
        ["a duplicate nested member with an escape"] = ($"{Applications}/<A>/withdrawal", """{"version":1,"effect":{"at":"2026-01-01T00:00:00Z","\u0061t":"2026-01-01T00:00:00Z","reason":"lateEntry"}}""", "$.effect.at"),
        ["a duplicate member in an array"] = (Applications, Head + ",\"materials\":[{\"paperId\":\"P1\",\"paperId\":\"P1\",\"form\":\"copy\",\"grade\":\"A\"}]}", "$.materials[0].paperId"),
        ["a missing citizen"] = (Applications, """{"itemCode":"TEST-PLAIN"}""", "$"),
        ["a missing version"] = ($"{Applications}/<A>/withdrawal", "{}", "$"),
        ["missing members of a material"] = (Applications, Head + ",\"materials\":[{}]}", "$.materials[0]"),
        ["null for a text"] = (Applications, """{"citizenId":"<C>","itemCode":null}""", "$.itemCode"),
        ["null for an id"] = (Applications, """{"citizenId":null,"itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["null for a version"] = ($"{Applications}/<A>/withdrawal", """{"version":null}""", "$.version"),
        ["null for a step"] = ($"{Applications}/<A>/steps", """{"stepCode":null,"version":1}""", "$.stepCode"),
        ["null for a list"] = ($"{Applications}/<A>/materials", """{"materials":null,"version":1}""", "$.materials"),
        ["null in a list of papers"] = ($"{Applications}/<P>/materials", """{"materials":[null],"version":1}""", "$.materials[0]"),
        ["null in a list of papers submitted"] = (Applications, """{"citizenId":"<C>","itemCode":"TEST-PAPERS","materials":[null]}""", "$.materials[0]"),
        ["null in the legal basis"] = ($"{Applications}/<D>/decision", """{"kind":"grant","legalBasis":[null],"version":2}""", "$.legalBasis[0]"),
        ["null for a paper's id"] = (Applications, Head + ",\"materials\":[{\"paperId\":null,\"form\":\"copy\",\"grade\":\"A\"}]}", "$.materials[0].paperId"),
        ["a number for a text"] = (Applications, """{"citizenId":"<C>","itemCode":7}""", "$.itemCode"),
        ["an object for a text"] = (Applications, """{"citizenId":"<C>","itemCode":{}}""", "$.itemCode"),
        ["an array for a text"] = (Applications, """{"citizenId":"<C>","itemCode":["TEST-PLAIN"]}""", "$.itemCode"),
        ["true for a text"] = (Applications, Head + ",\"situation\":true}", "$.situation"),
        ["a text for a number"] = (Applications, Head + ",\"itemVersion\":\"1\"}", "$.itemVersion"),
        ["true for a number"] = (Applications, Head + ",\"itemVersion\":true}", "$.itemVersion"),
        ["a fraction for a number"] = (Applications, Head + ",\"itemVersion\":1.5}", "$.itemVersion"),
        ["1e400"] = (Applications, Head + ",\"itemVersion\":1e400}", "$.itemVersion"),
        ["2^31"] = (Applications, Head + ",\"itemVersion\":2147483648}", "$.itemVersion"),
        ["an item's version of 0"] = (Applications, Head + ",\"itemVersion\":0}", "$.itemCode"),
        ["a negative version of an item"] = (Applications, Head + ",\"itemVersion\":-2147483648}", "$.itemCode"),
        ["2^63"] = ($"{Applications}/<A>/withdrawal", """{"version":9223372036854775808}""", "$.version"),
        ["a number of a thousand digits"] = ($"{Applications}/<A>/withdrawal", "{\"version\":" + new string('9', 1000) + "}", "$.version"),
        ["an object for a list"] = (Applications, Head + ",\"materials\":{}}", "$.materials"),
        ["a text for a list"] = (Applications, Head + ",\"materials\":\"P1\"}", "$.materials"),
        ["a text in a list of papers"] = (Applications, Head + ",\"materials\":[\"P1\"]}", "$.materials[0]"),
        ["a text for an effect"] = (Applications, Head + ",\"effect\":\"2026-01-01\"}", "$.effect"),
        ["a date for a moment"] = (Applications, Head + ",\"effect\":{\"at\":\"01.02.2026\",\"reason\":\"lateEntry\"}}", "$.effect.at"),
        ["a moment in the future"] = (Applications, Head + ",\"effect\":{\"at\":\"9999-12-31T23:59:59.9999999Z\",\"reason\":\"lateEntry\"}}", "$.effect.at"),
        ["a moment before the first"] = (Applications, Head + ",\"effect\":{\"at\":\"0001-01-01T00:00:00+14:00\",\"reason\":\"lateEntry\"}}", "$.effect.at"),
        ["a 30 February"] = ("/api/citizens/find", """{"name":"王芳","birthDate":"1980-02-30"}""", "$.birthDate"),
        ["an enum by number"] = (Applications, Head + ",\"submittedBy\":1}", "$.submittedBy"),
        ["an enum by number as text"] = (Applications, Head + ",\"submittedBy\":\"1\"}", "$.submittedBy"),
        ["an unknown enum"] = (Applications, Head + ",\"submittedBy\":\"pigeon\"}", "$.submittedBy"),
        ["two enums in one"] = (Applications, Head + ",\"submittedBy\":\"online, window\"}", "$.submittedBy"),
        ["two enums in one that make none"] = (Applications, Head + ",\"effect\":{\"at\":\"2026-01-01T00:00:00Z\",\"reason\":\"correction, deemedByLaw\"}}", "$.effect.reason"),
        ["two kinds of decision in one"] = ($"{Applications}/<D>/decision", """{"kind":"refusal, grant","legalBasis":["a"],"version":2}""", "$.kind"),
        ["an empty enum"] = (Applications, Head + ",\"submittedBy\":\"\"}", "$.submittedBy"),
        ["an id without hyphens"] = (Applications, """{"citizenId":"<N>","itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["an id in braces"] = (Applications, """{"citizenId":"{<C>}","itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["an id with blanks"] = (Applications, """{"citizenId":" <C> ","itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["an empty id"] = (Applications, """{"citizenId":"","itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["an id of zeros"] = (Applications, """{"citizenId":"00000000-0000-0000-0000-000000000000","itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["a number for an id"] = (Applications, """{"citizenId":5,"itemCode":"TEST-PLAIN"}""", "$.citizenId"),
        ["101 papers"] = (Applications, Head + ",\"materials\":[" + string.Join(',', Enumerable.Repeat("{\"paperId\":\"P1\",\"form\":\"copy\",\"grade\":\"A\"}", 101)) + "]}", "$.materials"),
        ["no papers"] = ($"{Applications}/<P>/materials", """{"materials":[],"version":1}""", "$.materials"),
        ["a situation of 4001 characters"] = (Applications, Head + ",\"situation\":\"" + new string('情', 4001) + "\"}", "$.situation"),
        ["an empty situation"] = (Applications, Head + ",\"situation\":\"\"}", "$.situation"),
        ["an escape character in a situation"] = (Applications, Head + ",\"situation\":\"a\\u001bb\"}", "$.situation"),
        ["a line feed in a step"] = ($"{Applications}/<A>/steps", """{"stepCode":"a\nb","version":1}""", "$.stepCode"),
        ["no days promised"] = ($"{Applications}/<A>/steps", """{"stepCode":"a","version":1,"promisedDays":0}""", "$.promisedDays"),
        ["too many days promised"] = ($"{Applications}/<A>/steps", """{"stepCode":"a","version":1,"promisedDays":2147483647}""", "$.promisedDays"),
        ["nothing to find by"] = ("/api/citizens/find", "{}", "$"),
        ["both to find by"] = ("/api/citizens/find", """{"idNumber":"50010319800102000X","name":"王芳"}""", "$"),
        ["a noncharacter in a name"] = ("/api/citizens", """{"idNumber":"<I>","name":"\ufffe","residenceDivision":"500103"}""", "$.name"),
        ["33 levels"] = (Applications, Nested(33), "$"),
        ["32 levels of something unknown"] = (Applications, Nested(32), "$.x"),
        ["a hundred thousand brackets"] = (Applications, new string('[', 100_000), "$")
    };

    public static TheoryData<string> BodyNames => [.. Bodies.Keys];

    [Theory, MemberData(nameof(BodyNames))]
    public async Task in_the_body_is_refused_with_its_field_and_records_nothing(string body)
    {
        var (path, json, field) = Bodies[body];
        var problem = await RefusedAsync(path, json, 400);
        problem["type"]!.GetValue<string>().ShouldBe("urn:serviceledger:invalid");
        problem["field"]!.GetValue<string>().ShouldBe(field);
    }

    [Theory]
    [InlineData("""{"version":-1}"""), InlineData("""{"version":0}"""), InlineData("""{"version":-9223372036854775808}"""), InlineData("""{"version":9223372036854775807}""")]
    public async Task with_a_version_that_never_was_is_stale(string body) =>
        (await RefusedAsync($"{Applications}/<A>/withdrawal", body, 409))["type"]!.GetValue<string>().ShouldBe("urn:serviceledger:stale-version");

    [Theory]
    [InlineData("c3 28"), InlineData("c0 80"), InlineData("ed a0 80"), InlineData("f4 90 80 80"), InlineData("ff"), InlineData("e6 83")]
    public async Task that_is_not_UTF_8_is_refused(string bytes)
    {
        byte[] body = [.. Bytes(Head + ",\"situation\":\""), .. Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)), .. Bytes("\"}")];
        (await RefusedAsync(Applications, new ByteArrayContent(body), 400))["field"]!.GetValue<string>().ShouldBe("$");
    }

    [Theory]
    [InlineData("utf-16", "application/json"), InlineData("utf-16", "application/json; charset=utf-16"), InlineData("utf-16BE", "application/json; charset=utf-16"), InlineData("utf-32", "application/json")]
    public async Task in_another_encoding_is_refused(string encoding, string type) =>
        (await RefusedAsync(Applications, Content(Encoding.GetEncoding(encoding).GetBytes(await Filled(Sound)), type), 400))["field"]!.GetValue<string>().ShouldBe("$");

    [Theory]
    [InlineData("text/plain"), InlineData("application/xml"), InlineData("application/x-www-form-urlencoded"), InlineData("multipart/form-data; boundary=x"), InlineData("application/jsonx"), InlineData("x")]
    public async Task of_another_type_is_refused(string type) =>
        await RefusedAsync(Applications, Content(Encoding.UTF8.GetBytes(await Filled(Sound)), type), 415);

    [Theory]
    [InlineData(null), InlineData("application/json"), InlineData("application/json; charset=utf-8"), InlineData("APPLICATION/JSON"), InlineData("application/json; charset=utf-16"), InlineData("application/json; charset=nonsense")]
    public async Task is_not_what_UTF_8_JSON_is_whatever_its_type_says_of_the_encoding(string? type)
    {
        var response = await SendAsync(Applications, Content(Encoding.UTF8.GetBytes(await Filled(Sound)), type));
        response.StatusCode.ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.UnsupportedMediaType);
        if (response.StatusCode is HttpStatusCode.UnsupportedMediaType)
            await response.ShouldBeRefused(415, "bad-request");
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task of_a_byte_more_than_a_mebibyte_is_refused(bool chunked)
    {
        var problem = await RefusedAsync(Applications, Sized(await Filled(Sound), RequestDoor.MaxBody + 1, chunked), 413);
        problem["type"]!.GetValue<string>().ShouldBe("urn:serviceledger:too-large");
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task is_not_a_body_of_exactly_a_mebibyte(bool chunked) =>
        (await SendAsync(Applications, Sized(await Filled(Sound), RequestDoor.MaxBody, chunked))).StatusCode.ShouldBe(HttpStatusCode.Created);

    [Theory]
    [InlineData("/api/citizens", """{"idNumber":"<M>","name":"王芳","residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"<M>\u0007","residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"<M>\u0000","residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"<M>\ud800","residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":["<M>"],"residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"王芳","residenceDivision":"<M>"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"王芳","residenceDivision":"500103","urbanRuralClass":"<M>"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"<M>""")]
    [InlineData("/api/citizens", "<M>")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"王芳","name":"<M>","residenceDivision":"500103"}""")]
    [InlineData("/api/citizens", """{"idNumber":"<I>","name":"王芳","residenceDivision":"500103","x":"<M>"}""")]
    [InlineData("/api/citizens/find", """{"idNumber":"<M>"}""")]
    [InlineData("/api/citizens/find", """{"name":"<M>"}""")]
    [InlineData("/api/citizens/find", """{"name":"王芳","birthDate":"<M>"}""")]
    [InlineData(Applications, """{"citizenId":"<M>","itemCode":"TEST-PLAIN"}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"<M>"}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PLAIN","submittedBy":"<M>"}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PLAIN","itemVersion":"<M>"}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PLAIN","situation":"<M>\u0001"}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PLAIN","effect":{"at":"<M>","reason":"lateEntry"}}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PAPERS","materials":[{"paperId":"<M>","form":"copy","grade":"A"}]}""")]
    [InlineData(Applications, """{"citizenId":"<C>","itemCode":"TEST-PAPERS","materials":[{"paperId":"P1","form":"copy","grade":"A","contentHash":"<M>"}]}""")]
    [InlineData($"{Applications}/<A>/withdrawal", """{"version":1,"reason":"<M>\u0001"}""")]
    [InlineData($"{Applications}/<A>/withdrawal", """{"version":9,"reason":"<M>"}""")]
    [InlineData($"{Applications}/<A>/closing", """{"version":1,"reason":"<M>"}""")]
    [InlineData($"{Applications}/<A>/steps", """{"stepCode":"<M>\u0001","version":1}""")]
    [InlineData($"{Applications}/<D>/decision", """{"kind":"refusal","legalBasis":["a"],"reasons":"<M>","version":2}""")]
    [InlineData($"{Applications}/<D>/decision", """{"kind":"<M>","legalBasis":["a"],"version":2}""")]
    [InlineData($"{Applications}/{Marker}/withdrawal", """{"version":1}""")]
    public async Task is_not_repeated_in_the_refusal(string path, string body)
    {
        var response = await SendAsync(await Filled(path), Content(Encoding.UTF8.GetBytes(await Filled(body)), "application/json"));
        ((int)response.StatusCode).ShouldBeInRange(400, 499);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var text = await response.Content.ReadAsStringAsync();
        text.ShouldNotContain(Marker);
        response.Headers.ToString().ShouldNotContain(Marker);
    }

    /// <summary>A whole answer of a stranger's making must not come back: the field is a name, and a name has an end.</summary>
    [Fact]
    public async Task in_a_name_does_not_make_the_refusal_long()
    {
        var problem = await RefusedAsync(Applications, Head + ",\"" + new string('x', 100_000) + "\":1}", 400);
        problem.ToJsonString().Length.ShouldBeLessThan(2000);
    }

    [Theory]
    [InlineData("/api/citizens/<C>/file?asOf=", "asOf"), InlineData("/api/citizens/<C>/file?knownAt=", "knownAt"), InlineData("/api/citizens/<C>/file?atLeast=", "atLeast"), InlineData("/api/citizens/<C>/file?page=", "page")]
    [InlineData("/api/citizens/<C>/file/history?after=", "after"), InlineData("/api/citizens/<C>/file/history?size=", "size")]
    [InlineData($"{Applications}/<A>/history?after=", "after"), InlineData($"{Applications}/<A>/history?size=", "size")]
    [InlineData("/api/items?size=", "size"), InlineData("/api/items/TEST-PLAIN?version=", "version")]
    public async Task in_a_query_is_refused_with_its_field_and_not_repeated(string address, string field)
    {
        var response = await host.Client(LedgerHost.ReaderOf(address)).GetAsync(await Filled(address) + Marker);
        var problem = await response.ShouldBeRefused(400, "invalid");
        problem["field"]!.GetValue<string>().ShouldBe(field);
        problem.ToJsonString().ShouldNotContain(Marker);
    }

    [Theory]
    [InlineData("/api/items?after=%00", 400), InlineData("/api/items?%00=1", 400), InlineData("/api/items?after=%FF", 200), InlineData("/api/items?after=%ED%A0%80", 200), InlineData("/api/items?after=%C0%80", 200)]
    [InlineData("/api/items/%EF%BF%BD", 400), InlineData("/api/items?after=%", 200), InlineData("/api/items?after=%zz", 200), InlineData("/api/items?after=a&after=b", 200)]
    [InlineData("/api/items?size=1&size=2", 400), InlineData("/api/items?size=-2147483648", 200), InlineData("/api/items?size=2147483648", 400), InlineData("/api/items/TEST-PLAIN?version=-1", 404)]
    [InlineData("/api/citizens/<C>/file?page=0", 400), InlineData("/api/citizens/<C>/file?page=-1", 400), InlineData("/api/citizens/<C>/file?page=2147483648", 400)]
    [InlineData("/api/citizens/<C>/file?asOf=0001-01-01T00:00:00Z", 200), InlineData("/api/citizens/<C>/file?asOf=9999-12-31T23:59:59.9999999Z", 200)]
    [InlineData("/api/citizens/<C>/file?asOf=0001-01-01T00:00:00%2B14:00", 400), InlineData("/api/citizens/<C>/file?asOf=9999-12-31T23:59:59-14:00", 400), InlineData("/api/citizens/<C>/file?asOf=2026-02-30T00:00:00Z", 400)]
    [InlineData("/api/citizens/<C>/file?knownAt=9999-12-31T23:59:59.9999999Z", 200), InlineData("/api/citizens/<C>/file?atLeast=-1", 400), InlineData("/api/citizens/<C>/file?atLeast=9223372036854775808", 400)]
    [InlineData("/api/citizens/<C>/file/history?after=9223372036854775807", 200), InlineData("/api/citizens/<C>/file/history?after=-9223372036854775808&size=-1", 200)]
    [InlineData($"{Applications}/<A>/history?after=9223372036854775807&size=2147483647", 200), InlineData("/api/events/00000000-0000-0000-0000-000000000000", 404)]
    public async Task in_an_address_is_refused_or_answered(string address, int status)
    {
        await Filed();
        var response = await host.Client(LedgerHost.ReaderOf(address)).GetAsync(await Filled(address));
        ((int)response.StatusCode).ShouldBe(status, await response.Content.ReadAsStringAsync());
        if (status >= 400)
            (await response.ShouldBeRefused(status, status == 404 ? "not-found" : "invalid"))["field"]?.GetValue<string>().ShouldNotBeNullOrEmpty();
    }

    /// <summary>The last page there can be is beyond the last there is.</summary>
    [Theory]
    [InlineData(2), InlineData(21_474_838), InlineData(42_949_674), InlineData(int.MaxValue)]
    public async Task is_not_a_page_beyond_the_last_which_is_empty(int page)
    {
        await Filed();
        var file = await host.Get(await Filled($"/api/citizens/<C>/file?page={page}"));
        file["applications"]!.AsArray().ShouldBeEmpty();
        file["next"].ShouldBeNull();
    }

    [Theory]
    [InlineData("zh-CN", "请求内容有误。"), InlineData("zh-CN,zh;q=0.9,en;q=0.8", "请求内容有误。"), InlineData("en", "The request cannot be accepted as it is."), InlineData("fr", "The request cannot be accepted as it is.")]
    public async Task is_refused_in_the_language_asked_for(string language, string title)
    {
        foreach (var body in new[] { "{", Head + ",\"x\":1}", Head + ",\"situation\":\"\"}" })
        {
            var problem = JsonNode.Parse(await (await SendAsync(Applications, Content(Encoding.UTF8.GetBytes(await Filled(body)), "application/json"), language: language)).Content.ReadAsStringAsync())!;
            problem["title"]!.GetValue<string>().ShouldBe(title);
            problem["detail"]!.GetValue<string>().Any(c => c > 0x2E80).ShouldBe(language.StartsWith("zh", StringComparison.Ordinal), problem.ToJsonString());
        }
    }

    [Theory]
    [InlineData("/api/nothing", "GET", 404, "未找到。"), InlineData("/api/citizens/find", "GET", 405, "无法处理该请求。"), InlineData("/api/items?size=x", "GET", 400, "请求内容有误。")]
    public async Task that_the_framework_refuses_is_refused_in_the_language_asked_for_too(string path, string method, int status, string title)
    {
        using var request = new HttpRequestMessage(new(method), path);
        var response = await host.Client(LedgerHost.Officer, "zh-CN").SendAsync(request);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        ((int)response.StatusCode, problem["title"]!.GetValue<string>()).ShouldBe((status, title));
    }

    [Theory]
    [InlineData("image/png"), InlineData("text/html"), InlineData("application/xml;q=0.5"), InlineData(";;;")]
    public async Task is_refused_in_our_form_whatever_is_accepted(string accepted)
    {
        foreach (var address in new[] { $"/api/decisions/published?after={Marker}", $"/api/items?size={Marker}", $"/api/items/TEST-PLAIN?version={Marker}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", accepted);
            var problem = await (await host.Client().SendAsync(request)).ShouldBeRefused(400, "invalid");
            problem["field"]!.GetValue<string>().ShouldNotBeNullOrEmpty();
            problem.ToJsonString().ShouldNotContain(Marker);
            problem.ToJsonString().ShouldNotContain("System.");
        }
    }

    [Theory]
    [InlineData("-"), InlineData(""), InlineData("kind"), InlineData("kind=officer"), InlineData("kind=officer; id=li.hua"), InlineData("kind=clock; id=x; role=r; department=D; purpose=p")]
    [InlineData("kind=citizen"), InlineData("kind=citizen; id=nobody"), InlineData("kind=officer; id=a; id=b; role=r; department=D; purpose=p")]
    [InlineData("kind=officer; id=a; role=r; department=d; purpose=p"), InlineData("kind=system; id=a; purpose=p"), InlineData("kind=officer; id=a; role=r; department=D; division=north; purpose=p")]
    [InlineData("kind=officer; id=a; role=r; department=D; class=village; purpose=p"), InlineData("kind=officer; id=a; role=r; department=D; own=me; purpose=p"), InlineData("kind=officer; id=Zweifelhaft7391=; role=r; department=D; purpose=p")]
    public Task for_a_token_is_not_signed_in(string persona) => Refuses(persona, 401, "not-signed-in");

    [Theory]
    [InlineData("kind=officer; id=a; role=r; department=D", "Purpose"), InlineData("kind=system; id=a; department=D", "Purpose"), InlineData("kind=officer; id=a; role=r; department=D; purpose=Zweifelhaft7391=", "Purpose")]
    [InlineData("kind=officer; id=a; role=r; department=D; purpose=p; purpose=q", "Purpose"), InlineData("kind=officer; id=a; role=r; department=D; purpose=p; channel=pigeon", "Channel")]
    [InlineData("kind=officer; id=a; role=r; department=D; purpose=p; channel=99", "Channel"), InlineData("kind=officer; id=a; role=r; department=D; purpose=p; channel=7", "Channel"), InlineData("kind=officer; id=a; role=r; department=D; purpose=p; channel=import", "Channel")]
    [InlineData("kind=officer; id=a; role=r; department=D; purpose=p; matter=x", "Matter"), InlineData("kind=officer; id=a; role=r; department=D; purpose=p; behalf=x", "On-Behalf-Of")]
    [InlineData("kind=officer; id=a; role=r; role=q; department=D; purpose=p", "Role"), InlineData("kind=officer; id=a; department=D; purpose=p", "Role"), InlineData("kind=agent; id=a; as=handler", "Role")]
    public async Task for_a_statement_is_refused(string persona, string header) => (await Refuses(persona, 400, "invalid"))["field"]!.GetValue<string>().ShouldBe(header);

    async Task<JsonNode> Refuses(string persona, int status, string type)
    {
        var before = await Recorded();
        JsonNode? problem = null;
        foreach (var path in new[] { Applications, await Filled($"{Applications}/<A>/withdrawal") })
        {
            var response = await SendAsync(path, Content(Encoding.UTF8.GetBytes(await Filled(Sound)), "application/json"), persona: persona.Replace("=D", "=" + LedgerHost.Department, StringComparison.Ordinal));
            problem = await response.ShouldBeRefused(status, type);
            problem.ToJsonString().ShouldNotContain(Marker);
        }

        (await Recorded()).ShouldBe(before);
        return problem!;
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData(" "), InlineData("a b"), InlineData("schlüssel"), InlineData("密钥"), InlineData("a\u007f"), InlineData("201 characters")]
    public async Task for_an_idempotency_key_is_refused(string? key)
    {
        var before = await Recorded();
        var response = await SendAsync(Applications, Content(Encoding.UTF8.GetBytes(await Filled(Sound)), "application/json"), key: key == "201 characters" ? new string('k', 201) : key ?? "-");
        (await response.ShouldBeRefused(400, "invalid"))["field"]!.GetValue<string>().ShouldBe("Idempotency-Key");
        (await Recorded()).ShouldBe(before);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "not-found"), InlineData("POST", "/api/nothing", 404, "not-found"), InlineData("GET", "/nothing", 404, "not-found"), InlineData("GET", "/api/applications/1", 404, "not-found")]
    [InlineData("GET", "/api/citizens/find", 405, "bad-request"), InlineData("DELETE", "/api/applications", 405, "bad-request"), InlineData("PUT", "/api/citizens", 405, "bad-request"), InlineData("POST", "/api/items", 405, "bad-request")]
    [InlineData("BREW", "/api/items", 405, "bad-request")]
    public async Task as_an_address_or_method_is_refused_as_a_problem(string method, string path, int status, string type)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Add("Idempotency-Key", $"bad-{++keys}");
        await (await host.Client(LedgerHost.Officer).SendAsync(request)).ShouldBeRefused(status, type);
    }

    // What the tests of this class share; made by the first of them.
    static (Guid Citizen, Guid Application, Guid WithPapers, Guid Accepted)? matters;
    static int keys, requests;

    async Task<string> Filled(string text)
    {
        if (matters is null)
        {
            var citizen = await host.Register();
            matters = (citizen, await host.Submit(citizen), await host.Submit(citizen, Items.WithPapers), await host.Submit(citizen));
            await host.Do($"{Applications}/{matters.Value.Accepted}/acceptance", new { version = 1 });
        }

        var m = matters.Value;
        return text.Replace("<C>", $"{m.Citizen}", StringComparison.Ordinal).Replace("<N>", $"{m.Citizen:N}", StringComparison.Ordinal).Replace("<A>", $"{m.Application}", StringComparison.Ordinal)
            .Replace("<M>", Marker, StringComparison.Ordinal).Replace("<P>", $"{m.WithPapers}", StringComparison.Ordinal).Replace("<D>", $"{m.Accepted}", StringComparison.Ordinal).Replace("<I>", People.IdNumber(5000 + ++requests), StringComparison.Ordinal);
    }

    /// <summary>Waits until the citizen's file has everything recorded so far.</summary>
    async Task Filed() => await host.Get(await Filled("/api/citizens/<C>/file?atLeast=") + await host.Scalar<long>("select max(seq_id) from ledger.mt_events"));

    async Task<(long, long, long)> Recorded()
    {
        await Filled("");
        return (await host.Scalar<long>("select count(*) from ledger.mt_events"), await host.Scalar<long>("select count(*) from ledger.mt_streams"), await host.Scalar<long>("select count(*) from ledger.mt_doc_idempotencyrecord"));
    }

    async Task<JsonNode> RefusedAsync(string path, string body, int status) =>
        await RefusedAsync(path, Content(Encoding.UTF8.GetBytes(await Filled(body)), "application/json"), status);

    async Task<JsonNode> RefusedAsync(string path, HttpContent content, int status)
    {
        var before = await Recorded();
        var response = await SendAsync(await Filled(path), content);
        var text = await response.Content.ReadAsStringAsync();
        ((int)response.StatusCode).ShouldBe(status, text);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json", text);
        (await Recorded()).ShouldBe(before);
        return JsonNode.Parse(text)!;
    }

    /// <summary>A POST; a header of "-" is not sent.</summary>
    async Task<HttpResponseMessage> SendAsync(string path, HttpContent content, string? persona = null, string? key = null, string language = "en")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        key ??= $"bad-{++keys}";
        if (key != "-")
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (persona != "-")
            request.Headers.BearAs(host.Folder, persona ?? LedgerHost.Officer);
        return await host.Client(language: language).SendAsync(request);
    }

    static ByteArrayContent Content(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    static HttpContent Sized(string json, int size, bool chunked)
    {
        var bytes = Encoding.UTF8.GetBytes(json + new string(' ', size - Encoding.UTF8.GetByteCount(json)));
        HttpContent content = chunked ? new Endless(bytes) : new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        return content;
    }

    /// <summary>A body that does not say its length.</summary>
    sealed class Endless(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    static string Nested(int levels) => Head + ",\"x\":" + new string('[', levels - 1) + new string(']', levels - 1) + "}";

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
