"""How the model and a policy do on a newsroom's own labels, and which threshold to take."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from credscore.gate.gate import Gate, shown
from credscore.gate.intervals import (
    Booleans,
    Floats,
    area,
    area_interval,
    fewest_labels,
    likeliest_threshold,
    rate,
    sure_threshold,
)
from credscore.terminal import plain
from credscore.training.own import read_labels
from credscore.wording import counted

FALSE_HOLDS = 0.02
"""Share of sound documents that may be held, where nothing else is wanted."""

_BY_SCORE = frozenset({"band", "score"})
_MOST_SOURCES = 40


@dataclass(frozen=True)
class Checked:
    """Labelled documents and what a gate made of them, a place each.

    Attributes:
        sound: Whether the label says that the document is credible.
        source: Where it comes from.
        score: Its score; NaN where there is none.
        held: Whether the policy holds it.
        stopped: Whether the policy holds it or sends it to review.
        held_anyway: Whether it is held for another reason than its score.
        exempt: Whether an exemption lifts what its score asks for, or would.
    """

    sound: Booleans
    source: tuple[str, ...]
    score: Floats
    held: Booleans
    stopped: Booleans
    held_anyway: Booleans
    exempt: Booleans

    def sources(self, mask: Booleans) -> list[str]:
        """The sources of the documents in ``mask``."""
        return [self.source[place] for place in np.flatnonzero(mask)]


def check_labels(path: Path, gate: Gate) -> Checked:
    """Run labelled documents through a gate.

    Raises:
        ValueError: A line of the file is no label; the message names it.
        OSError: The file cannot be read.
    """
    examples = read_labels(path)
    rows = []
    for example in examples:
        source = example.domain if example.document.url is None else None
        decision = gate.check(example.document, source=source)
        counted_ids = {fired.id for fired in decision.counted if fired.action == "hold"}
        lifted = any(fired.lifted and fired.id in _BY_SCORE for fired in decision.fired)
        rows.append(
            (
                example.kind == "reporting",
                np.nan if decision.score is None else decision.score,
                decision.action == "hold",
                decision.action != "pass",
                bool(counted_ids - _BY_SCORE),
                lifted,
            )
        )
    columns = list(zip(*rows, strict=True)) or [()] * 6
    sound, held, stopped, anyway, exempt = (
        np.array(columns[place], dtype=np.bool_) for place in (0, 2, 3, 4, 5)
    )
    score = np.array(columns[1], dtype=np.float64)
    sources = tuple(example.domain for example in examples)
    return Checked(sound, sources, score, held, stopped, anyway, exempt)


def as_markdown(checked: Checked, gate: Gate, false_holds: float = FALSE_HOLDS) -> str:
    """What the labels say of model and policy, and the threshold they propose, as a page."""
    parts = [
        *_counts(checked, gate),
        *_model(checked),
        *_policy(checked),
        *_by_source(checked),
        *_proposal(checked, gate, false_holds),
    ]
    return "\n\n".join(parts) + "\n"


def _counts(checked: Checked, gate: Gate) -> Iterator[str]:
    sound = int(checked.sound.sum())
    other = len(checked.sound) - sound
    unjudged = int(np.isnan(checked.score).sum())
    yield "# Your labels"
    yield (
        f"{counted(len(checked.sound), 'label')}: {sound:,} credible, {other:,} not, from "
        f"{counted(len(set(checked.source)), 'source')}. "
        f"{counted(unjudged, 'text')} could not be judged. "
        f"Policy {plain(gate.policy.name)}, model {plain(gate.model.name)}."
    )
    yield (
        "The figures are true of documents like those that were labelled. Labels that come from "
        "complaints alone tell of what was complained about, not of what comes in."
    )


def _model(checked: Checked) -> Iterator[str]:
    judged = ~np.isnan(checked.score)
    sound, score = checked.sound[judged], checked.score[judged]
    yield "## The model"
    if not 0 < sound.sum() < len(sound):
        yield "Both kinds of label are needed to say how well the score tells them apart."
        return
    low, high = area_interval(score, sound, checked.sources(judged))
    yield (
        f"Of a credible document and another one, the credible one scores higher in "
        f"{100 * area(score, sound):.0f} of 100 pairs ({100 * low:.0f} to {100 * high:.0f})."
    )


def _policy(checked: Checked) -> Iterator[str]:
    sound, other = checked.sound, ~checked.sound
    yield "## The policy"
    rows = [
        # Where nothing else was labelled, all that is held is credible, and that says nothing.
        ("precision of hold: of what is held, not credible", other, checked.held & other.any()),
        ("recall of hold: of what is not credible, held", checked.held, other),
        ("false holds: of what is credible, held", checked.held, sound),
        ("of what is not credible, held or sent to review", checked.stopped, other),
        ("of what is credible, held or sent to review", checked.stopped, sound),
    ]
    lines = ["| measure | share, with its interval of 95 % |", "| --- | --- |"]
    lines += [f"| {name} | {_rate(true_of, among, checked)} |" for name, true_of, among in rows]
    yield "\n".join(lines)


def _rate(true_of: Booleans, among: Booleans, checked: Checked) -> str:
    if not among.any():
        return "–"
    return str(rate(true_of[among], checked.sources(among)))


def _by_source(checked: Checked) -> Iterator[str]:
    names, sizes = np.unique(np.array(checked.source, dtype=np.str_), return_counts=True)
    order = sorted(zip(-sizes, names, strict=True))
    yield "## By source"
    if len(order) == 1:
        yield "All labels are of one source: nothing here tells of any other."
        return
    lines = [
        "| source | labels | precision of hold | recall of hold | false holds |",
        "| --- | --- | --- | --- | --- |",
    ]
    sound, held = checked.sound, checked.held
    for size, name in order[:_MOST_SOURCES]:
        inside = np.array(checked.source) == name
        cells = [
            _rate(~sound, inside & held, checked),
            _rate(held, inside & ~sound, checked),
            _rate(held, inside & sound, checked),
        ]
        title = plain(str(name)).replace("|", "/")
        lines.append(f"| {title} | {-size:,} | {' | '.join(cells)} |")
    if len(order) > _MOST_SOURCES:
        lines.append(f"\nand {counted(len(order) - _MOST_SOURCES, 'smaller source')}")
    yield "\n".join(lines)


def _proposal(checked: Checked, gate: Gate, wanted: float) -> Iterator[str]:
    yield f"## A threshold for {100 * wanted:g} false holds in 100"
    among = checked.sound
    if not among.any():
        yield "There are no labels of credible documents to set it by."
        return
    scores = _where_held(checked)
    sources = checked.sources(among)
    enough = fewest_labels(wanted)
    sure = sure_threshold(scores[among], wanted, sources)
    anyway = int(checked.held_anyway[among].sum())
    if anyway:
        yield (
            f"{counted(anyway, 'credible document is', 'credible documents are')} held for other "
            "reasons than the score, and counted in."
        )
    if sure is not None:
        yield (
            f"**{sure.score:g}**: below it lie {sure.below:,} of {int(among.sum()):,} credible "
            f"documents, and with a confidence of 95 % no more than {_percent(wanted)} of those to "
            f"come.{_caught(checked, scores, sure.score)}"
        )
        yield _snippet(sure.score, gate)
    elif among.sum() < enough:
        least = 1 - 0.05 ** (1 / int(among.sum()))
        yield (
            f"Too few labels to vouch for one: {enough:,} credible documents are needed, and "
            f"there are {int(among.sum()):,}. With as many, the least that can be vouched for is "
            f"{_percent(least)}."
        )
    else:
        yield (
            "No threshold can be vouched for: credible documents of the same source are too much "
            "alike, or too many are held for other reasons than the score."
        )
    guess = likeliest_threshold(scores[among], wanted)
    yield (
        f"The likeliest by these labels alone would be {guess.score:g}; it could hold between "
        f"{_percent(guess.low)} and {_percent(guess.high)} of credible documents to come."
    )


def _where_held(checked: Checked) -> Floats:
    """The score that holds each document: minus infinity where it is held whatever its score."""
    scores = np.where(np.isnan(checked.score) | checked.exempt, np.inf, checked.score)
    scores[checked.held_anyway] = -np.inf
    return scores


def _caught(checked: Checked, scores: Floats, threshold: float) -> str:
    other = ~checked.sound
    if not other.any():
        return ""
    return f" Of the others, it holds {_rate(scores < threshold, other, checked)}."


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _snippet(threshold: float, gate: Gate) -> str:
    lines = [
        "```toml",
        "[score]",
        f"hold_below = {threshold:g}",
        "",
        "[model]",
        f'digest = "{gate.model.digest}"',
        "```",
    ]
    low = gate.bands.low_below
    if gate.policy.bands.low == "hold" and threshold < low:
        lines.append(
            f"\nBand low begins at {shown(low)}, above this threshold, and is held too: set "
            '`low = "review"` under `[bands]`, or the threshold changes nothing.'
        )
    return "\n".join(lines)


def measured(path: Path, policy: Path | None, false_holds: float) -> str:
    """The page for the labels in ``path`` under the policy in the file ``policy``.

    Raises:
        PolicyError: The policy is wrong.
        ValueError: A line of the labels is none, there are none, or the share makes no sense.
        OSError: The labels cannot be read.
    """
    if not 0 < false_holds < 1:
        raise ValueError(f"a share of false holds lies between 0 and 1, got {false_holds!r}")
    gate = Gate(policy)
    checked = check_labels(path, gate)
    if not len(checked.sound):
        raise ValueError(f"{path} holds no labels")
    return as_markdown(checked, gate, false_holds)
