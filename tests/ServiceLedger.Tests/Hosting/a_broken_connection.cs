using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Tests.Hosting;

public class a_broken_connection
{
    [Fact]
    public async Task of_the_caller_is_bad_input()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        context.Request.Body = new Broken();
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

    /// <summary>A body whose reading fails as Kestrel's does for a chunk size past 31 bits.</summary>
    sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("Bad chunk size data.");
    }
}
