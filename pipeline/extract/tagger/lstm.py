"""An LSTM over a batch of sentences, forwards and with gradients, in numpy."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.extract.tagger.arrays import Floats, Ints


class Trace(NamedTuple):
    """What a run leaves for its gradients: gates, cells and outputs of each time."""

    gates: Floats
    cells: Floats
    outputs: Floats


def _sigmoid(values: Floats) -> Floats:
    squashed: Floats = 0.5 * np.tanh(0.5 * values) + 0.5
    return squashed


def run_lstm(inputs: Floats, recurrent: Floats) -> Floats:
    """Outputs (time, sentence, width) for inputs that the weights of the input have been put on.

    The gates stand in the order input, forget, output, candidate.
    """
    length, size, wide = inputs.shape
    width = wide // 4
    outputs = np.empty((length, size, width), np.float32)
    hidden = np.zeros((size, width), np.float32)
    cell = np.zeros((size, width), np.float32)
    for t in range(length):
        gates = inputs[t] + hidden @ recurrent if t else inputs[t].copy()
        opened = _sigmoid(gates[:, : 3 * width])
        cell = opened[:, width : 2 * width] * cell
        cell += opened[:, :width] * np.tanh(gates[:, 3 * width :])
        hidden = opened[:, 2 * width :] * np.tanh(cell)
        outputs[t] = hidden
    return outputs


def trace_lstm(inputs: Floats, recurrent: Floats) -> Trace:
    """The same as run_lstm, with what the gradients need."""
    length, size, wide = inputs.shape
    width = wide // 4
    gates = inputs.copy()
    cells = np.zeros((length + 1, size, width), np.float32)
    outputs = np.zeros((length + 1, size, width), np.float32)
    for t in range(length):
        now = gates[t]
        now += outputs[t] @ recurrent
        now[:, : 3 * width] = _sigmoid(now[:, : 3 * width])
        now[:, 3 * width :] = np.tanh(now[:, 3 * width :])
        cells[t + 1] = now[:, width : 2 * width] * cells[t] + now[:, :width] * now[:, 3 * width :]
        outputs[t + 1] = now[:, 2 * width : 3 * width] * np.tanh(cells[t + 1])
    return Trace(gates, cells, outputs)


def lstm_gradients(trace: Trace, recurrent: Floats, by_output: Floats) -> tuple[Floats, Floats]:
    """The derivatives by the inputs and by the recurrent weights."""
    gates, cells, outputs = trace
    length, size, wide = gates.shape
    width = wide // 4
    by_input = np.empty_like(gates)
    by_cell = np.zeros((size, width), np.float32)
    by_hidden = np.zeros((size, width), np.float32)
    for t in range(length - 1, -1, -1):
        let_in, kept, let_out, candidate = np.split(gates[t], 4, axis=1)
        by_hidden = by_hidden + by_output[t]
        squashed = np.tanh(cells[t + 1])
        by_cell = by_cell + by_hidden * let_out * (1 - squashed**2)
        now = by_input[t]
        now[:, :width] = by_cell * candidate * let_in * (1 - let_in)
        now[:, width : 2 * width] = by_cell * cells[t] * kept * (1 - kept)
        now[:, 2 * width : 3 * width] = by_hidden * squashed * let_out * (1 - let_out)
        now[:, 3 * width :] = by_cell * let_in * (1 - candidate**2)
        by_cell = by_cell * kept
        by_hidden = now @ recurrent.T
    flat = by_input.reshape(-1, wide)
    by_recurrent = outputs[:-1].reshape(-1, width).T @ flat
    return by_input, by_recurrent


def backwards(lengths: Ints, longest: int) -> Ints:
    """For each time and sentence the time that stands there when the sentence is read backwards.

    The padding stays where it is, so that doing it twice changes nothing.
    """
    times = np.arange(longest)[:, None]
    turned: Ints = np.where(times < lengths, lengths - 1 - times, times)
    return turned
