using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;
using Wolverine.Http;

namespace ServiceLedger.Hosting;

/// <summary>What /openapi/v1.json (OpenAPI 3.1) says beyond what the framework finds by itself: every answer an operation gives, names of enums, and members that an answer leaves out.</summary>
static class LedgerDescription
{
    public static void AddLedgerDescription(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, DescribedAnswers>());
        services.AddOpenApi("v1", options => options.AddSchemaTransformer(Describe).AddDocumentTransformer(LeaveOutWhatIsNull));
    }

    static async Task Describe(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Acknowledged<>))
            await DescribeAcknowledgedAsync(schema, type.GetGenericArguments()[0], context, ct);
        else if (type == typeof(ProblemDetails))
            DescribeProblem(schema);
        else if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } names)
        {
            var isNullable = names != type;
            schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Enum = [.. EnumNames.Of(names).Select(name => (JsonNode)name), .. isNullable ? [JsonNullSentinel.JsonNull] : Array.Empty<JsonNode>()];
        }
    }

    /// <summary>The receipt stands beside what the endpoint answers.</summary>
    static async Task DescribeAcknowledgedAsync(OpenApiSchema schema, Type answer, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var ids = await context.GetOrCreateSchemaAsync(answer, cancellationToken: ct);
        (schema.Required, schema.Description) = (ids.Required, ids.Description);
        schema.Properties = new Dictionary<string, IOpenApiSchema>(ids.Properties ?? new Dictionary<string, IOpenApiSchema>())
        {
            ["receipt"] = await context.GetOrCreateSchemaAsync(typeof(Ledger.Receipt), cancellationToken: ct)
        };
    }

    static void DescribeProblem(OpenApiSchema schema)
    {
        schema.Description = "Why it is refused (RFC 9457).";
        schema.Required = new HashSet<string> { "type", "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = "^urn:serviceledger:[a-z0-9-]+$", Description = "What sort of refusal it is; it never changes." },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do next." },
            ["field"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Which part of the request does not hold what it must." },
            ["state"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["allowed"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "What the present state allows." }
        };
        schema.AdditionalPropertiesAllowed = true;
    }

    /// <summary>Answers leave out what is null, so that nothing that may be null is required of them.</summary>
    static Task LeaveOutWhatIsNull(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken ct)
    {
        var seen = new HashSet<IOpenApiSchema>(ReferenceEqualityComparer.Instance);
        foreach (var path in document.Paths.Values)
            foreach (var operation in path.Operations!.Values)
                foreach (var answer in operation.Responses!.Values)
                    foreach (var media in answer.Content?.Values ?? [])
                        LeaveOut(media.Schema);
        return Task.CompletedTask;

        void LeaveOut(IOpenApiSchema? schema)
        {
            if (schema is OpenApiSchemaReference { Reference.Id: { } id })
                document.Components!.Schemas!.TryGetValue(id, out schema);
            if (schema is not OpenApiSchema found || !seen.Add(found))
                return;
            foreach (var (name, property) in found.Properties ?? new Dictionary<string, IOpenApiSchema>())
            {
                if (MayBeNull(property))
                    found.Required?.Remove(name);
                LeaveOut(property);
            }

            LeaveOut(found.Items);
            LeaveOut(found.AdditionalProperties);
            foreach (var part in (found.OneOf ?? []).Concat(found.AnyOf ?? []).Concat(found.AllOf ?? []))
                LeaveOut(part);
        }
    }

    // What says nothing of its type may hold null as well.
    static bool MayBeNull(IOpenApiSchema schema) =>
        schema is OpenApiSchema { Type: null, OneOf: null or { Count: 0 } } || schema.Type?.HasFlag(JsonSchemaType.Null) is true || schema.OneOf?.Any(one => one.Type is JsonSchemaType.Null) is true;
}

/// <summary>The answers of an endpoint: what it gives, by its method, and every refusal that a request of its kind may meet on the way.</summary>
sealed class DescribedAnswers : IApiDescriptionProvider
{
    const string Json = "application/json", Problem = "application/problem+json";

    static readonly Dictionary<int, string> Refusals = new()
    {
        [400] = "The request cannot be accepted as it is; the problem names the field.",
        [401] = "Nobody is signed in.",
        [403] = "This is not for whoever asks, or not for the purpose they state.",
        [404] = "Unknown, or not for whoever asks.",
        [406] = "Nothing of the types asked for is answered here.",
        [409] = "The state or version does not allow it, it is on record already, or its processing is restricted.",
        [410] = "It was erased lawfully.",
        [413] = "The body is too large.",
        [415] = "The body is not of a type that is taken here.",
        [422] = "The idempotency key belongs to another request.",
        [429] = "Too many requests; Retry-After says how long to wait.",
        [503] = "Not at the moment; Retry-After says how long to wait."
    };

    public int Order => int.MaxValue;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context) { }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
            if (description.ActionDescriptor is WolverineActionDescriptor { Chain.Method.Method: { } method })
                Describe(description, method);
    }

    static void Describe(ApiDescription described, MethodInfo method)
    {
        var answers = described.SupportedResponseTypes;
        if (AnswerOf(method.ReturnType) is { } created)
            Replace(answers, [Answer(201, created, [Json])]);
        else if (method.GetCustomAttributes<ProducesResponseTypeAttribute>().Where(t => t.Type != typeof(void)).ToArray() is { Length: > 0 } told)
            Replace(answers, told.Select(t => Answer(t.StatusCode, t.Type, MediaOf(t))));
        foreach (var refused in answers.Where(a => a.StatusCode >= 400).ToArray())
            answers.Remove(refused);
        foreach (var status in RefusalsOf(described, method))
            answers.Add(Answer(status, typeof(ProblemDetails), [Problem], Refusals[status]));
    }

    static int[] RefusalsOf(ApiDescription described, MethodInfo method)
    {
        var isOpen = method.IsDefined(typeof(AllowAnonymousAttribute)) || method.DeclaringType!.IsDefined(typeof(AllowAnonymousAttribute));
        return described.HttpMethod is "GET" ? isOpen ? [400, 404, 406, 429, 503] : [400, 401, 403, 404, 406, 409, 410, 429, 503] : [.. Refusals.Keys];
    }

    /// <summary>What is answered with 201, of a method that creates something.</summary>
    static Type? AnswerOf(Type returned)
    {
        if (!returned.IsGenericType)
            return null;
        var (kind, first) = (returned.GetGenericTypeDefinition(), returned.GetGenericArguments()[0]);
        return kind == typeof(Created<>) ? first : kind == typeof(Acknowledged<>) ? returned : kind == typeof(Task<>) || returned.IsAssignableTo(typeof(ITuple)) ? AnswerOf(first) : null;
    }

    static MediaTypeCollection MediaOf(ProducesResponseTypeAttribute told)
    {
        var media = new MediaTypeCollection();
        ((IApiResponseMetadataProvider)told).SetContentTypes(media);
        if (media.Count == 0)
            media.Add(Json);
        return media;
    }

    static void Replace(IList<ApiResponseType> answers, IEnumerable<ApiResponseType> by)
    {
        answers.Clear();
        foreach (var answer in by)
            answers.Add(answer);
    }

    static ApiResponseType Answer(int status, Type? type, IEnumerable<string> media, string? description = null) => new()
    {
        StatusCode = status,
        Type = type,
        Description = description,
        ApiResponseFormats = [.. media.Select(m => new ApiResponseFormat { MediaType = m })]
    };
}
