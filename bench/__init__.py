"""Benchmarks: figures of this machine, printed and never asserted."""
