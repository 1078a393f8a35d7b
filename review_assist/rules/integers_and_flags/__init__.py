"""Integers that stand for flags, truths and kinds."""
