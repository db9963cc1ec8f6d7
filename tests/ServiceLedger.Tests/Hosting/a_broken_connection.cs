using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

public class a_broken_connection
{
    /// <summary>As Kestrel fails for a chunk size past 31 bits, and for a control character behind the last chunk.</summary>
    public static TheoryData<Exception> Failures => [new IOException("Bad chunk size data."), new InvalidOperationException("Non-ASCII or control characters in header: 0x0000")];

    [Theory, MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public async Task of_the_caller_is_bad_input(Exception failure)
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Body = new Broken(failure);
        context.SetEndpoint(new(null, new(new AcceptsMetadata(["application/json"], typeof(object))), null));
        var door = new RequestDoor(_ => Task.CompletedTask, Options.Create(new Microsoft.AspNetCore.Http.Json.JsonOptions()));
        Faults.Problem(await Should.ThrowAsync<BadHttpRequestException>(door.InvokeAsync(context))).Status.ShouldBe(400);
    }

    [Fact]
    public void to_the_record_asks_to_try_again_however_deep_it_lies()
    {
        var shutdown = new PostgresException("", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown);
        Faults.Problem(shutdown).Status.ShouldBe(503);
        Faults.Problem(new ObjectDisposedException("connection", shutdown)).Status.ShouldBe(503);
        Faults.Problem(new ObjectDisposedException("connection")).Status.ShouldBe(500);
    }

    /// <summary>A body whose reading fails.</summary>
    sealed class Broken(Exception failure) : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw failure;
    }
}
