"""Allocation, release and initialisation done by hand."""
