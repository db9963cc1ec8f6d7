using System.Security.Cryptography;
using System.Text;
using ServiceLedger.Evidence;
using ServiceLedger.Privacy;

namespace ServiceLedger.Interchange;

/// <summary>The content of the demo's documents: a page that says it is none (PDF 1.4, ISO 32000).</summary>
static class DemoDocument
{
    public static byte[] Page(int number)
    {
        var text = $"BT /F1 24 Tf 72 720 Td (Demonstration document {number}: proves nothing) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
            $"<< /Length {text.Length} >>\nstream\n{text}\nendstream", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
        ];
        var pdf = new StringBuilder("%PDF-1.4\n");
        var table = new StringBuilder($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (var (i, one) in objects.Index())
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"{pdf.Length:0000000000} 00000 n \n");
            pdf.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{one}\nendobj\n");
        }

        var start = pdf.Length;
        pdf.Append(table).Append(System.Globalization.CultureInfo.InvariantCulture, $"trailer << /Size {objects.Length + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    /// <summary>Takes so many pages into keeping, before any event names them.</summary>
    public static async Task<Queue<StoredContent>> KeepAsync(EvidenceFolder folder, SubjectKey key, int count, CancellationToken ct)
    {
        var kept = new Queue<StoredContent>();
        for (var i = 1; i <= count; i++)
        {
            var page = Page(i);
            var (content, refused) = await folder.KeepAsync(new MemoryStream(page), key, MediaType.Pdf, SHA256.HashData(page), ct);
            DemoMatter.Refused(refused, "document", page);
            kept.Enqueue(content!);
        }

        return kept;
    }
}
