"""Change: from what a patch says to the new text of each Rust file, with the lines it wrote."""
