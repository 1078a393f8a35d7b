"""Cases of transliterated-macro beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "transliterated-macro"
ARMS = "($a:ident, $b:ty, $c:expr, $d:expr) => { f($a, $b, $c, $d) };"


def test_names_the_c_macro() -> None:
    (finding,) = findings(f'#[doc(alias = "VM_ONE")]\nmacro_rules! vm_one {{ {ARMS} }}\n', "src/lib.rs", RULE)
    assert "`vm_one!` takes 4 arguments by position, as the C macro `VM_ONE`" in finding.message


def test_a_list_is_not_a_row_of_positions() -> None:
    code = '#[doc(alias = "VM_LIST")]\nmacro_rules! vm_list { ($a:ty, $b:ty, $c:ty, $($d:ty),*) => {}; }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_an_alias_that_is_no_macro() -> None:
    assert said(f'#[doc(alias = "one")]\nmacro_rules! vm_one {{ {ARMS} }}\n', "src/lib.rs", RULE) == []
