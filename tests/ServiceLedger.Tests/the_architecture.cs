using System.Reflection;
using NetArchTest.Rules;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Tests;

public class the_architecture
{
    static readonly Assembly Ledger = typeof(Act).Assembly;
    static readonly string[] WriteSlices = ["Applications", "DataRequests", "Decisions", "Evidence", "Reviews", "Participation"];
    static readonly string[] Refusing = ["Validate", "ValidateAsync", "Refuse"];
    static readonly string[] Readers = ["Citizens", "Supervision", "Ledger", "Interchange", "Destruction"];

    [Fact]
    public void no_write_slice_depends_on_a_reader()
    {
        foreach (var slice in WriteSlices)
        {
            var result = Types.InAssembly(Ledger).That().ResideInNamespace($"ServiceLedger.{slice}")
                .ShouldNot().HaveDependencyOnAny([.. Readers.Select(r => $"ServiceLedger.{r}")]).GetResult();
            result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    [Fact]
    public void a_write_slice_uses_of_another_its_events_and_state_type_only()
    {
        foreach (var slice in WriteSlices)
            foreach (var other in WriteSlices.Where(o => o != slice))
            {
                var forbidden = Ledger.GetTypes()
                    .Where(t => t.Namespace == $"ServiceLedger.{other}" && (t.Name.EndsWith("Endpoint", StringComparison.Ordinal) || t.Name.EndsWith("View", StringComparison.Ordinal)))
                    .Select(t => t.FullName!).ToArray();
                if (forbidden.Length == 0)
                    continue;
                var result = Types.InAssembly(Ledger).That().ResideInNamespace($"ServiceLedger.{slice}").ShouldNot().HaveDependencyOnAny(forbidden).GetResult();
                result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
            }
    }

    [Fact]
    public void the_catalogue_and_the_vault_depend_on_no_slice()
    {
        foreach (var ground in new[] { "Catalogue", "Privacy", "Access" })
        {
            var result = Types.InAssembly(Ledger).That().ResideInNamespace($"ServiceLedger.{ground}")
                .ShouldNot().HaveDependencyOnAny([.. WriteSlices.Concat(Readers).Select(s => $"ServiceLedger.{s}")]).GetResult();
            result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
        }
    }

    /// <summary>Supervision reads what others do: nobody but the service's own start knows of it, and it writes no events but its own.</summary>
    [Fact]
    public void supervision_is_known_to_nobody_and_writes_its_own_events_only()
    {
        foreach (var other in WriteSlices.Concat(["Access", "Catalogue", "Privacy", "Citizens"]))
        {
            var result = Types.InAssembly(Ledger).That().ResideInNamespace($"ServiceLedger.{other}").ShouldNot().HaveDependencyOn("ServiceLedger.Supervision").GetResult();
            result.IsSuccessful.ShouldBeTrue(string.Join(", ", result.FailingTypeNames ?? []));
        }

        var endpoints = Ledger.GetTypes().Where(t => t.Namespace == "ServiceLedger.Supervision").SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.Name is "Post" or "Decide").SelectMany(m => Unwrapped(m.ReturnType)).Where(EventCatalogue.Names.ContainsKey).ToArray();
        endpoints.ShouldNotBeEmpty();
        endpoints.ShouldAllBe(t => t.Namespace == "ServiceLedger.Supervision");
    }

    /// <summary>Whatever else an endpoint with state returns would be appended to its stream as an event.</summary>
    [Fact]
    public void endpoints_that_write_return_events_of_the_catalogue_or_answers_and_nothing_else()
    {
        var endpoints = Ledger.GetTypes().SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(m => m.GetParameters().Any(p => p.GetCustomAttribute<StateAttribute>() is not null)).ToArray();
        endpoints.Length.ShouldBeGreaterThan(6);
        foreach (var endpoint in endpoints)
        {
            var returned = Unwrapped(endpoint.ReturnType).ToArray();
            returned.ShouldContain(t => EventCatalogue.Names.ContainsKey(t) || t == typeof(Wolverine.Marten.Events), endpoint.DeclaringType!.Name);
            returned.ShouldAllBe(t => EventCatalogue.Names.ContainsKey(t) || t.IsAssignableTo(typeof(Microsoft.AspNetCore.Http.IResult)) || t == typeof(Wolverine.Marten.IStartStream) || t == typeof(Wolverine.Marten.Events), endpoint.DeclaringType!.Name);
            if (!returned.Any(t => t.IsAssignableTo(typeof(Microsoft.AspNetCore.Http.IResult))))
                endpoint.GetCustomAttribute<EmptyResponseAttribute>().ShouldNotBeNull(endpoint.DeclaringType!.Name);
        }
    }

    /// <summary>Refusals are pure: a test calls them as they are, besides what it tries over HTTP.</summary>
    [Fact]
    public void whatever_can_refuse_an_act_is_called_by_a_test()
    {
        var endpoints = Ledger.GetTypes()
            .Where(t => t is { IsAbstract: true, IsSealed: true, IsPublic: true } && t.Name.EndsWith("Endpoint", StringComparison.Ordinal))
            .Where(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(m => m.GetCustomAttribute<WolverinePostAttribute>() is not null || m.GetCustomAttribute<WolverinePutAttribute>() is not null))
            .Where(t => t.GetMethods(BindingFlags.Public | BindingFlags.Static).Any(m => Refusing.Contains(m.Name)))
            .Select(t => t.Name).ToArray();
        endpoints.Length.ShouldBeGreaterThan(100);
        var tests = string.Join('\n', Directory.EnumerateFiles(Path.Combine(Hosting.Readme.Clone(), "tests", "ServiceLedger.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));
        endpoints.Where(e => !Refusing.Any(r => tests.Contains($" {e}.{r}(", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void no_type_or_folder_is_named_for_nothing()
    {
        string[] empty = ["Common", "Core", "Shared", "Helpers", "Utils", "Manager"];
        Ledger.GetTypes().Where(t => t.Namespace?.StartsWith("ServiceLedger", StringComparison.Ordinal) is true)
            .ShouldAllBe(t => !empty.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal) || t.Namespace!.Split('.').Contains(e)));
    }

    static IEnumerable<Type> Unwrapped(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? Unwrapped(type.GetGenericArguments()[0])
        : type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal) ? type.GetGenericArguments()
        : [type];
}
