using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using NpgsqlTypes;
using ServiceLedger.Access;

namespace ServiceLedger.Load;

/// <summary>What the limit server is told: which rows a submission leaves, and which texts in them are new each time.</summary>
/// <param name="Application">The id of the application in the rows.</param>
/// <param name="Event">The id of its event.</param>
/// <param name="Key">The id of what remembers the request.</param>
sealed record LimitPlan(IReadOnlyList<CapturedRow> Rows, string Application, string Citizen, string CaseNumber, string Event, string Key);

/// <summary>
/// The limit: endpoints that do with plain Npgsql, in one round trip each, what the service does, and nothing else: no policy, no sealing, no receipt. The bearer is checked as the service
/// checks it, by its signature once and from memory then. The rows of a submission are those that the service itself left, column by column, under new ids.
/// </summary>
static class LimitServer
{
    public static async Task<int> RunAsync(string connection, string folder, string planFile, string address)
    {
        var plan = JsonSerializer.Deserialize<LimitPlan>(await File.ReadAllTextAsync(planFile))!;
        await using var database = new NpgsqlDataSourceBuilder(connection).Build();
        await using (var command = database.CreateCommand("create table if not exists ledger.limit_row (id uuid primary key, data text)"))
            await command.ExecuteNonQueryAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(address);
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        var bearer = new Bearer(DevelopmentProvider.Key(Path.Combine(folder, "sign-in-key.pem")));
        app.Use(async (context, next) =>
        {
            if (await bearer.IsGoodAsync(context.Request.Headers.Authorization.ToString()))
                await next();
            else
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        var submission = new Submission(plan);
        app.MapPost("/api/applications", async (HttpContext context) =>
        {
            var asked = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            var (application, number) = await submission.RecordAsync(database, asked.GetProperty("citizenId").GetGuid(), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status201Created;
            await context.Response.WriteAsJsonAsync(new { applicationId = application, caseNumber = number });
        });
        app.MapGet("/api/citizens/{id:guid}/file", async (Guid id, HttpContext context) =>
        {
            await using var command = database.CreateCommand("select data::text from ledger.mt_doc_citizenfile where id = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync((string)(await command.ExecuteScalarAsync(context.RequestAborted))!);
        });
        app.MapPost("/raw/insert", async (HttpContext context) =>
        {
            await using var command = database.CreateCommand("insert into ledger.limit_row values ($1, $2)");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.CreateVersion7() });
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = "row" });
            await command.ExecuteNonQueryAsync(context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        app.MapGet("/raw/select", async (HttpContext context) =>
        {
            await using var command = database.CreateCommand("select version from ledger.mt_streams where id = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.Parse(plan.Citizen) });
            await context.Response.WriteAsync($"{await command.ExecuteScalarAsync(context.RequestAborted)}");
        });
        app.MapGet("/raw/empty", (HttpContext context) => context.Response.WriteAsync("{}"));
        await app.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>Whether a bearer's token was signed by the authority's key; what was found is remembered for thirty seconds.</summary>
    sealed class Bearer(SecurityKey key)
    {
        readonly JsonWebTokenHandler handler = new();
        readonly ConcurrentDictionary<string, DateTime> known = new();

        public async ValueTask<bool> IsGoodAsync(string header)
        {
            if (known.TryGetValue(header, out var until) && DateTime.UtcNow < until)
                return true;
            if (!header.StartsWith("Bearer ", StringComparison.Ordinal))
                return false;
            var result = await handler.ValidateTokenAsync(header["Bearer ".Length..], new() { IssuerSigningKey = key, ValidateIssuer = false, ValidateAudience = false });
            if (result.IsValid)
                known[header] = DateTime.UtcNow.AddSeconds(30);
            return result.IsValid;
        }
    }

    /// <summary>The statements of one submission, prepared once, with the places in them that change.</summary>
    sealed class Submission
    {
        readonly (string Sql, IReadOnlyList<string>?[] Values)[] statements;
        readonly LimitPlan plan;
        long number;

        public Submission(LimitPlan plan)
        {
            this.plan = plan;
            var changing = new Dictionary<string, string> { [plan.Application] = "", [plan.Citizen] = "", [plan.CaseNumber] = "", [plan.Event] = "", [plan.Key] = "" };
            statements = [.. plan.Rows.Select(row =>
            {
                var given = row.Columns.Select((c, i) => (Column: c, Value: row.Values[i])).ToArray();
                var parameters = given.Where(g => g.Column != "seq_id").ToArray();
                var at = 0;
                return (
                    $"insert into ledger.{row.Table} ({string.Join(", ", given.Select(g => $"\"{g.Column}\""))}) values ({string.Join(", ", given.Select(g => g.Column == "seq_id" ? "nextval('ledger.mt_events_sequence')" : $"${++at}"))})",
                    parameters.Select(p => p.Value is { } text ? CapturedRows.Cut(text, changing) : null).ToArray());
            })];
        }

        /// <summary>All rows in one transaction and one round trip.</summary>
        public async Task<(Guid Application, string Number)> RecordAsync(NpgsqlDataSource database, Guid citizen, CancellationToken ct)
        {
            var (application, recorded, key) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
            var caseNumber = $"L{Interlocked.Increment(ref number)}-{plan.CaseNumber}";
            var (of, by, at) = (application.ToString(), citizen.ToString(), recorded.ToString());
            string Now(string part) => part == plan.Application ? of : part == plan.Citizen ? by : part == plan.CaseNumber ? caseNumber : part == plan.Event ? at : part == plan.Key ? key : part;
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var batch = new NpgsqlBatch(connection);
            foreach (var (sql, values) in statements)
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var value in values)
                    command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = value is null ? DBNull.Value : string.Concat(value.Select(Now)) });
                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(ct);
            return (application, caseNumber);
        }
    }
}
