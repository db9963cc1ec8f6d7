using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Localization;

namespace ServiceLedger.Pages.Office;

/// <summary>A page with the form of one action; on a refusal it shows again what was typed.</summary>
public abstract class FormPage(IStringLocalizer<OfficeWords> words) : OfficePage
{
    protected IStringLocalizer<OfficeWords> L { get; } = words;

    Dictionary<string, string[]> typed = [];

    public ActionForm Form { get; protected set; } = null!;

    public FormRead Typed => new(Form, name => typed.GetValueOrDefault(name, []));

    /// <summary>Rows of a list to be shown: those typed, and always an empty one.</summary>
    public int RowsShown(FormRows rows) => Math.Min(FormRead.MostRows, Math.Max(rows.Shown, Typed.RowsOf(rows) + More));

    /// <summary>What stands in a field before anybody typed.</summary>
    protected void Fill(string name, params string[] values) => typed.TryAdd(name, values);

    // Rows to be filled in besides those that are.
    int More { get; set; } = 1;

    /// <summary>Reads what was typed; of a document its fingerprint.</summary>
    protected async Task ReadFormAsync(CancellationToken ct)
    {
        var form = await Request.ReadFormAsync(ct);
        typed = form.ToDictionary(f => f.Key, f => f.Value.OfType<string>().ToArray());
        foreach (var file in form.Files.Where(f => f.Length > 0))
        {
            await using var content = file.OpenReadStream();
            typed[file.Name] = [System.Buffers.Text.Base64Url.EncodeToString(await SHA256.HashDataAsync(content, ct))];
        }

        if (WantsMore)
            More = 3;
    }

    /// <summary>Whether only more rows are asked for.</summary>
    protected bool WantsMore => Request.Form["do"] == "more";

    /// <summary>Whether something that must be filled in is not; then it is said of each field.</summary>
    protected bool IsIncomplete()
    {
        Pack();
        foreach (var name in Typed.Missing())
            Faults.Add(new(name, L["Fill this in."]));
        return Faults.Count > 0;
    }

    /// <summary>The command; null where something in it cannot be sent, and then it is said.</summary>
    protected async Task<JsonObject?> CommandAsync(long? version)
    {
        var command = Typed.Command();
        foreach (var field in Form.Fields.Where(f => f.Kind is FieldKind.Matter))
            if (command[field.Name]?.GetValue<string>() is { } number && !Guid.TryParse(number, out _))
            {
                var found = await SendAsync("/api/applications/find", new Applications.FindApplication(number));
                if (!found.IsGood)
                {
                    Faults.Add(new(field.Name, L["You see no matter of this number."]));
                    return null;
                }

                command[field.Name] = found.Read<Applications.ApplicationFound>().ApplicationId.ToString();
            }

        if (version is { } read)
            command["version"] = read;
        return command;
    }

    void Pack()
    {
        var packed = Typed.Packed();
        foreach (var name in typed.Keys.Where(n => Form.Rows.Any(r => n.StartsWith(r.Name + "[", StringComparison.Ordinal))).ToArray())
            typed.Remove(name);
        foreach (var (name, value) in packed)
            typed[name] = [value];
    }
}
