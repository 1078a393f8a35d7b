"""Cases of mutable-static beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "mutable-static"


@pytest.mark.parametrize(
    ("declared", "better"),
    [
        ("u64", "`static X: AtomicU64`"),
        ("bool", "`static X: AtomicBool`"),
        ("*mut Node", "`static X: AtomicPtr<Node>`"),
        ("[u8; 64]", "`static X: Mutex<[u8; 64]>`"),
        ("Option<Log>", "`static X: Mutex<Option<Log>>`, or `OnceLock`"),
    ],
)
def test_proposes_a_guard_that_fits_the_type(declared: str, better: str) -> None:
    (finding,) = findings(f"static mut X: {declared} = init();\n", "src/a.rs", RULE)
    assert better in finding.instead


def test_speaks_of_one_inside_of_a_function() -> None:
    assert said("fn f() {\n    static mut N: u32 = 0;\n}\n", "src/a.rs", RULE) == [f"2 {RULE}"]


def test_asks_about_a_symbol_that_c_may_use() -> None:
    (finding,) = findings(
        "#[no_mangle]\npub static mut fw_cfg: Cfg = Cfg::new();\n", "rust/hw/timer/x/src/a.rs", RULE
    )
    assert finding.confidence == "medium" and "BqlRefCell<Cfg>" in finding.question


@pytest.mark.parametrize(
    ("code", "is_hedged"),
    [
        ("static mut X: images = init();\n", True),
        ("static mut X: [*mut u8; 4] = init();\n", True),
        ("struct Node { next: *mut Node }\nstatic mut X: Node = init();\n", True),
        ("struct Size { width: u32, height: u32 }\nstatic mut X: Size = init();\n", False),
        ("static mut X: [Option<String>; 4] = init();\n", False),
    ],
)
def test_says_what_a_lock_asks_of_the_type(code: str, *, is_hedged: bool) -> None:
    (finding,) = findings(code, "src/a.rs", RULE)
    assert ("provided that" in finding.question) == is_hedged


def test_is_silent_on_what_c_declares() -> None:
    assert said('unsafe extern "C" { static mut environ: *mut u8; }\n', "src/a.rs", RULE) == []


def test_is_silent_in_tests() -> None:
    assert said("static mut SEED: [u32; 4] = [0; 4];\n", "tests/stress.rs", RULE) == []


def test_a_long_type_is_not_repeated() -> None:
    code = (
        "static mut TABLE: registry::Table<registry::Key, Box<dyn registry::Handler>> = registry::Table::new();\n"
    )
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "of type `Mutex<..>`, provided that what it holds is `Send`" in finding.question


def test_a_struct_of_c_is_not_to_be_locked_by_a_mutex() -> None:
    code = "static mut DRIVER: bindings::BlockDriver = init();\n"
    for path in ("src/a.rs", "rust/hw/char/x/src/device.rs"):
        (finding,) = findings(code, path, RULE)
        assert "`static DRIVER: Shared<bindings::BlockDriver>`, with a `Shared<T>` of your own" in finding.instead
