"""For every test: Control-C reaches the commands that tests start.

A shell that runs the tests in the background has it ignored, and what is ignored is handed on.
"""

from __future__ import annotations

import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
