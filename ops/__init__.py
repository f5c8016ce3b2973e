"""Start, check and stop the register: what `make` runs.

These modules use the standard library alone, for they run before the private environment exists.
The one exception is `ops.prepare`, which runs inside that environment.
"""
