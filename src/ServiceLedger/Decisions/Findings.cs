using ServiceLedger.Applications;
using ServiceLedger.Privacy;

namespace ServiceLedger.Decisions;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A fact the decision rests on, and how far it can be trusted.</summary>
/// <param name="DataRequestIds">The requests by which it was obtained from other departments.</param>
public sealed record FactFound(Sealed<string> Statement, Guid[] EvidenceIds, Guid[] DataRequestIds, EvidenceGrade Grade);

/// <summary>Where the law left a choice: its range, what was chosen and why.</summary>
public sealed record Discretion(string Range, string Chosen, Sealed<string> Why);

/// <summary>How far a machine decided. A full one tells the right to an explanation (PIPL art. 24), an assisted one names the person who looked at it.</summary>
public sealed record Automation
{
    public Automation(AutomationLevel level, string? tool = null, string? toolVersion = null, string? humanReviewer = null, bool explanationRightTold = false)
    {
        if (level is not AutomationLevel.None)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(tool);
            ArgumentException.ThrowIfNullOrWhiteSpace(toolVersion);
        }

        if (level is AutomationLevel.Assisted)
            ArgumentException.ThrowIfNullOrWhiteSpace(humanReviewer);
        if (level is AutomationLevel.Full && !explanationRightTold)
            throw new ArgumentException("Who is decided on by a machine alone is told of the right to an explanation.", nameof(explanationRightTold));
        (Level, Tool, ToolVersion, HumanReviewer, ExplanationRightTold) = (level, tool, toolVersion, humanReviewer, explanationRightTold);
    }

    public AutomationLevel Level { get; }
    public string? Tool { get; }
    public string? ToolVersion { get; }
    public string? HumanReviewer { get; }
    public bool ExplanationRightTold { get; }
}

public enum AutomationLevel { None, Assisted, Full }

/// <summary>Whether the decision is public, as what is granted is (LIC art. 40); where not, on which ground and article.</summary>
public sealed record Publication
{
    public Publication(bool publish, SecrecyGround? ground = null, string? article = null)
    {
        if (publish)
        {
            if (ground is not null || article is not null)
                throw new ArgumentException("What is public has no ground for secrecy.", nameof(ground));
        }
        else
        {
            if (ground is null)
                throw new ArgumentNullException(nameof(ground));
            ArgumentException.ThrowIfNullOrWhiteSpace(article);
        }

        (Publish, Ground, Article) = (publish, ground, article);
    }

    public bool Publish { get; }
    public SecrecyGround? Ground { get; }
    public string? Article { get; }
}

/// <summary>Grounds on which something is not public (LIC art. 5; Government Information Disclosure Regulations art. 14 to 16).</summary>
public enum SecrecyGround { StateSecret, TradeSecret, PersonalPrivacy, PublicSecurity, InternalMatter }

/// <summary>What the deciding officer had opened: streams up to a version, evidence, and the version of the item.</summary>
public sealed record SeenManifest(SeenStream[] Streams, SeenEvidence[] Evidence, int ItemVersion);

public sealed record SeenStream(Guid Id, long Version);

/// <param name="Digest">Of the content as it was seen; sealed because a hash of a small document could be guessed.</param>
public sealed record SeenEvidence(Guid Id, Sealed<string>? Digest = null);
