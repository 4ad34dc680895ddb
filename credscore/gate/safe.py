"""Text of articles and file names, made harmless for what it is put into.

Whatever comes from a document is hostile until shown otherwise: it may hold characters that steer
a terminal, that turn the direction of writing, that no XML may hold, or that end a line of a log.
"""

import json
import re

# Controls of both sets, format characters (direction, joiners, tags), separators of lines and
# paragraphs, and halves of surrogate pairs. JSON may escape them all, and is then plain text.
_UNSEEN = re.compile(
    "[\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_LONGEST = 300


def safe_json(value: object) -> str:
    """``value`` as one line of JSON in which every character can be seen or is escaped."""
    return _UNSEEN.sub(_escaped, json.dumps(value, ensure_ascii=False, allow_nan=False))


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match.group())[1:-1]


def shortened(text: str) -> str:
    """``text`` without its middle, where it is long."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]} […] {text[-half:]}"
