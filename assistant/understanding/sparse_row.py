"""The features of one message, of which a handful out of thousands aren't zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class SparseRow:
    """The columns that aren't zero and their values, both of shape (terms,)."""

    columns: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
