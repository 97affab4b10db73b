"""Benchmarks, one file a group of workloads, against a peer in the same run."""
