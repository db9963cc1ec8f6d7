using System.Text.Json;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>The signed word of the log that an event will stand in it by a time.</summary>
public sealed record Promise(SignedNote Note, string Origin, Guid EventId, TreeHash Leaf, DateTimeOffset AcceptedAt, DateTimeOffset IncludeBy)
{
    const string Header = "serviceledger/receipt/v1";

    /// <summary>Reads a promise, its signature not yet verified; null where it is none.</summary>
    public static Promise? Read(SignedNote note) =>
        note.Text.Split('\n') is [Header, var origin, var id, var hash, var accepted, var by, ""] && Guid.TryParseExact(id, "D", out var eventId) && eventId.ToString("D") == id
        && TreeHash.TryParse(hash, out var leaf) && EntryRead.TryMoment(accepted, out var acceptedAt) && EntryRead.TryMoment(by, out var includeBy)
            ? new(note, origin, eventId, leaf, acceptedAt, includeBy) : null;
}

/// <summary>Verifies what a person holds: a receipt in any of its forms, or a proof alone.</summary>
/// <remarks>
/// <code>
/// file    = receipt / { "receipt": receipt, … }                ; the second: the answer of the service to a submission, as it came
/// receipt = { "format": "serviceledger-receipt@v1", "promise", "entry", "disclosures" [, "proof"] }  ; JSON
///         / tlog-proof                         ; C2SP tlog-proof; its extra: JSON { "entry", "disclosures" }
///         / promise
/// promise     = a signed note (C2SP signed-note) of the log; see <see cref="Promise"/>
/// entry       = base64 of the entry's bytes
/// disclosures = [ disclosure ]                 ; RFC 9901 §4.2
/// proof       = text of a tlog-proof; absent or null while there is none
/// </code>
/// </remarks>
public sealed class ReceiptFile(Trust trust, Memory? memory, TileFolder? tiles, TimeProvider time, Report report)
{
    const string V1 = "serviceledger-receipt@v1";

    static readonly Said Itself = new("The receipt", "回执"), TheProof = new("The proof", "证明"), ThePromise = new("The promise", "承诺"), TheExtra = new("What goes along with the proof", "证明的附带内容");

    /// <summary>Verifies a receipt.</summary>
    public void Receipt(byte[] file)
    {
        var text = Strict.Utf8(file, Itself);
        if (text.TrimStart(' ', '\t', '\r', '\n').StartsWith('{'))
        {
            var json = Strict.Json(file, Itself);
            if (json.TryGetProperty("receipt", out var within) && within.ValueKind is JsonValueKind.Object)
            {
                json = within;
                report.Note("receiptWithin", "The file is an answer of the service: only the receipt in it is verified.", "该文件是服务的答复：仅核验其中的回执。");
            }

            var proven = json.TryGetProperty("proof", out var given) && given.ValueKind is not JsonValueKind.Null;
            var read = Strict.Members(json, Itself, ["format", "promise", "entry", "disclosures", .. given.ValueKind is JsonValueKind.Undefined ? Array.Empty<string>() : ["proof"]]);
            if (Strict.Text(read[0], Itself) != V1)
                throw new Unreadable("format", new($"The receipt is not of the format {V1}.", $"回执格式不是 {V1}。"));
            var promise = SignedNote.TryParse(Strict.Text(read[1], Itself), out var note) && Promise.Read(note) is { } found ? found : throw Strict.Form(ThePromise);
            var proof = proven ? ProofOf(Strict.Text(given, Itself)) : null;
            Whole(promise, Strict.Base64(read[2], Itself), Strict.Texts(read[3], Itself), proof);
        }
        else if (text.StartsWith("c2sp.org/tlog-proof@", StringComparison.Ordinal))
        {
            var proof = ProofOf(text);
            if (proof.Extra.IsEmpty)
                throw new Unreadable("noEntry", new("The proof says nothing of its entry: verify it with `proof` and --entry.", "证明中没有条目：请用 proof 命令和 --entry 核验。"));
            var (entry, disclosures) = Along(proof);
            Whole(null, entry, disclosures, proof);
        }
        else
        {
            Promised(SignedNote.TryParse(text, out var note) && Promise.Read(note) is { } promise ? promise : throw new Unreadable("form", new("The file is no receipt: neither its JSON, nor a proof, nor a promise.", "该文件不是回执：既非 JSON 回执，也非证明或承诺。")));
        }
    }

    /// <summary>Verifies a proof of the given entry, or of the one that goes along with it.</summary>
    public void Proof(byte[] file, byte[]? entry)
    {
        var proof = ProofOf(Strict.Utf8(file, TheProof));
        if (entry is null && proof.Extra.IsEmpty)
            throw new Unreadable("noEntry", new("The proof says nothing of its entry: give it with --entry.", "证明中没有条目：请用 --entry 提供。"));
        var (along, disclosures) = entry is null ? Along(proof) : (entry, []);
        Whole(null, along, disclosures, proof);
    }

    /// <summary>Verifies an entry with its disclosures by its proof; the checkpoint it rests on, null where it is refused.</summary>
    public Checkpoint? Included(byte[] entry, IReadOnlyList<string> disclosures, TlogProof proof)
    {
        if (trust.Check(proof.Checkpoint, report) is not { } checkpoint)
            return null;
        if (!InclusionProof.Check(TreeHash.OfLeaf(entry), proof.Index, checkpoint.Size, [.. proof.Inclusion], checkpoint.Root))
        {
            report.Refuse("notIncluded", "The proof does not lead from the entry to the checkpoint: one of them was altered, or the proof is another event's.", "证明不能从条目推导至检查点：其中之一已被改动，或证明属于其他事项。");
            return null;
        }

        var read = EntryRead.Of(entry);
        if (read.Match(disclosures, report) is not { } values)
            return null;
        report.Events.Add(new(read, proof.Index, values));
        return checkpoint;
    }

    /// <summary>Reads a proof.</summary>
    public static TlogProof ProofOf(string text) => TlogProof.TryParse(text, out var proof) ? proof : throw Strict.Form(TheProof);

    void Whole(Promise? promise, byte[] entry, IReadOnlyList<string> disclosures, TlogProof? proof)
    {
        if (promise is not null && !Holds(promise, entry))
            return;
        if (proof is null)
        {
            var read = EntryRead.Of(entry);
            if (read.Match(disclosures, report) is not { } values)
                return;
            report.Events.Add(new(read, null, values));
            Open(promise!);
            return;
        }

        if (Included(entry, disclosures, proof) is not { } checkpoint)
            return;
        // The same log gave its word and the proof: two logs under one receipt are none.
        if (promise is not null && promise.Origin != checkpoint.Origin)
        {
            report.Refuse("otherLog", $"The promise is of the log {promise.Origin}, the proof of {checkpoint.Origin}.", $"承诺出自日志 {promise.Origin}，证明出自 {checkpoint.Origin}。");
            return;
        }

        report.Conclude(Verdict.Verified, "included", new($"The event stands in the log {checkpoint.Origin} as this file says.", $"该事项已载入日志 {checkpoint.Origin}，与本文件所述一致。"));
        memory?.Hold(proof.Checkpoint, checkpoint, ofReceipt: true, tiles, report, time.GetUtcNow());
    }

    bool Holds(Promise promise, byte[] entry)
    {
        if (!trust.Signed(promise.Note, promise.Origin, report))
            return false;
        if (promise.Leaf != TreeHash.OfLeaf(entry))
            return report.Refuse("otherEntry", "The promise is for another entry: the entry was altered, or the promise is another event's.", "承诺针对的是另一条目：条目已被改动，或承诺属于其他事项。");
        var read = EntryRead.Of(entry);
        return (read.Id == promise.EventId && EntryRead.TryMoment(read.RecordedAt, out var at) && at == promise.AcceptedAt)
            || report.Refuse("otherEvent", "The promise names another event or another time than the entry.", "承诺所述的事项或时间与条目不符。");
    }

    void Promised(Promise promise)
    {
        if (!trust.Signed(promise.Note, promise.Origin, report))
            return;
        Open(promise);
        report.Note("promisedEvent", $"The promise is for event {promise.EventId}, leaf {promise.Leaf}, accepted at {Report.Moment(promise.AcceptedAt)}.", $"承诺针对事项 {promise.EventId}，叶哈希 {promise.Leaf}，受理于 {Report.Moment(promise.AcceptedAt)}。");
    }

    void Open(Promise promise)
    {
        var by = Report.Moment(promise.IncludeBy);
        if (time.GetUtcNow() <= promise.IncludeBy)
            report.LeaveOpen("promised", $"The log {promise.Origin} promised, signed, that the event stands in it by {by}; this receipt has no proof of it yet.", $"日志 {promise.Origin} 已签名承诺在 {by} 前载入该事项；本回执尚无载入的证明。");
        else
            report.LeaveOpen("promiseDue", $"The log {promise.Origin} promised, signed, that the event stands in it by {by}, which is over; this receipt has no proof of it. Fetch the receipt again: if it still has none, the promise was broken, and this file proves that it was given.", $"日志 {promise.Origin} 已签名承诺在 {by} 前载入该事项，期限已过；本回执没有载入的证明。请重新获取回执：若仍无证明，即为违背承诺，本文件可证明该承诺。");
    }

    static (byte[] Entry, IReadOnlyList<string> Disclosures) Along(TlogProof proof)
    {
        var extra = Strict.Members(Strict.Json(proof.Extra, TheExtra), TheExtra, "entry", "disclosures");
        return (Strict.Base64(extra[0], TheExtra), Strict.Texts(extra[1], TheExtra));
    }
}
