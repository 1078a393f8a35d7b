"""Unsafe that is too wide, unexplained or hidden."""
