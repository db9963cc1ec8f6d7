using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceLedger.Access;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Access;

/// <summary>Every address of the service that is not open to everyone, and a body that its command takes the form of.</summary>
/// <param name="Name">Method and route, without what binds a parameter to a type.</param>
sealed record Address(string Name, string Method, string Route, Type? Command)
{
    /// <summary>The names of the ids in the route.</summary>
    public string[] Ids { get; } = [.. Route.Split('/').Where(p => p.StartsWith('{')).Select(p => p.Trim('{', '}'))];

    public static IReadOnlyList<Address> Of(LedgerHost host) =>
    [
        .. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
           from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
           let route = ReadPaths.Screen(endpoint)
           orderby route, method
           select new Address($"{method} {route}", method, route, method == "GET" ? null : endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType)
    ];

    /// <summary>The path to this thing.</summary>
    public string To(Func<string, string> id) => Ids.Aggregate(Route, (path, name) => path.Replace($"{{{name}}}", Uri.EscapeDataString(id(name)), StringComparison.Ordinal));

    /// <summary>A body of the command's form whose version is older than anything: what the policy lets by is refused all the same, so that nothing changes.</summary>
    public JsonNode? Body(Func<string, string> id) => Command is null ? null : Sample(Command, "", id);

    static JsonNode? Sample(Type type, string name, Func<string, string> id)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return name.EndsWith("Department", StringComparison.Ordinal) ? Items.OtherDepartment : "x";
        if (type == typeof(Guid))
            return id(name);
        if (type == typeof(bool))
            return true;
        if (type == typeof(DateOnly))
            return "2026-03-10";
        if (type == typeof(DateTimeOffset))
            return "2026-03-02T08:00:00+08:00";
        if (type.IsEnum)
            return JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(Enum.GetValues(type).GetValue(0), type, LedgerJson.Stored));
        if (type.IsPrimitive)
            return name == "version" ? 0 : 1;
        if (type.IsArray || (type.IsGenericType && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))))
            return new JsonArray();
        var made = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
        var body = new JsonObject();
        foreach (var parameter in made.GetParameters().Where(p => !p.HasDefaultValue))
        {
            var member = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (new NullabilityInfoContext().Create(parameter).WriteState is not NullabilityState.Nullable)
                body[member] = Sample(parameter.ParameterType, member, id);
            else
                body[member] = null;
        }

        return body;
    }
}
