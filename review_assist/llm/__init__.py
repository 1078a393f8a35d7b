"""Notes are triaged and reworded by a language model; what it may change is decided here, in code."""
