using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;

namespace ServiceLedger.Decisions;

/// <summary>Refuses texts of a decision's commands that say nothing or do not fit.</summary>
static class Texts
{
    const int LongestArticle = 300;

    public static ProblemDetails? RefuseArticle(string? article) => Text.Refuse("$.article", article, LongestArticle);

    public static ProblemDetails? RefuseReasons(string? reasons) => Text.Refuse("$.reasons", reasons, RemediesTold.LongestReasons, lines: true);

    public static ProblemDetails? RefuseLegalBasis(IReadOnlyList<string> basis)
    {
        if (basis.Count is 0 or > 20)
            return Problems.Invalid("$.legalBasis", "Name 1 to 20 provisions.", "请列明 1 至 20 条法律依据。");
        for (var i = 0; i < basis.Count; i++)
            if (Text.Refuse($"$.legalBasis[{i}]", basis[i], LongestArticle) is { } provision)
                return provision;
        return null;
    }

    public static ProblemDetails? RefuseAmount(string field, long? fen) =>
        fen is null or (> 0 and <= RulingTold.MostFen) ? null : Problems.Invalid(field, "An amount in fen, at least 1.", "金额以分计，至少为 1。");
}
