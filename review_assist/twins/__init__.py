"""The C that a patch's Rust was written after: functions paired, and for a finding the C line it came from."""
