"""What the models compute with: a number, or an array of draws.

Holds types only. A function is given either numbers alone or arrays of one length alone.
"""

from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Number = TypeVar("Number", float, Floats)
