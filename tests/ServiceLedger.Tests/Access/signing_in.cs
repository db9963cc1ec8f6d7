using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using ServiceLedger.Access;

namespace ServiceLedger.Tests.Access;

/// <summary>Signing in over HTTP: people in a browser, by the code flow with PKCE; systems by their client's secret.</summary>
public class signing_in(LedgerHost host) : IClassFixture<LedgerHost>
{
    const string Verifier = "a-verifier-of-at-least-forty-three-characters-1234567";

    [Fact]
    public async Task as_an_officer_leads_to_a_page_that_says_who_and_how_long()
    {
        using var browser = new Browser(host);
        var (asked, choice) = await browser.Open("/sign-in?returnUrl=%2Fme%3Fx%3D1");
        asked.StatusCode.ShouldBe(HttpStatusCode.OK, choice);
        choice.ShouldContain("李华");
        var (answer, page) = await browser.Submit(choice, "/connect/authorize", ("person", "li.hua"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
        browser.Address.ShouldBe("/me?x=1");
        foreach (var told in new[] { "李华", "officer", "li.hua", LedgerHost.Department, "handler", "Your session ends in 30 min" })
            page.ShouldContain(told);
        page.ShouldNotContain("<script>");
        answer.Headers.GetValues("Refresh").Single().ShouldBe("1500");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();

        var session = browser.SetCookies.Last(c => c.StartsWith("ledger-session=", StringComparison.Ordinal));
        session.ShouldContain("httponly");
        session.ShouldContain("samesite=lax");
        session.ShouldContain("path=/");
        browser.SetCookies.ShouldAllBe(c => c.Contains("httponly") && (c.Contains("samesite=lax") || c.Contains("samesite=strict")));
    }

    [Fact]
    public async Task as_a_citizen_shows_the_name_and_in_chinese_where_asked()
    {
        var citizen = await host.Register("欧阳明月");
        using var browser = new Browser(host);
        var (_, page) = await browser.SignIn(citizen.ToString());
        page.ShouldContain("欧阳明月");
        page.ShouldContain(citizen.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/me");
        request.Headers.Add("Accept-Language", "zh-CN");
        (_, page) = await browser.Send(request);
        page.ShouldContain("<html lang=\"zh-CN\"");
        page.ShouldContain("公民");
        page.ShouldContain("会话将在 30 分钟后结束");
    }

    [Fact]
    public async Task lasts_until_nothing_was_opened_for_half_an_hour_and_says_so_before()
    {
        using var browser = new Browser(host);
        await browser.SignIn("li.hua");
        host.Time.Advance(TimeSpan.FromMinutes(26));
        // To look how long it lasts does not make it last.
        var (_, page) = await browser.Open("/me");
        page.ShouldContain("role=\"alert\"");
        page.ShouldContain("Your session ends in 4 min");
        (_, page) = await browser.Submit(page, "/me/stay");
        page.ShouldContain("Your session ends in 30 min");
        host.Time.Advance(TimeSpan.FromMinutes(29));
        (await browser.Open("/me")).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Time.Advance(TimeSpan.FromSeconds(61));
        var (answer, over) = await browser.Open("/me");
        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        over.ShouldContain("Your session has ended.");
        // Whoever comes now shows anew who they are.
        over.ShouldContain("again=true");
    }

    [Fact]
    public async Task ends_after_twelve_hours_whatever_is_done()
    {
        using var browser = new Browser(host);
        var (answer, page) = await browser.SignIn("li.hua");
        for (var minutes = 0; minutes < 12 * 60; minutes += 20)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"after {minutes} minutes");
            host.Time.Advance(TimeSpan.FromMinutes(20));
            (answer, page) = await browser.Submit(page, "/me/stay");
        }

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task is_undone_by_signing_out()
    {
        using var browser = new Browser(host);
        var (_, page) = await browser.SignIn("li.hua");
        (_, page) = await browser.Submit(page, "/sign-out");
        page.ShouldContain("You are signed out.");
        (await browser.Open("/me")).Answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("no token"), InlineData("another site"), InlineData("a sister site"), InlineData("another origin"), InlineData("no origin at all")]
    public async Task is_not_abused_by_the_forms_of_other_sites(string form)
    {
        using var browser = new Browser(host);
        var (_, page) = await browser.SignIn("li.hua");
        foreach (var action in new[] { "/sign-out", "/me/stay" })
        {
            var (answer, text) = await browser.Submit(page, action, otherwise: r =>
            {
                if (form is "no token")
                    r.Content = new FormUrlEncodedContent([]);
                else if (form is "another site" or "a sister site")
                    Replace(r, "Sec-Fetch-Site", form is "another site" ? "cross-site" : "same-site");
                else
                    Replace(r, "Origin", form is "another origin" ? "https://attacker.example" : "null");
            });
            await answer.ShouldBeRefused(403, "cross-site");
            text.ShouldNotContain("signed out");
        }

        // The API does not know sessions, so a form that brings one along does nothing there.
        using var post = new HttpRequestMessage(HttpMethod.Post, "/api/applications") { Content = new StringContent("{}", Encoding.UTF8, "text/plain") };
        await (await browser.Send(post)).Answer.ShouldBeRefused(401, "not-signed-in");
        (await browser.Open("/me")).Answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx"), InlineData("multipart/form-data; boundary=b", ""), InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n:\r\n\r\nx\r\n--b--"), InlineData("application/x-www-form-urlencoded", "<too many>")]
    public async Task is_no_reason_to_fail_over_a_form_that_cannot_be_read(string type, string body)
    {
        using var browser = new Browser(host);
        await browser.SignIn("li.hua");
        var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body == "<too many>" ? string.Concat(Enumerable.Repeat("x=1&", 2000)) : body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var (answer, page) = await browser.Send(new(HttpMethod.Post, "/me/stay") { Content = content });
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.Forbidden);
        page.ShouldNotContain("fault");
    }

    [Theory]
    [InlineData("https://attacker.example/"), InlineData("//attacker.example"), InlineData("/\\attacker.example"), InlineData("javascript:alert(1)"), InlineData("me"), InlineData(""), InlineData("/\t/attacker.example")]
    public async Task never_leads_to_another_site(string returnUrl)
    {
        using var browser = new Browser(host);
        await browser.SignIn("li.hua", "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        browser.Address.ShouldBe("/office");
    }

    [Fact]
    public async Task answers_what_the_authority_never_sent_with_a_page_and_no_session()
    {
        using var browser = new Browser(host);
        foreach (var address in new[] { "/sign-in/callback", "/sign-in/callback?code=x&state=y", "/sign-in/callback?error=access_denied&error_description=%3Cscript%3E" })
        {
            var (answer, page) = await browser.Open(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            page.ShouldContain("Signing in did not succeed.");
            page.ShouldNotContain("<script>");
        }

        (await browser.Open("/me")).Answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task gives_a_code_that_is_good_once_with_its_verifier_for_its_client()
    {
        (await Redeem(await Code(), verifier: Verifier + "x")).Status.ShouldBe(400);
        (await Redeem(await Code(), verifier: null)).Status.ShouldBe(400);
        (await Redeem(await Code(), redirect: Browser.Site + "/elsewhere")).Status.ShouldBe(400);
        (await Redeem(await Code(), secret: "guessed")).Status.ShouldBeInRange(400, 401);
        (await Redeem(await Code(), client: "system." + LedgerHost.Department)).Status.ShouldBeInRange(400, 401);

        var code = await Code();
        var (status, body) = await Redeem(code);
        status.ShouldBe(200, body.ToJsonString());
        var access = body["access_token"]!.GetValue<string>();
        (await Call(access)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await Redeem(code)).Status.ShouldBe(400);
        // What else was had on the way is no access token.
        foreach (var other in new[] { body["id_token"]!.GetValue<string>(), code })
            await (await Call(other)).ShouldBeRefused(401, "not-signed-in");

        var late = await Code();
        host.Time.Advance(TimeSpan.FromMinutes(6));
        (await Redeem(late)).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("redirect_uri", "https://attacker.example/sign-in/callback"), InlineData("redirect_uri", "http://localhost:5080/sign-in/callback/"), InlineData("redirect_uri", "http://localhost:5080/me")]
    [InlineData("redirect_uri", null), InlineData("client_id", "another"), InlineData("code_challenge", null), InlineData("code_challenge_method", "plain"), InlineData("code_challenge_method", null), InlineData("response_type", "token")]
    public async Task refuses_at_the_authority(string parameter, string? value)
    {
        using var client = Browser.Talking(host);
        var answer = await client.GetAsync(Authorize(parameter, value));
        // What is refused goes back to the registered address at most, and never with a code.
        (answer.Headers.Location?.ToString() ?? Browser.Site + "/sign-in/callback?").ShouldStartWith(Browser.Site + "/sign-in/callback?");
        (answer.Headers.Location?.Query ?? "").ShouldNotContain("code=");
        if (answer.Headers.Location is null)
            ((int)answer.StatusCode).ShouldBeInRange(400, 401);
    }

    [Fact]
    public async Task of_a_departments_system_takes_its_clients_secret()
    {
        var client = "system." + LedgerHost.Department;
        (await Token(new() { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = "guessed" })).Status.ShouldBeInRange(400, 401);
        (await Token(new() { ["grant_type"] = "client_credentials", ["client_id"] = "system.nobody", ["client_secret"] = DevelopmentProvider.Secret })).Status.ShouldBeInRange(400, 401);
        var (status, body) = await Token(new() { ["grant_type"] = "client_credentials", ["client_id"] = client, ["client_secret"] = DevelopmentProvider.Secret });
        status.ShouldBe(200, body.ToJsonString());

        var citizen = await host.Register();
        await (await Call(body["access_token"]!.GetValue<string>(), citizen)).ShouldBeRefused(403, "forbidden");
        (await host.Scalar<string>("select concat_ws(' ', headers->'act'->>'kind', headers->'act'->>'actorId', headers->'act'->>'department', headers->'act'->>'channel') from ledger.mt_events where type = 'access_refused' order by seq_id desc limit 1"))
            .ShouldBe($"system {client} {LedgerHost.Department} systemInterface");
    }

    [Theory, InlineData(null), InlineData(""), InlineData("nobody"), InlineData("clock")]
    public async Task on_the_command_line_is_for_people_there_are(string? person) =>
        (await Token(new() { ["grant_type"] = DevelopmentProvider.DemoGrant, ["person"] = person })).Status.ShouldBeInRange(400, 401);

    [Fact]
    public async Task shows_and_keeps_nothing_where_it_must_not()
    {
        foreach (var path in new[] { "/api/departments", "/api/nowhere", $"/api/citizens/{LedgerIds.Unknown}/file", "/me", "/signed-out", "/health/live", "/openapi/v1.json" })
        {
            var answer = await host.Client().GetAsync(path);
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
            answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe(path.StartsWith("/api", StringComparison.Ordinal) ? "no-referrer" : "same-origin");
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            if (path.StartsWith("/api", StringComparison.Ordinal))
                answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
        }
    }

    static void Replace(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
    }

    static string Authorize(string? parameter = null, string? value = null)
    {
        var query = new Dictionary<string, string?>
        {
            ["client_id"] = DevelopmentProvider.Pages,
            ["redirect_uri"] = Browser.Site + "/sign-in/callback",
            ["response_type"] = "code",
            ["scope"] = "openid",
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
            ["code_challenge_method"] = "S256",
            ["state"] = "s",
            ["nonce"] = "n"
        };
        if (parameter is not null)
            query[parameter] = value;
        return "/connect/authorize?" + string.Join('&', query.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    /// <summary>A code, as far as the browser would carry it.</summary>
    async Task<string> Code()
    {
        using var client = Browser.Talking(host);
        var choice = await client.GetAsync(Authorize());
        var page = await choice.Content.ReadAsStringAsync();
        var fields = System.Text.RegularExpressions.Regex.Matches(page, "name=\"([^\"]*)\" value=\"([^\"]*)\">").Where(f => f.Groups[1].Value != "person")
            .Select(f => KeyValuePair.Create(WebUtility.HtmlDecode(f.Groups[1].Value), WebUtility.HtmlDecode(f.Groups[2].Value))).Append(new("person", "li.hua"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/authorize") { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Cookie", choice.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));
        var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    Task<(int Status, JsonNode Body)> Redeem(string code, string? verifier = Verifier, string redirect = Browser.Site + "/sign-in/callback", string client = DevelopmentProvider.Pages, string secret = DevelopmentProvider.Secret) =>
        Token(new() { ["grant_type"] = "authorization_code", ["code"] = code, ["code_verifier"] = verifier, ["redirect_uri"] = redirect, ["client_id"] = client, ["client_secret"] = secret });

    async Task<(int Status, JsonNode Body)> Token(Dictionary<string, string?> form)
    {
        using var client = Browser.Talking(host);
        var answer = await client.PostAsync("/connect/token", new FormUrlEncodedContent(form.Where(f => f.Value is not null)!));
        return ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    async Task<HttpResponseMessage> Call(string token, Guid? citizen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/citizens/{citizen ?? LedgerIds.Unknown}/file");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        request.Headers.Add("Purpose", "ServiceProvision");
        return await host.Client().SendAsync(request);
    }
}
