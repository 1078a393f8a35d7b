"""Integers, out-parameters and sentinels in place of Result and Option."""
