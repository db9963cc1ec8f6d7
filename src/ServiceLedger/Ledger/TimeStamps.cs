using System.Formats.Asn1;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;

namespace ServiceLedger.Ledger;

/// <summary>
/// Has the newest checkpoint stamped once a day by a time-stamping authority (RFC 3161), where one is set: its clock and its word, and nobody's who takes part here.
/// What is stamped is the text of the checkpoint, with its final newline; the whole response is kept, so that other tools verify it. Whether the authority's certificate is to be trusted is for whoever does.
/// </summary>
public sealed class TimeStamps(PublishedLog log, LogFolder folder, LogSettings settings, LogState state, TimeProvider time, ILogger<TimeStamps> logger) : BackgroundService
{
    /// <summary>How far the authority's clock may be from ours.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(5);

    const int LongestAnswer = 256 * 1024;
    static readonly TimeSpan Every = TimeSpan.FromDays(1), Look = TimeSpan.FromMinutes(1), Again = TimeSpan.FromMinutes(15);

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { MaxResponseContentBufferSize = LongestAnswer, Timeout = TimeSpan.FromSeconds(30) };
    DateTimeOffset notBefore;
    string? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (state.Signs)
                    await StampAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Look, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Has the newest checkpoint stamped if the last stamp is a day old and something was added since; whether it was.</summary>
    public async Task<bool> StampAsync(CancellationToken ct = default)
    {
        var now = time.GetUtcNow();
        if (settings.TimeStampAuthority is not { } authority || now < notBefore || log.Newest() is not var (note, checkpoint) || checkpoint.Size == 0)
            return false;
        if (folder.NewestTimeStamp() is { } last && (last >= checkpoint.Size || (folder.ReadTimeStamp(last) is { } kept && Read(kept) is { } earlier && now - earlier.TokenInfo.Timestamp < Every)))
            return false;
        try
        {
            folder.WriteTimeStamp(checkpoint.Size, await AskAsync(authority, Encoding.UTF8.GetBytes(note.Text), now, ct));
            if (told is not null)
                logger.LogInformation("The log is time-stamped again.");
            told = null;
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UnauthorizedAccessException or CryptographicException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            notBefore = now + Again;
            var fault = e is OperationCanceledException ? "it does not answer in time" : e.Message;
            if (told != fault)
                logger.LogError("The time-stamping authority stamped nothing: {Fault}", fault);
            told = fault;
            return false;
        }
    }

    async Task<byte[]> AskAsync(Uri authority, byte[] text, DateTimeOffset now, CancellationToken ct)
    {
        var asked = Rfc3161TimestampRequest.CreateFromData(text, HashAlgorithmName.SHA256, nonce: RandomNumberGenerator.GetBytes(16), requestSignerCertificates: true);
        using var content = new ByteArrayContent(asked.Encode());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/timestamp-query");
        using var answer = await client.PostAsync(authority, content, ct);
        answer.EnsureSuccessStatusCode();
        var response = await answer.Content.ReadAsByteArrayAsync(ct);
        // Status, nonce and digest are compared here; then the signature.
        var token = asked.ProcessResponse(response, out var length);
        if (length != response.Length || !token.VerifySignatureForData(text, out _))
            throw new CryptographicException("The response does not hold a signed time-stamp of the checkpoint.");
        var apart = (token.TokenInfo.Timestamp - now).Duration();
        return apart <= Apart ? response : throw new CryptographicException(string.Create(CultureInfo.InvariantCulture, $"Its clock is {apart.TotalMinutes:0} minutes from ours."));
    }

    /// <summary>The token in a response that was granted (RFC 3161 §2.4.2); null where there is none.</summary>
    public static Rfc3161TimestampToken? Read(byte[] response)
    {
        try
        {
            var parts = new AsnReader(response, AsnEncodingRules.DER).ReadSequence();
            parts.ReadEncodedValue();
            return parts.HasData && Rfc3161TimestampToken.TryDecode(parts.ReadEncodedValue(), out var token, out _) ? token : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }
}
