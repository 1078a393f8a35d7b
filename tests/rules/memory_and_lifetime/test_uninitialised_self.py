"""Cases of uninitialised-self beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "uninitialised-self"
HEAD = "#[repr(C)]\nstruct A { parent_obj: B, n: u32, v: Vec<u8>, p: *mut u8 }\n"


def test_points_at_the_first_assignment_that_drops() -> None:
    (finding,) = findings(
        HEAD + "impl A {\nunsafe fn init(&mut self) {\nself.n = 1;\nself.v = Vec::new();\n}\n}\n",
        "src/lib.rs",
        RULE,
    )
    assert finding.line == 6 and "`v` is assigned in `init`" in finding.message


def test_zero_is_a_null_pointer() -> None:
    code = HEAD + "impl A { unsafe fn init(&mut self) { self.p = null_mut(); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_realize_runs_on_a_finished_object() -> None:
    code = HEAD + "impl A { fn realize(&mut self) { self.v = Vec::new(); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_an_object_that_rust_allocates() -> None:
    code = "struct A { parent_obj: B, v: Vec<u8> }\nimpl A { fn init(&mut self) { self.v = Vec::new(); } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_only_what_has_a_destructor_is_said_to_be_dropped() -> None:
    def why(kind: str) -> str:
        code = f"#[repr(C)]\nstruct A {{ parent_obj: B, v: {kind} }}\n"
        code += "impl A { unsafe fn init(&mut self) { self.v = make(); } }\n"
        return findings(code, "src/lib.rs", RULE)[0].why

    assert "drop" not in why("NonNull<Clock>")
    assert "`=` drops that value first" in why("Box<Clock>")
    assert "if its type has anything to drop" in why("Fifo")
