"""Small packages around one process body, for tests of commands."""

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:querela="http://querela.dev/schema/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="defs" targetNamespace="http://querela.dev/tests">
"""
MANIFEST = """key = "complaint"
title = "Test"
process = "test.bpmn"
messages = ["messages/*.md"]

[[clocks]]
name = "answer"
from = "received"
to = "decided"
limit = "10"
"""


def package(folder: Path, body: str, **mails: str) -> Path:
    """Write a package whose process has this body; `mails`: key to text."""
    (folder / "messages").mkdir(parents=True)
    (folder / "package.toml").write_text(MANIFEST)
    process = f'<process id="test" isExecutable="true">{body}</process></definitions>'
    messages, _, body_only = body.rpartition("<!--messages-->")
    if messages:
        process = f'{messages}<process id="test" isExecutable="true">{body_only}</process></definitions>'
    (folder / "test.bpmn").write_text(HEAD + process)
    for key, text in {"note": "---\nsubject: Note\n---\nA note.\n", **mails}.items():
        (folder / "messages" / f"{key}.en.md").write_text(text)
    return folder
