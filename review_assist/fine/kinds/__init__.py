"""One kind of alarming and right code, one file."""
