"""Patterns, word lists and registers: data, no code."""
