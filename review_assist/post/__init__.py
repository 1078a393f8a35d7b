"""Drafts are sent to the forge where the review happens; nothing else here leaves the machine."""
