"""The text of a file becomes a tree, and answers to small questions about it."""
