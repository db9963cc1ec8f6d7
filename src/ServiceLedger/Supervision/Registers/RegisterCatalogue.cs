using ServiceLedger.Hosting;
using Weasel.Core;
using Weasel.Postgresql.Tables;

namespace ServiceLedger.Supervision.Registers;

/// <summary>
/// The registers for supervisors' SQL. They hold nothing personal: no name, no number, no id of a person, no text; of where somebody lives the county and the class.
/// Their rows are a function of the events alone and may be thrown away: a rebuild makes the same again.
/// </summary>
public static class RegisterCatalogue
{
    public static readonly Register Applications = new(
        typeof(RegisteredApplication), "register_application", "Matters, one row each, from the submission on.",
        [["submitted_at"], ["decided_at"], ["ended_at"], ["first_answer_at"]]);

    public static readonly Register Decisions = new(
        typeof(RegisteredDecision), "register_decision", "Decisions, one row each, as they stand now.", [["made_at"], ["delivered_at"], ["application_id"]]);

    public static readonly Register DataRequests = new(
        typeof(RegisteredDataRequest), "register_data_request", "Requests for data sent to other departments, one row each.", [["requested_at"], ["application_id"]]);

    public static readonly Register ReAsks = new(
        typeof(RegisteredReAsk), "register_re_ask", "Papers asked for although an office held them, one row each.", [["asked_at"], ["application_id"]]);

    public static readonly Register Entries = new(
        typeof(RegisteredEntry), "register_entry", "What offices recorded, one row for each act, with its delay.", [["effective_at"], ["application_id"]]);

    public static readonly Register OfficeEntries = new(
        typeof(RegisteredOfficeEntry), "register_office_entry", "The same summed up, one row for each matter and office.", [["first_effect_at"]], KeyColumns: 2);

    public static readonly Register Deadlines = new(
        typeof(RegisteredDeadline), "register_deadline", "Limits that run or ran, one row each, with the last day in time.", [["due_day"], ["stream_id"], ["warns_at"], ["passes_at"], ["application_id"]])
    {
        // What an office has still to do, in the order in which it is due.
        Open = (["department", "due_day", "deadline_id"], "done_day is null")
    };

    public static readonly Register Cards = new(
        typeof(RegisteredCard), "register_card", "Warnings, yellow and red cards, one row each, as they stand now.", [["issued_at"], ["department"], ["application_id"]]);

    public static readonly Register Ratings = new(
        typeof(RegisteredRating), "register_rating", "How matters and visits were rated, one row each, as each rating stands now.", [["given_at"], ["application_id"]]);

    public static IReadOnlyList<Register> All { get; } = [Applications, Decisions, DataRequests, ReAsks, Entries, OfficeEntries, Deadlines, Cards, Ratings];

    /// <summary>Events that bring a card, until it is issued. The clock works it off.</summary>
    public const string CardsDue = $"{Store.Schema}.card_due";

    /// <summary>Who opened which matter first, and when: what tells whether a deciding officer had. It names officers, so it is no register, and supervisors' SQL does not see it.</summary>
    public const string Openings = $"{Store.Schema}.matter_opening";

    /// <summary>The role that may read the registers and nothing else. It cannot log in itself: <c>grant ledger_supervisor to LOGIN</c>.</summary>
    public const string Role = "ledger_supervisor";

    /// <summary>Everything the database must hold: the tables, their words, and the role that reads them.</summary>
    public static IEnumerable<ISchemaObject> Schema()
    {
        var openings = new Table(Openings);
        openings.AddColumn<Guid>("application_id").AsPrimaryKey();
        openings.AddColumn("officer", "text").AsPrimaryKey();
        openings.AddColumn("opened_at", "timestamptz").NotNull();
        var cards = new Table(CardsDue);
        cards.AddColumn<Guid>("event_id").AsPrimaryKey();
        cards.AddColumn<Guid>("stream_id").NotNull();
        cards.AddColumn("at", "timestamptz").NotNull();
        return [.. All.Select(r => r.ToTable()), openings, cards, Words(), Readers()];
    }

    static Sql Words()
    {
        static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        var said = All.SelectMany(r => r.Columns.Select(c => (r.Table, c.Name, c.Says))).ToArray();
        var columns = string.Join(", ", said.Select(s => $"({Quoted(s.Table)}, {Quoted(s.Name)}, {Quoted(s.Says)})"));
        return new(
            "register_words",
            $"""
            (select count(*) from (values {columns}) as said(of_table, of_column, words) join pg_attribute a on a.attrelid = to_regclass(said.of_table) and a.attname = said.of_column
             where col_description(a.attrelid, a.attnum) = said.words) = {said.Length}
            """,
            string.Join(Environment.NewLine, All.Select(r => $"comment on table {r.Table} is {Quoted(r.Says)};").Concat(said.Select(s => $"comment on column {s.Table}.{s.Name} is {Quoted(s.Says)};"))));
    }

    static Sql Readers()
    {
        var tables = string.Join(", ", All.Select(r => r.Table));
        return new(
            "register_readers",
            $"""
            coalesce(case when not exists (select from pg_roles where rolname = '{Role}') then false else
              has_schema_privilege('{Role}', to_regnamespace('{Store.Schema}')::oid, 'usage') and {string.Join(" and ", All.Select(r => $"has_table_privilege('{Role}', to_regclass('{r.Table}'), 'select')"))} end, false)
            """,
            $"""
            do $body$ begin
              if not exists (select from pg_roles where rolname = '{Role}') then create role {Role} nologin; end if;
            exception when duplicate_object or unique_violation then null;
            end $body$;
            grant usage on schema {Store.Schema} to {Role};
            grant select on {tables} to {Role};
            """);
    }
}
