using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using ServiceLedger.Access;
using ServiceLedger.Catalogue;
using ServiceLedger.Hosting;
using ServiceLedger.Supervision;
using ServiceLedger.Supervision.Cards;
using Acting = ServiceLedger.Tests.Citizens.Acting;

namespace ServiceLedger.Tests.Access;

/// <summary>Who is answered what, at every endpoint there is: by somebody's own things, by somebody else's, and by what does not exist.</summary>
public partial class the_matrix(LedgerHost host) : IClassFixture<LedgerHost>
{
    /// <summary>
    /// What the law and the design give to whom. A line that begins at the margin is a group of endpoints: its name, and a cell for each persona of the first line (see <see cref="PeopleAsync"/>);
    /// the indented lines below it are its endpoints. A cell is one letter for all, or one each for what is theirs, what is somebody else's and what does not exist:
    /// <code>
    /// U  401, nobody is signed in
    /// F  403, not for this persona to do
    /// N  404, there is nothing here for them
    /// I  400, what the request names besides the address is not theirs or does not exist
    /// R  400, an emergency without a proper reason
    /// A  not refused: answered, or turned down for its version, state or content
    /// </code>
    /// Every endpoint stands here once. Somebody else's and nothing under one letter of refusal cannot be told apart by a byte; nor can one's own under N.
    /// </summary>
    const string Expected = """
                                 none self else dele expd revd narr hand purp dcdr aske outs supv ownl audt syst nrsn glas lock kin  role pold data prot head
        open to everyone         A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A    A
          GET /api/departments
          GET /api/items
          GET /api/decisions/published
          GET /api/suggestions
          GET /api/suggestions/moderation
          GET /api/indicators
        an item                  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN  AAN
          GET /api/items/{code}

        tracking no number       N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N
          GET /api/matters/{caseNumber}
        taking the file along    U    ANN  N    ANN  F    F    N    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          GET /api/citizens/{citizenId}/file/export
        what is begun            U    ANN  N    ANN  F    F    N    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          GET /api/citizens/{citizenId}/drafts

        putting on record        U    F    F    F    F    F    F    A    F    A    A    A    F    F    F    F    F    F    F    A    F    F    F    F    F
          POST /api/citizens
        finding somebody         U    F    F    F    F    F    F    A    F    A    A    A    A    A    F    F    F    F    F    A    F    F    F    F    F
          POST /api/citizens/find
          POST /api/applications/find
        the queue                U    F    F    F    F    F    F    A    F    A    A    A    F    F    F    F    F    F    F    A    F    F    F    F    F
          GET /api/queue

        the file                 U    ANN  N    ANN  F    F    ANN  AFF  F    AFF  AFF  F    AAN  AAN  AAN  AFF  F    AFF  F    F    F    F    F    AAN  F
          GET /api/citizens/{citizenId}/file
        its whole history        U    ANN  N    ANN  F    F    ANN  AFF  F    AFF  AFF  F    AAN  AAN  AAN  AFF  F    AFF  F    F    F    F    F    F    F
          GET /api/citizens/{citizenId}/file/history
        an event                 U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    ANN  F    FNN  F    F    N    F    F
          GET /api/events/{eventId}
        its receipt and proof    U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    N    F    F
          GET /api/events/{eventId}/receipt
          GET /api/events/{eventId}/proof

        who looked               U    ANN  N    ANN  F    F    N    F    F    F    F    F    AAN  AAN  AAN  F    F    F    F    F    F    F    F    F    F
          GET /api/citizens/{citizenId}/accesses
          GET /api/citizens/{citizenId}/accesses/export
          GET /api/citizens/{citizenId}/break-glass
        asking about a look      U    ANN  N    ANN  F    F    N    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          POST /api/citizens/{citizenId}/accesses/{accessId}/question
        questions about looks    U    F    F    F    F    F    F    A    F    A    A    A    A    A    A    F    F    F    F    A    F    F    F    F    F
          GET /api/access-cases
        a question about a look  U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  N    N    N    F    F    FNN  F    F    F    F    F
          GET /api/access-cases/{accessCaseId}
        explaining a look        U    FNN  N    FNN  F    F    N    ANN  F    ANN  N    N    FFN  AFN  F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/access-cases/{accessCaseId}/explanation
        judging a look           U    FNN  N    FNN  F    F    N    FNN  F    FNN  N    N    AAN  FAN  F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/access-cases/{accessCaseId}/decision

        looks shown later        U    F    F    F    F    F    F    F    F    F    F    F    A    A    F    F    F    F    F    F    F    F    F    F    F
          GET /api/disclosure-delays
        asking for a delay       U    F    F    F    F    F    F    AAI  F    AAI  AAI  AAI  AAI  AAI  F    F    F    F    F    FAI  F    F    F    F    F
          POST /api/disclosure-delays
        approving a delay        U    N    N    N    F    F    N    FNN  F    FNN  N    N    AAN  FAN  F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/disclosure-delays/{disclosureDelayId}/approval
        prolonging a delay       U    N    N    N    F    F    N    ANN  F    ANN  N    N    FFN  AFN  F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/disclosure-delays/{disclosureDelayId}/extension
        ending a delay           U    N    N    N    F    F    N    ANN  F    ANN  N    N    AAN  AAN  F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/disclosure-delays/{disclosureDelayId}/release

        breaking the glass       U    F    F    F    F    F    F    RRN  RRN  RRN  RRN  RRN  F    F    F    F    RRN  F    F    FRN  F    F    F    F    RRN
          POST /api/citizens/{citizenId}/break-glass
        ending an emergency      U    F    F    F    F    F    F    N    N    ANN  N    N    F    F    F    F    N    F    F    FNN  F    F    F    F    N
          POST /api/break-glass/{breakGlassId}/ending
        reviewing an emergency   U    F    F    F    F    F    F    F    F    F    F    F    AAN  FAN  F    F    F    F    F    F    F    F    F    F    F
          POST /api/break-glass/{breakGlassId}/review
          POST /api/break-glass/{breakGlassId}/lifting
        supervising looks        U    F    F    F    F    F    F    F    F    F    F    F    A    A    F    F    F    F    F    F    F    F    F    F    F
          GET /api/supervision/break-glass
          GET /api/supervision/unexplained-looks
          POST /api/supervision/unexplained-looks/runs
        meters and registers     U    F    F    F    F    F    F    F    F    F    F    F    A    A    F    F    F    F    F    F    F    F    F    F    F
          GET /api/supervision/registers
          GET /api/supervision/indicators
          GET /api/supervision/re-asks
          GET /api/supervision/refused-shares
          GET /api/supervision/like-cases
        searching the record     U    F    F    F    F    F    F    F    F    F    F    F    A    A    A    F    F    F    F    F    F    F    F    F    F
          GET /api/supervision/events
          GET /api/supervision/runs
        a meter                  U    F    F    F    F    F    F    F    F    F    F    F    AAN  AAN  F    F    F    F    F    F    F    F    F    F    F
          GET /api/supervision/indicators/{indicator}
          POST /api/supervision/indicators/{indicator}/publication
        listing cards            U    F    F    F    F    F    F    A    F    A    A    A    A    A    F    F    F    F    F    A    F    F    F    F    F
          GET /api/supervision/cards
        a card                   U    N    N    N    F    F    N    ANN  F    ANN  N    N    AAN  AAN  N    N    N    F    F    FNN  F    F    F    N    F
          GET /api/supervision/cards/{cardId}
        answering a card         U    N    N    N    F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/supervision/cards/{cardId}/contest
          POST /api/supervision/cards/{cardId}/rectification
        deciding on a card       U    F    F    F    F    F    F    F    F    F    F    F    AAN  FAN  F    F    F    F    F    F    F    F    F    F    F
          POST /api/supervision/cards/{cardId}/decision
          POST /api/supervision/cards/{cardId}/rectification-order
        judging a listed look    U    F    F    F    F    F    F    F    F    F    F    F    AAN  FAN  F    F    F    F    F    F    F    F    F    F    F
          POST /api/supervision/unexplained-looks/{unexplainedLookId}/judgement

        an officer's standing    U    F    F    F    F    F    F    AFF  AFF  AFF  AFF  AFF  A    A    AFF  F    AFF  F    F    AFF  A    AFF  AFF  AFF  AFF
          GET /api/officers/{officerId}
        proposing a role         U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    FAA  F    F    F    F
          POST /api/officers/{officerId}/roles
        granting it oneself      U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    FFI  F    F    F    F
          POST /api/officers/{officerId}/roles/approval
        denying a role           U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    FAI  F    F    F    F
          POST /api/officers/{officerId}/roles/denial
        revoking a role          U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    A    F    F    F    F
          POST /api/officers/{officerId}/roles/revocation
        locking an officer       U    F    F    F    F    F    F    F    F    F    F    F    A    A    F    F    F    F    F    F    F    F    F    F    F
          POST /api/officers/{officerId}/lock
        proposing to unlock      U    F    F    F    F    F    F    F    F    F    F    F    FAA  FAA  F    F    F    F    F    F    F    F    F    F    F
          POST /api/officers/{officerId}/unlock-proposal
        unlocking                U    F    F    F    F    F    F    F    F    F    F    F    FII  FII  F    F    F    F    F    F    F    F    F    F    F
          POST /api/officers/{officerId}/unlock
        declaring a relative     U    F    F    F    F    F    F    AFF  AFF  AFF  AFF  AFF  A    A    AFF  F    AFF  F    F    AFF  AFF  AFF  AFF  AFF  AFF
          POST /api/officers/{officerId}/kin
        withdrawing a relative   U    F    F    F    F    F    F    F    F    F    F    F    FII  FII  F    F    F    F    F    F    F    F    F    F    F
          POST /api/officers/{officerId}/kin/withdrawal
        saying who one is        U    F    F    F    F    F    F    IFF  IFF  IFF  IFF  IFF  I    I    IFF  F    IFF  F    F    IFF  IFF  IFF  IFF  IFF  IFF
          POST /api/officers/{officerId}/own-record

        the rules                U    A    A    A    F    F    A    A    A    A    A    A    A    A    A    A    A    F    F    A    A    A    A    A    A
          GET /api/policy
          GET /api/policy/answer
        proposing rules          U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    A    F    F    F
          POST /api/policy/proposals
          POST /api/policy/rejection
        adopting one's own       U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          POST /api/policy/adoption

        granting a mandate       U    AFF  F    F    F    F    F    AAI  F    AAI  AAI  AAI  F    F    F    F    F    F    F    FAI  F    F    F    F    F
          POST /api/mandates
        mandates of a person     U    ANN  N    N    F    F    N    AFF  F    AFF  AFF  F    AAN  AAN  F    AFF  F    F    F    F    F    F    F    F    F
          GET /api/citizens/{citizenId}/mandates
        a mandate                U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  ANN  N    AAN  AAN  F    N    N    F    F    FNN  F    F    F    F    F
          GET /api/mandates/{mandateId}
        answering a mandate      U    FNN  N    FNN  F    F    FNN  N    F    N    N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/mandates/{mandateId}/acceptance
          POST /api/mandates/{mandateId}/refusal
        ending a mandate         U    ANN  N    FNN  F    F    FNN  ANN  F    ANN  ANN  N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/mandates/{mandateId}/narrowing
          POST /api/mandates/{mandateId}/revocation

        applying                 U    AFF  F    AFF  F    F    F    A    F    A    A    A    F    F    F    A    F    F    F    FAA  F    F    F    F    F
          POST /api/applications
          POST /api/applications/drafts
        an application           U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    F    AAN  F
          GET /api/applications/{applicationId}
          GET /api/applications/{applicationId}/papers
          GET /api/applications/{applicationId}/deadline
        its history              U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    N    AAN  F
          GET /api/applications/{applicationId}/history
        what applicants do       U    ANN  N    ANN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    ANN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/commitment
          POST /api/applications/{applicationId}/corrections
          POST /api/applications/{applicationId}/hearing/request
          POST /api/applications/{applicationId}/materials
          POST /api/applications/{applicationId}/visits
          POST /api/applications/{applicationId}/withdrawal
        drafts                   U    ANN  N    ANN  F    F    FNN  FNN  F    FNN  N    N    F    F    F    FNN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/draft
          POST /api/applications/{applicationId}/draft/discarding
          POST /api/applications/{applicationId}/submission
        what the office does     U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    ANN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/acceptance
          POST /api/applications/{applicationId}/acceptance/correction
          POST /api/applications/{applicationId}/closing
          POST /api/applications/{applicationId}/conflicts
          POST /api/applications/{applicationId}/correction-requests
          POST /api/applications/{applicationId}/correction-requests/amendment
          POST /api/applications/{applicationId}/extension
          POST /api/applications/{applicationId}/first-review
          POST /api/applications/{applicationId}/hearing
          POST /api/applications/{applicationId}/hearing/holding
          POST /api/applications/{applicationId}/hearing/record
          POST /api/applications/{applicationId}/hearing/schedule
          POST /api/applications/{applicationId}/links
          POST /api/applications/{applicationId}/merge
          POST /api/applications/{applicationId}/not-required
          POST /api/applications/{applicationId}/on-spot-corrections
          POST /api/applications/{applicationId}/opinion-requests
          POST /api/applications/{applicationId}/out-of-remit
          POST /api/applications/{applicationId}/proposals
          POST /api/applications/{applicationId}/proposals/return
          POST /api/applications/{applicationId}/provisional-acceptance
          POST /api/applications/{applicationId}/recusals
          POST /api/applications/{applicationId}/refusal-of-acceptance
          POST /api/applications/{applicationId}/reopening
          POST /api/applications/{applicationId}/resumption
          POST /api/applications/{applicationId}/revocation-of-acceptance
          POST /api/applications/{applicationId}/split
          POST /api/applications/{applicationId}/steps
          POST /api/applications/{applicationId}/steps/completion
          POST /api/applications/{applicationId}/substantive-checks
          POST /api/applications/{applicationId}/suspension
          POST /api/applications/{applicationId}/third-parties
          POST /api/applications/{applicationId}/third-parties/statements
          POST /api/applications/{applicationId}/transfer
        what others are sent     U    FNN  N    FNN  F    F    FNN  FNN  F    FNN  N    N    F    F    F    FNN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/opinions
          POST /api/applications/{applicationId}/transfer/acceptance
          POST /api/applications/{applicationId}/transfer/return
        deciding                 U    F    F    F    F    F    F    ANN  F    ANN  N    N    F    F    F    ANN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/decision

        a commitment             U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  N    N    F    F    FNN  F    F    F    F    F
          GET /api/commitments/{commitmentId}
        after a commitment       U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/commitments/{commitmentId}/breach
          POST /api/commitments/{commitmentId}/check
          POST /api/commitments/{commitmentId}/fix-order
          POST /api/commitments/{commitmentId}/repair

        asking for data          U    F    F    F    F    F    F    AII  F    AII  I    I    F    F    F    AII  F    F    F    FII  F    F    I    F    F
          POST /api/data-requests
        a data request           U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  ANN  N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    AAN  F    F
          GET /api/data-requests/{dataRequestId}
          GET /api/data-requests/{dataRequestId}/history
        what the asker does      U    FNN  N    FNN  F    F    FNN  FNN  F    FNN  ANN  N    F    F    F    FNN  F    F    F    FNN  F    F    FFN  F    F
          POST /api/data-requests/{dataRequestId}/acknowledgement
          POST /api/data-requests/{dataRequestId}/answers
          POST /api/data-requests/{dataRequestId}/cancellation
          POST /api/data-requests/{dataRequestId}/dispute
          POST /api/data-requests/{dataRequestId}/disposal
          POST /api/data-requests/{dataRequestId}/expiry
          POST /api/data-requests/{dataRequestId}/preview
          POST /api/data-requests/{dataRequestId}/submission
          POST /api/data-requests/{dataRequestId}/use
        what the provider does   U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  FNN  N    F    F    F    ANN  F    F    F    FNN  F    F    FFN  F    F
          POST /api/data-requests/{dataRequestId}/approval
          POST /api/data-requests/{dataRequestId}/completeness
          POST /api/data-requests/{dataRequestId}/correction
          POST /api/data-requests/{dataRequestId}/failure
          POST /api/data-requests/{dataRequestId}/not-found
          POST /api/data-requests/{dataRequestId}/provision
          POST /api/data-requests/{dataRequestId}/questions
          POST /api/data-requests/{dataRequestId}/refusal
        what the person says     U    ANN  N    ANN  F    F    FNN  FNN  F    FNN  ANN  N    F    F    F    FNN  F    F    F    FNN  F    F    FFN  F    F
          POST /api/data-requests/{dataRequestId}/confirmation
          POST /api/data-requests/{dataRequestId}/contest
        reporting misuse         U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  FNN  N    F    F    F    ANN  F    F    F    FNN  F    F    AAN  F    F
          POST /api/data-requests/{dataRequestId}/misuse
        settling a dispute       U    FNN  N    FNN  F    F    FNN  FNN  F    FNN  FNN  N    F    F    F    FNN  F    F    F    FNN  F    F    AAN  F    F
          POST /api/data-requests/{dataRequestId}/dispute/decision
          POST /api/data-requests/{dataRequestId}/dispute/mediation
        signing an agreement     U    F    F    F    F    F    F    A    F    A    A    A    F    F    F    F    F    F    F    A    F    F    A    F    F
          POST /api/sharing-agreements
        an agreement             U    N    N    N    F    F    N    ANN  F    ANN  ANN  N    AAN  AAN  ANN  N    N    F    F    ANN  F    F    AAN  N    N
          GET /api/sharing-agreements/{sharingAgreementId}
        changing an agreement    U    N    N    N    F    F    N    FNN  F    FNN  ANN  N    F    F    F    N    F    F    F    FNN  F    F    FFN  F    F
          POST /api/sharing-agreements/{sharingAgreementId}/amendment
          POST /api/sharing-agreements/{sharingAgreementId}/ending

        a decision               U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  N    N    N    F    F    FNN  F    F    F    N    F
          GET /api/decisions/{decisionId}
        its history              U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  AAN  N    N    F    F    FNN  F    F    N    AAN  F
          GET /api/decisions/{decisionId}/history
        its bundle, and as seen  U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  N    N    N    F    F    FNN  F    F    N    N    F
          GET /api/decisions/{decisionId}/as-seen
          GET /api/decisions/{decisionId}/bundle
        carrying it out          U    FNN  N    FNN  F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/certificate
          POST /api/decisions/{decisionId}/correction
          POST /api/decisions/{decisionId}/delivery
          POST /api/decisions/{decisionId}/delivery/failure
          POST /api/decisions/{decisionId}/dispatch
          POST /api/decisions/{decisionId}/explanation
          POST /api/decisions/{decisionId}/publication
          POST /api/decisions/{decisionId}/redaction
          POST /api/decisions/{decisionId}/signature
        asking for renewal       U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/renewal
        asking how and again     U    ANN  N    ANN  F    F    N    FNN  F    FNN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/explanation-request
          POST /api/decisions/{decisionId}/human-review-demand
        deciding anew            U    F    F    F    F    F    F    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/cancellation
          POST /api/decisions/{decisionId}/renewal/decision
          POST /api/decisions/{decisionId}/revocation
          POST /api/decisions/{decisionId}/variation
          POST /api/decisions/{decisionId}/withdrawal
        looking at it again      U    F    F    F    F    F    F    ANN  F    FNN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/human-review
          POST /api/decisions/{decisionId}/reaffirmation

        challenging a decision   U    ANN  N    ANN  F    F    N    FNN  F    FNN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/reviews
        challenging inaction     U    ANN  N    ANN  F    F    FNN  FNN  F    FNN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/reviews
        suing at once            U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/decisions/{decisionId}/lawsuits
        a review                 U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  N    F    N    F    F    FNN  F    F    F    F    F
          GET /api/reviews/{reviewId}
        its history              U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  AAN  N    N    F    F    FNN  F    F    N    F    F
          GET /api/reviews/{reviewId}/history
        what its applicant does  U    ANN  N    ANN  F    F    N    FNN  F    FNN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/correction
          POST /api/reviews/{reviewId}/withdrawal
        suing after a review     U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/lawsuit
        what the respondent does U    FNN  N    FNN  F    F    N    ANN  F    ANN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/compliance
          POST /api/reviews/{reviewId}/opinion/report
          POST /api/reviews/{reviewId}/response
        what the authority does  U    FNN  N    FNN  F    F    N    FNN  F    FNN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/acceptance
          POST /api/reviews/{reviewId}/copy
          POST /api/reviews/{reviewId}/correction-request
          POST /api/reviews/{reviewId}/delivery
          POST /api/reviews/{reviewId}/hearing
          POST /api/reviews/{reviewId}/mediation
          POST /api/reviews/{reviewId}/no-response
          POST /api/reviews/{reviewId}/opinion
          POST /api/reviews/{reviewId}/opinions
          POST /api/reviews/{reviewId}/procedure
          POST /api/reviews/{reviewId}/resumption
          POST /api/reviews/{reviewId}/suspension
          POST /api/reviews/{reviewId}/transfer
        deciding a review        U    F    F    F    F    F    F    FNN  F    FNN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/decision
          POST /api/reviews/{reviewId}/extension
          POST /api/reviews/{reviewId}/non-acceptance
          POST /api/reviews/{reviewId}/stay
          POST /api/reviews/{reviewId}/stay/lifting
          POST /api/reviews/{reviewId}/termination
        recording a judgment     U    F    F    F    F    F    F    ANN  F    ANN  N    N    F    F    F    F    F    F    F    FNN  F    F    F    F    F
          POST /api/reviews/{reviewId}/judgment

        what protects a record   U    ANN  N    ANN  F    F    ANN  F    F    F    F    F    AAN  AAN  AAN  F    F    F    F    F    F    F    F    AAN  F
          GET /api/citizens/{citizenId}/protection
        restricting and holding  U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    AAN  F
          POST /api/citizens/{citizenId}/restrictions
          POST /api/citizens/{citizenId}/holds
          POST /api/citizens/{citizenId}/merge
          POST /api/citizens/{citizenId}/merge/reversal
        ending either            U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    IIN  F
          POST /api/citizens/{citizenId}/restrictions/lifting
          POST /api/citizens/{citizenId}/holds/lifting
        lists for destruction    U    F    F    F    F    F    F    F    F    F    F    F    A    A    A    F    F    F    F    F    F    F    F    A    F
          GET /api/destruction-lists
        a list                   U    N    N    N    F    F    N    F    F    F    F    F    AAN  AAN  AAN  F    N    F    F    F    F    F    F    AAN  N
          GET /api/destruction-lists/{destructionListId}
        proposing a list         U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    A    F
          POST /api/destruction-lists
        judging a list           U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    FAN  F
          POST /api/destruction-lists/{destructionListId}/review
          POST /api/destruction-lists/{destructionListId}/approval

        asking over one's data   U    ANN  N    ANN  F    F    N    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          POST /api/citizens/{citizenId}/rights-requests
        what was asked           U    ANN  N    ANN  F    F    N    F    F    F    F    F    AAN  AAN  AAN  F    F    F    F    F    F    F    F    AAN  ANN
          GET /api/citizens/{citizenId}/rights-requests
        requests                 U    F    F    F    F    F    F    F    F    F    F    F    A    A    A    F    F    F    F    F    F    F    F    A    A
          GET /api/rights-requests
        a request                U    ANN  N    ANN  F    F    N    F    F    F    F    F    AAN  AAN  AAN  F    N    F    F    F    F    F    F    AAN  ANN
          GET /api/rights-requests/{rightsRequestId}
        its copy                 U    ANN  N    ANN  F    F    N    N    F    N    N    N    FFN  FFN  FFN  N    N    F    F    FNN  F    F    N    FFN  FNN
          GET /api/rights-requests/{rightsRequestId}/copy
        checking a request       U    FNN  N    FNN  F    F    N    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    ANN
          POST /api/rights-requests/{rightsRequestId}/verification
        deciding a request       U    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    ANN
          POST /api/rights-requests/{rightsRequestId}/decision

        rating                   U    ANN  N    ANN  F    F    FNN  FNN  F    FNN  N    N    F    F    F    FNN  F    F    F    FNN  F    F    F    F    F
          POST /api/applications/{applicationId}/ratings
        ratings, complaints      U    F    F    F    F    F    F    A    F    A    A    A    A    A    A    F    F    F    F    A    F    F    F    F    F
          GET /api/ratings
          GET /api/complaints
        a rating, a complaint    U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    AAN  AAN  AAN  N    N    F    F    FNN  F    F    F    F    F
          GET /api/ratings/{ratingId}
          GET /api/complaints/{complaintId}
        following up a rating    U    FNN  N    FNN  F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/ratings/{ratingId}/call-back
          POST /api/ratings/{ratingId}/contact
          POST /api/ratings/{ratingId}/contest
          POST /api/ratings/{ratingId}/fix
          POST /api/ratings/{ratingId}/fix-plan
        excluding a rating       U    F    F    F    F    F    F    F    F    F    F    F    AAN  AAN  F    F    F    F    F    F    F    F    F    F    F
          POST /api/ratings/{ratingId}/contest/decision
        complaining              U    AFF  F    AFF  F    F    F    AAI  F    AAI  AAI  AAI  F    F    F    F    F    F    F    FAI  F    F    F    F    F
          POST /api/complaints
        working on a complaint   U    FNN  N    FNN  F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/complaints/{complaintId}/answer
          POST /api/complaints/{complaintId}/assignment
        closing a complaint      U    ANN  N    ANN  F    F    N    ANN  F    ANN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/complaints/{complaintId}/closing
        reopening a complaint    U    ANN  N    ANN  F    F    N    FNN  F    FNN  N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/complaints/{complaintId}/reopening
        suggesting               U    A    A    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F    F
          POST /api/suggestions
        a suggestion not shown   N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N    N
          GET /api/suggestions/{suggestionId}
        supporting               U    N    N    FFN  F    F    FFN  FFN  F    FFN  FFN  FFN  F    F    F    FFN  F    F    F    FFN  F    F    F    F    F
          POST /api/suggestions/{suggestionId}/support
        answering a suggestion   U    N    N    N    F    F    N    N    F    N    N    N    F    F    F    N    F    F    F    FNN  F    F    F    F    F
          POST /api/suggestions/{suggestionId}/answer
          POST /api/suggestions/{suggestionId}/effect
          POST /api/suggestions/{suggestionId}/implementation
          POST /api/suggestions/{suggestionId}/merge
        moderating               U    F    F    F    F    F    F    F    F    F    F    F    AAN  AAN  F    F    F    F    F    F    F    F    F    F    F
          POST /api/suggestions/{suggestionId}/moderation
        what is to be moderated  U    F    F    F    F    F    F    F    F    F    F    F    A    A    F    F    F    F    F    F    F    F    F    F    F
          GET /api/supervision/suggestions

        keeping a document       U    AFF  F    AFF  F    F    F    AII  F    AII  AII  I    F    F    F    AII  F    F    F    FII  F    F    F    F    F
          PUT /api/evidence
        a document's content     U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    N    N    F    ANN  N    F    F    FNN  F    F    F    F    F
          GET /api/evidence/{evidenceId}
        what a document is       U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    F    AAN  F
          GET /api/evidence/{evidenceId}/record
        its history              U    ANN  N    ANN  F    F    ANN  ANN  F    ANN  N    N    AAN  AAN  AAN  ANN  N    F    F    FNN  F    F    N    AAN  F
          GET /api/evidence/{evidenceId}/history
        seeing the original      U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    FNN  F    F    F    FNN  F    F    F    F    F
          POST /api/evidence/{evidenceId}/verification
        who may use it           U    ANN  N    ANN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    ANN  F    F    F    FNN  F    F    F    F    F
          POST /api/evidence/{evidenceId}/reuse
        replacing a document     U    FNN  N    FNN  F    F    FNN  ANN  F    ANN  N    N    F    F    F    ANN  F    F    F    FNN  F    F    F    F    F
          POST /api/evidence/{evidenceId}/invalidation
          POST /api/evidence/{evidenceId}/superseding
        """;

    /// <summary>Somebody, and the things that are theirs.</summary>
    /// <param name="Persona">Null is nobody.</param>
    sealed record Person(string? Persona, Things Own);

    /// <summary>What one request names.</summary>
    /// <param name="Ids">By the names of parameters and members.</param>
    sealed record Things(IReadOnlyDictionary<string, Guid> Ids, string Officer, string Item)
    {
        public Things With(string name, Guid id) => this with { Ids = new Dictionary<string, Guid>(Ids) { [name] = id } };
    }

    /// <summary>What came back, without what is of each request alone.</summary>
    sealed record Answer(char Letter, int Status, string Text);

    static readonly string[] Objects = ["own", "foreign", "nonexistent"];
    const string OtherItem = "TEST-LENIENT-ELSEWHERE", OtherOffice = "11500000DEM000057T", Somebody = "zhou.one", Nobody = "nobody.ever";

    int keys;

    [Fact]
    public async Task is_answered_as_the_table_says_and_what_is_not_theirs_like_what_does_not_exist()
    {
        var (columns, rows) = Table();
        var endpoints = EveryEndpoint.Of(host).ToDictionary(e => $"{e.Method} {ReadPaths.Screen(e.Endpoint)}");
        endpoints.Keys.Except(rows.Keys).ShouldBeEmpty("These stand in no row of the table.");
        rows.Keys.Except(endpoints.Keys).ShouldBeEmpty("These stand in the table and nowhere else.");

        var (people, foreign, nothing, policy) = await PeopleAsync();
        people.Keys.ShouldBe(columns, ignoreOrder: true);
        var answers = new ConcurrentDictionary<(string Endpoint, string Who, string Object), Answer>();
        var began = System.Diagnostics.Stopwatch.StartNew();
        await Parallel.ForEachAsync(
            from e in endpoints from p in people from o in Objects select (e, p, o), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (c, ct) =>
            {
                var things = c.o == "own" ? c.p.Value.Own : c.o == "foreign" ? foreign : nothing;
                answers[(c.e.Key, c.p.Key, c.o)] = await Ask(c.e.Value.Method, c.e.Value.Endpoint, c.p.Value.Persona, things, policy, ct);
            });
        began.Stop();

        List<string> wrong = [];
        foreach (var (endpoint, cells) in rows)
            for (var column = 0; column < columns.Length; column++)
            {
                var (who, cell) = (columns[column], cells[column]);
                Answer Of(string thing) => answers[(endpoint, who, thing)];
                for (var i = 0; i < Objects.Length; i++)
                    if (Of(Objects[i]) is var got && got.Letter != cell[i])
                        wrong.Add($"{endpoint} | {who} | {Objects[i]} | expected {cell[i]} | got {got.Letter} {got.Status} {got.Text}");
                if (cell[1] == cell[2] && cell[2] is 'F' or 'N' or 'I' && Of("foreign").Text != Of("nonexistent").Text)
                    wrong.Add($"{endpoint} | {who} | foreign is told from nonexistent | {Of("foreign").Text} | {Of("nonexistent").Text}");
                if (cell[0] == cell[2] && cell[2] is 'N' && Of("own").Text != Of("nonexistent").Text)
                    wrong.Add($"{endpoint} | {who} | own is told from nonexistent | {Of("own").Text} | {Of("nonexistent").Text}");
            }

        wrong.ShouldBeEmpty(string.Join('\n', wrong));
        endpoints.Count.ShouldBeGreaterThan(150);
        columns.Length.ShouldBeGreaterThanOrEqualTo(16);
        TestContext.Current.SendDiagnosticMessage("{0} endpoints × {1} personas: {2:N0} requests in {3:N1} s", endpoints.Count, columns.Length, answers.Count, began.Elapsed.TotalSeconds);
    }

    /// <summary>The personas of the table in its order, and for each endpoint its three letters for each of them.</summary>
    static (string[] Columns, Dictionary<string, string[]> Rows) Table()
    {
        var lines = Expected.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var columns = Words(lines[0]);
        var rows = new Dictionary<string, string[]>();
        string[] cells = [];
        foreach (var line in lines.Skip(1))
            if (line[0] == ' ')
                rows.Add(line.Trim(), cells);
            else
            {
                cells = [.. Words(line)[^columns.Length..].Select(c => c.Length == 1 ? new string(c[0], Objects.Length) : c)];
                cells.ShouldAllBe(c => c.Length == Objects.Length && c.All("UFNIRA".Contains), line);
            }

        return (columns, rows);
    }

    static string[] Words(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Everybody who asks, what belongs to none of them, what does not exist, and the version of the policy's book.</summary>
    async Task<(Dictionary<string, Person> People, Things Foreign, Things Nothing, long Policy)> PeopleAsync()
    {
        await using (var session = host.Store.LightweightSession())
        {
            session.Events.StartStream<ServiceItem>(LedgerId.New(), new ItemPublished(OtherItem, 1, Items.All().Single(i => i.ItemCode == Items.Lenient).Terms with { DepartmentCode = OtherOffice }));
            await session.SaveChangesAsync();
        }

        const string asker = $"kind=officer; id=wu.di; role=handler; department={Items.OtherDepartment}; purpose=ServiceProvision; channel=window";
        const string roleAdmin = "kind=officer; id=admin.one; role=roleAdmin; department=11500000009275780L; purpose=Oversight", policyAdmin = "kind=officer; id=pol.one; role=policyAdmin; department=11500000009275780L; purpose=Oversight";
        string Officer(string id, string role = "handler", string purpose = "ServiceProvision", string department = LedgerHost.Department) => $"kind=officer; id={id}; role={role}; department={department}; division=500103; purpose={purpose}; channel=window";

        // One citizen with an open matter of the department, and one of the other department, for which it was granted what the first one holds.
        var everything = new every_read_path(host);
        var seen = await everything.OneOfEverything();
        var (citizen, self) = (seen["citizenId"], LedgerHost.CitizenPersona(seen["citizenId"]));
        var (matter, others) = (await host.Submit(citizen), await host.Submit(citizen, Items.Foreign));
        await host.Do($"/api/applications/{matter}/acceptance", new { version = 1 });
        await host.Do($"/api/applications/{others}/acceptance", new { version = 1 }, asker);
        var request = await Acting.Granted(host, new { applicationId = others, providingDepartment = LedgerHost.Department, dataItemCode = "HUKOU", sharingClass = "unconditional", fields = new[] { "address" }, purpose = "ServiceProvision", legalBasis = "国务院令第809号", necessity = "核实住址" }, asker, "/api/data-requests");
        // Another citizen with the same of a department that nobody below is of.
        var foreign = await everything.OneOfEverything(OtherItem, OtherOffice);

        var valid = await Acting.For(host, citizen);
        var narrowed = await Acting.For(host, citizen);
        await narrowed.Do("narrowing", new { powers = new[] { "read" }, version = 2 }, self);
        var revoked = await Acting.For(host, citizen);
        await revoked.Do("revocation", new { version = 2 }, self);
        var expired = await Acting.For(host, citizen, to: "2026-03-02");
        host.Time.Advance(TimeSpan.FromDays(1));

        var elsewhere = Officer("ma.chao", department: OtherOffice);
        var protection = Officer("bao.hu", "protectionOfficer", "RecordManagement");
        var own = new Things(new Dictionary<string, Guid>(seen)
        {
            ["applicationId"] = matter,
            ["dataRequestId"] = request,
            ["principalId"] = citizen,
            ["accessId"] = await Look(citizen, self),
            ["breakGlassId"] = await Glass(citizen, Officer("li.hua")),
            ["disclosureDelayId"] = await Delay(citizen, Officer("li.hua")),
            ["unexplainedLookId"] = await Listed(citizen, "tang.mei"),
            ["cardId"] = await Card(citizen, LedgerHost.Department, "tang.mei"),
            ["sharingAgreementId"] = await Agreement(asker, LedgerHost.Department),
            ["destructionListId"] = await Listing(protection)
        }, Nobody, Items.Plain);
        var theirs = new Things(new Dictionary<string, Guid>(foreign)
        {
            ["principalId"] = foreign["citizenId"],
            ["accessId"] = await Look(foreign["citizenId"], LedgerHost.CitizenPersona(foreign["citizenId"])),
            ["breakGlassId"] = await Glass(foreign["citizenId"], elsewhere),
            ["disclosureDelayId"] = await Delay(foreign["citizenId"], elsewhere),
            ["unexplainedLookId"] = await Listed(foreign["citizenId"], "ma.chao"),
            ["cardId"] = await Card(foreign["citizenId"], OtherOffice, "ma.chao"),
            ["sharingAgreementId"] = await Agreement(elsewhere, "11500000DEM0000228"),
            ["destructionListId"] = await Listing(Officer("dang.an", "protectionOfficer", "RecordManagement")),
            ["proposalId"] = await Acting.Granted(host, new { role = "auditor", reason = "审计需要" }, roleAdmin, $"/api/officers/{Somebody}/roles")
        }, Somebody, OtherItem);
        var nothing = new Things(own.Ids.Keys.ToDictionary(name => name, _ => LedgerIds.Unknown), Nobody, "NO-SUCH-ITEM");

        await host.Do("/api/officers/suo.le/lock", new { reason = "异常查询" }, Officer("sun.wei", "supervisor", "Oversight"));
        await host.Do("/api/officers/qin.shu/kin", new { citizenId = citizen, relation = "母亲" }, Officer("qin.shu"));
        var book = await host.Get("/api/policy");
        await host.Do("/api/policy/proposals", new { rules = book["rules"], why = "试行", version = book["version"]!.GetValue<long>() }, policyAdmin);

        var inDepartment = $"{Officer("zhou.jie")}; matter={matter}";
        var emergency = Officer("an.an", department: Items.ThirdDepartment);
        var ofOwnActs = own.With("breakGlassId", await Glass(citizen, Officer("tang.mei"))).With("disclosureDelayId", await Delay(citizen, Officer("tang.mei")));
        var people = new Dictionary<string, Person>
        {
            // Nobody.
            ["none"] = new(null, own),
            // A citizen, for whom the own things are their own; and another one, who has nothing to do with them.
            ["self"] = new(self, own),
            ["else"] = new(LedgerHost.CitizenPersona(await host.Register("路人甲")), own),
            // Whoever acts for the citizen: with every power over all items; by a mandate that has run out, one that was taken back, and one of which only reading is left.
            ["dele"] = new(valid.Persona, own.With("mandateId", valid.Mandate)),
            ["expd"] = new(expired.Persona, own.With("mandateId", expired.Mandate)),
            ["revd"] = new(revoked.Persona, own.With("mandateId", revoked.Mandate)),
            ["narr"] = new(narrowed.Persona, own.With("mandateId", narrowed.Mandate)),
            // A handler of the department in charge; the same for another purpose; and who decided, looking at their own decision again.
            ["hand"] = new(inDepartment, own),
            ["purp"] = new(inDepartment.Replace("ServiceProvision", "FraudPreventionAndDetection", StringComparison.Ordinal), own),
            ["dcdr"] = new($"{Officer("li.hua", "decider")}; matter={matter}", own),
            // Another department, which was granted the data it asked for, for a matter of its own; and one that asked for nothing.
            ["aske"] = new($"{asker}; matter={others}", own),
            ["outs"] = new(Officer("chen.bo", department: Items.ThirdDepartment), own),
            // A supervisor; and one in front of their own look, emergency and delay.
            ["supv"] = new(Officer("sun.wei", "supervisor", "Oversight", Items.OtherDepartment), own),
            ["ownl"] = new(LedgerHost.Supervisor, ofOwnActs),
            ["audt"] = new(Officer("qian.li", "auditor", "Oversight"), own),
            // The service account of the department in charge.
            ["syst"] = new($"kind=system; id=system.one; department={LedgerHost.Department}; purpose=ServiceProvision; matter={matter}", own),
            // An officer of the department who states an emergency and has given no reason for one; and another one in an emergency that runs.
            ["nrsn"] = new(Officer("jin.ji", purpose: "Emergency"), own),
            ["glas"] = new($"{Purpose("Emergency", emergency)}; glass={await Glass(citizen, emergency)}", own),
            ["lock"] = new($"{Officer("suo.le")}; matter={matter}", own),
            // The citizen's child, who works in the department.
            ["kin"] = new(Officer("qin.shu"), own),
            // Who grants roles, who changes the rules, and who settles disputes over data; the first two have proposed something.
            ["role"] = new(roleAdmin, own.With("proposalId", theirs.Ids["proposalId"])),
            ["pold"] = new(policyAdmin, own),
            ["data"] = new(Officer("shu.ju", "dataAuthority", department: Items.ThirdDepartment), own),
            // Who answers for the protection of data, and has proposed the own list; and the head of the department, who decides what people ask over their data.
            ["prot"] = new(protection, own),
            ["head"] = new(Officer("bao.mi", "head", "RightsFulfillment"), own)
        };
        return (people.ToDictionary(p => p.Key, p => p.Value with { Own = p.Value.Own with { Officer = IdOf(p.Value.Persona) } }), theirs, nothing, book["version"]!.GetValue<long>() + 1);
    }

    static string Purpose(string purpose, string officer) => officer.Replace("purpose=ServiceProvision", $"purpose={purpose}", StringComparison.Ordinal);

    static string IdOf(string? persona) => persona is null ? Nobody : ActorId().Match(persona).Groups[1].Value;

    /// <summary>A look of an office at this citizen.</summary>
    async Task<Guid> Look(Guid citizen, string self) => (await host.Get($"/api/citizens/{citizen}/accesses?size=1", self))["accesses"]![0]!["accessId"]!.GetValue<Guid>();

    Task<Guid> Glass(Guid citizen, string officer) => Acting.Granted(host, new { reason = "老人独居昏迷，急需联系其子女确认用药情况，无法等待立案" }, officer, $"/api/citizens/{citizen}/break-glass");

    Task<Guid> Delay(Guid citizen, string officer) =>
        Acting.Granted(host, new { citizenId = citizen, ground = "emergency", authority = "重庆市公安局", documentNumber = "渝公〔2026〕1号", until = "2026-05-01" }, officer, "/api/disclosure-delays");

    Task<Guid> Agreement(string officer, string recipient) => Acting.Granted(host, new
    {
        agreementNumber = "渝数共〔2026〕1号",
        recipient,
        terms = new { dataItemCodes = new[] { "HUKOU" }, fields = new[] { "address" }, purposes = new[] { "ServiceProvision" }, legalBasis = "国务院令第809号", validFrom = "2026-01-01", validTo = "2026-12-31" }
    }, officer, "/api/sharing-agreements");

    /// <summary>A list with the record of somebody of whom nothing demands that it is kept.</summary>
    async Task<Guid> Listing(string officer)
    {
        var citizen = await host.Register();
        // They have been on record for years.
        await host.Scalar<Guid>($"update ledger.mt_doc_citizen set data = data || '{{\"since\": \"2015-01-01T00:00:00+00:00\"}}' where id = '{citizen}' returning id");
        return await Acting.Granted(host, new { law = "档案法实施条例第二十四条", citizenIds = new[] { citizen } }, officer, "/api/destruction-lists");
    }

    /// <summary>A line of the list of looks that stand out, which the daily examination would have written.</summary>
    async Task<Guid> Listed(Guid citizen, string officer)
    {
        var id = LedgerId.For(citizen);
        await using var session = host.Store.LightweightSession();
        session.Record(LooksExamination.ByTheClock);
        session.Events.StartStream<UnexplainedLook>(id, new UnlinkedReadDetected(citizen, LedgerId.For(citizen), host.Time.GetUtcNow(), officer, LedgerHost.Department, "handler", null, [LookCause.NoLink]));
        await session.SaveChangesAsync();
        return id;
    }

    async Task<Guid> Card(Guid citizen, string department, string officer)
    {
        var id = LedgerId.For(citizen);
        await using var session = host.Store.LightweightSession();
        session.Record(ServiceLedger.Timers.ClockActor.Clock);
        session.Events.StartStream<CardCase>(id, new YellowCardIssued(citizen, LedgerId.For(citizen), null, CardCause.ReAsk, null, department, officer, "716", [LedgerId.For(citizen)]));
        await session.SaveChangesAsync();
        return id;
    }

    async Task<Answer> Ask(string method, RouteEndpoint endpoint, string? persona, Things things, long policy, CancellationToken ct)
    {
        var screen = ReadPaths.Screen(endpoint);
        using var client = host.Client(persona);
        using var request = new HttpRequestMessage(new(method), Address(screen, things));
        if (method != "GET")
            request.Headers.Add("Idempotency-Key", $"matrix-{Interlocked.Increment(ref keys)}");
        if (method == "PUT")
            request.Content = new ByteArrayContent(Documents.Pdf()) { Headers = { ContentType = new("application/pdf") } };
        else if (endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type && method == "POST")
            request.Content = new StringContent(Content(screen, type, things, policy), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, ct);
        var text = await answer.Content.ReadAsStringAsync(ct);
        var problem = answer.Content.Headers.ContentType?.MediaType == "application/problem+json" ? JsonNode.Parse(text)!.AsObject() : null;
        return new(LetterOf(screen, (int)answer.StatusCode, problem?["field"]?.GetValue<string>()), (int)answer.StatusCode, Unnamed(answer, problem, text, things));
    }

    static string Address(string screen, Things things) => things.Ids.Aggregate(screen, (path, id) => path.Replace($"{{{id.Key}}}", id.Value.ToString(), StringComparison.Ordinal))
        .Replace("{officerId}", things.Officer, StringComparison.Ordinal).Replace("{code}", things.Item, StringComparison.Ordinal)
        .Replace("{indicator}", things.Officer == Nobody && things.Item == "NO-SUCH-ITEM" ? "no-such" : "refusal", StringComparison.Ordinal) + screen switch
        {
            "/api/evidence" => $"?citizenId={things.Ids["citizenId"]}&evidenceType=premises-proof&grade=C",
            "/api/policy/answer" => "?who=handler&relation=none&action=read",
            _ when screen.EndsWith("/export", StringComparison.Ordinal) => "?format=json",
            _ => ""
        };

    /// <summary>What is allowed must change nothing: a version nothing has, texts that say nothing, a day that is far. The rules have the version they are of, so that it is not what keeps their proposer from adopting them.</summary>
    static string Content(string screen, Type type, Things things, long policy)
    {
        // Of a standing everything stands in the address but a person, who is nobody here.
        var ids = screen.StartsWith("/api/officers", StringComparison.Ordinal) ? new Dictionary<string, Guid>(things.Ids) { ["citizenId"] = LedgerIds.Unknown } : things.Ids;
        return EveryEndpoint.Body(type, ids, text: "", number: screen.StartsWith("/api/policy", StringComparison.Ordinal) ? policy : 0, day: "2099-12-31")!.ToJsonString();
    }

    static char LetterOf(string screen, int status, string? field) => status switch
    {
        401 => 'U',
        403 => 'F',
        404 => 'N',
        400 when field == "$.reason" && screen.EndsWith("/break-glass", StringComparison.Ordinal) => 'R',
        400 when field is not null && IdBesides().IsMatch(field) => 'I',
        >= 500 => '!',
        _ => 'A'
    };

    /// <summary>Status, headers and body of an answer without its trace and the ids that were asked for.</summary>
    static string Unnamed(HttpResponseMessage answer, JsonObject? problem, string text, Things things)
    {
        problem?.Remove("traceId");
        var headers = string.Join(", ", answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key is not "Date").OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => $"{h.Key}: {string.Join(' ', h.Value)}"));
        var body = problem?.ToJsonString(LedgerHost.Plain) ?? (text.Length > 200 ? text[..200] : text);
        return things.Ids.Values.Select(id => id.ToString()).Append(things.Officer).Distinct().Aggregate($"{(int)answer.StatusCode} {headers} {body}", (all, id) => all.Replace(id, "…", StringComparison.OrdinalIgnoreCase));
    }

    [GeneratedRegex("id=([^;]+)")]
    private static partial Regex ActorId();

    [GeneratedRegex(@"^(\$\.)?[a-zA-Z]+Id\z")]
    private static partial Regex IdBesides();
}
