using System.Diagnostics.CodeAnalysis;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>The keys of the log: one signs, former ones sign beside it while a rotation lasts, so that whoever knows only the old key still verifies.</summary>
public sealed class LogKeys : IDisposable
{
    readonly NoteSigner[] signers;

    public LogKeys(LogSettings settings)
    {
        Origin = settings.Origin;
        signers = [NoteSigner.Parse(settings.SigningKey), .. settings.FormerKeys.Select(NoteSigner.Parse)];
    }

    /// <summary>The name of the log in its checkpoints.</summary>
    public string Origin { get; }

    /// <summary>The public keys, that in use first; each as the vkey of C2SP signed-note.</summary>
    public IReadOnlyList<NoteVerifier> Verifiers => [.. signers.Select(s => s.Verifier)];

    /// <summary>Signs a checkpoint with every key in use (C2SP tlog-checkpoint).</summary>
    public SignedNote Sign(Checkpoint checkpoint) => SignedNote.Sign(checkpoint.ToString(), signers);

    /// <summary>Signs a text that is no checkpoint with the key in use.</summary>
    public SignedNote Sign(string text) => SignedNote.Sign(text, signers[0]);

    /// <summary>Reads a checkpoint of this log that one of its keys signed.</summary>
    public bool TryRead(byte[] bytes, [NotNullWhen(true)] out Checkpoint? checkpoint) => TryRead(bytes, Verifiers, out _, out checkpoint);

    /// <summary>The same with the note it stands in.</summary>
    public bool TryRead(byte[] bytes, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(true)] out Checkpoint? checkpoint) => TryRead(bytes, Verifiers, out note, out checkpoint);

    /// <summary>The same of a checkpoint that one of these keys signed, some of which may be in use no longer.</summary>
    public bool TryRead(byte[] bytes, IReadOnlyCollection<NoteVerifier> verifiers, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        return SignedNote.TryParse(bytes, out note) && note.Verify(verifiers, out _) && Checkpoint.TryParse(note.Text, out checkpoint) && checkpoint.Origin == Origin;
    }

    public void Dispose()
    {
        foreach (var signer in signers)
            signer.Dispose();
    }
}
