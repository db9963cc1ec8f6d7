using System.Net.Sockets;
using System.Text;

namespace ServiceLedger.Load.Fuzz;

/// <summary>
/// Sends requests that are meant well or spoilt, each operation in turn by each persona in turn, and judges every answer. Requests are made in rounds before any of a round
/// is sent, so that the same seed on the same record makes the same requests whatever answers first.
/// </summary>
/// <param name="http">Follows no redirect and keeps no cookie.</param>
/// <param name="wire">Host and port where broken bytes can be sent; null in process.</param>
sealed class Fuzzer(HttpClient http, DescribedApi api, Harvest harvest, Findings findings, IReadOnlyList<Persona> personas, int seed, (string Host, int Port)? wire = null)
{
    const int Round = 400, AtOnce = 8;

    readonly RequestMaker maker = new(api, harvest, seed);
    readonly List<Attempt> again = [];

    /// <summary>Reads every list and everything that a list names, as everybody: what is on record is known from then on. How many requests it took.</summary>
    public async Task<int> LookAroundAsync(int first, int times)
    {
        var sent = 0;
        for (var i = 0; i < times; i++)
            foreach (var persona in personas)
                sent += await SendAsync([.. api.Operations.Where(o => o.Method == "GET").Select((o, n) => maker.MakeWell(first + sent + n, o, persona))]);
        return sent;
    }

    /// <summary>Sends so many requests.</summary>
    public async Task RunAsync(int first, int requests, Action<int>? said = null)
    {
        for (var done = 0; done < requests;)
        {
            done += await SendAsync([.. Enumerable.Range(first + done, Math.Min(Round, requests - done)).Select(n => maker.Make(n, personas, wire is not null))]);
            said?.Invoke(done);
        }
    }

    /// <summary>Asks again what was to come later: what is asked to come again for ever was never served. How many there were.</summary>
    public async Task<int> AskAgainAsync()
    {
        foreach (var attempt in again)
        {
            var answer = await AnswerAsync(attempt);
            findings.Judge(attempt, Findings.MayComeAgain(answer) ? answer with { RetryAfter = null } : answer);
        }

        return again.Count;
    }

    async Task<int> SendAsync(IReadOnlyList<Attempt> attempts)
    {
        var answers = new Answer[attempts.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, attempts.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => answers[i] = await AnswerAsync(attempts[i]));
        foreach (var (attempt, answer) in attempts.Zip(answers))
        {
            findings.Judge(attempt, answer);
            harvest.Take(attempt.Persona, answer);
            if (answer.Status == 204 && attempt.Operation is { Method: "POST" })
                foreach (var part in attempt.Address.Split('/', '?').Where(p => Guid.TryParse(p, out _)).Take(1))
                    harvest.Wrote(part);
            if (Findings.MayComeAgain(answer))
                again.Add(attempt);
        }

        return attempts.Count;
    }

    async Task<Answer> AnswerAsync(Attempt attempt)
    {
        if (attempt.Wire is not null)
            return await OnWireAsync(attempt.Wire, wire!.Value);
        using var request = new HttpRequestMessage(new(attempt.Method), attempt.Address);
        if (attempt.Body is not null)
            request.Content = new ByteArrayContent(attempt.Body);
        foreach (var (name, value) in attempt.Headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        return await AnswerAsync(http, request);
    }

    /// <summary>What it is answered; nothing where the connection is closed or the client sends no such thing.</summary>
    public static async Task<Answer> AnswerAsync(HttpClient http, HttpRequestMessage request)
    {
        try
        {
            using var response = await http.SendAsync(request);
            return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsByteArrayAsync(), response.Headers.TryGetValues("Retry-After", out var after) ? after.First() : null);
        }
        // The last is what a test server says of %00.
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or ArgumentException or FormatException or InvalidOperationException { Message: "The path contains null characters." })
        {
            return new(0, null, []);
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for ever.
            return new(504, null, []);
        }
    }

    /// <summary>Sends bytes as they are, says that no more come, and reads what is answered first.</summary>
    static async Task<Answer> OnWireAsync(byte[] bytes, (string Host, int Port) to)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(to.Host, to.Port);
            var stream = client.GetStream();
            await stream.WriteAsync(bytes);
            client.Client.Shutdown(SocketShutdown.Send);
            using var answer = new MemoryStream();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await stream.CopyToAsync(answer, patience.Token);
            var text = Encoding.Latin1.GetString(answer.ToArray());
            if (!text.StartsWith("HTTP/1.", StringComparison.Ordinal) || text.Length < 12)
                return new(0, null, []);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var type = head < 0 ? null : text[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Type:", StringComparison.OrdinalIgnoreCase))?[13..].Split(';')[0].Trim();
            var after = head < 0 ? null : text[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Retry-After:", StringComparison.OrdinalIgnoreCase));
            return new(int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), type == "application/problem+json" ? "raw" : type, head < 0 ? [] : answer.ToArray()[(head + 4)..], after);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new(0, null, []);
        }
        catch (OperationCanceledException)
        {
            return new(504, null, []);
        }
    }
}
