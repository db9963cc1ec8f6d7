namespace ServiceLedger.Ledger;

/// <summary>What the content of a file says, read once for each content: the file is asked for often and changes seldom, and signatures are dear to verify.</summary>
sealed class ReadOnce<T>(Func<byte[], T> read)
{
    Known? known;

    public T Of(byte[] bytes)
    {
        if (known is not { } last || !last.Bytes.AsSpan().SequenceEqual(bytes))
            known = last = new(bytes, read(bytes));
        return last.Says;
    }

    sealed record Known(byte[] Bytes, T Says);
}
