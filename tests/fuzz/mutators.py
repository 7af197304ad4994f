"""Mutations that keep the shape of what they change, so that more inputs come past the first reader."""

import copy
import json
import random
import re
from collections.abc import Callable

from lxml import etree

Mutator = Callable[[bytes, random.Random, list[str]], bytes]
_TOKEN = re.compile(rb'"[^"]*"|[A-Za-z]+|[0-9.]+|\s+|.', re.DOTALL)


def xml(data: bytes, chance: random.Random, words: list[str]) -> bytes:
    """The tree with an element removed, doubled or moved, or an attribute or text changed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for _ in range(chance.randint(1, 3)):
        _change(chance.choice(elements), elements, chance, words)
    return etree.tostring(root)


def _change(
    element: etree._Element, elements: list[etree._Element], chance: random.Random, words: list[str]
) -> None:
    parent, other = element.getparent(), chance.choice(elements)
    match chance.randrange(7):
        case 0 if parent is not None:
            parent.remove(element)
        case 1 if parent is not None:
            parent.append(etree.fromstring(etree.tostring(element)))
        case 2 if parent is not None and other not in element.iter():
            other.append(element)
        case 3 if element.attrib:
            name = chance.choice(list(element.attrib))
            element.set(name, chance.choice([*other.attrib.values(), chance.choice(words), ""]))
        case 4 if other.attrib:
            name, value = chance.choice(list(other.attrib.items()))
            element.set(name, value)
        case 5:
            element.tag = other.tag
        case _:
            element.text = chance.choice([other.text or "", chance.choice(words), "1 +", "P1D", "R/PT1S"])


def feel(data: bytes, chance: random.Random, words: list[str]) -> bytes:
    """The tokens with some removed, doubled, swapped or replaced by words of the language."""
    tokens = _TOKEN.findall(data) or [b"1"]
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(tokens))
        match chance.randrange(5):
            case 0 if len(tokens) > 1:
                del tokens[place]
            case 1:
                tokens.insert(place, chance.choice(words).encode())
            case 2:
                tokens[place] = chance.choice(words).encode()
            case 3:
                tokens[place:place] = [b"(", *tokens[place : place + 5], b")"]
            case _:
                tokens.insert(place, chance.choice(tokens))
    return b"".join(tokens)


def jsons(data: bytes, chance: random.Random, words: list[str]) -> bytes:
    """The document with an entry removed, doubled, renamed or given another value."""
    whole = json.loads(data)
    inner = [whole]
    for part in inner:
        children = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        inner.extend(child for child in children if isinstance(child, dict | list))
    for _ in range(chance.randint(1, 3)):
        part = chance.choice(inner)
        value = chance.choice(
            [None, True, -1, 1e30, "", [], {}, chance.choice(words), copy.deepcopy(chance.choice(inner[-3:]))]
        )
        if isinstance(part, dict) and part:
            key = chance.choice(list(part))
            if chance.random() < 0.2:
                del part[key]
            else:
                part[chance.choice([key, chance.choice(words)])] = value
        elif isinstance(part, list):
            part.insert(chance.randint(0, len(part)), value)
    return json.dumps(whole).encode()


MUTATORS: dict[str, Mutator] = {"diagram": xml, "decision": xml, "expression": feel, "form": jsons}
