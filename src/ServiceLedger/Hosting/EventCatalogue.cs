using JasperFx.Events;
using Marten.Events;
using ServiceLedger.Access;
using ServiceLedger.Applications;
using ServiceLedger.Catalogue;
using ServiceLedger.Citizens;
using ServiceLedger.Clock;
using ServiceLedger.DataRequests;
using ServiceLedger.Decisions;
using ServiceLedger.Destruction;
using ServiceLedger.Evidence;
using ServiceLedger.Ledger;
using ServiceLedger.Participation;
using ServiceLedger.Privacy;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using ServiceLedger.Supervision.Meters;

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

        [typeof(ClockRulesAdopted)] = "clock_rules_adopted",

        [typeof(CitizenRegistered)] = "citizen_registered",
        [typeof(CitizenImported)] = "citizen_imported",

        [typeof(ProcessingRestricted)] = "processing_restricted",
        [typeof(RestrictionLifted)] = "restriction_lifted",
        [typeof(LegalHoldPlaced)] = "legal_hold_placed",
        [typeof(LegalHoldLifted)] = "legal_hold_lifted",
        [typeof(SubjectKeyDestroyed)] = "subject_key_destroyed",
        [typeof(PayloadErased)] = "payload_erased",
        [typeof(RightsRequestLodged)] = "rights_request_lodged",
        [typeof(AccessGranted)] = "access_granted",
        [typeof(CopyIssued)] = "copy_issued",
        [typeof(RectificationVerified)] = "rectification_verified",
        [typeof(FactRectified)] = "fact_rectified",
        [typeof(RestrictionGranted)] = "restriction_granted",
        [typeof(DeletionDecided)] = "deletion_decided",
        [typeof(RightsRequestRefused)] = "rights_request_refused",
        [typeof(DestructionListProposed)] = "destruction_list_proposed",
        [typeof(DestructionListReviewed)] = "destruction_list_reviewed",
        [typeof(DestructionListApproved)] = "destruction_list_approved",
        [typeof(DestructionListExecuted)] = "destruction_list_executed",

        [typeof(MandateGranted)] = "mandate_granted",
        [typeof(MandateAccepted)] = "mandate_accepted",
        [typeof(MandateDeclined)] = "mandate_declined",
        [typeof(MandateNarrowed)] = "mandate_narrowed",
        [typeof(MandateRevoked)] = "mandate_revoked",
        [typeof(MandateExpired)] = "mandate_expired",

        [typeof(ApplicationDrafted)] = "application_drafted",
        [typeof(DraftDiscarded)] = "draft_discarded",
        [typeof(ApplicationSubmitted)] = "application_submitted",
        [typeof(MaterialsReceived)] = "materials_received",
        [typeof(VisitRecorded)] = "visit_recorded",
        [typeof(OnSpotErrorCorrected)] = "on_spot_error_corrected",
        [typeof(NotRequiredNotified)] = "not_required_notified",
        [typeof(OutOfRemitRefused)] = "out_of_remit_refused",
        [typeof(CorrectionRequested)] = "correction_requested",
        [typeof(CorrectionListAmended)] = "correction_list_amended",
        [typeof(CorrectionSubmitted)] = "correction_submitted",
        [typeof(CorrectionPartlySubmitted)] = "correction_partly_submitted",
        [typeof(ReAskDetected)] = "re_ask_detected",
        [typeof(ApplicationAccepted)] = "application_accepted",
        [typeof(AcceptanceDeemed)] = "acceptance_deemed",
        [typeof(AcceptanceDateCorrected)] = "acceptance_date_corrected",
        [typeof(ApplicationProvisionallyAccepted)] = "application_provisionally_accepted",
        [typeof(ProvisionalAcceptanceCompleted)] = "provisional_acceptance_completed",
        [typeof(AcceptanceRefused)] = "acceptance_refused",
        [typeof(AcceptanceRevoked)] = "acceptance_revoked",
        [typeof(ApplicationWithdrawn)] = "application_withdrawn",
        [typeof(ApplicationDeemedWithdrawn)] = "application_deemed_withdrawn",
        [typeof(PapersPromised)] = "papers_promised",
        [typeof(CustodyTransferred)] = "custody_transferred",
        [typeof(CustodyAccepted)] = "custody_accepted",
        [typeof(CustodyReturned)] = "custody_returned",
        [typeof(ConflictDeclared)] = "conflict_declared",
        [typeof(OfficerRecused)] = "officer_recused",
        [typeof(StepStarted)] = "step_started",
        [typeof(StepCompleted)] = "step_completed",
        [typeof(JointOpinionRequested)] = "joint_opinion_requested",
        [typeof(JointOpinionGiven)] = "joint_opinion_given",
        [typeof(FirstReviewForwarded)] = "first_review_forwarded",
        [typeof(SubstantiveCheckRecorded)] = "substantive_check_recorded",
        [typeof(ThirdPartyNotified)] = "third_party_notified",
        [typeof(ThirdPartyStatementReceived)] = "third_party_statement_received",
        [typeof(HearingRightNotified)] = "hearing_right_notified",
        [typeof(HearingRequested)] = "hearing_requested",
        [typeof(HearingWaived)] = "hearing_waived",
        [typeof(HearingScheduled)] = "hearing_scheduled",
        [typeof(HearingHeld)] = "hearing_held",
        [typeof(HearingRecordConfirmed)] = "hearing_record_confirmed",
        [typeof(ClockSuspended)] = "clock_suspended",
        [typeof(ClockResumed)] = "clock_resumed",
        [typeof(DeadlineExtended)] = "deadline_extended",
        [typeof(DeadlineMissed)] = "deadline_missed",
        [typeof(DeadlineRecomputed)] = "deadline_recomputed",
        [typeof(DraftDecisionProposed)] = "draft_decision_proposed",
        [typeof(ReturnedForRework)] = "returned_for_rework",
        [typeof(ApplicationDecided)] = "application_decided",
        [typeof(ResultDelivered)] = "result_delivered",
        [typeof(ApplicationLinked)] = "application_linked",
        [typeof(ApplicationSplit)] = "application_split",
        [typeof(ApplicationMerged)] = "application_merged",
        [typeof(ApplicationReopened)] = "application_reopened",
        [typeof(ApplicationClosed)] = "application_closed",

        [typeof(CommitmentDeclared)] = "commitment_declared",
        [typeof(CommitmentChecked)] = "commitment_checked",
        [typeof(CommitmentFixOrdered)] = "commitment_fix_ordered",
        [typeof(CommitmentBroken)] = "commitment_broken",
        [typeof(CommitmentRepaired)] = "commitment_repaired",
        [typeof(CommitmentDeadlineMissed)] = "commitment_deadline_missed",
        [typeof(CommitmentDeadlineRecomputed)] = "commitment_deadline_recomputed",

        [typeof(DataRequestDrafted)] = "data_request_drafted",
        [typeof(DataRequested)] = "data_requested",
        [typeof(DataRequestCancelled)] = "data_request_cancelled",
        [typeof(RequestCompletenessChecked)] = "request_completeness_checked",
        [typeof(MoreInfoAsked)] = "more_info_asked",
        [typeof(MoreInfoGiven)] = "more_info_given",
        [typeof(DataRequestApproved)] = "data_request_approved",
        [typeof(DataRequestRefused)] = "data_request_refused",
        [typeof(DisputeRaised)] = "dispute_raised",
        [typeof(DisputeMediated)] = "dispute_mediated",
        [typeof(DisputeDecided)] = "dispute_decided",
        [typeof(DataProvided)] = "data_provided",
        [typeof(DataPartlyProvided)] = "data_partly_provided",
        [typeof(DataNotFound)] = "data_not_found",
        [typeof(FulfilmentFailed)] = "fulfilment_failed",
        [typeof(EvidencePreviewOffered)] = "evidence_preview_offered",
        [typeof(EvidenceConfirmedBySubject)] = "evidence_confirmed_by_subject",
        [typeof(EvidenceContestedBySubject)] = "evidence_contested_by_subject",
        [typeof(DataUsedInDecision)] = "data_used_in_decision",
        [typeof(UseOutsideScopeDetected)] = "use_outside_scope_detected",
        [typeof(DataRequestDeadlineMissed)] = "data_request_deadline_missed",
        [typeof(DataRequestDeadlineRecomputed)] = "data_request_deadline_recomputed",
        [typeof(DataRequestExpired)] = "data_request_expired",
        [typeof(DataReturnedOrDeleted)] = "data_returned_or_deleted",
        [typeof(DataCorrectedAtSource)] = "data_corrected_at_source",
        [typeof(CorrectionPropagated)] = "correction_propagated",
        [typeof(CorrectionAcknowledged)] = "correction_acknowledged",
        [typeof(SharingAgreementSigned)] = "sharing_agreement_signed",
        [typeof(SharingAgreementAmended)] = "sharing_agreement_amended",
        [typeof(SharingAgreementEnded)] = "sharing_agreement_ended",

        [typeof(EvidenceReceived)] = "evidence_received",
        [typeof(EvidenceVerified)] = "evidence_verified",
        [typeof(EvidenceReuseSet)] = "evidence_reuse_set",
        [typeof(EvidenceSuperseded)] = "evidence_superseded",
        [typeof(EvidenceInvalidated)] = "evidence_invalidated",

        [typeof(FileViewed)] = "file_viewed",
        [typeof(SearchPerformed)] = "search_performed",
        [typeof(AccessRefused)] = "access_refused",
        [typeof(PolicyProposed)] = "policy_proposed",
        [typeof(PolicyRejected)] = "policy_rejected",
        [typeof(PolicyAdopted)] = "policy_adopted",

        [typeof(LogKeyIntroduced)] = "log_key_introduced",
        [typeof(LogKeyRetired)] = "log_key_retired",

        [typeof(OfficerListed)] = "officer_listed",
        [typeof(RoleProposed)] = "role_proposed",
        [typeof(RoleGranted)] = "role_granted",
        [typeof(RoleDenied)] = "role_denied",
        [typeof(RoleRevoked)] = "role_revoked",
        [typeof(OfficerLocked)] = "officer_locked",
        [typeof(UnlockProposed)] = "unlock_proposed",
        [typeof(OfficerUnlocked)] = "officer_unlocked",
        [typeof(KinDeclared)] = "kin_declared",
        [typeof(KinWithdrawn)] = "kin_withdrawn",
        [typeof(OwnRecordLinked)] = "own_record_linked",
        [typeof(Exported)] = "exported",
        [typeof(AccessObjectedBySubject)] = "access_objected_by_subject",
        [typeof(AccessExplained)] = "access_explained",
        [typeof(AccessJustified)] = "access_justified",
        [typeof(AccessFoundUnlawful)] = "access_found_unlawful",
        [typeof(DisclosureDelayAsked)] = "disclosure_delay_asked",
        [typeof(DisclosureExtensionAsked)] = "disclosure_extension_asked",
        [typeof(DisclosureDelayed)] = "disclosure_delayed",
        [typeof(DisclosureReleased)] = "disclosure_released",

        [typeof(BreakGlassUsed)] = "break_glass_used",
        [typeof(BreakGlassEnded)] = "break_glass_ended",
        [typeof(BreakGlassReviewed)] = "break_glass_reviewed",
        [typeof(BreakGlassBlockLifted)] = "break_glass_block_lifted",

        [typeof(UnlinkedReadDetected)] = "unlinked_read_detected",
        [typeof(UnlinkedReadJudged)] = "unlinked_read_judged",
        [typeof(LooksExamined)] = "looks_examined",

        [typeof(WarningRaised)] = "warning_raised",
        [typeof(YellowCardIssued)] = "yellow_card_issued",
        [typeof(RedCardIssued)] = "red_card_issued",
        [typeof(CardContested)] = "card_contested",
        [typeof(CardUpheld)] = "card_upheld",
        [typeof(CardCancelled)] = "card_cancelled",
        [typeof(RectificationOrdered)] = "rectification_ordered",
        [typeof(RectificationDone)] = "rectification_done",

        [typeof(RatingGiven)] = "rating_given",
        [typeof(RatingContested)] = "rating_contested",
        [typeof(RatingExcluded)] = "rating_excluded",
        [typeof(RatingUpheld)] = "rating_upheld",
        [typeof(BadRatingContacted)] = "bad_rating_contacted",
        [typeof(FixPlanned)] = "fix_planned",
        [typeof(BadRatingFixed)] = "bad_rating_fixed",
        [typeof(RatingCalledBack)] = "rating_called_back",
        [typeof(ComplaintFiled)] = "complaint_filed",
        [typeof(ComplaintAssigned)] = "complaint_assigned",
        [typeof(ComplaintAnswered)] = "complaint_answered",
        [typeof(ComplaintClosed)] = "complaint_closed",
        [typeof(ComplaintReopened)] = "complaint_reopened",
        [typeof(SuggestionMade)] = "suggestion_made",
        [typeof(ModerationDone)] = "moderation_done",
        [typeof(SuggestionSupported)] = "suggestion_supported",
        [typeof(SuggestionMerged)] = "suggestion_merged",
        [typeof(SuggestionAnswered)] = "suggestion_answered",
        [typeof(SuggestionImplemented)] = "suggestion_implemented",
        [typeof(EffectMeasured)] = "effect_measured",
        [typeof(IndicatorPublished)] = "indicator_published",

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
        [typeof(DecisionDeadlineMissed)] = "decision_deadline_missed",
        [typeof(DecisionDeadlineRecomputed)] = "decision_deadline_recomputed",
        [typeof(RenewalDeemedGranted)] = "renewal_deemed_granted",
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

    static readonly Type[] Types = [.. Names.Keys];

    /// <summary>All events this build knows. One that a later build wrote is passed over: what cannot be read must not keep the rest from being read.</summary>
    public static IQueryable<IEvent> Known(this Marten.Events.IQueryEventStore events) => events.QueryAllRawEvents().Where(e => e.EventTypesAre(Types));

    /// <summary>Pins the stored names.</summary>
    public static void Pin(IEventStoreOptions events)
    {
        var map = typeof(IEventStoreOptions).GetMethod(nameof(IEventStoreOptions.MapEventType), 1, [typeof(string)])!;
        foreach (var (type, name) in Names)
            map.MakeGenericMethod(type).Invoke(events, [name]);
    }
}
