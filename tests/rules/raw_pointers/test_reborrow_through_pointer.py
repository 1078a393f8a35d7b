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


def test_a_cell_whose_count_is_gone_round() -> None:
    made = "let r = unsafe { &mut *self.regs.as_ptr() };"
    code = f"struct S {{ regs: BqlRefCell<Regs> }}\nimpl S {{\n    fn f(&self) {{ {made} r.go(); }}\n}}\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert (
        "`self.regs.borrow_mut()`" in finding.question and "If that panics, two borrows overlap" in finding.instead
    )
    (finding,) = findings(code.replace("&mut *", "&*"), "src/lib.rs", RULE)
    assert "`self.regs.borrow()`" in finding.question
    for other in (
        code.replace("BqlRefCell", "UnsafeCell"),
        code.replace("BqlRefCell", "Vec"),
        code.replace("fn f(&self)", "fn f(&self) -> &mut Regs"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other
