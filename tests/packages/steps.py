"""Steps of the complaint process, and ways that lead to its places."""

from tests.packages.playing import Played

ASSESS = 'assess {nature: "complaint", severity: 3, simple: false}'
INVESTIGATE = 'investigate {investigation_next: "complete"}'
ASK = 'investigate {investigation_next: "ask"}'
PROPOSE = 'propose {proposed_outcome: "upheld", remedies: ["refund"], remedy_value: 40}'
PROPOSE_NOTHING = 'propose {proposed_outcome: "not upheld", remedies: []}'
PROPOSE_MUCH = 'propose {proposed_outcome: "upheld", remedies: ["compensation"], remedy_value: 900}'
PROPOSE_MOST = 'propose {proposed_outcome: "upheld", remedies: ["compensation"], remedy_value: 9000}'
APPROVE = 'review {review_result: "approved"}'
RETURN = 'review {review_result: "returned"}'
ACCEPT = 'say reaction {reaction: "accepted"}'
REJECT = 'say reaction {reaction: "rejected"}'
CAUSE = 'record-cause {root_cause: "process"}'

HANDLER, REVIEWER, MANAGER, QUALITY = "handler", "reviewer", "complaints-manager", "quality-manager"

PROPOSED = [ASSESS, INVESTIGATE, PROPOSE]
DECIDED = [*PROPOSED, APPROVE]
IN_DISPUTE = [*DECIDED, REJECT]
REFERRED = [*IN_DISPUTE, 'stage-2 {review_outcome: "stands"}', REJECT, "refer"]
PUT_RIGHT = [*DECIDED, ACCEPT, "remedy"]
LEARNT = [*PUT_RIGHT, CAUSE]
CLOSED = [*LEARNT, "close"]
TO_GRANT = [ASSESS, INVESTIGATE, PROPOSE_MUCH, APPROVE]
REQUEST = ['assess {nature: "enquiry"}']
EARLY = ['assess {nature: "complaint", severity: 2, simple: true}']


def complaint(*steps: str, **more: object) -> Played:
    """A case that has come so far."""
    return Played("complaint", steps, **more)  # type: ignore[arg-type]
