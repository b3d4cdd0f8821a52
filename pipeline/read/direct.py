"""Functions of PDFium that take plain addresses."""

from __future__ import annotations

import ctypes
from typing import Any


def direct(function: Any) -> Any:
    """The same function with addresses (int, 0 for null) in the place of typed pointers.

    The generated bindings build a Python object for each pointer and let go of the interpreter for
    each call: three times slower, for functions that are called for every character or path. What
    is written to is given as an array, ``ctypes.byref(value)`` or its address.
    """
    address = ctypes.cast(function, ctypes.c_void_p).value
    arguments = (kind if _is_number(kind) else ctypes.c_void_p for kind in function.argtypes)
    result = function.restype if _is_number(function.restype) else ctypes.c_size_t
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


def _is_number(kind: Any) -> bool:
    return kind is None or getattr(kind, "_type_", None) in tuple("bBhHiIlLqQfd")
