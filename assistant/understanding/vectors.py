"""The array type that the encoder makes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

# Shape (hidden,) or (texts, hidden).
Vectors = npt.NDArray[np.float32]
