using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Parts;
using ServiceLedger.Supervision.Registers;

namespace ServiceLedger.Pages.Office;

/// <summary>What has my department to do, and what is due first?</summary>
public sealed class QueueModel(Names names) : OfficePage
{
    [BindProperty(SupportsGet = true, Name = "due")]
    public string? Due { get; set; }

    [BindProperty(SupportsGet = true, Name = "status")]
    public string? MatterStatus { get; set; }

    [BindProperty(SupportsGet = true, Name = "item")]
    public string? Item { get; set; }

    public IReadOnlyList<(QueueRow Row, string Item)> Rows { get; private set; } = [];
    public IReadOnlyList<Choice> Items { get; private set; } = [];
    public string Department { get; private set; } = "";

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether there is a queue for whoever reads: officers have one, in a role that handles matters.</summary>
    public bool HasQueue { get; private set; }

    public bool IsFiltered => Due is not null || MatterStatus is not null || Item is not null;

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = "after")] string? after, CancellationToken ct)
    {
        if (Who!.Kind is not ActorKind.Officer)
            return Page();
        Department = await names.DepartmentAsync(Who.Department!, ct);
        var filter = string.Concat(new[] { ("due", Due), ("status", MatterStatus), ("item", Item) }.Where(f => !string.IsNullOrEmpty(f.Item2)).Select(f => $"&{f.Item1}={Uri.EscapeDataString(f.Item2!)}"));
        var (queue, problem, _) = await ReadAsync<QueuePage>($"/api/queue?size=50{filter}{(after is null ? "" : $"&after={Uri.EscapeDataString(after)}")}");
        if (queue is null)
            return problem!.Status is 403 ? Page() : Refused(problem);
        HasQueue = true;
        var rows = new List<(QueueRow, string)>();
        foreach (var row in queue.Rows)
            rows.Add((row, await names.ItemAsync(row.ItemCode, row.ItemVersion, ct)));
        (Rows, Next) = (rows, queue.Next is { } next ? $"/office?after={Uri.EscapeDataString(next)}{filter}" : null);
        var items = await ReadAsync<CatalogueEndpoints.ItemPage>($"/api/items?size=200&department={Uri.EscapeDataString(Who.Department!)}");
        Items = [.. (items.Value?.Items ?? []).Select(i => new Choice(i.Code, Names.Of(i.Name, i.NameEn)))];
        return Page();
    }

    /// <summary>Where a row leads.</summary>
    public static string AddressOf(QueueRow row) => row.Subject switch
    {
        Timers.KeptKind.DataRequest => $"/office/data-requests/{row.StreamId}",
        Timers.KeptKind.Review => $"/office/reviews/{row.StreamId}",
        _ => $"/office/matters/{row.ApplicationId}"
    };

    public static string KindOf(QueueDue due) => due switch { QueueDue.Overdue => "bad", QueueDue.Today or QueueDue.Soon => "wait", _ => "plain" };
}
