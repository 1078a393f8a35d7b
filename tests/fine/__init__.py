"""Tests of what is fine."""
