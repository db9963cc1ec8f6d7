using Marten;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Catalogue;

/// <summary>Which of some credit codes belong to registered departments.</summary>
public sealed record KnownDepartments(IReadOnlyCollection<string> Codes)
{
    public static async Task<KnownDepartments> Load(IQuerySession session, IEnumerable<string?> codes, CancellationToken ct)
    {
        var asked = codes.OfType<string>().Distinct().ToArray();
        return new(await session.Query<Department>().Where(d => d.CreditCode.In(asked)).Select(d => d.CreditCode).ToListAsync(ct) as IReadOnlyCollection<string>);
    }

    public ProblemDetails? Refuse(string field, string? code) =>
        Codes.Contains(code!) ? null : Problems.Invalid(field, "No department of this credit code is registered.", "没有该统一社会信用代码的部门。");
}
