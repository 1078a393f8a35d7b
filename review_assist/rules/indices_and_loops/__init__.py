"""Counting through arrays by hand."""
