"""Reads Rust patches for C habits and drafts the review notes."""

__version__ = "0.1.0"
