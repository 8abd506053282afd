"""How properties are tried: without a stop-watch, the same way each time in CI, and at length in the trials.

And what every test may take for granted of the process that it runs in.
"""

import os
import signal

from hypothesis import settings

# Whoever starts us in the background may have us ignore interruptions, and what we start would inherit that: tests that
# interrupt a command would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("house", deadline=None, print_blob=True, derandomize="CI" in os.environ)
settings.register_profile("trials", parent=settings.get_profile("house"), max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
