using Marten;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;
using Wolverine.Http;

namespace ServiceLedger.Citizens;

/// <summary>Looks a citizen up by ID number, or by exact name and birth date; a POST, so that the terms stand in no address.</summary>
public sealed record FindCitizens(string? IdNumber = null, string? Name = null, DateOnly? BirthDate = null);

public static class FindCitizensEndpoint
{
    /// <param name="Restricted">Those of them whose whole record is restricted; absent where there is none.</param>
    public sealed record Found(IReadOnlyList<Guid> Citizens, IReadOnlyList<Guid>? Restricted = null);

    public static ProblemDetails Validate(FindCitizens command, Act act, TimeProvider time)
    {
        if (!act.IsOfficer)
            return Problems.Forbidden("Officers look citizens up.", "仅工作人员可查询。");
        if (command.IdNumber is null == (command.Name is null || command.BirthDate is null) || (command.IdNumber is not null && (command.Name is not null || command.BirthDate is not null)))
            return Problems.Invalid("$", "Give idNumber, or name with birthDate.", "请提供 idNumber，或 name 与 birthDate。");
        if (command.IdNumber is not null && !CitizenIdNumber.TryParse(command.IdNumber, time.Today(), out _, out var fault))
            return Problems.Invalid("$.idNumber", IdNumberText.En(fault), IdNumberText.Zh(fault));
        if (command.Name is not null && Text.Fault(command.Name, 100) is { } name)
            return Problems.Invalid("$.name", name.En, name.Zh);
        return WolverineContinue.NoProblems;
    }

    [WolverinePost("/api/citizens/find"), ReadsOnly]
    public static async Task<Found> Post(FindCitizens command, HttpContext context, IQuerySession session, Vault vault, TimeProvider time, CancellationToken ct)
    {
        var found = await SearchAsync(command, session, await vault.BlindIndex(ct), time, ct);
        context.Features.GetRequiredFeature<Seen>().Found = (found, command.IdNumber is null ? SearchKey.NameAndBirthDate : SearchKey.IdNumber);
        return new(found, await RestrictedAsync(found, session, ct));
    }

    static async Task<IReadOnlyList<Guid>?> RestrictedAsync(IReadOnlyList<Guid> found, IQuerySession session, CancellationToken ct) =>
        (await session.LoadManyAsync<Protection>(ct, [.. found.Select(ProtectionStream.Of)])).Where(p => p.Restrictions.Any(r => r.Scope is RestrictionScope.WholeRecord)).Select(p => p.CitizenId).ToArray() is { Length: > 0 } restricted ? restricted : null;

    static async Task<IReadOnlyList<Guid>> SearchAsync(FindCitizens command, IQuerySession session, BlindIndex index, TimeProvider time, CancellationToken ct)
    {
        if (CitizenIdNumber.TryParse(command.IdNumber, time.Today(), out var number, out _))
            return await session.LoadAsync<CitizenByIdNumber>(index.OfIdNumber(number.Value), ct) is { } one ? [one.CitizenId] : [];
        var hash = index.OfNameAndBirthDate(command.Name!, command.BirthDate!.Value);
        return await session.Query<CitizenByName>().Where(c => c.Index == hash).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct);
    }
}
