"""Expressions and scripts of other engines translated to FEEL, or refused with the reason."""

from engine.normaliser.expressions.result import Translated
from engine.normaliser.expressions.scripts import translate_script
from engine.normaliser.expressions.translation import translate

__all__ = ["Translated", "translate", "translate_script"]
