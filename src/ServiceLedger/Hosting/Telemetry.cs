using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace ServiceLedger.Hosting;

/// <summary>Traces and metrics of ASP.NET, Npgsql, Marten and Wolverine, of the transparency log and of the clock; sent by OTLP where OTEL_EXPORTER_OTLP_ENDPOINT is set.</summary>
public static class Telemetry
{
    public static void AddLedgerTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .WithTracing(traces => traces.AddSource("Marten", "Wolverine").AddNpgsql().AddAspNetCoreInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter("Marten", "Wolverine:ServiceLedger", "Npgsql", Ledger.WatchesLog.Meter, Timers.WatchesClock.Meter).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation());
        if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 })
            telemetry.UseOtlpExporter();
    }
}
