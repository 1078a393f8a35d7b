"""Globals, and state that is shared as C shares it."""
