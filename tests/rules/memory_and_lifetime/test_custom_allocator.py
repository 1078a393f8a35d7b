"""Cases of custom-allocator beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "custom-allocator"


def test_names_what_it_is_routed_to() -> None:
    code = (
        "unsafe impl GlobalAlloc for A { unsafe fn alloc(&self, l: Layout) -> *mut u8 { g_malloc0(l.size()) } }\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`A`" in finding.message and "g_malloc0()" in finding.message


def test_choosing_an_allocator_of_a_crate() -> None:
    assert said("#[global_allocator]\nstatic A: MiMalloc = MiMalloc;\n", "src/main.rs", RULE) == []
