using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>The endpoints of the API as the service knows them, and a body for each.</summary>
static class EveryEndpoint
{
    /// <summary>Each with every method it has.</summary>
    public static IEnumerable<(string Method, RouteEndpoint Endpoint)> Of(LedgerHost host) =>
        from e in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where e.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal)
        from method in e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (method, e);

    /// <summary>A body of this type that the door lets pass: what must be there, with these ids by the names of their members, and with the application's where none is named so.</summary>
    /// <param name="text">What stands in every text, as the number and the day stand in theirs.</param>
    public static JsonNode? Body(Type type, IReadOnlyDictionary<string, Guid> ids, string text = "x", long number = 1, string day = "2026-03-02", string name = "")
    {
        if (type == typeof(string))
            return text;
        if (type == typeof(Guid))
            return ids.GetValueOrDefault(name, ids["applicationId"]).ToString();
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateOnly))
            return day;
        if (type == typeof(DateTimeOffset))
            return "2026-03-02T09:00:00+08:00";
        if (type.IsEnum)
            return JsonSerializer.SerializeToNode(Enum.GetValues(type).GetValue(0), type, LedgerJson.Stored);
        if (type.IsPrimitive)
            return number;
        if (type.IsAssignableTo(typeof(System.Collections.IEnumerable)))
            return new JsonArray();
        var body = new JsonObject();
        foreach (var p in type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First().GetParameters().Where(p => !p.HasDefaultValue))
        {
            var member = JsonNamingPolicy.CamelCase.ConvertName(p.Name!);
            body[member] = Body(Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType, ids, text, number, day, member);
        }

        return body;
    }
}
