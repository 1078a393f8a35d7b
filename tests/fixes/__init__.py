"""Tests of the stage that tries replacements."""
