"""What tells that articles belong together: one report in several places, one happening in several reports.

Pure functions over texts and facts. Words alone say that a report was copied; they never say that two
reports are of one happening (agencies share almost no words on one meeting, and use the same ones on
two), so `copies` and `happenings` know nothing of each other.
"""

from articles.comparing.copies import MOST_DAYS, Wording, band_keys, is_copy, signature, wording
from articles.comparing.happenings import Report, gather
from articles.comparing.versions import Change, changes

__all__ = [
    "MOST_DAYS",
    "Change",
    "Report",
    "Wording",
    "band_keys",
    "changes",
    "gather",
    "is_copy",
    "signature",
    "wording",
]
