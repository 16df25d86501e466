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

    def after(self, dense: npt.NDArray[np.float32]) -> SparseRow:
        """Return a row that has dense features of shape (features,) in front of these."""
        columns = np.concatenate([np.arange(len(dense)), len(dense) + self.columns])
        return SparseRow(columns, np.concatenate([dense, self.values]))
