"""Cases of c-truth-constant beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-truth-constant"


def test_what_c_declares() -> None:
    code = "use glib_sys::GTRUE;\nfn f(s: &S) -> bool { s.open == GTRUE }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 2 and "make `s.open` a `bool`" in finding.instead


def test_a_definition_needs_the_type_of_a_number() -> None:
    assert said("const TRUE: gboolean = 1;\n", "src/lib.rs", RULE) == [f"1 {RULE}"]
    for kind in ("bool", "Value", "&str"):
        assert findings(f"const TRUE: {kind} = X;\n", "src/lib.rs", RULE) == [], kind
    assert findings("impl Flags { const TRUE: u32 = 1; }\n", "src/lib.rs", RULE) == []


def test_variants_and_unknown_names() -> None:
    assert findings("fn f(k: K) -> bool { k == TRUE || k == K::FALSE }\n", "src/lib.rs", RULE) == []


def test_the_result_of_a_call_is_the_callees() -> None:
    code = "use windows_sys::FALSE;\nfn f() -> bool { unsafe { GetIt() == FALSE } }\n"
    assert findings(code, "src/lib.rs", RULE) == []
