"""Interfaces shaped as a C header would shape them."""
