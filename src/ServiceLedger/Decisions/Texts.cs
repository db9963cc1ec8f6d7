using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Decisions;

/// <summary>Refuses texts of a decision's commands that say nothing or do not fit.</summary>
static class Texts
{
    const int LongestArticle = 300;

    public static ProblemDetails? RefuseLine(string field, string? text, int max) => Text.Fault(text, max) is { } fault ? Problems.Invalid(field, fault.En, fault.Zh) : null;

    public static ProblemDetails? RefuseLines(string field, string? text, int max) => Text.Fault(text, max, lines: true) is { } fault ? Problems.Invalid(field, fault.En, fault.Zh) : null;

    public static ProblemDetails? RefuseArticle(string? article) => RefuseLine("$.article", article, LongestArticle);

    public static ProblemDetails? RefuseReasons(string? reasons) => RefuseLines("$.reasons", reasons, RemediesTold.LongestReasons);

    public static ProblemDetails? RefuseLegalBasis(IReadOnlyList<string> basis)
    {
        if (basis.Count is 0 or > 20)
            return Problems.Invalid("$.legalBasis", "Name 1 to 20 provisions.", "请列明 1 至 20 条法律依据。");
        for (var i = 0; i < basis.Count; i++)
            if (RefuseLine($"$.legalBasis[{i}]", basis[i], LongestArticle) is { } provision)
                return provision;
        return null;
    }

    public static ProblemDetails? RefuseAmount(string field, long? fen) =>
        fen is null or (> 0 and <= RulingTold.MostFen) ? null : Problems.Invalid(field, "An amount in fen, at least 1.", "金额以分计，至少为 1。");
}
