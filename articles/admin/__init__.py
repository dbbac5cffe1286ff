"""The editors' side: paste, correct, publish, and say what is right about the facts."""

from . import articles, registers

__all__ = ["articles", "registers"]
