using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using ServiceLedger.Access;
using ServiceLedger.Load.Fuzz;

namespace ServiceLedger.Load;

/// <summary>Bad input for the service as it runs, on the demo city: every operation of its own description and every page, as everybody. Nothing may break, nothing may be undescribed, nothing may leak, and the record is sound afterwards.</summary>
static class Fuzzing
{
    const string Department = "11500000009275780L";

    /// <param name="args">How many requests, and the seed; 100,000 and 1 where not given.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (requests, seed) = (Number(args, 0, 100_000), Number(args, 1, 1));
        var folder = Directory.CreateTempSubdirectory("serviceledger-load-").FullName;
        try
        {
            await RealService.RunAsync(folder, null, "demo");
            using var service = await RealService.StartAsync(folder);
            using var http = Client(service.Address, keepsCookies: false);
            var (citizens, names) = await CitizensAsync(http);
            var findings = new Findings(names);
            var api = new DescribedApi(await http.GetStringAsync("/openapi/v1.json"));
            var personas = await PersonasAsync(http, citizens);
            Console.WriteLine($"{api.Operations.Count} operations, {personas.Count} personas, {NaughtyStrings.All.Length} naughty strings, seed {seed}");
            var clock = Stopwatch.StartNew();
            var harvest = new Harvest(api, [.. citizens.Select((c, n) => ((string?)CitizenName(n), "citizenId", c)), .. DemoPeople.Officers.Select(o => ((string?)null, "officerId", o.Id)), .. DemoPeople.Officers.Select(o => ((string?)null, "department", o.Department!.CreditCode)).Distinct()]);
            var fuzzer = new Fuzzer(http, api, harvest, findings, personas, seed, (service.Address.Host, service.Address.Port));
            var around = await fuzzer.LookAroundAsync(1_000_000_000, 2);
            var onPages = requests / 6;
            await fuzzer.RunAsync(0, Math.Max(0, requests - around - onPages), done => Said(done, clock));
            foreach (var (who, person, from) in new[] { ("everyone", null, "/"), ("a citizen", citizens[0], "/my"), ("an officer", "chen.yu", "/office"), ("a supervisor", $"supervisor.{Department}", "/supervision"), ("an agent", "zhou.ying", "/my") })
            {
                using var browser = Client(service.Address, keepsCookies: true);
                if (person is not null)
                    await PageMeasuring.SignInAsync(browser, person);
                var pages = new PageFuzzer(browser, who, findings, seed);
                await pages.FollowLinksAsync(from);
                Console.WriteLine($"{who}: {pages.Pages} pages, {pages.Forms} forms");
                await pages.RunAsync(2_000_000_000, onPages / 5 + 1);
            }

            var again = await fuzzer.AskAgainAsync();
            var isReady = (await http.GetAsync("/health/ready")).IsSuccessStatusCode;
            var took = clock.Elapsed.TotalSeconds;
            await service.StopAsync();
            var (isSound, said) = await AuditAsync(folder);
            Console.WriteLine(said.Trim());
            findings.Tell(Console.Out, seed, string.Create(CultureInfo.InvariantCulture, $"{took:0} s; {again} asked to come again; ready afterwards: {(isReady ? "yes" : "NO")}; audit: {(isSound ? "sound" : "NOT SOUND")}"));
            return isReady && isSound && findings.Total == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<(bool IsSound, string Said)> AuditAsync(string folder)
    {
        try
        {
            return (true, await RealService.RunAsync(folder, null, "audit"));
        }
        catch (InvalidOperationException e)
        {
            return (false, e.Message);
        }
    }

    static void Said(int done, Stopwatch clock)
    {
        if (done % 10_000 == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done:N0} requests after {clock.Elapsed.TotalSeconds:0} s"));
    }

    static HttpClient Client(Uri address, bool keepsCookies) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = keepsCookies,
        CookieContainer = new(),
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8
    })
    { BaseAddress = address };

    /// <summary>The citizens that the development provider shows: their ids and names.</summary>
    static async Task<(string[] Ids, string[] Names)> CitizensAsync(HttpClient http)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = new() };
        using var browser = new HttpClient(handler) { BaseAddress = http.BaseAddress };
        var people = PageMeasuring.PeopleIn(await browser.GetStringAsync("/sign-in?returnUrl=%2Fme"));
        return ([.. people.Select(p => p.Id)], [.. people.Select(p => p.Name)]);
    }

    static async Task<IReadOnlyList<Persona>> PersonasAsync(HttpClient http, string[] citizens)
    {
        var made = new List<Persona> { new("nobody", []) };
        foreach (var (number, citizen) in citizens.Take(4).Index())
            made.Add(new(CitizenName(number), await BearAsync(citizen)));
        made.Add(new("an agent", await BearAsync("zhou.ying")));
        foreach (var (person, purpose) in new[] { ("li.hua", "ServiceProvision"), ("chen.yu", "ServiceProvision"), ("zhao.min", "RequestedServiceProvision"), ($"decider.{Department}", "ServiceProvision"), ($"receiver.{Department}", "ServiceProvision"), ($"dataSteward.{Department}", "ServiceProvision"), ($"supervisor.{Department}", "Oversight"), ("qin.lan", "Oversight"), ("shi.ke", "Oversight"), ("bao.an", "Oversight"), ($"auditor.{Department}", "Oversight") })
            made.Add(new(person, [.. await BearAsync(person), ("Purpose", purpose)]));
        made.Add(new("li.hua without purpose", await BearAsync("li.hua")));
        return made;

        async Task<IReadOnlyList<(string, string)>> BearAsync(string person)
        {
            using var form = new FormUrlEncodedContent([new("grant_type", DevelopmentProvider.DemoGrant), new("person", person)]);
            using var answer = await http.PostAsync("/connect/token", form);
            return [("Authorization", "Bearer " + (await answer.Content.ReadFromJsonAsync<JsonNode>())!["access_token"]!.GetValue<string>())];
        }
    }

    static string CitizenName(int number) => string.Create(CultureInfo.InvariantCulture, $"citizen {number + 1}");

    static int Number(string[] args, int at, int otherwise) => args.Length > at ? int.Parse(args[at], NumberStyles.AllowThousands, CultureInfo.InvariantCulture) : otherwise;
}
