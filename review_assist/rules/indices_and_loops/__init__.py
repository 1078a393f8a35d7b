"""Indices and loops: counting through arrays by hand.

A C array is an address, so a loop over it needs a counter, a bound from somewhere else, and an index at each
use. The bound, the type of the counter and `<` or `<=` are checked by the reviewer, each time. A Rust slice
knows its length, and its iterators hand out the elements: nothing can run past the end, and there is nothing
to check. Indices remain right where the number itself matters, or where neighbours are looked at. These rules
look for loops where the index does nothing but fetch the element, and name the iterator for this loop.
"""
