"""Cases of reborrow-through-pointer beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "reborrow-through-pointer"


def test_names_the_plain_borrow() -> None:
    (finding,) = findings("fn f(&mut self) { g(unsafe { &*addr_of!(self.regs.irq) }) }\n", "src/lib.rs", RULE)
    assert finding.instead.startswith("Write `&self.regs.irq`.")
    (finding,) = findings("fn f(x: &mut A) { g(unsafe { &mut *(&mut x.y as *mut _) }) }\n", "src/lib.rs", RULE)
    assert "`&mut x.y`" in finding.question


def test_is_silent_on_statics_and_other_types() -> None:
    for value in (
        "addr_of_mut!(TABLE)",
        "addr_of_mut!(TABLE.rows)",
        "addr_of_mut!(table_of_c)",
        "&raw mut COUNT",
        "(&mut x as *mut A as *mut B)",
        "(&x as *const A).cast::<B>()",
        "addr_of_mut!((*self.next).value)",
        "pointer",
    ):
        assert said(f"fn f(&mut self) {{ g(unsafe {{ &mut *{value} }}) }}\n", "src/lib.rs", RULE) == [], value
