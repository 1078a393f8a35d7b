"""Raw pointers where a reference, a slice or an Option would carry the proof."""
