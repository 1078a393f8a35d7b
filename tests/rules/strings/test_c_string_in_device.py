"""Cases of c-string-in-device beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-string-in-device"


DEVICE = "rust/hw/char/x/src/device.rs"


def test_literals_and_constants() -> None:
    for text in ('c"name"', 'c_str!("name")', "bindings::TYPE_CHARDEV"):
        (finding,) = findings(f"fn f() {{ unsafe {{ bindings::set(d, {text}.as_ptr()) }} }}\n", DEVICE, RULE)
        assert "`bindings::set`" in finding.question


def test_a_constant_of_the_file() -> None:
    code = 'const NAME: &CStr = c"name";\nfn f() { unsafe { qdev_clock(d, NAME.as_ptr()) } }\n'
    assert said(code, DEVICE, RULE) == [f"2 {RULE}"]


def test_elsewhere_and_other_pointers() -> None:
    code = 'fn f() { unsafe { bindings::set(d, c"name".as_ptr()) } }\n'
    assert said(code, "rust/qom/src/object.rs", RULE) == []
    assert said("fn f() { unsafe { bindings::set(d, OFFSETS.as_ptr()) } }\n", DEVICE, RULE) == []
