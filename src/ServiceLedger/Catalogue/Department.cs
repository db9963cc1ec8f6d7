using JasperFx.Events;

namespace ServiceLedger.Catalogue;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A department or public institution that handles items or holds data.</summary>
/// <param name="CreditCode">Unified social credit code, 18 characters, GB 32100.</param>
/// <param name="CodeWarning">Set where a real code was accepted although its check character is wrong.</param>
public sealed record DepartmentRegistered(string CreditCode, string Name, string DivisionCode, CreditCodeWarning? CodeWarning = null);
public sealed record DepartmentRenamed(string Name);

public enum CreditCodeWarning { WrongCheckCharacter, NotACreditCode }

/// <summary>What the events add up to: one department.</summary>
public sealed record Department(Guid Id, string CreditCode, string Name, string DivisionCode, CreditCodeWarning? CodeWarning = null, long Version = 0)
{
    public static Department Create(IEvent<DepartmentRegistered> e) => new(e.StreamId, e.Data.CreditCode, e.Data.Name, e.Data.DivisionCode, e.Data.CodeWarning);
    public Department Apply(DepartmentRenamed e) => this with { Name = e.Name };

    /// <summary>What has to be recorded so that the catalogue shows this department so; nothing when it does already.</summary>
    public static object? Decide(Department? known, string creditCode, string name, string divisionCode) =>
        known is null ? new DepartmentRegistered(creditCode, name, divisionCode, Warning(creditCode))
        : known.Name == name ? null
        : new DepartmentRenamed(name);

    static CreditCodeWarning? Warning(string creditCode) => Catalogue.CreditCode.Check(creditCode) switch
    {
        CreditCodeFinding.Valid => null,
        CreditCodeFinding.WrongCheckCharacter => CreditCodeWarning.WrongCheckCharacter,
        _ => CreditCodeWarning.NotACreditCode
    };
}
