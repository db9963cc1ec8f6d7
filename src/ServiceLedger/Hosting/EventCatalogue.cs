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
        [typeof(DecisionDelivered)] = "decision_delivered",
        [typeof(DecisionSigned)] = "decision_signed",
        [typeof(CertificateIssued)] = "certificate_issued",
        [typeof(DecisionDispatched)] = "decision_dispatched",
        [typeof(DeliveryFailed)] = "delivery_failed",
        [typeof(DecisionPublished)] = "decision_published",
        [typeof(DecisionRedacted)] = "decision_redacted",
        [typeof(ClericalErrorCorrected)] = "clerical_error_corrected",
        [typeof(DecisionVaried)] = "decision_varied",
        [typeof(RenewalRequested)] = "renewal_requested",
        [typeof(RenewalGranted)] = "renewal_granted",
        [typeof(RenewalRefused)] = "renewal_refused",
        [typeof(DecisionWithdrawnForPublicInterest)] = "decision_withdrawn_for_public_interest",
        [typeof(DecisionRevoked)] = "decision_revoked",
        [typeof(DecisionCancelled)] = "decision_cancelled",
        [typeof(ReliedFactCorrected)] = "relied_fact_corrected",
        [typeof(DecisionReaffirmed)] = "decision_reaffirmed",
        [typeof(ExplanationRequested)] = "explanation_requested",
        [typeof(ExplanationGiven)] = "explanation_given",
        [typeof(HumanReviewDemanded)] = "human_review_demanded",
        [typeof(HumanReviewDone)] = "human_review_done"
    };

    /// <summary>Pins the stored names.</summary>
    public static void Pin(IEventStoreOptions events)
    {
        var map = typeof(IEventStoreOptions).GetMethod(nameof(IEventStoreOptions.MapEventType), 1, [typeof(string)])!;
        foreach (var (type, name) in Names)
            map.MakeGenericMethod(type).Invoke(events, [name]);
    }
}
