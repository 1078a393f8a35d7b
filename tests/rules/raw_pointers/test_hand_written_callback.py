"""Cases of hand-written-callback beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "hand-written-callback"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


CODE = 'unsafe extern "C" fn ready(opaque: *mut c_void) -> c_int { (&*opaque.cast::<Uart>()).ready() }\n'


def test_points_at_the_name() -> None:
    (finding,) = findings(CODE, DEVICE, RULE)
    assert (finding.column, finding.end_column) == (22, 27)
    assert "a method of `Uart`" in finding.question


def test_a_cast_with_as_counts() -> None:
    assert said(CODE.replace("opaque.cast::<Uart>()", "(opaque as *mut Uart)"), DEVICE, RULE) == ["1 " + RULE]


def test_is_silent_on_thunks_bindings_and_tests() -> None:
    assert said(CODE.replace("ready(opaque", "ready<T>(opaque"), DEVICE, RULE) == []
    assert said(CODE, BINDING, RULE) == []
    assert said(CODE, "rust/hw/misc/example/tests/tests.rs", RULE) == []


def test_is_silent_on_an_interface_of_its_own() -> None:
    assert (
        said('#[no_mangle]\nextern "C" fn create(chr: *mut Chardev) -> *mut Dev { g(chr) }\n', DEVICE, RULE) == []
    )
