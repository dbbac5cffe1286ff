"""A Haystack engine over Whoosh. It knows nothing of what is searched.

Plain Haystack code works on it; what is below is what Haystack has no words for:
the reader's language, zones of a text that count more, and keeping the index in
step with the database. `archive.search.backend.ArchiveEngine` is the engine that
the settings name.
"""

from ._analysis import Zone, zoned
from ._language import Choice, DateField, Language, TextField, ValueField
from ._syntax import Understood, understand
from ._upkeep import Difference, compare, rebuild, refresh, synchronize
from .exceptions import OperatorError

__all__ = [
    "Choice",
    "DateField",
    "Difference",
    "Language",
    "OperatorError",
    "TextField",
    "Understood",
    "ValueField",
    "Zone",
    "compare",
    "rebuild",
    "refresh",
    "synchronize",
    "understand",
    "zoned",
]
