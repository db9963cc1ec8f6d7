using System.Globalization;
using System.Net;
using System.Text;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>
/// Asks the witnesses to cosign what was signed last (C2SP tlog-witness, "add-checkpoint"), all at once and a round at a time, beside the signing and never in its way.
/// The process that signs asks. A witness that fails is asked again after a while, longer each time up to a minute; what it says is logged when it changes.
/// </summary>
public sealed class Witnesses(LogFolder folder, LogKeys keys, LogSettings settings, LogState state, TimeProvider time, ILogger<Witnesses> log) : BackgroundService
{
    const int LongestAnswer = 64 * 1024;
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { MaxResponseContentBufferSize = LongestAnswer, Timeout = Timeout.InfiniteTimeSpan };
    Asked[]? asked;

    WitnessTerms Terms => settings.Witnessing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (state.Signs)
                    await AskAsync(stoppingToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or LogBroken)
            {
                log.LogError("The witnesses are not asked: {Fault}. It is tried again.", e.Message);
                await Task.Delay(LongestWait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(Terms.Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One round: asks those who have not cosigned the newest checkpoint, or not for a while; each answer is kept as it comes.</summary>
    public async Task AskAsync(CancellationToken ct = default)
    {
        if (folder.ReadCheckpoint() is not { } bytes || !keys.TryRead(bytes, out var note, out var checkpoint))
            return;
        asked ??= Remembered();
        var now = time.GetUtcNow();
        await foreach (var asking in Task.WhenEach(asked.Where(w => w.IsDue(note.Text, now, Terms.Again)).Select(w => AskAsync(w, note, checkpoint, ct))))
            if (await asking)
                Keep(note);
    }

    // What was cosigned before this process started: sizes need not be asked for again, and no cosignature is lost.
    Asked[] Remembered()
    {
        var cosigned = folder.ReadCosigned() is { } bytes && SignedNote.TryParse(bytes, out var note) && Checkpoint.TryParse(note.Text, out var checkpoint) ? (note, checkpoint) : default;
        return [.. Terms.Witnesses.Select(w => new Asked(w)
        {
            Size = cosigned.checkpoint?.Size ?? 0,
            Cosigned = cosigned.note is { } kept && kept.Signatures.FirstOrDefault(s => w.Verifier.Verify(kept.Text, s)) is { } signature ? (kept.Text, signature) : null
        })];
    }

    void Keep(SignedNote note)
    {
        NoteSignature[] cosignatures = [.. asked!.Where(w => w.Cosigned?.Text == note.Text).Select(w => w.Cosigned!.Value.Signature)];
        var bytes = Encoding.UTF8.GetBytes(note.With(cosignatures).ToString());
        folder.WriteCosigned(bytes);
        if (cosignatures.Length >= Terms.Quorum)
            folder.WriteWitnessed(bytes);
    }

    async Task<bool> AskAsync(Asked asked, SignedNote note, Checkpoint checkpoint, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Terms.Timeout);
        try
        {
            var from = Math.Min(asked.Size, checkpoint.Size);
            var answer = await SendAsync(asked.Witness, from, note, checkpoint, patience.Token);
            // It may have cosigned more, or less, than is remembered here.
            if (answer is { Status: HttpStatusCode.Conflict, Size: { } size } && size != from && size <= checkpoint.Size)
                answer = await SendAsync(asked.Witness, size, note, checkpoint, patience.Token);
            return Heard(asked, note, checkpoint, answer);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Failed(asked, LogLevel.Warning, e is OperationCanceledException ? "it does not answer in time" : "it cannot be reached");
            return false;
        }
    }

    bool Heard(Asked asked, SignedNote note, Checkpoint checkpoint, Answered answer)
    {
        switch (answer)
        {
            case { Status: HttpStatusCode.OK }:
                var cosignature = answer.Text.Split('\n').Select(l => NoteSignature.TryParse(l, out var s) ? s : null).FirstOrDefault(s => s is not null && asked.Witness.Verifier.Verify(note.Text, s));
                if (cosignature is null)
                    return Failed(asked, LogLevel.Error, "it answers without a cosignature by its key");
                if (!Cosignature.TryGetTime(cosignature, out var at) || at > (time.GetUtcNow() + WitnessedLog.Ahead).ToUnixTimeSeconds())
                    return Failed(asked, LogLevel.Error, "its clock is ahead of ours");
                asked.Size = checkpoint.Size;
                asked.Cosigned = (note.Text, cosignature);
                asked.At = time.GetUtcNow();
                asked.Failures = 0;
                if (asked.Fault is not null)
                    log.LogInformation("The witness {Witness} cosigns again.", asked.Witness.Verifier.Name);
                asked.Fault = null;
                return true;
            case { Status: HttpStatusCode.Conflict, Size: { } size } when size > checkpoint.Size:
                return Failed(asked, LogLevel.Critical, "it has seen more leaves than are signed here: the log was set back, or somebody else signs with its key");
            case { Status: HttpStatusCode.UnprocessableEntity }:
                return Failed(asked, LogLevel.Critical, "what is signed here does not go on from what it has seen: the log was rewritten, or somebody else signs with its key");
            default:
                return Failed(asked, LogLevel.Error, string.Create(CultureInfo.InvariantCulture, $"it answers {(int)answer.Status}"));
        }
    }

    bool Failed(Asked asked, LogLevel level, string fault)
    {
        asked.NotBefore = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, Math.Pow(2, Math.Min(asked.Failures++, 10))));
        if (asked.Fault != fault)
            log.Log(level, "The witness {Witness} does not cosign: {Fault}.", asked.Witness.Verifier.Name, fault);
        asked.Fault = fault;
        return false;
    }

    async Task<Answered> SendAsync(LogWitness witness, long from, SignedNote note, Checkpoint checkpoint, CancellationToken ct)
    {
        var proof = ConsistencyProof.Make(from, checkpoint.Size, Tiles.Read(checkpoint.Size, folder.Tile));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(new AddCheckpoint(from, proof, note).ToString()));
        using var answer = await client.PostAsync(new Uri(witness.Address.ToString().TrimEnd('/') + "/add-checkpoint"), content, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        return new(answer.StatusCode, text, long.TryParse(text.AsSpan().TrimEnd('\n'), NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : null);
    }

    public override void Dispose()
    {
        client.Dispose();
        base.Dispose();
    }

    sealed record Answered(HttpStatusCode Status, string Text, long? Size);

    /// <summary>What is known of a witness.</summary>
    sealed class Asked(LogWitness witness)
    {
        public LogWitness Witness => witness;
        public long Size { get; set; }
        public (string Text, NoteSignature Signature)? Cosigned { get; set; }
        public DateTimeOffset At { get; set; }
        public DateTimeOffset NotBefore { get; set; }
        public int Failures { get; set; }
        public string? Fault { get; set; }

        public bool IsDue(string text, DateTimeOffset now, TimeSpan again) => now >= NotBefore && (Cosigned?.Text != text || now - At >= again);
    }
}
