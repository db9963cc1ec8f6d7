using Wolverine.Persistence.EventSourcing;

namespace ServiceLedger.Hosting;

/// <summary>
/// Loads the state an endpoint writes to. The version its actor read is compared with the other refusals and not while loading:
/// whether a matter has changed is nobody's business but theirs who may see it.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class StateAttribute : WriteModelAttribute
{
    // No member of any command has this name, so Wolverine expects no version.
    const string Nothing = "versionIsComparedInRefuse";

    public StateAttribute() => VersionSource = Nothing;

    /// <param name="id">The parameter of the route that holds the stream's id, where it is not named for the state.</param>
    public StateAttribute(string id) : base(id) => VersionSource = Nothing;
}
