"""Finding like signatures among very many: banded MinHash on a file, one band at a time.

Locality-sensitive hashing (Indyk and Motwani 1998) as in Leskovec, Rajaraman and Ullman, Mining
of Massive Datasets, ch. 3. The libraries at hand keep every band of every document in a hash
table in memory, gigabytes for a million documents; here the signatures lie in a temporary file
and the bands are sorted one after the other, in memory for a single band.
"""

import tempfile
from array import array
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

_BLOCK = 1 << 16


class SignatureFile:
    """Signatures of documents in a temporary file, which goes when the object goes.

    Args:
        size: Numbers in each signature.
        rows: Numbers in a band: more rows, fewer candidates that are not alike.
        least: Share of equal numbers from which signatures count as like, between 0 and 1.
        least_within: The same for two documents of one site: what its pages share besides their
            articles makes them alike.
    """

    def __init__(self, size: int, rows: int, least: float, least_within: float) -> None:
        self._size = size
        self._rows = rows
        self._least = least
        self._least_within = least_within
        self._owners = array("i")
        self._sites = array("i")
        self._file = tempfile.TemporaryFile(prefix="credscore-")  # noqa: SIM115 - lives on

    def __len__(self) -> int:
        return len(self._owners)

    def add(self, owner: int, signature: bytes, site: int = 0) -> None:
        """Add the signature of a document; an empty one is like no other.

        Args:
            owner: Number of the document.
            signature: As many numbers of four bytes as were announced, or nothing.
            site: Number of its site; 0 is unknown, and no other's.
        """
        if signature:
            self._owners.append(owner)
            self._sites.append(site)
            self._file.write(signature)

    def like_pairs(self) -> Iterator[tuple[int, int, float]]:
        """Pairs of like documents, and the estimated share that they have in common.

        Not every pair: enough of them to join all that are alike. Of a band that very many share
        each is compared with the first and with the one before, so the work stays linear.
        """
        count = len(self._owners)
        if count < 2:
            return
        self._file.flush()
        matrix = np.memmap(self._file, dtype="<u4", mode="r", shape=(count, self._size))
        owners, sites = np.array(self._owners), np.array(self._sites)
        joined = _Joined(count)
        for start in range(0, self._size - self._rows + 1, self._rows):
            firsts, seconds = _same_band(_hash(matrix[:, start : start + self._rows]))
            for at in range(0, len(firsts), _BLOCK):
                first, second = firsts[at : at + _BLOCK], seconds[at : at + _BLOCK]
                # What an earlier band joined need not be compared again.
                apart = joined.roots(first) != joined.roots(second)
                first, second = first[apart], second[apart]
                share = (matrix[first] == matrix[second]).mean(axis=1)
                within = (sites[first] == sites[second]) & (sites[first] != 0)
                for place in np.flatnonzero(
                    share >= np.where(within, self._least_within, self._least)
                ):
                    if joined.join(int(first[place]), int(second[place])):
                        yield (
                            int(owners[first[place]]),
                            int(owners[second[place]]),
                            float(share[place]),
                        )


def _hash(band: Numbers) -> npt.NDArray[np.uint64]:
    mixed = np.zeros(len(band), dtype=np.uint64)
    for column in band.T:
        mixed = (mixed ^ column) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _same_band(hashes: npt.NDArray[np.uint64]) -> tuple[Places, Places]:
    """Places with the same hash: each with the first of its run, and with the one before it."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    same = ordered[1:] == ordered[:-1]
    behind = np.flatnonzero(same) + 1
    starts = np.concatenate([[0], np.flatnonzero(~same) + 1])
    first = starts[np.searchsorted(starts, behind, side="right") - 1]
    beyond = behind[behind - first > 1]
    return (
        np.concatenate([order[first], order[beyond - 1]]),
        np.concatenate([order[behind], order[beyond]]),
    )


class _Joined:
    """Which places were joined already (union-find by halving paths)."""

    def __init__(self, count: int) -> None:
        self._parent = np.arange(count)

    def roots(self, places: Places) -> Places:
        roots = self._parent[places]
        while not np.array_equal(roots, above := self._parent[roots]):
            roots = above
        return roots

    def join(self, first: int, second: int) -> bool:
        one, other = self._root(first), self._root(second)
        self._parent[max(one, other)] = min(one, other)
        return one != other

    def _root(self, place: int) -> int:
        parent = self._parent
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = int(parent[place])
        return place
