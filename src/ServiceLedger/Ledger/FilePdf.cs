using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Hosting;
using SkiaSharp;

namespace ServiceLedger.Ledger;

/// <summary>A font that has Chinese, as this machine has it: without one a page would show boxes.</summary>
static class PdfFont
{
    static readonly string[] Folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts", @"C:\Windows\Fonts"];
    static readonly string[] Files = ["NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf", "NotoSansSC-Regular.otf", "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "DroidSansFallbackFull.ttf", "PingFang.ttc", "msyh.ttc", "simsun.ttc"];

    /// <summary>Null where there is none.</summary>
    public static SKTypeface? Chinese => Found.Value;

    static readonly Lazy<SKTypeface?> Found = new(() =>
        (from file in Files
         from folder in Folders.Where(Directory.Exists)
         from path in Directory.EnumerateFiles(folder, file, new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
         select Simplified(path)).FirstOrDefault(t => t is not null));

    public static ProblemDetails Missing() => Problems.Make(
        501, "no-chinese-font", "This server cannot make the pages.", "本服务器无法生成 PDF。", "It has no font with Chinese characters (fonts-noto-cjk, for one). Take the file as JSON or CSV meanwhile.", "服务器未安装中文字体（如 fonts-noto-cjk）。请先下载 JSON 或 CSV。");

    // A collection holds a face for each region; the same character differs between them.
    static SKTypeface? Simplified(string path)
    {
        SKTypeface? any = null;
        for (var i = 0; i < 16 && SKTypeface.FromFile(path, i) is { } face; i++)
            if (face.ContainsGlyph('汉'))
            {
                if (face.FamilyName.EndsWith("SC", StringComparison.Ordinal))
                    return face;
                any ??= face;
            }

        return any;
    }
}

/// <summary>
/// A file on pages of A4. Every run of glyphs carries the text it stands for: without it, readers find other characters than those shown, for one shape serves several of them.
/// </summary>
sealed class FilePdf : IDisposable
{
    const float Width = 595, Height = 842, Margin = 48, Foot = 40;

    readonly MemoryStream stream = new();
    readonly SKDocument document;
    readonly SKPaint ink = new() { IsAntialias = true };
    readonly string title;
    SKCanvas? page;
    float y;
    int number;

    FilePdf(string title) => (this.title, document) = (title, SKDocument.CreatePdf(stream, new SKDocumentPdfMetadata { Title = title, Creator = "ServiceLedger" }));

    public static byte[] Of(ExportedFile file, FileNames names)
    {
        using var pdf = new FilePdf(Say("Record of services", "办事档案"));
        pdf.Lines(Say("Record of services", "办事档案"), 20);
        pdf.Lines($"{Say("Name", "姓名")}: {file.Name}", 11);
        pdf.Lines($"{Say("ID number", "身份证号码")}: {file.IdNumber}", 11);
        pdf.Lines($"{Say("As of", "截至")}: {FileText.Moment(file.At)}; {Say("position", "位置")} {file.Position.ToString(CultureInfo.InvariantCulture)}", 11);
        if (file.LogRoot is { } root)
            pdf.Lines($"{Say("Checkpoint of the log", "透明日志检查点")}: {file.LogSize.ToString(CultureInfo.InvariantCulture)} {root}", 9);
        pdf.Heading(Say("Matters", "办件"));
        foreach (var row in file.Applications)
            pdf.Entry($"{row.CaseNumber}  {names.Item(row)}", $"{names.Department(row.Department)}; {FileText.Moment(row.SubmittedAt)}; {FileText.Words(row.Status)}");
        pdf.Heading(Say("Decisions", "决定"));
        foreach (var row in file.Decisions)
            pdf.Entry(row.DecisionNumber, $"{names.Department(row.Department)}; {FileText.Moment(row.MadeAt)}; {FileText.Words(row.Kind)}, {FileText.Words(row.Status)}{(row.CertificateNumber is null ? "" : $"; {row.CertificateNumber}")}");
        pdf.Heading(Say("Documents held", "在存材料"));
        foreach (var row in file.Evidence)
            pdf.Entry($"{row.EvidenceType} ({row.Grade})", $"{(row.HeldBy is null ? Say("kept by the person", "本人保存") : names.Department(row.HeldBy))}; {FileText.Moment(row.ReceivedAt)}; {FileText.Words(row.Status)}");
        pdf.Heading(Say("What happened", "经过"));
        foreach (var e in file.Events)
            pdf.Entry($"{FileText.Moment(e.EffectiveAt ?? e.RecordedAt)}  {EventWords.Of(e.Type)}", string.Join('\n', new[] { names.Department(e.By?.Department) }.Where(d => d.Length > 0).Concat(FileText.Of(e.Data, ids: false)).Append(e.EventId.ToString())));
        return pdf.Done();
    }

    public void Dispose()
    {
        document.Dispose();
        ink.Dispose();
        stream.Dispose();
    }

    static string Say(string en, string zh) => Problems.InChinese ? zh : en;

    byte[] Done()
    {
        End();
        document.Close();
        return stream.ToArray();
    }

    void Heading(string text)
    {
        Room(60);
        y += 14;
        Lines(text, 14);
    }

    void Entry(string first, string then)
    {
        Room(34);
        y += 4;
        Lines(first, 11);
        Lines(then, 9, 12);
    }

    void Lines(string text, float size, float indent = 0)
    {
        using var font = new SKFont(PdfFont.Chinese!, size) { Subpixel = true };
        foreach (var line in text.Split('\n').SelectMany(l => Wrapped(Shown(l), font, Width - (2 * Margin) - indent)))
        {
            Room(size * 1.4f);
            y += size * 1.4f;
            Draw(line, Margin + indent, y, font);
        }
    }

    /// <summary>A page on which there is this much room.</summary>
    void Room(float height)
    {
        if (page is not null && y + height <= Height - Margin - Foot)
            return;
        End();
        page = document.BeginPage(Width, Height);
        (y, number) = (Margin, number + 1);
    }

    void End()
    {
        if (page is null)
            return;
        using var font = new SKFont(PdfFont.Chinese!, 8) { Subpixel = true };
        Draw($"{title} – {number.ToString(CultureInfo.InvariantCulture)}", Margin, Height - Margin, font);
        document.EndPage();
    }

    void Draw(string text, float x, float at, SKFont font)
    {
        if (text.Length == 0)
            return;
        var (glyphs, positions, utf8) = (font.GetGlyphs(text), font.GetGlyphPositions(text), Encoding.UTF8.GetBytes(text));
        using var builder = new SKTextBlobBuilder();
        var run = builder.AllocatePositionedTextRun(font, glyphs.Length, utf8.Length, null);
        run.SetGlyphs(glyphs);
        run.SetPositions(positions);
        run.SetText(utf8);
        var (clusters, bytes, i) = (new uint[glyphs.Length], 0u, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            clusters[i++] = bytes;
            bytes += (uint)rune.Utf8SequenceLength;
        }

        run.SetClusters(clusters);
        using var blob = builder.Build();
        page!.DrawText(blob, x, at, ink);
    }

    /// <summary>The text as the font can show it: a character that it has not is told by its number.</summary>
    static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsControl(rune))
                shown.Append(' ');
            else if (PdfFont.Chinese!.ContainsGlyph(rune.Value))
                shown.Append(rune.ToString());
            else
                shown.Append(CultureInfo.InvariantCulture, $"[U+{rune.Value:X4}]");
        return shown.ToString();
    }

    /// <summary>Lines no wider than this, broken at a blank where there is one, and between any two characters where there is none.</summary>
    static IEnumerable<string> Wrapped(string text, SKFont font, float width)
    {
        while (text.Length > 0 && font.MeasureText(text) > width)
        {
            var fits = Math.Max(1, font.BreakText(text, width));
            if (char.IsLowSurrogate(text[fits]))
                fits = fits > 1 ? fits - 1 : fits + 1;
            var blank = text.LastIndexOf(' ', fits - 1);
            if (blank > fits / 2)
                fits = blank + 1;
            yield return text[..fits].TrimEnd();
            text = text[fits..];
        }

        yield return text;
    }
}
