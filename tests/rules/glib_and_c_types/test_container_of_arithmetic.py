"""Cases of container-of-arithmetic beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "container-of-arithmetic"


def test_every_way_to_step_back() -> None:
    for step in (
        "p.byte_sub(offset_of!(Uart, timer))",
        "p.cast::<u8>().sub(mem::offset_of!(Uart, timer))",
        "(p as usize - offset_of!(Uart, timer)) as *mut Uart",
        "p.byte_offset(-(offset_of!(Uart, timer) as isize))",
        "container_of!(p, Uart, timer)",
    ):
        (finding,) = findings(f"unsafe fn f(p: *mut T) {{ let u = {step}; }}\n", "src/lib.rs", RULE)
        assert "from the field `timer` back to the `Uart`" in finding.message, step


def test_offsets_forward_and_sizes() -> None:
    for use in ("p.byte_add(offset_of!(A, b))", "offset_of!(A, b)", "offset_of!(A, b) - 4", "f(offset_of!(A, b))"):
        assert findings(f"unsafe fn f(p: *mut T) {{ let u = {use}; }}\n", "src/lib.rs", RULE) == [], use


def test_bindings_do_it_for_others() -> None:
    assert said("unsafe fn f(p: *mut T) { g(container_of!(p, A, b)) }\n", "rust/kernel/work.rs", RULE) == []


def test_the_size_of_what_follows_a_field() -> None:
    assert findings("fn f() -> usize { size_of::<A>() - offset_of!(A, b) }\n", "src/lib.rs", RULE) == []
