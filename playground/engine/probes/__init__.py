"""Measurements that panels draw, one file each."""
