"""The patch: what a reviewer asks of a patch as such: its dependencies, its recipients, what it leaves out.

Not all that a maintainer asks is about lines of code. Does a new crate come with this? Was the list for Rust
copied? Is there a licence line, an entry for who maintains the file, a test? Was the C twin changed as well,
and does the code need a newer Rust than the project builds with? C projects ask the same, but crates, lock
files, minimum versions and lint levels are new to them. These rules look at a patch and its series, and at
what the project's profile says it wants.
"""
