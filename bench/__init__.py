"""What the register costs, measured beside something that does the same work.

Every figure is a ratio of two things measured in turn in one run, so that a noisy machine
disturbs both. `python -m bench --help` says how to ask; `figures` holds the arithmetic, `rows`
what is measured, `probing` what runs inside the register, `servers` and `loading` what stands
around it.
"""
