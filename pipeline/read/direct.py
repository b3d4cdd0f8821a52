"""Functions of PDFium that take plain addresses."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np
from numpy.typing import NDArray


def direct(function: Any) -> Any:
    """The same function with addresses (int, 0 for null) in the place of typed pointers.

    The generated bindings build a Python object for each pointer and let go of the interpreter for
    each call: three times slower, for functions that are called for every character or path. What
    is written to is given as an array, ``ctypes.byref(value)`` or its address.
    """
    arguments = (kind if _is_number(kind) else ctypes.c_void_p for kind in function.argtypes)
    return ctypes.PYFUNCTYPE(_result(function), *arguments)(_address(function))


def prepared(function: Any) -> Any:
    """The same function for calls by the thousand: it takes pointers as ``handle`` and ``Room``
    make them and C's plain ``int``, which needs no conversion at all, and nothing else."""
    return ctypes.PYFUNCTYPE(_result(function))(_address(function))


def handle(pointer: Any) -> Any:
    """A typed pointer as an argument that ``prepared`` functions take."""
    return ctypes.c_void_p.from_param(ctypes.cast(pointer, ctypes.c_void_p))


class Room:
    """Memory that PDFium writes answers to, used anew for each page: ``columns`` numbers each."""

    def __init__(self, kind: Any, columns: int = 1) -> None:
        self._kind, self._columns = kind, columns
        self._places: list[Any] = []
        self._table: NDArray[Any] = np.zeros((0, columns), kind)

    def places(self, count: int) -> list[Any]:
        """Where the first so many answers go, as arguments of ``prepared`` functions; all empty."""
        if count > len(self._places):
            size = 2 * count
            memory = (self._kind * (size * self._columns))()
            step = ctypes.sizeof(self._kind) * self._columns
            self._places = [ctypes.byref(memory, at) for at in range(0, size * step, step)]
            self._table = np.frombuffer(memory, self._kind).reshape(size, self._columns)
        self._table[:count] = 0
        return self._places[:count]

    def answers(self, count: int) -> NDArray[Any]:
        """A copy of the first so many answers, one a row."""
        copied: NDArray[Any] = self._table[:count].copy()
        return copied


def _address(function: Any) -> int:
    return ctypes.cast(function, ctypes.c_void_p).value or 0


def _result(function: Any) -> Any:
    return function.restype if _is_number(function.restype) else ctypes.c_size_t


def _is_number(kind: Any) -> bool:
    return kind is None or getattr(kind, "_type_", None) in tuple("bBhHiIlLqQfd")
