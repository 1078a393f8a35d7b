"""Findings become notes: grouped, ordered, worded."""
