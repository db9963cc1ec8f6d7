using System.Text.Json.Serialization;
using JasperFx.Events;
using Microsoft.AspNetCore.Mvc;
using ServiceLedger.Access;
using ServiceLedger.Hosting;
using ServiceLedger.Privacy;

namespace ServiceLedger.Supervision;

// The permanent record. These names and fields are the stored format: add, never rename or remove.

/// <summary>A look that the daily examination could not explain, or that stands out (PIPL art. 51, 54).</summary>
/// <param name="AccessId">The event of the look.</param>
/// <param name="Officer">Who looked: an officer's id, or a system's.</param>
/// <param name="Screen">The address that showed it, without ids; absent where it was a search.</param>
public sealed record UnlinkedReadDetected(Guid CitizenId, Guid AccessId, DateTimeOffset LookedAt, string Officer, string? Department, string? Role, string? Screen, LookCause[] Causes);

/// <summary>A supervisor has asked the office and closes it.</summary>
public sealed record UnlinkedReadJudged(Guid CitizenId, UnlinkedReadVerdict Verdict, Sealed<string> Remarks);

/// <summary>The looks of one day have all been examined.</summary>
/// <param name="CalendarVersion">Of the calendar that said whether it was a working day.</param>
/// <param name="Listed">How many of the looks stand in the list of that day.</param>
public sealed record LooksExamined(DateOnly Day, int CalendarVersion, int Looks, int Listed);

// -- What stands in the events --

/// <summary>Why a look stands in the list.</summary>
public enum LookCause
{
    /// <summary>No open matter, assignment, data request, inspection or break-glass ties the office to the person.</summary>
    NoLink,

    /// <summary>Before 7 or from 21 o'clock, or on no working day.</summary>
    AfterHours,

    /// <summary>The officer looked at far more people than usual that day.</summary>
    Peak,

    /// <summary>The person works in the officer's own department, or is the officer.</summary>
    OwnDepartment,

    /// <summary>The officer came back to the person again and again and the office did nothing.</summary>
    NothingFollowed
}

public enum UnlinkedReadVerdict { Explained, Unexplained, Unlawful }

public enum UnexplainedLookStatus { Detected, Explained, Unexplained, Unlawful }

/// <summary>What the events add up to: one line of the list.</summary>
public sealed record UnexplainedLook(
    Guid Id, Guid CitizenId, Guid AccessId, DateTimeOffset LookedAt, DateOnly Day, string Officer, string? Department, string? Role, string? Screen, LookCause[] Causes,
    UnexplainedLookStatus Status, long Version = 0)
{
    public static UnexplainedLook Create(IEvent<UnlinkedReadDetected> e) => new(
        e.StreamId, e.Data.CitizenId, e.Data.AccessId, e.Data.LookedAt, Text.DateOf(e.Data.LookedAt), e.Data.Officer, e.Data.Department, e.Data.Role, e.Data.Screen, e.Data.Causes,
        UnexplainedLookStatus.Detected);

    public UnexplainedLook Apply(UnlinkedReadJudged e) => this with
    {
        Status = e.Verdict switch
        {
            UnlinkedReadVerdict.Explained => UnexplainedLookStatus.Explained,
            UnlinkedReadVerdict.Unexplained => UnexplainedLookStatus.Unexplained,
            _ => UnexplainedLookStatus.Unlawful
        }
    };

    /// <summary>Whether it still may be judged: once explained or unlawful it is closed.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is UnexplainedLookStatus.Detected or UnexplainedLookStatus.Unexplained;

    /// <summary>Refuses a judgement: 404 to all but supervisors, 403 on one's own look, 409 where it has changed or is closed.</summary>
    public ProblemDetails? RefuseJudgement(Act act, long version) =>
        !act.Supervises() ? Problems.NotFound()
        : act.ActorId == Officer ? Problems.Forbidden("Nobody judges their own look.", "不得认定本人的查阅行为。")
        : version != Version ? Problems.Stale()
        : !IsOpen ? Problems.NotInThisState(Status.InJson(), [])
        : null;
}

/// <summary>What the events add up to: a day whose looks are examined.</summary>
public sealed record ExaminedDay(Guid Id, DateOnly Day, int Looks, int Listed, long Version = 0)
{
    public static ExaminedDay Create(IEvent<LooksExamined> e) => new(e.StreamId, e.Data.Day, e.Data.Looks, e.Data.Listed);
}
