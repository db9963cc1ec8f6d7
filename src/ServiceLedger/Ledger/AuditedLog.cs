using System.Globalization;
using System.Text;
using ServiceLedger.MerkleLog;

namespace ServiceLedger.Ledger;

/// <summary>The leaves under one tile: the root they make as the database has them, and the one they make as the tile has them; that is null where the tile is missing.</summary>
sealed record AuditedTile(long Index, int Width, TreeHash OfLeaves, TreeHash? OfTile);

/// <summary>A leaf that is not in the database, and the hash its tile has in its place.</summary>
sealed record MissingLeaf(long Index, TreeHash? InTile);

/// <summary>
/// What an audit has gathered of the log so far, and its judgement. Database and tiles are two accounts of the same leaves; which of them is right where they differ is decided
/// by the root that was signed, and only where neither makes that root by the tile above.
/// </summary>
sealed class AuditedLog(long from, long to, long signed)
{
    enum Right { Both, Leaves, Tile, Unknown }

    public long From { get; init; } = from;
    public long To { get; init; } = to;
    public long Signed { get; init; } = signed;

    /// <summary>The first place not yet looked at.</summary>
    public long Next { get; set; } = from;

    public List<AuditedTile> Tiles { get; init; } = [];
    public List<AuditedLeaf> Differing { get; init; } = [];
    public List<MissingLeaf> Missing { get; init; } = [];
    public List<AlteredEvent> Altered { get; init; } = [];
    public List<AuditedLeaf> WithoutEvent { get; init; } = [];
    public List<AuditFinding> Findings { get; init; } = [];
    public AuditedValues Values { get; set; } = new(0, 0, 0, 0);
    public long Events { get; set; }
    public long Matched { get; set; }

    /// <summary>Of each leaf in the order of the log: its place, its event's number, its committed time of record in microseconds.</summary>
    public List<(long Index, long Number, long RecordedAt)> Order { get; } = [];

    bool IsWhole => From == 0 && To >= Signed;

    /// <summary>Adds the leaves of the places up to <paramref name="upTo"/>; places without a leaf are missing.</summary>
    public void Add(AuditedChunk chunk, long upTo)
    {
        AddLoose(chunk);
        var (at, hashes, inTile, tileThere) = (0, new List<TreeHash>(Tile.FullWidth), new List<TreeHash>(Tile.FullWidth), true);
        for (var index = Next; index < upTo; index++)
        {
            var leaf = at < chunk.Leaves.Count && chunk.Leaves[at].Index == index ? chunk.Leaves[at++] : null;
            if (leaf is null)
                Missing.Add(new(index, chunk.TileHashes.GetValueOrDefault(index / Tile.FullWidth)?[index % Tile.FullWidth]));
            if (index >= Signed)
                continue;
            var tile = chunk.TileHashes.GetValueOrDefault(index / Tile.FullWidth);
            tileThere &= tile is not null;
            inTile.Add(tile?[index % Tile.FullWidth] ?? default);
            hashes.Add(leaf?.OfEntry ?? inTile[^1]);
            if (hashes.Count < Tile.FullWidth && index + 1 < Math.Min(upTo, Signed))
                continue;
            Tiles.Add(new(index / Tile.FullWidth, hashes.Count, RootOf(hashes), tileThere ? RootOf(inTile) : null));
            hashes.Clear();
            inTile.Clear();
            tileThere = true;
        }

        Next = upTo;
    }

    /// <summary>Adds leaves whatever their places.</summary>
    public void AddLoose(AuditedChunk chunk)
    {
        Events += chunk.Leaves.Count(l => l.OfEvent is not null);
        Matched += chunk.Matched;
        Values += chunk.Values;
        Differing.AddRange(chunk.Leaves.Where(l => !l.Agrees));
        Altered.AddRange(chunk.Altered);
        WithoutEvent.AddRange(chunk.WithoutEvent);
        Findings.AddRange(chunk.Findings);
        Order.AddRange(chunk.Leaves.Zip(chunk.RecordedAt, (l, t) => (l.Index, l.Number, t)));
    }

    /// <summary>Everything in it that is wrong.</summary>
    public IReadOnlyList<AuditFinding> Judge(Checkpoint? checkpoint, LogFolder folder)
    {
        var found = new List<AuditFinding>(Findings);
        var right = Decide(checkpoint, folder, found);
        foreach (var leaf in Differing)
            Name(leaf, right.GetValueOrDefault(leaf.Index / Tile.FullWidth, leaf.InTile is null ? Right.Leaves : Right.Unknown), found);
        foreach (var tile in Tiles.Where(t => t.OfTile is null))
            found.Add(new(AuditFault.TileAltered, tile.Index * Tile.FullWidth, null, null, null, $"{Tile.InTree(0, tile.Index, Signed)} is missing or not as long as it must be."));
        NameAltered(found);
        return found;
    }

    Dictionary<long, Right> Decide(Checkpoint? checkpoint, LogFolder folder, List<AuditFinding> found)
    {
        if (checkpoint is null || Tiles.Count == 0)
            return [];
        var ofTiles = IsWhole ? Root(t => t.OfTile ?? t.OfLeaves) : (TreeHash?)null;
        var ofLeaves = IsWhole ? Root(t => t.OfLeaves) : (TreeHash?)null;
        Func<AuditedTile, Right> side = ofTiles == checkpoint.Root ? _ => Right.Tile : ofLeaves == checkpoint.Root ? _ => Right.Leaves : t => ByTheTileAbove(t, folder);
        var right = Tiles.ToDictionary(t => t.Index, t => t.OfTile == t.OfLeaves ? Right.Both : side(t));
        TreeHash Chosen(AuditedTile t) => right[t.Index] is Right.Tile ? t.OfTile ?? t.OfLeaves : t.OfLeaves;
        if (!IsWhole)
        {
            foreach (var tile in Tiles.Where(t => t.Width == Tile.FullWidth && right[t.Index] is Right.Both && Above(t, folder) is var above && above != t.OfLeaves))
                found.Add(new(AuditFault.TileAltered, tile.Index * Tile.FullWidth, null, null, null, $"{Tile.InTree(1, tile.Index / Tile.FullWidth, Signed)} does not belong to the leaves and tiles below it."));
            if (TreeOf(folder) != checkpoint.Root)
                found.Add(new(AuditFault.RootMismatch, null, null, null, null, "The tiles do not make the root that was signed; only an audit of the whole log can say which."));
            return right;
        }

        if (Root(Chosen) != checkpoint.Root)
            found.Add(new(AuditFault.RootMismatch, null, null, null, null, "Leaves and tiles do not make the root that was signed."));
        CheckAbove([.. Tiles.Where(t => t.Width == Tile.FullWidth).Select(Chosen)], folder, found);
        return right;
    }

    Right ByTheTileAbove(AuditedTile tile, LogFolder folder) =>
        tile.Width == Tile.FullWidth && Above(tile, folder) is { } above ? above == tile.OfTile ? Right.Tile : above == tile.OfLeaves ? Right.Leaves : Right.Unknown : Right.Unknown;

    TreeHash? Above(AuditedTile tile, LogFolder folder) => folder.HashesOf(Tile.InTree(1, tile.Index / Tile.FullWidth, Signed))?[tile.Index % Tile.FullWidth];

    TreeHash? TreeOf(LogFolder folder)
    {
        try
        {
            return GrowingTree.Read(Signed, MerkleLog.Tiles.Read(Signed, folder.Tile)).Root;
        }
        catch (Exception e) when (e is LogBroken or InvalidDataException)
        {
            return null;
        }
    }

    // The tiles of the higher levels are made again from the roots below them.
    void CheckAbove(List<TreeHash> roots, LogFolder folder, List<AuditFinding> found)
    {
        for (var level = 1; roots.Count > 0; level++)
        {
            var higher = new List<TreeHash>();
            for (var first = 0; first < roots.Count; first += Tile.FullWidth)
            {
                var expected = roots.GetRange(first, Math.Min(Tile.FullWidth, roots.Count - first));
                var tile = Tile.InTree(level, first / Tile.FullWidth, Signed);
                if (folder.HashesOf(tile) is not { } there || !there.SequenceEqual(expected))
                    found.Add(new(AuditFault.TileAltered, first * (1L << (level * 8)), null, null, null, $"{tile} is not what the tiles below it make."));
                if (expected.Count == Tile.FullWidth)
                    higher.Add(RootOf(expected));
            }

            roots = higher;
        }
    }

    void Name(AuditedLeaf leaf, Right right, List<AuditFinding> found)
    {
        if (right is Right.Unknown)
            right = leaf.OfEvent == leaf.InTile ? Right.Tile : leaf.OfEvent == leaf.OfEntry ? Right.Leaves : Right.Unknown;
        if (leaf.Stored != leaf.OfEntry && (right is not Right.Tile || leaf.InTile == leaf.OfEntry))
            found.Add(ChunkAuditor.Of(AuditFault.LeafAltered, leaf, "The hash in the leaf's row is not that of its entry."));
        if (leaf.InTile is null || leaf.InTile == leaf.OfEntry)
            return;
        if (right is Right.Unknown)
            found.Add(ChunkAuditor.Of(AuditFault.RootMismatch, leaf, "Leaf and tile differ, and neither can be shown to be the one that was signed."));
        else if (right is Right.Leaves or Right.Both)
            found.Add(ChunkAuditor.Of(AuditFault.TileAltered, leaf, $"{Tile.InTree(0, leaf.Index / Tile.FullWidth, Signed)} has another hash in its place."));
        else if (leaf.OfEvent == leaf.OfEntry)
        {
            Matched--;
            found.Add(ChunkAuditor.Of(AuditFault.Altered, leaf, "The event's row and its leaf were altered together: neither is what was signed."));
        }
        else
            found.Add(ChunkAuditor.Of(AuditFault.LeafAltered, leaf, leaf.OfEvent == leaf.InTile ? "The leaf's entry was altered; the event's own row is as it was signed." : "The leaf's entry was altered."));
    }

    void NameAltered(List<AuditFinding> found)
    {
        var byCommitted = Altered.Where(a => Exchanged(a).Any()).ToLookup(a => Key(a, m => m.Committed));
        foreach (var altered in Altered)
        {
            var members = string.Join(", ", altered.Members.Select(m => m.Member).Order(StringComparer.Ordinal));
            var other = Exchanged(altered).Any() ? byCommitted[Key(altered, m => m.Present)].FirstOrDefault(o => o != altered && Key(o, m => m.Present) == Key(altered, m => m.Committed)) : null;
            if (other is not null)
                found.Add(ChunkAuditor.Of(AuditFault.Swapped, altered.Leaf, $"{members}: exchanged with event {other.Leaf.EventId} at {other.Leaf.Index.ToString(CultureInfo.InvariantCulture)}"));
            else if (altered.Members is [("recordedAt", var committed, var present)] && string.CompareOrdinal(present, committed) < 0)
                found.Add(ChunkAuditor.Of(AuditFault.BackDated, altered.Leaf, "recordedAt: it was recorded later than its row says"));
            else
                found.Add(ChunkAuditor.Of(AuditFault.Altered, altered.Leaf, members.Length == 0 ? "it is not what was sequenced" : members));
        }

        // A salted commitment is made for one event: it is another one wherever its value goes.
        static IEnumerable<(string Member, string Committed, string Present)> Exchanged(AlteredEvent altered) => altered.Members.Where(m => !LogEntry.Salted.Contains(m.Member));

        static string Key(AlteredEvent altered, Func<(string Member, string Committed, string Present), string> of) =>
            Exchanged(altered).OrderBy(m => m.Member, StringComparer.Ordinal).Aggregate(new StringBuilder(), (b, m) => b.Append(m.Member).Append('=').Append(of(m)).Append('\n')).ToString();
    }

    /// <summary>The root over the tiles' roots; only the last tile may be narrower than the others.</summary>
    TreeHash Root(Func<AuditedTile, TreeHash> of)
    {
        var whole = new GrowingTree();
        var last = Tiles[^1];
        foreach (var tile in Tiles.Where(t => t.Width == Tile.FullWidth))
            whole.Append(of(tile));
        if (last.Width == Tile.FullWidth)
            return whole.Root;
        var root = of(last);
        for (var i = whole.Edge.Length - 1; i >= 0; i--)
            root = TreeHash.OfNode(whole.Edge[i], root);
        return root;
    }

    static TreeHash RootOf(List<TreeHash> hashes)
    {
        var tree = new GrowingTree();
        foreach (var hash in hashes)
            tree.Append(hash);
        return tree.Root;
    }
}
