"""The history's hash chains: how entries are written, linked, hidden, shown and proved. No database here."""

from engine.history.canonical import canonical_json
from engine.history.chain import HOUSE, Chained, StoredEntry, canonical, entries, entry_hash, stored
from engine.history.commitments import KeptValue
from engine.history.evidence import Archive, ChainEnd, Evidence, StoredValue
from engine.history.reading import masked, reveal
from engine.history.verification import Break, Verification, verify, verify_chain

__all__ = [
    "HOUSE",
    "Archive",
    "Break",
    "ChainEnd",
    "Chained",
    "Evidence",
    "KeptValue",
    "StoredEntry",
    "StoredValue",
    "Verification",
    "canonical",
    "canonical_json",
    "entries",
    "entry_hash",
    "masked",
    "reveal",
    "stored",
    "verify",
    "verify_chain",
]
