using Marten.Events;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Decisions;

namespace ServiceLedger.Hosting;

/// <summary>Every event of the ledger and the name it is stored under. A name once used is for ever: add lines, never change one.</summary>
public static class EventCatalogue
{
    public static IReadOnlyDictionary<Type, string> Names { get; } = new Dictionary<Type, string>
    {
        [typeof(DepartmentRegistered)] = "department_registered",
        [typeof(DepartmentRenamed)] = "department_renamed",
        [typeof(ItemPublished)] = "item_published",
        [typeof(CalendarPublished)] = "calendar_published",
        [typeof(DivisionsListed)] = "divisions_listed",

        [typeof(CitizenRegistered)] = "citizen_registered",
        [typeof(CitizenImported)] = "citizen_imported",

        [typeof(ApplicationSubmitted)] = "application_submitted",
        [typeof(MaterialsReceived)] = "materials_received",
        [typeof(ApplicationAccepted)] = "application_accepted",
        [typeof(StepStarted)] = "step_started",
        [typeof(StepCompleted)] = "step_completed",
        [typeof(ApplicationDecided)] = "application_decided",
        [typeof(ResultDelivered)] = "result_delivered",
        [typeof(ApplicationWithdrawn)] = "application_withdrawn",
        [typeof(ApplicationClosed)] = "application_closed",

        [typeof(DecisionMade)] = "decision_made",
        [typeof(DecisionDelivered)] = "decision_delivered"
    };

    /// <summary>Pins the stored names.</summary>
    public static void Pin(IEventStoreOptions events)
    {
        var map = typeof(IEventStoreOptions).GetMethod(nameof(IEventStoreOptions.MapEventType), 1, [typeof(string)])!;
        foreach (var (type, name) in Names)
            map.MakeGenericMethod(type).Invoke(events, [name]);
    }
}
