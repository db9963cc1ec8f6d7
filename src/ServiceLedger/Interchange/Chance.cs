namespace ServiceLedger.Interchange;

/// <summary>Chance that falls the same way for the same seed, on every machine and in every version (SplitMix64, Steele, Lea and Flood 2014).</summary>
sealed class Chance(ulong seed)
{
    ulong state = seed;

    /// <summary>A number from 0 to just below the given one.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int times) => Below(100) < times;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)Below(256);
        return bytes;
    }

    /// <summary>The same, in another order (Fisher and Yates).</summary>
    public T[] Shuffled<T>(IEnumerable<T> ordered)
    {
        var all = ordered.ToArray();
        for (var i = all.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (all[i], all[j]) = (all[j], all[i]);
        }

        return all;
    }

    ulong Next()
    {
        var z = state += 0x9E37_79B9_7F4A_7C15;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        return z ^ (z >> 31);
    }
}
