"""Links: the runs of letters that texts share, as stars and not as pairs.

The texts that hold a fingerprint are a group. Each is linked to the group's centre, the one of them that shares most with others
altogether, so that a template in most of a district's schools costs no more than its copies, and nothing is dropped for being
common. Every link is verified letter by letter and stretched as far as the letters agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from jiaoyan_nlp.reuse.fingerprints import Fingerprints, Stack, hashed

MOST_PLACES = 4
"""Places of one run in a centre that its copies are linked to; a run is seldom repeated so often."""

_BLOCK = 1 << 20
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Shared runs, one a row, ordered by centre, member, place in the member and place in the centre; no run lies in another.

    Attributes:
        centre, member: numbers of the two texts.
        a, b: places in the centre and in the member, counted in the stack.
        length: letters that are the same.
    """

    centre: Places
    member: Places
    a: Places
    b: Places
    length: Places

    def __len__(self) -> int:
        return len(self.a)

    def only(self, rows: NDArray[np.bool_] | Places) -> Runs:
        return Runs(self.centre[rows], self.member[rows], self.a[rows], self.b[rows], self.length[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Fingerprints that stand in more than one text: of each occurrence its group, text and place, by group and place."""

    group: Places
    owner: Places
    place: Places

    def __len__(self) -> int:
        return len(self.group)

    @property
    def firsts(self) -> Places:
        """Row of the first occurrence of each group."""
        return np.flatnonzero(np.diff(self.group, prepend=-1))

    def blocks(self) -> Iterator[Groups]:
        """The groups in parts that are worked on at once."""
        firsts = np.append(self.firsts, len(self))
        cuts = np.unique(firsts[np.searchsorted(firsts, np.arange(0, len(self) + _BLOCK, _BLOCK)).clip(max=len(firsts) - 1)])
        for start, end in pairwise(cuts.tolist()):
            yield Groups(self.group[start:end], self.owner[start:end], self.place[start:end])


def shared_runs(stack: Stack, kept: Iterable[Fingerprints], k: int, prior: NDArray[np.float64] | None = None, t: int = 0) -> Runs:
    """The runs that link texts to centres: all who share a fingerprint hold its run from one centre.

    Args:
        kept: the fingerprints of each text, of runs of k letters.
        prior: of each text how much it is a centre already; it is asked first.
        t: all who share a run of t letters hold that from one centre too, also where the centre of its fingerprint goes on in
            other letters; of the fingerprints k + w - 1, or 0 where only the likely is wanted.
    """
    groups = _grouped(stack, kept)
    rank = _ranked(groups, prior, len(stack.starts))
    seeds = _seeds(stack, groups, k, rank)
    if t > k and len(groups):
        seeds = np.concatenate((seeds, _seeds(stack, _left_open(stack, groups, seeds, k, t), t, rank)), axis=1)
    return _stretched(stack, seeds, k)


def _ranked(groups: Groups, prior: NDArray[np.float64] | None, texts: int) -> Places:
    """The place of each text in the order in which they are asked to be centres: those that share most first."""
    weight = np.bincount(groups.owner, minlength=texts)
    before = np.zeros(texts) if prior is None else prior
    rank = np.empty(texts, np.int64)
    rank[np.lexsort((np.arange(texts), -weight, -before))] = np.arange(texts)
    return rank


def _seeds(stack: Stack, groups: Groups, k: int, rank: Places) -> Places:
    """Places of the runs of k letters that link members to centres: in the centre and in the member, shape (2, links)."""
    seeds = [np.empty((2, 0), np.int64)]
    for block in groups.blocks():
        while len(block):
            a, b, block = _stars(stack, block, k, rank)
            seeds.append(np.stack((a, b)))
    return np.concatenate(seeds, axis=1)


def _left_open(stack: Stack, groups: Groups, seeds: Places, k: int, t: int) -> Groups:
    """The runs of t letters around fingerprints that several texts share and that the fingerprint's centre does not hold."""
    a, b = seeds
    places = np.sort(groups.place)
    before, behind = _agreeing(stack.codes, a - 1, b - 1, -1, t - k), _agreeing(stack.codes, a + k, b + k, 1, t - k)
    row, of_centre = np.searchsorted(places, b), np.searchsorted(places, a)
    begins = [np.empty(0, np.int64)]
    for step in range(t - k + 1):
        is_open = np.ones(len(places), bool)
        is_open[of_centre] = False
        is_open[row[(before >= step) & (behind >= t - k - step)]] = False
        begins.append(places[is_open] - step)
    at = np.unique(np.concatenate(begins))
    at = at[(at >= 0) & (at + t < len(stack.codes))]
    bits = _bits(stack)
    packed = [np.empty(0, np.uint64)]
    for part in np.array_split(at, max(1, len(at) // _BLOCK)):
        letters = [stack.codes[part + step] for step in range(t)]
        packed.append(_packed(hashed(letters), part.astype(np.uint64), bits)[np.logical_and.reduce([each != 0 for each in letters])])
    return _with_same_hash(stack, np.concatenate(packed), bits)


def _grouped(stack: Stack, kept: Iterable[Fingerprints]) -> Groups:
    """Fingerprints with the same hash in more than one text.

    Hash and place are packed into one number, which sorts several times faster than an order of rows is made; two runs that
    fall together in the bits that are left are told apart when links are verified.
    """
    bits = _bits(stack)
    packed, end = np.empty(len(stack.codes), np.uint64), 0  # memory that is not written to is not taken
    for each, start in zip(kept, stack.starts.tolist(), strict=False):
        begin, end = end, end + len(each.hashes)
        packed[begin:end] = _packed(each.hashes, each.places.astype(np.uint64) + np.uint64(start), bits)
    return _with_same_hash(stack, packed[:end], bits)


def _bits(stack: Stack) -> np.uint64:
    """How many bits a place in the stack takes."""
    return np.uint64(max(1, len(stack.codes).bit_length()))


def _packed(hashes: NDArray[np.uint64], places: NDArray[np.uint64], bits: np.uint64) -> NDArray[np.uint64]:
    return (hashes >> bits << bits) | places


def _with_same_hash(stack: Stack, packed: NDArray[np.uint64], bits: np.uint64) -> Groups:
    packed.sort()
    packed = packed[_twins(packed, bits)]
    number = np.cumsum(np.diff(packed >> bits, prepend=np.uint64(0)) != 0)
    place = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
    return _of_several(number, stack.owner(place), place)


def _twins(packed: NDArray[np.uint64], bits: np.uint64) -> NDArray[np.bool_]:
    """Which of the sorted fingerprints have the hash of a neighbour; in blocks, for the hashes alone would take as much room again."""
    out = np.zeros(len(packed), bool)
    for start in range(0, len(packed), _BLOCK):
        same = np.diff(packed[start : start + _BLOCK + 1] >> bits) == 0
        out[start : start + len(same)] |= same
        out[start + 1 : start + 1 + len(same)] |= same
    return out


def _of_several(group: Places, owner: Places, place: Places) -> Groups:
    """Without the groups that lie in one text; rows are ordered by group and place, so its first text is not its last."""
    if not len(group):
        return Groups(group, owner, place)
    first = np.flatnonzero(np.diff(group, prepend=-1))
    sizes = np.diff(first, append=len(group))
    several = np.repeat(owner[first] != owner[first + sizes - 1], sizes)
    return Groups(group[several], owner[several], place[several])


def _stars(stack: Stack, groups: Groups, k: int, rank: Places) -> tuple[Places, Places, Groups]:
    """Places of each member's run in the group's centre and in the member, and the groups of those whose letters are others."""
    firsts = groups.firsts
    sizes = np.diff(firsts, append=len(groups))
    best = np.repeat(np.minimum.reduceat(rank[groups.owner], firsts), sizes)
    at_centre = rank[groups.owner] == best
    ahead = np.cumsum(at_centre)
    begin = np.repeat(ahead[firsts] - at_centre[firsts], sizes)  # the group's first place in the list of centres' places
    count = np.repeat(np.add.reduceat(at_centre.astype(np.int64), firsts), sizes)
    centres, found = groups.place[at_centre], np.zeros(len(groups), bool)
    a, b = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for nth in range(count.max()):
        is_asked = ~at_centre & (count > nth)
        rows = np.flatnonzero(is_asked if nth < MOST_PLACES else is_asked & ~found)  # runs of other letters may have the same hash
        if not len(rows):
            break
        there, here = centres[begin[rows] + nth], groups.place[rows]
        same = _same_letters(stack.codes, there, here, k)
        found[rows[same]] = True
        a.append(there[same])
        b.append(here[same])
    rest = ~at_centre & ~found
    return np.concatenate(a), np.concatenate(b), _of_several(groups.group[rest], groups.owner[rest], groups.place[rest])


def _same_letters(codes: NDArray[np.uint32], a: Places, b: Places, k: int) -> NDArray[np.bool_]:
    same = np.ones(len(a), bool)
    for step in range(k):
        same &= codes[a + step] == codes[b + step]
    return same


def _stretched(stack: Stack, seeds: NDArray[np.int64], k: int) -> Runs:
    """Seeds that touch on one diagonal as one run, stretched to both sides as far as the letters agree."""
    bits = int(_bits(stack))
    packed = ((seeds[0] - seeds[1] + len(stack.codes)) << bits) | seeds[1]  # by diagonal and place; a number sorts faster than rows
    packed.sort()
    b = packed & ((1 << bits) - 1)
    a = (packed >> bits) - len(stack.codes) + b
    start = (np.diff(a - b, prepend=np.iinfo(np.int64).min) != 0) | (np.diff(b, prepend=-k - 1) > k)
    firsts = np.flatnonzero(start)
    if not len(firsts):
        return Runs(a, a, a, b, a)
    lasts = np.append(firsts[1:], len(a)) - 1
    length = b[lasts] - b[firsts] + k
    a, b = a[firsts], b[firsts]
    before = _agreeing(stack.codes, a - 1, b - 1, -1)
    length = length + before + _agreeing(stack.codes, a + length, b + length, 1)
    a, b = a - before, b - before
    shift = a - b
    new = (np.diff(shift, prepend=np.iinfo(np.int64).min) != 0) | (np.diff(b, prepend=-1) != 0)
    runs = Runs(stack.owner(a[new]), stack.owner(b[new]), a[new], b[new], length[new])
    return runs.only(np.lexsort((runs.b, runs.centre * len(stack.starts) + runs.member)))  # stable: by the diagonal within


def _agreeing(codes: NDArray[np.uint32], a: Places, b: Places, step: int, most: int | None = None) -> Places:
    """How many letters, and no more than `most`, from a and from b on are the same, going by `step`; never over the end of a text."""
    count = np.zeros(len(a), np.int64)
    active = np.arange(len(a))
    while len(active) and most != 0:
        here = codes[a[active] + step * count[active]]
        active = active[(here == codes[b[active] + step * count[active]]) & (here != 0)]
        count[active] += 1
        most = most and most - 1
    return count
