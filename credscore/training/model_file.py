"""Writing a model file so that a review can read it."""

import json

from credscore.model import Artefact


def dump(artefact: Artefact) -> str:
    """The model file's text: JSON with a line a term, so that a review can read it."""
    return _lay_out(artefact.model_dump(mode="json"), "\n") + "\n"


def _lay_out(value: object, line_end: str) -> str:
    """JSON in which an object that holds no other objects takes one line."""
    if not _holds_objects(value):
        return json.dumps(value)
    inner = line_end + "  "
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_lay_out(part, inner)}" for key, part in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{line_end}}}"
    assert isinstance(value, list)
    parts = [_lay_out(part, inner) for part in value]
    return f"[{inner}{f',{inner}'.join(parts)}{line_end}]"


def _holds_objects(value: object) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(part, dict) or _holds_objects(part) for part in parts)
