"""Parsed expressions turned into closures; importing the package registers the compiler of every node."""

from engine.feel.compile import collections, control, functions, names, operators
from engine.feel.compile.code import Code, Scope, compile_node
from engine.feel.compile.tests import Test, compile_tests

__all__ = [
    "Code",
    "Scope",
    "Test",
    "collections",
    "compile_node",
    "compile_tests",
    "control",
    "functions",
    "names",
    "operators",
]
