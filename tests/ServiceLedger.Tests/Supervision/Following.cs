using System.Security.Cryptography;
using System.Text;
using Marten.Events;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Tests.Supervision;

/// <summary>The registers behind the record of a host.</summary>
static class Following
{
    /// <summary>Waits until they have followed all that is on record.</summary>
    public static Task FollowRegisters(this LedgerHost host) => host.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromMinutes(2));

    public static Task RebuildRegisters(this LedgerHost host) => ServiceLedger.Citizens.CitizenFiles.RebuildRegistersAsync(host.Services, default);

    /// <summary>All rows of each register in the order of their keys, as a checksum with their number before it.</summary>
    public static async Task<Dictionary<string, string>> Registers(this LedgerHost host)
    {
        var all = new Dictionary<string, string>();
        foreach (var register in RegisterCatalogue.All)
        {
            var rows = await host.Column<string>($"select t::text from {register.Table} t order by 1");
            all[register.Name] = $"{rows.Count} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rows))))}";
        }

        return all;
    }
}
