"""What a refresh costs, beside its own SQL and others' tools: `make bench`, figures in docs/benchmarks.md.

Not a test: machines are noisy. What is compared runs in one run, in turn.
"""
