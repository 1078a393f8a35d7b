"""Tests of the C beside the Rust."""
