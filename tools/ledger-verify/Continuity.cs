using ServiceLedger.MerkleLog;

namespace ServiceLedger.Verify;

/// <summary>How the larger of two checkpoints of a log stands to the smaller.</summary>
public enum Continuity
{
    /// <summary>They are the same tree.</summary>
    Same,

    /// <summary>The larger goes on from the smaller (RFC 6962 §2.1.2).</summary>
    Proven,

    /// <summary>They are no two states of one append-only log.</summary>
    Forked,

    /// <summary>There are no tiles to prove it with.</summary>
    NotProven,

    /// <summary>The tiles are not those of the larger.</summary>
    TilesWrong
}

/// <summary>Two checkpoints of one log, side by side.</summary>
public static class Comparison
{
    /// <summary>Judges the two by the tiles of the larger, where there are any.</summary>
    public static Continuity Of(Checkpoint smaller, Checkpoint larger, TileFolder? tiles)
    {
        if (smaller.Size == larger.Size)
            return smaller.Root == larger.Root ? Continuity.Same : Continuity.Forked;
        if (smaller.Size == 0)
            return smaller.Root == TreeHash.Empty ? Continuity.Proven : Continuity.Forked;
        if (tiles is null)
            return Continuity.NotProven;
        try
        {
            var nodes = Tiles.Read(larger.Size, tiles.Read);
            var proof = ConsistencyProof.Make(smaller.Size, larger.Size, nodes);
            if (ConsistencyProof.Check(smaller.Size, smaller.Root, larger.Size, larger.Root, proof))
                return Continuity.Proven;
            // A proof for another tree of the smaller size, under the larger root, shows that the tiles are right and the smaller root is not of this log.
            return ConsistencyProof.Check(smaller.Size, GrowingTree.Read(smaller.Size, nodes).Root, larger.Size, larger.Root, proof) ? Continuity.Forked : Continuity.TilesWrong;
        }
        catch (MissingTile)
        {
            return Continuity.NotProven;
        }
        catch (InvalidDataException)
        {
            return Continuity.TilesWrong;
        }
    }
}
