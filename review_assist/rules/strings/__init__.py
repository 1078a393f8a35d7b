"""NUL-terminated text, formats and buffers."""
