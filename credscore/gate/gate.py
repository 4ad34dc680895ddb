"""The gate: score a document, and decide by a policy what is to be done with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from credscore.document import Document
from credscore.gate.conditions import Facts
from credscore.gate.decision import (
    Decision,
    Fired,
    Named,
    Place,
    document_digest,
    region,
    strictest,
)
from credscore.gate.policy import ERROR, SEVERITY, Action, Exemption, Policy, Stop
from credscore.gate.policy_file import PolicyError, check_names, default_policy, load_policy
from credscore.gate.sentences import reason
from credscore.model import ModelError
from credscore.report.lines import Lines
from credscore.result import CredibilityScore, Evidence, ModelInfo
from credscore.scorer import DocumentLike, Scorer, as_document

# More than an editor reads before deciding; the whole list is in the score.
_MOST_PLACES = 100
_MOST_REASONS = 3
_DOCUMENTS_A_TASK = 16


class Gate:
    """Decides on documents by one policy and one model.

    A gate is immutable: it can be shared between threads and sent to other processes.

    Args:
        policy: A policy, or the path of its file; None takes the policy that ships.
        scorer: The scorer to use in place of the one that the policy names.
        today: Gives the day by which exemptions expire.

    Raises:
        PolicyError: The policy is wrong, or was not written for this model.
    """

    def __init__(
        self,
        policy: Policy | str | Path | None = None,
        scorer: Scorer | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        folder = Path()
        if policy is None:
            policy = default_policy()
        elif not isinstance(policy, Policy):
            folder = Path(policy).parent
            policy = load_policy(policy)
        check_names(policy, policy.name)
        self._policy = policy
        self._scorer = scorer or _scorer(policy, folder)
        self._today = today
        model = self._scorer.model
        self._model = Named(name=f"{model.name} {model.version}", digest=model.digest)
        wanted = policy.model.digest
        if wanted is not None and wanted != model.digest:
            raise PolicyError.about(
                policy.name,
                f"the policy was written for the model with digest {wanted}, and this is "
                f"{self._model.name} with digest {model.digest}: look at its thresholds again",
            )

    @property
    def policy(self) -> Policy:
        """The policy that decides."""
        return self._policy

    @property
    def named_policy(self) -> Named:
        """Name and digest of the policy that decides."""
        return Named(name=self._policy.name, digest=self._policy.digest)

    @property
    def scorer(self) -> Scorer:
        """The scorer that gives the scores to decide by."""
        return self._scorer

    @property
    def model(self) -> Named:
        """Name and digest of the model that scores."""
        return self._model

    @property
    def bands(self) -> ModelInfo:
        """The model that scores, and where its bands begin."""
        return self._scorer.model

    def check(
        self,
        doc: DocumentLike,
        *,
        name: str | None = None,
        url: str | None = None,
        source: str | None = None,
        section: str | None = None,
    ) -> Decision:
        """Score one document and decide.

        Args:
            doc: A text, a ``Document``, or a mapping with a document's fields.
            name: What the decision should call it: a path, an address, a number.
            url: Address it was fetched from, for exemptions; by default that of the document,
                unless the page may have given that address itself.
            source: Domain it came from; by default that of the address.
            section: Section it is meant for; by default the folders of address and name.

        Raises:
            TypeError: ``doc`` is none of these, or a field is of the wrong type.
            ValueError: ``published`` is no date.
        """
        doc = as_document(doc)
        try:
            result = self._scorer.score(doc)
        except Exception as error:  # Whatever went wrong, a document must not slip through.
            return self._failed(doc, error, name, source or _host(url or _address(doc)))
        return self.decide(doc, result, name=name, url=url, source=source, section=section)

    def check_many(
        self,
        docs: Iterable[tuple[str | None, DocumentLike]],
        *,
        source: str | None = None,
        section: str | None = None,
        n_jobs: int = 1,
    ) -> Iterator[Decision]:
        """Score and decide on documents lazily, in order.

        Args:
            docs: The documents with their names; they are drawn as they are needed.
            source: Domain they came from, as in ``check``.
            section: Section they are meant for, as in ``check``.
            n_jobs: Number of processes; -1 takes all cores.
        """
        how = {"source": source, "section": section}
        if n_jobs == 1:
            for name, doc in docs:
                yield self.check(doc, name=name, **how)
            return
        from joblib import Parallel, delayed

        parallel = Parallel(n_jobs=n_jobs, return_as="generator", batch_size=_DOCUMENTS_A_TASK)
        yield from parallel(delayed(self.check)(doc, name=name, **how) for name, doc in docs)

    def decide(
        self,
        doc: Document,
        result: CredibilityScore,
        *,
        name: str | None = None,
        url: str | None = None,
        source: str | None = None,
        section: str | None = None,
    ) -> Decision:
        """Decide on a document that this gate's model has scored already."""
        address = url or _address(doc)
        source = source or _host(address)
        sections = _sections(address, name, section)
        exemptions = [
            exemption
            for exemption in self._policy.exemptions
            if self._applies(exemption, doc, source, sections)
        ]
        fired = tuple(
            _lifted(one, exemptions) for one in _fired(self._policy, result, Lines(doc.text))
        )
        return Decision(
            name=name,
            document=document_digest(doc),
            action=strictest(tuple(one.action for one in fired if one.lifted is None)),
            fired=tuple(sorted(fired, key=_rank)),
            score=result.score,
            band=result.band,
            words=result.words,
            warnings=result.warnings,
            source=source,
            policy=self.named_policy,
            model=self._model,
        )

    def _failed(
        self, doc: Document, error: Exception, name: str | None, source: str | None
    ) -> Decision:
        reason = f"{type(error).__name__}: {error}"[:500]
        fired = Fired(
            id=ERROR,
            action=self._policy.on_error,
            reason="The document could not be scored, so nothing is known about it.",
            found=(reason,),
        )
        return Decision(
            name=name,
            document=document_digest(doc),
            action=fired.action,
            fired=(fired,),
            score=None,
            band=None,
            words=0,
            source=source,
            policy=self.named_policy,
            model=self._model,
            error=reason,
        )

    def _applies(
        self, exemption: Exemption, doc: Document, source: str | None, sections: frozenset[str]
    ) -> bool:
        if exemption.until is not None and self._today() > exemption.until:
            return False
        domain, section, author = exemption.source, exemption.section, exemption.author
        return (
            (domain is None or _within_domain(source, domain))
            and (section is None or section.casefold() in sections)
            and (author is None or author.casefold() == (doc.author or "").strip().casefold())
        )


def _rank(fired: Fired) -> tuple[bool, int]:
    """What counts before what is lifted, the strictest first."""
    return fired.lifted is not None, -SEVERITY[fired.action]


def _scorer(policy: Policy, folder: Path) -> Scorer:
    name = policy.model.name
    beside = folder / name
    try:
        return Scorer(beside if beside.exists() else name, policy.model.prior)
    except ModelError as error:
        raise PolicyError.about(policy.name, str(error)) from None


def _fired(policy: Policy, result: CredibilityScore, lines: Lines) -> Iterator[Fired]:
    """Whatever asks for a stop, in the policy's order."""
    if result.score is None:
        if policy.bands.insufficient != "pass":
            yield Fired(
                id="insufficient",
                action=policy.bands.insufficient,
                reason="There is not enough to judge the text by.",
                found=result.warnings,
            )
        return  # What was measured on too little, or in another language, says nothing.
    yield from _by_score(policy, result, result.score, lines)
    facts = Facts(result)
    for rule in policy.rules:
        met = facts.meets(rule)
        if met is not None:
            evidence = [passage for one in met for passage in one.evidence]
            yield Fired(
                id=rule.id,
                action=rule.action,
                reason=reason(rule),
                found=tuple(one.found for one in met),
                features=tuple(dict.fromkeys(name for one in met for name in one.features)),
                places=_places(evidence, lines),
            )


def _by_score(
    policy: Policy, result: CredibilityScore, score: float, lines: Lines
) -> Iterator[Fired]:
    against = [reason for reason in result.reasons(len(result.contributions)) if reason.points < 0]
    strongest = against[:_MOST_REASONS]
    found = tuple(reason.text for reason in strongest)
    places = _places([passage for reason in strongest for passage in reason.evidence], lines)

    def fired(rule: str, action: Stop, where: str) -> Fired:
        sentence = f"The score, {shown(score)}, is {where}."
        return Fired(
            id=rule,
            action=action,
            reason=sentence,
            found=found,
            features=tuple(reason.feature for reason in strongest),
            places=places,
        )

    hold, review = policy.score.hold_below, policy.score.review_below
    below = None
    if hold is not None and score < hold:
        below = fired("score", "hold", f"below {hold:g}")
    elif review is not None and score < review:
        below = fired("score", "review", f"below {review:g}")
    if below is not None:
        yield below
    by_band: Action = getattr(policy.bands, result.band)
    if by_band != "pass":
        in_band = fired("band", by_band, f"in band {result.band}")
        # What was found need not be read twice.
        bare = {"found": (), "places": ()}
        yield in_band if below is None else in_band.model_copy(update=bare)


def shown(score: float) -> str:
    """The score with two decimals; never 0.00 or 1.00, which it cannot reach."""
    return f"{min(max(score, 0.01), 0.99):.2f}"


def _places(evidence: Sequence[Evidence], lines: Lines) -> tuple[Place, ...]:
    places = {(one.start, one.end, one.rule): one for one in evidence}
    return tuple(
        Place(
            rule=one.rule,
            start=one.start,
            end=one.end,
            region=region(lines, one.start, one.end),
            text=one.text,
            message=one.message,
        )
        for _, one in sorted(places.items())[:_MOST_PLACES]
    )


def _lifted(fired: Fired, exemptions: Sequence[Exemption]) -> Fired:
    for exemption in exemptions:
        if exemption.lifts is None or fired.id in exemption.lifts:
            return fired.model_copy(update={"lifted": exemption.reason})
    return fired


def _address(doc: Document) -> str | None:
    """The document's address, unless that may be the page's own claim."""
    is_claim = doc.page is not None and doc.url == doc.page.canonical_url
    return None if is_claim else doc.url


def _host(address: str | None) -> str | None:
    parts = _parts(address)
    return parts.hostname if parts is not None else None


def _parts(address: str | None) -> SplitResult | None:
    try:
        return urlsplit(address) if address is not None else None
    except ValueError:
        return None


def _within_domain(source: str | None, domain: str) -> bool:
    host = (source or "").rstrip(".").lower()
    return host == domain or host.endswith(f".{domain}")


def _sections(address: str | None, name: str | None, section: str | None) -> frozenset[str]:
    if section is not None:
        return frozenset({section.strip().casefold()})
    folders = (name or "").replace("\\", "/").split("/")[:-1]
    if (parts := _parts(address)) is not None:
        folders += parts.path.split("/")[:-1]
    return frozenset(folder.casefold() for folder in folders if folder)
