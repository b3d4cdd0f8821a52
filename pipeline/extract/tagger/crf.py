"""A linear-chain CRF over the tags: its loss with gradients, and the best sequence of tags."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints, Mask


class Gradients(NamedTuple):
    """The mean loss of a batch, and its derivatives by scores, transitions and starts."""

    loss: float
    scores: Floats
    transitions: Floats
    starts: Floats


def _logsumexp(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    total: Floats = np.log(np.exp(values - top).sum(axis=axis)) + np.squeeze(top, axis)
    return total


def crf_gradients(
    scores: Floats, transitions: Floats, starts: Floats, tags: Ints, mask: Mask
) -> Gradients:
    """Negative log-likelihood of ``tags`` for scores of shape (time, sentence, tag)."""
    length = len(scores)
    forward = np.empty_like(scores)
    forward[0] = starts + scores[0]
    for t in range(1, length):
        step = _logsumexp(forward[t - 1][:, :, None] + transitions, 1) + scores[t]
        forward[t] = np.where(mask[t][:, None], step, forward[t - 1])
    backward = np.zeros_like(scores)
    for t in range(length - 2, -1, -1):
        step = _logsumexp(transitions + (scores[t + 1] + backward[t + 1])[:, None, :], 2)
        backward[t] = np.where(mask[t + 1][:, None], step, 0)
    total = _logsumexp(forward[-1], 1)
    marginal = np.exp(forward + backward - total[None, :, None]) * mask[:, :, None]
    by_transition = np.zeros_like(transitions)
    for t in range(1, length):
        pair = forward[t - 1][:, :, None] + transitions
        pair = pair + (scores[t] + backward[t] - total[:, None])[:, None, :]
        by_transition += (np.exp(pair) * mask[t][:, None, None]).sum(0)
    return _minus_gold(scores, transitions, starts, tags, mask, marginal, by_transition, total)


def _minus_gold(
    scores: Floats,
    transitions: Floats,
    starts: Floats,
    tags: Ints,
    mask: Mask,
    marginal: Floats,
    by_transition: Floats,
    total: Floats,
) -> Gradients:
    size = scores.shape[1]
    times, rows = np.nonzero(mask)
    gold = scores[times, rows, tags[times, rows]].sum() + starts[tags[0]].sum()
    marginal[times, rows, tags[times, rows]] -= 1
    times, rows = np.nonzero(mask[1:])
    before, after = tags[times, rows], tags[times + 1, rows]
    gold += transitions[before, after].sum()
    np.subtract.at(by_transition, (before, after), 1)
    loss = float(total.sum() - gold) / size
    return Gradients(loss, marginal / size, by_transition / size, marginal[0].sum(0) / size)


def best_tags(scores: Floats, transitions: Floats, starts: Floats, lengths: Ints) -> list[Ints]:
    """The likeliest tags of each sentence (Viterbi), for scores of shape (time, sentence, tag)."""
    length, size = scores.shape[:2]
    best = starts + scores[0]
    came: list[Ints] = []
    for t in range(1, length):
        reached = best[:, :, None] + transitions
        came.append(reached.argmax(1))
        step = np.take_along_axis(reached, came[-1][:, None, :], 1)[:, 0] + scores[t]
        best = np.where((t < lengths)[:, None], step, best)
    tags = np.empty((length, size), np.int64)
    rows = np.arange(size)
    tags[-1] = best.argmax(1)
    for t in range(length - 2, -1, -1):
        tags[t] = np.where(t + 1 < lengths, came[t][rows, tags[t + 1]], tags[t + 1])
    return [tags[:n, row] for row, n in enumerate(lengths)]


def tag_shares(scores: Floats, transitions: Floats, starts: Floats, lengths: Ints) -> Floats:
    """The probability of each tag at each place, for scores of shape (time, sentence, tag).

    What stands for times after a sentence's end says nothing.
    """
    moves, opening = np.exp(transitions), np.exp(starts)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    forward, backward = np.empty_like(scores), np.ones_like(scores)
    forward[0] = _shared(opening * weights[0])
    for t in range(1, len(scores)):
        forward[t] = _shared((forward[t - 1] @ moves) * weights[t])
    for t in range(len(scores) - 2, -1, -1):
        step = _shared((weights[t + 1] * backward[t + 1]) @ moves.T)
        backward[t] = np.where((t + 1 < lengths)[:, None], step, 1)
    return _shared(forward * backward)


def _shared(values: Floats) -> Floats:
    """The values, brought to a sum of 1 over the tags."""
    shares: Floats = values / values.sum(axis=-1, keepdims=True)
    return shares
