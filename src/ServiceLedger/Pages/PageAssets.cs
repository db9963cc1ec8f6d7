using System.Security.Cryptography;

namespace ServiceLedger.Pages;

/// <summary>The styles and scripts made by <c>assets.mjs</c>, each by an address that changes with its content.</summary>
public static class PageAssets
{
    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "assets");

    static readonly Dictionary<string, string> Addresses = Directory.GetFiles(Folder).ToDictionary(
        f => Path.GetFileName(f), f => $"/assets/{Path.GetFileName(f)}?v={Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(f)))[..12]}");

    public static string Address(string name) => Addresses[name];
}
