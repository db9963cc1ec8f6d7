namespace ServiceLedger.Pages;

/// <summary>Addresses with a query.</summary>
public static class Addresses
{
    /// <summary>An address with those members that are given, behind what it asks already.</summary>
    public static string With(string address, params IEnumerable<(string Name, string? Value)> members) =>
        string.Join('&', members.Where(m => !string.IsNullOrEmpty(m.Value)).Select(m => $"{Uri.EscapeDataString(m.Name)}={Uri.EscapeDataString(m.Value!)}")) is { Length: > 0 } query
            ? $"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}" : address;
}
