"""How properties are tried: without a stop-watch, the same way each time in CI, and at length in the trials."""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.register_profile("trials", parent=settings.get_profile("house"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
