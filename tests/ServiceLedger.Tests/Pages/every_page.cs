using System.Text.RegularExpressions;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Hosting;
using ServiceLedger.Pages.Office;

namespace ServiceLedger.Tests.Pages;

/// <summary>What holds of each page there is, for each kind of person and whatever is sent to it.</summary>
public partial class every_page(PagedThings things) : IClassFixture<PagedThings>, IDisposable
{
    static readonly string Looks = string.Join(", ", new[] { typeof(FileViewed), typeof(SearchPerformed), typeof(Exported), typeof(AccessRefused) }.Select(t => $"'{EventCatalogue.Names[t]}'"));

    // What an applicant says on taking it back, and on asking for a renewal, they need not say.
    static readonly string[] FormsWithNothingDemanded = ["withdraw", "request-renewal", "save-draft"];

    readonly LedgerHost host = things.Host;
    readonly Dictionary<Who, Reader> readers = [];
    readonly List<string> wrong = [];
    int asked;

    [Fact]
    public void stands_in_the_table_with_each_of_its_handlers() =>
        TableOfPages.All.SelectMany(p => p.Files.Select(f => $"GET {p.Address} {f.Handler}").Concat(p.Address == TableOfPages.Acts ? ["POST " + p.Address + " "] : p.Forms.Select(f => $"POST {p.Address} {f.Handler}").Distinct()).Prepend($"GET {p.Address} ")).Order()
            .ShouldBe(KnownPages.Of(host).SelectMany(p => p.Handlers.Select(h => $"{h.Method} {p.Address} {h.Name}")).Order());

    /// <summary>The table, with the names of fields as they stand on the pages.</summary>
    IEnumerable<PageRow> Pages => TableOfPages.All.Select(p => p with
    {
        Forms = [.. p.Forms.Select(f => f with
        {
            Fields = [.. f.Fields.Select(x => (Named(x.Name), x.Value))],
            Wrong = [.. f.Wrong.Select(w => (Named(w.Name), w.Value, Named(w.Named)))],
            Blank = [.. f.Blank.Select(Named)]
        })]
    });

    [Theory, InlineData("en"), InlineData("zh-CN")]
    public async Task opens_to_whom_it_is_for(string language)
    {
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
        {
            var reader = await As(page.By, language);
            await reader.Open(Address(page));
            IsWellMade(reader, page.Address);
            foreach (var (handler, query) in page.Files)
            {
                await reader.Open(File(page, page.Thing, handler, query));
                Expect(reader.Status, [200], $"{page.Address} {handler}");
            }
        }

        Settle();
    }

    [Theory, InlineData("en"), InlineData("zh-CN")]
    public async Task of_citizens_opens_to_a_person_of_whom_little_is_on_record(string language)
    {
        var reader = await As(Who.Stranger, language);
        foreach (var page in Pages.Where(p => p.Thing is null && p.Address.StartsWith("/my", StringComparison.Ordinal)))
        {
            await reader.Open(page.Address);
            IsWellMade(reader, page.Address);
            Bare(reader, page.Address);
        }

        Settle();
    }

    [Fact]
    public async Task asks_whoever_is_not_signed_in_to_sign_in_and_takes_nothing_from_them()
    {
        var nobody = await As(Who.Nobody);
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
        {
            await nobody.Open(Address(page));
            Expect(nobody.Status, page.IsOpen ? [200] : [401], page.Address);
            foreach (var (handler, query) in page.Files)
            {
                await nobody.Open(File(page, page.Thing, handler, query));
                Expect(nobody.Status, [401], $"{page.Address} {handler}");
            }

            foreach (var form in page.Forms)
            {
                await nobody.Send(Address(page, form), Typed(form));
                Expect(nobody.Status, [401, 400], $"{page.Address} {form.Handler}");
            }
        }

        await Nothing(before, "nobody");
        Settle();
    }

    [Fact]
    public async Task is_shut_to_those_it_is_not_for_and_takes_nothing_from_them()
    {
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
            foreach (var who in page.Outside.Concat(page.Shut))
            {
                var reader = await As(who);
                await reader.Open(Address(page));
                Expect(reader.Status, [403], $"{page.Address} for {who}");
                Bare(reader, $"{page.Address} for {who}");
                foreach (var (handler, query) in page.Files)
                {
                    await reader.Open(File(page, page.Thing, handler, query));
                    Expect(reader.Status, [403], $"{page.Address} {handler} for {who}");
                    Bare(reader, $"{page.Address} {handler} for {who}");
                }

                foreach (var form in page.Forms)
                {
                    await Send(reader, Address(page, form), [.. Hidden(form), .. Typed(form)]);
                    Expect(reader.Status, [403], $"{page.Address} {form.Handler} by {who}");
                    Bare(reader, $"{page.Address} {form.Handler} by {who}");
                    before = await Nothing(before, $"{page.Address} {form.Handler} by {who}");
                }
            }

        Settle();
    }

    [Fact]
    public async Task shows_nothing_of_what_does_not_exist_and_takes_nothing_for_it()
    {
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Thing is not null))
        {
            var reader = await As(page.By);
            var none = page.Thing![0] == '{' ? things.Named["nobody"] : "no-such";
            await reader.Open(Named(page.Of(none) + Query(page.Query)));
            Expect(reader.Status, [page.Missing], page.Address);
            foreach (var (handler, query) in page.Files)
            {
                await reader.Open(File(page, none, handler, query));
                Expect(reader.Status, [page.Missing], $"{page.Address} {handler}");
            }

            foreach (var form in page.Forms)
            {
                reader = await As(form.By ?? page.By);
                await Send(reader, Named(page.Of(none) + Query(Handler(form), form.Query ?? page.Query)), [.. Hidden(form), .. Typed(form)]);
                Expect(reader.Status, [page.Missing, 404], $"{page.Address} {form.Handler}");
                before = await Nothing(before, $"{page.Address} {form.Handler}");
            }
        }

        Settle();
    }

    [Fact]
    public async Task of_others_shows_nothing_and_takes_nothing()
    {
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
        {
            if (page.Foreign is var (who, status))
            {
                var reader = await As(who);
                await reader.Open(Address(page));
                Expect(reader.Status, [status], page.Address);
                Bare(reader, page.Address);
                foreach (var (handler, query) in page.Files)
                {
                    await reader.Open(File(page, page.Thing, handler, query));
                    Expect(reader.Status, [status], $"{page.Address} {handler}");
                    Bare(reader, $"{page.Address} {handler}");
                }
            }

            foreach (var form in page.Forms.Where(f => !f.OfNobody))
            {
                var owner = await As(form.By ?? page.By);
                var sent = await Filled(owner, page, form);
                var reader = await As(page.Foreign?.Who ?? (page.By is Who.Citizen ? Who.Stranger : Who.Elsewhere));
                await Send(reader, Address(page, form), sent);
                var expected = form.Foreign ?? page.Foreign!.Value.Status;
                Expect(reader.Status, [expected], $"{page.Address} {form.Handler}");
                Bare(reader, $"{page.Address} {form.Handler}", sent);
                if (expected == 200 && reader.Page.QuerySelector(".govuk-error-summary") is null)
                    wrong.Add($"{page.Address} {form.Handler}: says nothing of the refusal");
                before = await Nothing(before, $"{page.Address} {form.Handler}");
            }
        }

        Settle();
    }

    [Fact]
    public async Task takes_no_form_without_its_token_or_from_another_site()
    {
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
            foreach (var form in page.Forms)
            {
                var reader = await As(form.By ?? page.By);
                var sent = await Filled(reader, page, form);
                var token = Token(reader);
                await reader.Send(Address(page, form), sent);
                Expect(reader.Status, [400, 403], $"{page.Address} {form.Handler} without a token");
                await reader.Send(Address(page, form), [.. sent, ("__RequestVerificationToken", token[..^1] + (token[^1] == 'A' ? 'B' : 'A'))]);
                Expect(reader.Status, [400, 403], $"{page.Address} {form.Handler} with another token");
                await reader.Send(Address(page, form), [.. sent, ("__RequestVerificationToken", token)], fromAnotherSite: true);
                Expect(reader.Status, [400, 403], $"{page.Address} {form.Handler} from another site");
                before = await Nothing(before, $"{page.Address} {form.Handler}");
            }

        Settle();
    }

    [Fact]
    public async Task says_that_somebody_acted_in_between_and_keeps_what_was_typed()
    {
        var (before, tried) = (await Recorded(), 0);
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
            foreach (var form in page.Forms.Where(f => KnownPages.TakesVersion(host, page.Address, f.Handler)))
            {
                var reader = await As(form.By ?? page.By);
                var sent = await Filled(reader, page, form);
                if (!sent.Any(f => f.Name == "version"))
                    wrong.Add($"{page.Address} {form.Handler}: its form names no version");
                await Send(reader, Address(page, form), [.. sent.Select(f => f.Name == "version" ? (f.Name, Earlier(f.Value)) : f)]);
                Shows(reader, $"{page.Address} {form.Handler}", [], form.Fields);
                before = await Nothing(before, $"{page.Address} {form.Handler}");
                tried++;
            }

        tried.ShouldBeGreaterThan(20);
        Settle();
    }

    [Fact]
    public async Task says_which_field_is_wrong_and_keeps_what_was_typed()
    {
        var before = await Recorded();
        foreach (var page in Pages.Where(p => p.Address != TableOfPages.Acts))
            foreach (var form in page.Forms)
            {
                var reader = await As(form.By ?? page.By);
                foreach (var (name, value, named) in form.Wrong)
                {
                    var sent = await Filled(reader, page, form);
                    (string Name, string Value)[] typed = [.. Typed(form).Where(f => f.Name != name), (name, value)];
                    await Send(reader, Address(page, form), [.. sent.Where(f => !form.Fields.Any(x => x.Name == f.Name)), .. typed]);
                    Shows(reader, $"{page.Address} {form.Handler} {name}={value}", [named], [.. typed.Where(f => f.Name != name)]);
                    before = await Nothing(before, $"{page.Address} {form.Handler} {name}={value}");
                }

                if (form.Blank.Length > 0)
                {
                    var sent = await Filled(reader, page, form);
                    var marked = form.Fields.Where(f => reader.Page.QuerySelectorAll($"[name='{f.Name}']").Any(e => e is IHtmlInputElement { Type: "radio" or "checkbox" })).Select(f => f.Name).ToArray();
                    await Send(reader, Address(page, form), [.. sent.Where(f => !marked.Contains(f.Name)).Select(f => form.Fields.Any(x => x.Name == f.Name && x.Name != "do") ? (f.Name, "") : f)]);
                    Shows(reader, $"{page.Address} {form.Handler} blank", form.Blank, []);
                    before = await Nothing(before, $"{page.Address} {form.Handler} blank");
                }
            }

        Settle();
    }

    [Fact]
    public async Task keeps_no_document_that_came_with_a_form_read_too_early()
    {
        var before = await Recorded();
        foreach (var (who, address, field, button, fields) in new[]
        {
            (Who.Citizen, "/my/matters/{open}", "file-P1", "Hand them in", new[] { ("reuse", "true") }),
            (Who.Citizen, "/my/matters/{told}", "file-P1", "Send the corrections", [("cured", "P1")]),
            (Who.Handler, "/office/matters/{open}/document", "document", "Keep the document", [("paperId", "P2"), ("form", "copy"), ("grade", "B")])
        })
        {
            var reader = await As(who);
            await reader.Open(Named(address));
            reader.Attach(field, "材料.pdf", "application/pdf", Documents.Pdf());
            await reader.Press(button, [("version", "0"), .. fields]);
            Shows(reader, address, [], fields);
            before = await Nothing(before, address);
        }

        Settle();
    }

    /// <summary>The forms of actions: blank, read too early, of another department, of what does not exist, by somebody they are not for, and without a token.</summary>
    [Theory, InlineData("matters", "{accepted}"), InlineData("decisions", "{decision}"), InlineData("data-requests", "{asked}")]
    public async Task of_an_action_is_refused_as_any_other(string subject, string thing)
    {
        var (handler, elsewhere, citizen) = (await As(Who.Handler), await As(Who.Elsewhere), await As(Who.Citizen));
        var (before, stale) = (await Recorded(), 0);
        var forms = FormsOf(subject);
        foreach (var slug in forms)
        {
            var (address, none, name) = (Named($"/office/{subject}/{thing}/{slug}"), Named($"/office/{subject}/{{nobody}}/{slug}"), $"{subject} {slug}");
            await handler.Open(address);
            Expect(handler.Status, [200], name);
            var form = handler.Page.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.QuerySelector("[name=version]") is not null);
            var (typed, token) = (FilledIn(form).ToArray(), Token(handler));
            var hidden = HiddenIn(form).Where(h => !typed.Any(t => t.Name == h.Name)).ToArray();

            if (form.QuerySelector("[required], select, fieldset input") is not null && typed.Any(t => t.Name is not ("effect.at" or "effect.reason")) && !FormsWithNothingDemanded.Contains(slug))
            {
                await Send(handler, address, [.. hidden, ("do", "send"), .. typed.Where(t => handler.Page.QuerySelector($"input[name='{t.Name}'][type=radio], input[name='{t.Name}'][type=checkbox]") is null).Select(t => (t.Name, ""))]);
                Shows(handler, $"{name} blank", [], []);
                before = await Nothing(before, $"{name} blank");
            }

            await Send(elsewhere, address, [.. hidden, .. typed]);
            Expect(elsewhere.Status, [404], $"{name} by another department");
            Bare(elsewhere, name);
            await Send(citizen, address, [.. hidden, .. typed]);
            Expect(citizen.Status, [403], $"{name} by a citizen");
            await Send(handler, none, [.. hidden, .. typed]);
            Expect(handler.Status, [404], $"{name} of nothing");
            await handler.Send(address, [.. hidden, .. typed]);
            Expect(handler.Status, [400, 403], $"{name} without a token");
            await handler.Send(address, [.. hidden, .. typed, ("__RequestVerificationToken", token)], fromAnotherSite: true);
            Expect(handler.Status, [400, 403], $"{name} from another site");
            before = await Nothing(before, name);
            if (slug == "ask-for-data")
                continue;
            await Send(handler, address, [.. hidden.Select(f => f.Name == "version" ? (f.Name, "0") : f), ("do", "send"), .. typed]);
            Shows(handler, $"{name} read too early", [], typed);
            stale += handler.Text.Contains("It has changed since you read it.", StringComparison.Ordinal) ? 1 : 0;
            before = await Nothing(before, $"{name} read too early");
        }

        await handler.Open(Named($"/office/{subject}/{thing}/no-such"));
        Expect(handler.Status, [404], $"{subject} no-such");
        TestContext.Current.SendDiagnosticMessage("{0}: {1} forms, {2} read too early", subject, forms.Length, stale);
        // The rest is refused for what it says, or is for the other side.
        stale.ShouldBeGreaterThanOrEqualTo(7);
        Settle();
    }

    public void Dispose()
    {
        foreach (var reader in readers.Values)
            reader.Dispose();
        GC.SuppressFinalize(this);
    }

    async Task<Reader> As(Who who, string language = "en")
    {
        if (readers.TryGetValue(who, out var known))
            return known;
        return readers[who] = who switch
        {
            Who.Nobody => new(host, language),
            _ => await Reader.SignedIn(host, who switch
            {
                Who.Citizen => things.Named["citizen"],
                Who.Stranger => things.Named["stranger"],
                Who.Handler => "li.hua",
                Who.Authority => "handler." + LedgerHost.ReviewingAuthority,
                Who.Elsewhere => "liu.gang",
                Who.Agent => "zhou.ying",
                Who.Supervisor => "supervisor.11500000DEM000129K",
                _ => "auditor.11500000DEM000129K"
            }, language)
        };
    }

    /// <summary>Names of things in braces as what they stand for.</summary>
    string Named(string text) => ThingName().Replace(text, m => m.Groups[2].Length > 0 ? Guid.Parse(things.Named[m.Groups[1].Value]).ToString("N") : things.Named.GetValueOrDefault(m.Groups[1].Value, m.Value));

    string Address(PageRow page, FormRow? form = null) => Named(page.Of(form?.Thing ?? page.Thing) + (form is null ? Query(page.Query) : Query(Handler(form), form.Query ?? page.Query)));

    string File(PageRow page, string? thing, string handler, string query) =>
        page.Address.EndsWith("{handler?}", StringComparison.Ordinal) ? Named(page.Of(thing, handler.ToLowerInvariant()) + Query(query)) : Named(page.Of(thing) + Query($"handler={handler}", query));

    static string Query(params string[] parts) => string.Join('&', parts.Where(p => p.Length > 0)) is { Length: > 0 } query ? "?" + query : "";

    static string Handler(FormRow form) => form.Handler.Length == 0 ? "" : $"handler={form.Handler}";

    (string Name, string Value)[] Typed(FormRow form) => [.. form.Fields.Select(f => (f.Name, Named(f.Value)))];

    /// <summary>What a form would carry unseen, where no page shows it to who sends it.</summary>
    (string Name, string Value)[] Hidden(FormRow form) => [("version", "1"), .. form.With is var (name, value) ? [(name, Named(value))] : Array.Empty<(string, string)>()];

    /// <summary>What somebody sends who opens the page and fills in its form.</summary>
    async Task<(string Name, string Value)[]> Filled(Reader reader, PageRow page, FormRow form)
    {
        await reader.Open(Named(page.Of(form.Thing ?? page.Thing) + Query(form.Query ?? page.Query)));
        if (form.IsHidden)
            return Typed(form);
        var path = reader.Address.Split('?')[0];
        var shown = reader.Page.QuerySelectorAll("form").OfType<IHtmlFormElement>().Where(f => f.GetAttribute("method") == "post")
            .FirstOrDefault(f => f.QuerySelectorAll("[formaction]").Select(b => b.GetAttribute("formaction")).Append(f.GetAttribute("action")).Any(a => Leads(string.IsNullOrEmpty(a) ? path : a!, path, form.Handler))
                && (form.With is not var (name, value) || f.QuerySelector($"input[name='{name}'][value='{Named(value)}']") is not null));
        if (shown is null)
        {
            wrong.Add($"{page.Address} {form.Handler}: {reader.Address} ({reader.Status}) shows no such form");
            return [.. Hidden(form), .. Typed(form)];
        }

        return [.. HiddenIn(shown), .. Typed(form)];
    }

    static bool Leads(string action, string path, string handler) =>
        action.Split('?')[0] == path && (Regex.Match(action, "[?&]handler=([A-Za-z]+)") is { Success: true } named ? named.Groups[1].Value : "") == handler;

    static IEnumerable<(string Name, string Value)> HiddenIn(IHtmlFormElement form) =>
        form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Where(i => i.Name is not (null or "__RequestVerificationToken")).Select(i => (i.Name!, i.Value));

    /// <summary>The fields of a form, each filled in by its kind; where there is nothing to choose it stays blank.</summary>
    IEnumerable<(string Name, string Value)> FilledIn(IHtmlFormElement form)
    {
        foreach (var fields in form.Elements.Where(e => e is not IHtmlInputElement { Type: "hidden" } && e.GetAttribute("name") is not (null or "do")).GroupBy(e => e.GetAttribute("name")!))
            // A later row stays as blank as it is.
            if (!LaterRow().IsMatch(fields.Key))
                yield return (fields.Key, fields.First() switch
                {
                    _ when fields.Key == "effect.at" => "",
                    IHtmlSelectElement list => list.Options.Select(o => o.Value).FirstOrDefault(v => v.Length > 0) ?? "",
                    IHtmlInputElement { Type: "radio" or "checkbox" } choice => choice.Value,
                    IHtmlInputElement { Type: "date" } => "2026-03-09",
                    IHtmlInputElement { Type: "datetime-local" } => "2026-03-02T09:00",
                    IHtmlInputElement { Type: "number" } => "5",
                    IHtmlInputElement { Type: "file" } => Applications.Walk.Hash,
                    IHtmlInputElement when fields.Key.EndsWith("pplicationId", StringComparison.Ordinal) => things.Named["number"],
                    IHtmlInputElement when fields.Key.EndsWith("Fen", StringComparison.Ordinal) => "12.50",
                    IHtmlInputElement when fields.Key == "decisionId" => things.Named["decision"],
                    _ => "说明"
                });
    }

    string[] FormsOf(string subject)
    {
        var services = host.Services;
        var id = Given.Matter;
        return subject switch
        {
            "matters" => [.. services.GetRequiredService<MatterForms>().Of(new(new(id, Given.Citizen, null, "", 1, "", ApplicationStatus.Accepted, [], [], [], [], [], null, null, null, [], [], null, [], false, null, null, 1, [], []), [], [], null)).Values.Select(f => f.Slug), "ask-for-data"],
            "decisions" => [.. services.GetRequiredService<DecisionForms>().Of(new(
                id, id, Given.Citizen, "", "", 1, "", null, new(RulingKind.Grant, null, null, null, null), null, [], [], null, null, null, null, null, default, null, DecisionStatus.Made, null, null, [], null, [], 1, [], new([], [], []), [], false, false)).Values.Select(f => f.Slug)],
            _ => [.. services.GetRequiredService<DataRequestForms>().Of(new(id, Given.Citizen, id, "", "", "", SharingClass.None, "", "", [], [], null, [], [], [], DataRequestStatus.Requested, 1, [])).Values.Select(f => f.Slug)]
        };
    }

    static async Task Send(Reader reader, string address, (string Name, string Value)[] fields)
    {
        if (reader.Page is null || reader.Page.QuerySelector("input[name=__RequestVerificationToken]") is null)
            await reader.Open("/");
        await reader.Send(address, [.. fields, ("__RequestVerificationToken", Token(reader))]);
    }

    static string Token(Reader reader) => reader.Page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    static string Earlier(string version) => (long.Parse(version, System.Globalization.CultureInfo.InvariantCulture) - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);

    void Expect(int status, int[] expected, string what)
    {
        asked++;
        if (!expected.Contains(status))
            wrong.Add($"{what}: {status}, not {string.Join(" or ", expected)}");
    }

    /// <summary>It is there, with one heading, each id once, and no style or script in it.</summary>
    void IsWellMade(Reader reader, string what)
    {
        Expect(reader.Status, [200], what);
        if (reader.Page.QuerySelectorAll("h1").Length != 1 || reader.Page.QuerySelectorAll("[style], style, [onclick]").Length > 0)
            wrong.Add($"{what}: not one heading, or styles in it");
        if (reader.Page.QuerySelectorAll("[id]").Select(e => e.Id).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key).ToArray() is { Length: > 0 } twice)
            wrong.Add($"{what}: twice {string.Join(' ', twice)}");
    }

    /// <summary>Nothing of the citizen stands on it but what the reader typed, and their own name where they are that.</summary>
    void Bare(Reader reader, string what, (string Name, string Value)[]? typed = null)
    {
        foreach (var secret in new[] { PagedThings.Marker, PagedThings.Name, things.Named["number"] }.Except([.. (typed ?? []).Select(f => f.Value), .. reader == readers.GetValueOrDefault(Who.Citizen) ? [PagedThings.Name] : Array.Empty<string>()]))
            if (reader.Page.Source.Text.Contains(secret, StringComparison.Ordinal))
                wrong.Add($"{what}: shows {secret}");
    }

    /// <summary>The form again, with what is wrong above it and what was typed in it.</summary>
    void Shows(Reader reader, string what, string[] named, (string Name, string Value)[] typed)
    {
        Expect(reader.Status, [200], what);
        var links = reader.Page.QuerySelectorAll(".govuk-error-summary__list a").Select(a => a.GetAttribute("href")![1..]).ToArray();
        if (reader.Page.QuerySelector(".govuk-error-summary") is null)
            wrong.Add($"{what}: no error summary at {reader.Address}");
        if (named.Length > 0 && !links.Intersect(named.Select(Named)).Any())
            wrong.Add($"{what}: names [{string.Join(' ', links)}], not {string.Join(" or ", named)}: {reader.Page.QuerySelector(".govuk-error-summary")?.TextContent.Trim()}");
        foreach (var link in links.Where(l => reader.Page.GetElementById(l) is null))
            wrong.Add($"{what}: #{link} leads nowhere");
        foreach (var (name, value) in typed.Where(t => t.Value.Length > 0 && t.Name != "do"))
            if (!Holds(reader.Page, name, Named(value)))
                wrong.Add($"{what}: lost {name}={Named(value)}");
    }

    static bool Holds(IHtmlDocument page, string name, string value) => page.QuerySelectorAll($"[name='{name}']").Any(e => e switch
    {
        IHtmlInputElement { Type: "radio" or "checkbox" } choice => choice.IsChecked && choice.Value == value,
        IHtmlInputElement input => input.Value == value,
        IHtmlTextAreaElement text => text.Value.Trim() == value,
        IHtmlSelectElement list => list.Value == value,
        _ => false
    });

    Task<long> Recorded() => host.Scalar<long>($"select count(*) from ledger.mt_events where type not in ({Looks})");

    async Task<long> Nothing(long before, string what)
    {
        var now = await Recorded();
        if (now != before)
            wrong.Add($"{what}: recorded {string.Join(' ', await host.Column<string>($"select type from ledger.mt_events where type not in ({Looks}) order by seq_id desc limit {now - before}"))}");
        return now;
    }

    void Settle()
    {
        TestContext.Current.SendDiagnosticMessage("{0} answers", asked);
        wrong.ShouldBeEmpty(string.Join('\n', wrong));
    }

    [GeneratedRegex(@"\{(\w+)(:N)?\}")]
    private static partial Regex ThingName();

    [GeneratedRegex(@"\[[1-9]\d*\]")]
    private static partial Regex LaterRow();
}
