"""What people answer in the forms of the shipped process, from a sample case's data."""

from collections.abc import Callable, Mapping

from engine.demo.story import Tale

Answers = dict[str, object]

_UPHELD = "We accept that this should not have happened, and we are sorry that it did."
_NOT_UPHELD = "We have looked into every point, and what was done was in order. We explain why above."


def assessment(tale: Tale) -> Answers:
    """First judgement: what it is, how serious, which way it goes."""
    return {
        "nature": tale.nature,
        "severity": tale.severity,
        "safety": tale.safety,
        "legal": tale.legal,
        "vulnerable": tale.vulnerable,
        "claim": tale.claim,
        "category": tale.category or "other",
        "outcome_wanted": tale.wanted,
        "immediate_action": tale.at_once,
        "simple": tale.simple,
        "interest": "no",
    }


def answer(tale: Tale) -> Answers:
    """To somebody who asked or suggested something."""
    outcome = "out of scope" if tale.nature == "out of scope" else "answered"
    return {"outcome": outcome, "reasons": tale.reasons or "Thank you for writing. We have passed it on."}


def settlement(tale: Tale, settled: str) -> Answers:
    """Early resolution."""
    agreed = tale.promise or tale.reasons or "Spoken to on the phone; the order was put right while we spoke."
    return {"settled": settled, "reasons": agreed}


def findings(tale: Tale) -> Answers:
    """The investigation is complete."""
    return {
        "investigation_next": "complete",
        "findings": tale.findings or "The order, the delivery record and the messages were compared.",
        "evidence": tale.evidence or "Order and delivery record; the complainant's messages.",
        "statements": tale.statements or "Both sides were heard; they agree on the course of events.",
        "staff_heard": bool(tale.statements),
        "loss": tale.loss,
    }


def not_enough(_tale: Tale) -> Answers:
    """The investigation needs something from the complainant."""
    return {"investigation_next": "ask"}


def question(tale: Tale) -> Answers:
    """What the complainant is asked."""
    return {"question": tale.question or "Could you send us a photograph of the parcel's label, please?"}


def proposal(tale: Tale) -> Answers:
    """The decision as the handler proposes it."""
    outcome = tale.outcome if tale.outcome in ("partly upheld", "not upheld") else "upheld"
    return {
        "proposed_outcome": outcome,
        "reasons": tale.reasons or (_NOT_UPHELD if outcome == "not upheld" else _UPHELD),
        "remedies": list(tale.remedies),
        "remedy_value": tale.value,
        "remedy_text": tale.promise,
    }


def review(tale: Tale, result: str) -> Answers:
    """The second person's answer."""
    return {"review_result": result, "review_comment": tale.returned or "Please answer the second point too."}


def grant(tale: Tale, result: str) -> Answers:
    """The manager's answer to a remedy above the reviewer's limit."""
    return {"approval_result": result, "approval_comment": tale.refused or "Half of it would be fair."}


def second_review(tale: Tale, result: str) -> Answers:
    """The internal review."""
    kept = tale.second or "I have read the whole case afresh. The findings hold, and so does the decision."
    return {
        "review_outcome": result,
        "review_decision": "partly upheld",
        "review_remedies": ["apology", "goodwill gift"],
        "review_remedy_value": 25,
        "review_reasons": kept,
    }


def referral(tale: Tale) -> Answers:
    """To the external body."""
    return {
        "external_body": tale.body or "Mail-order conciliation board",
        "external_reference": f"CB-{len(tale.text) * 37 % 9000 + 1000}",
        "file_sent": True,
        "referral_note": "The board asks for our statement within a month.",
    }


def external(_tale: Tale) -> Answers:
    """What the external body decided."""
    return {
        "external_outcome": "decision changed",
        "outcome": "partly upheld",
        "remedies": ["refund"],
        "external_text": "Half of the price is to be paid back; the rest of the claim is dismissed.",
    }


def remedy(tale: Tale) -> Answers:
    """The remedy carried out."""
    return {"remedy_done": tale.done or tale.promise or "Done as promised.", "remedy_cost": tale.value}


def cause(tale: Tale) -> Answers:
    """The root cause."""
    return {
        "root_cause": tale.cause,
        "cause_method": "5-why" if tale.action else "judgement",
        "cause_text": tale.why,
        "systemic": bool(tale.action),
        "corrective_action": tale.action,
    }


def closing(tale: Tale) -> Answers:
    """Lessons, and the end."""
    return {"all_done": True, "lesson": tale.lesson}


FORMS: Mapping[str, Callable[[Tale], Answers]] = {
    "assess": assessment,
    "answer": answer,
    "settle": lambda tale: settlement(tale, "yes"),
    "unsettled": lambda tale: settlement(tale, "no"),
    "investigate": findings,
    "doubt": not_enough,
    "ask": question,
    "propose": proposal,
    "review": lambda tale: review(tale, "approved"),
    "return": lambda tale: review(tale, "returned"),
    "grant": lambda tale: grant(tale, "granted"),
    "refuse": lambda tale: grant(tale, "refused"),
    "uphold": lambda tale: second_review(tale, "stands"),
    "change": lambda tale: second_review(tale, "changed"),
    "refer": referral,
    "external": external,
    "remedy": remedy,
    "cause": cause,
    "close": closing,
}
"""Step: the answers that complete its task."""
