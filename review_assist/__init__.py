"""Reads Rust patches for C habits and drafts the review notes."""
