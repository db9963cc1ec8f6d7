namespace ServiceLedger.Ledger;

/// <summary>Finds the times that do not belong where they stand in a sequence that should rise.</summary>
static class Disorder
{
    /// <summary>
    /// The places of times that lie further than the tolerance before or after what stands around them. The rest is the longest part that rises, so that one wrong time never
    /// makes its neighbours look wrong.
    /// </summary>
    public static List<int> Of(ReadOnlySpan<long> times, long tolerance)
    {
        var newest = long.MinValue;
        var rises = true;
        foreach (var time in times)
        {
            rises &= newest == long.MinValue || time >= newest - tolerance;
            newest = Math.Max(newest, time);
        }

        if (rises)
            return [];
        var kept = LongestRising(times);
        var found = new List<int>();
        for (int i = 0, next = 0; i < times.Length; i++)
        {
            while (next < kept.Length && kept[next] < i)
                next++;
            if (next < kept.Length && kept[next] == i)
                continue;
            if ((next > 0 && times[i] < times[kept[next - 1]] - tolerance) || (next < kept.Length && times[i] > times[kept[next]] + tolerance))
                found.Add(i);
        }

        return found;
    }

    // Patience sorting: last[n] is the place of the smallest time that ends a rising part of n + 1.
    static int[] LongestRising(ReadOnlySpan<long> times)
    {
        var (last, before, length) = (new int[times.Length], new int[times.Length], 0);
        for (var i = 0; i < times.Length; i++)
        {
            int low = 0, high = length;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (times[last[middle]] <= times[i])
                    low = middle + 1;
                else
                    high = middle;
            }

            before[i] = low == 0 ? -1 : last[low - 1];
            last[low] = i;
            length = Math.Max(length, low + 1);
        }

        var kept = new int[length];
        for (int i = length - 1, at = length == 0 ? -1 : last[length - 1]; i >= 0; i--, at = before[at])
            kept[i] = at;
        return kept;
    }
}
