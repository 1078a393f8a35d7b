"""Replacements: spliced into the new text, proven there, and shown."""
