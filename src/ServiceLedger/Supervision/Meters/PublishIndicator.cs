using System.Globalization;
using Marten;
using Marten.Linq.MatchesSql;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using Wolverine.Http;

namespace ServiceLedger.Supervision.Meters;

/// <summary>A supervisor makes the figure of a past period public.</summary>
/// <param name="Class">NBS class of where people live.</param>
public sealed record PublishIndicator(
    DateOnly From, DateOnly To, string? Department = null, string? Item = null, string? District = null, Channel? Channel = null, string? Class = null, Area? Area = null)
{
    public IndicatorCell Cell() => new(Department, Item, District, Channel, Class, Area is { } area ? area is Meters.Area.Rural : null);
}

/// <summary>The answer.</summary>
public sealed record PublicationAnswer(Guid PublicationId, long Numerator, long Denominator, string Value);

/// <summary>What a publication rests on.</summary>
/// <param name="Meter">Null where the code names none.</param>
/// <param name="Figure">As counted now.</param>
/// <param name="Known">As published before.</param>
public sealed record PublicationGround(Meter? Meter, Figure? Figure, PublishedIndicator? Known);

public static class PublishIndicatorEndpoint
{
    public static async Task<PublicationGround> LoadAsync(PublishIndicator command, string indicator, IQuerySession session, Figures figures, CancellationToken ct)
    {
        if (MeterCatalogue.Find(indicator) is not { } meter || RefusePeriod(command) is not null || command.Cell().Refuse() is not null)
            return new(MeterCatalogue.Find(indicator), null, null);
        var counted = await figures.OfAsync(meter, new([], command.From, command.To, command.Cell()), ct);
        return new(meter, counted.Single(), await session.LoadAsync<PublishedIndicator>(PublishedIndicator.StreamOf(meter.Code, meter.DefinitionVersion, command.From, command.To, command.Cell()), ct));
    }

    /// <summary>What is not over is not published, nor what counts so few that it could tell of one person.</summary>
    public static ProblemDetails Validate(PublishIndicator command, Act act, PublicationGround ground, TimeProvider time) =>
        Roles.RefuseOthersThanSupervisors(act)
        ?? (ground.Meter is null ? Problems.NotFound() : null)
        ?? RefusePeriod(command)
        ?? (command.To >= time.Today() ? Problems.Invalid("$.to", "A day before today: the period must be over.", "期间须已结束（早于今日）。") : null)
        ?? command.Cell().Refuse("$.")
        ?? (ground.Figure is not { Denominator: >= Figure.Few }
            ? Problems.Make(409, "too-few", "Too little was counted to be published.", "样本过少，不予公布。", $"A public figure counts at least {Figure.Few}: take a longer period or a larger group.", $"公布的数据至少包含 {Figure.Few} 件，请扩大期间或范围。") : null)
        ?? (ground.Known?.Last is { } last && (last.Numerator, last.Denominator) == (ground.Figure!.Numerator, ground.Figure.Denominator)
            ? Problems.AlreadyExists("This figure is published already.", "该数据已公布。") : WolverineContinue.NoProblems);

    static ProblemDetails? RefusePeriod(PublishIndicator command) =>
        command.From == DateOnly.MinValue || command.To == DateOnly.MaxValue || command.To < command.From ? Problems.Invalid("$.to", "It lies before from.", "早于起始日期。") : null;

    [WolverinePost("/api/supervision/indicators/{indicator}/publication")]
    public static Created<PublicationAnswer> Post(PublishIndicator command, PublicationGround ground, IdempotencyRecord record, IDocumentSession session)
    {
        var published = Decide(command, ground.Meter!, ground.Figure!);
        var id = ground.Known?.Id ?? PublishedIndicator.StreamOf(published.Code, published.DefinitionVersion, command.From, command.To, command.Cell());
        if (ground.Known is { } known)
            session.Events.Append(id, known.Version + 1, published);
        else
            session.Events.StartStream<PublishedIndicator>(id, published);
        return record.Creates("/api/indicators", new PublicationAnswer(id, published.Numerator, published.Denominator, published.Value));
    }

    public static IndicatorPublished Decide(PublishIndicator command, Meter meter, Figure figure) => new(
        meter.Code, meter.DefinitionVersion, command.From, command.To, figure.Numerator!.Value, figure.Denominator!.Value, figure.Value!.Value.ToString("0.####", CultureInfo.InvariantCulture),
        command.Department, command.Item, command.District, command.Channel, command.Class, command.Area);
}

/// <summary>A published figure as everyone may read it.</summary>
/// <param name="Means">What the figure says, in the language asked for; absent where the meter is no longer counted.</param>
/// <param name="Over">What the denominator counts.</param>
/// <param name="Times">How often it was published: more than once where later entries changed it.</param>
public sealed record PublicFigure(Guid Id, IndicatorPublished Figure, string? Means, string? Over, DateTimeOffset PublishedAt, int Times);

/// <param name="Next">The <c>after</c> of the next page; absent on the last.</param>
public sealed record PublicFigures(IReadOnlyList<PublicFigure> Indicators, Guid? Next);

public static class GetPublishedIndicatorsEndpoint
{
    /// <summary>What was published, a page at a time: <c>after</c> is the last id of the page before, <c>code</c> one meter.</summary>
    [WolverineGet("/api/indicators"), AllowAnonymous]
    public static async Task<PublicFigures> Get(IQuerySession session, string? code, Guid? after, int? size, CancellationToken ct)
    {
        var take = HistoryPage.Size(size);
        var page = await session.Query<PublishedIndicator>().Where(p => p.MatchesSql("d.id > ?", after ?? Guid.Empty) && (code == null || p.Last.Code == code)).OrderBy(p => p.Id).Take(take).ToListAsync(ct);
        return new([.. page.Select(Public)], page.Count == take ? page[^1].Id : null);
    }

    static PublicFigure Public(PublishedIndicator p) =>
        MeterCatalogue.Find(p.Last.Code) is { } meter && meter.DefinitionVersion == p.Last.DefinitionVersion
            ? new(p.Id, p.Last, meter.Means.Asked, meter.Over.Asked, p.PublishedAt, p.Times) : new(p.Id, p.Last, null, null, p.PublishedAt, p.Times);
}
