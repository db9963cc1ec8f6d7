namespace ServiceLedger.Evidence;

/// <summary>What content is, by what stands in it: documents that offices exchange, and nothing that runs.</summary>
public static class MediaType
{
    public const string Pdf = "application/pdf", Png = "image/png", Jpeg = "image/jpeg", Ofd = "application/ofd";

    /// <summary>The types taken.</summary>
    public static readonly string[] Taken = [Pdf, Png, Jpeg, Ofd];

    /// <summary>The type by the first bytes (PDF: ISO 32000, 7.5.2; PNG: ISO/IEC 15948, 5.2; JPEG: ISO/IEC 10918-1, B.1.1.3; ZIP, as OFD is one); null where it is none taken.</summary>
    public static string? Of(ReadOnlySpan<byte> start) =>
        start.StartsWith("%PDF-"u8) ? Pdf
        : start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? Png
        : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg
        : start.StartsWith("PK\u0003\u0004"u8) ? Ofd
        : null;

    /// <summary>Whether a part of a ZIP names the file that every OFD holds (GB/T 33190, 7.1).</summary>
    public static bool NamesOfd(ReadOnlySpan<byte> part) => part.IndexOf("OFD.xml"u8) >= 0;
}
