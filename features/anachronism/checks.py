"""All checks of the family in one list, run once a document."""

from collections.abc import Callable
from typing import NamedTuple

from credscore.document import Document
from credscore.feature import Passage
from credscore.features.anachronism import (
    afterwards,
    ages,
    beginnings,
    calendar_checks,
    clocks,
    deaths,
    durations,
    elapsed,
    event_checks,
    event_counts,
    existence,
    foundings,
    gaps,
    implied_nows,
    lasting,
    officeholders,
    order,
    recency,
    spans,
    stamps,
)

Check = Callable[[Document], list[Passage]]

CHECKS: tuple[Check, ...] = (
    calendar_checks.impossible_dates,
    calendar_checks.weekday_mismatches,
    afterwards.reports_after_now,
    beginnings.beginning_conflicts,
    implied_nows.elapsed_conflicts,
    elapsed.elapsed_time_conflicts,
    durations.duration_conflicts,
    foundings.founding_conflicts,
    recency.stale_recency,
    gaps.gap_conflicts,
    gaps.later_conflicts,
    spans.span_conflicts,
    lasting.lasting_conflicts,
    clocks.clock_conflicts,
    spans.backward_spans,
    deaths.acts_after_death,
    order.effects_before_causes,
    order.events_out_of_order,
    order.feats_before_founding,
    order.two_dates_for_one,
    order.updates_before_publication,
    ages.age_conflicts,
    ages.people_with_two_ages,
    event_checks.misdated_events,
    event_checks.event_elapsed_times,
    event_counts.event_anniversaries,
    event_counts.event_years_counted,
    officeholders.officeholders,
    existence.words_before_they_existed,
    existence.places_before_their_names,
    existence.used_before_they_existed,
    existence.products_before_launch,
    existence.events_before_they_happened,
)

RULES: dict[str, str] = {
    **calendar_checks.RULES,
    **afterwards.RULES,
    **beginnings.RULES,
    **implied_nows.RULES,
    **elapsed.RULES,
    **durations.RULES,
    **gaps.RULES,
    **spans.RULES,
    **deaths.RULES,
    **order.RULES,
    **recency.RULES,
    **ages.RULES,
    **event_checks.RULES,
    **officeholders.RULES,
    **existence.RULES,
    **stamps.RULES,
}

LIKELY = frozenset(
    {
        "acts-after-death",
        "anniversary-arithmetic",
        "conflicting-beginnings",
        "dates-out-of-order",
        "duration-mismatch",
        "effect-before-cause",
        "stamp-denied",
        "time-between",
        "two-ages",
        "two-dates-for-one",
    }
)
"""Rules whose finding hangs on reading who or what is meant; the others rest on sums alone."""


class Conflicts(NamedTuple):
    """What the checks found, in text order."""

    certain: tuple[Passage, ...]
    likely: tuple[Passage, ...]


def conflicts(doc: Document) -> Conflicts:
    """Every conflict of times in ``doc``; the checks run once a document."""
    return doc.once(_run_checks)


def _run_checks(doc: Document) -> Conflicts:
    found = [passage for check in CHECKS for passage in check(doc)]
    found = sorted(set(stamps.one_for_the_stamp(doc, found)))
    certain = tuple(passage for passage in found if passage.rule not in LIKELY)
    likely = tuple(passage for passage in found if passage.rule in LIKELY)
    return Conflicts(certain, likely)
