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


def test_a_mutable_reference_is_told_to_be_a_shared_one() -> None:
    (finding,) = findings(CODE.replace("&*", "&mut *"), DEVICE, RULE)
    assert "into `&mut Uart` itself" in finding.message
    assert "takes `&self`" in finding.question and "no timer or other callback" in finding.why


def test_the_first_values_go_into_uninitialised_memory() -> None:
    code = (
        'unsafe extern "C" fn uart_init(obj: *mut Object) {\n'
        "    NonNull::new(obj.cast::<Uart>()).unwrap().as_mut().init()\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`fn(&mut MaybeUninit<Uart>)`" in finding.instead and "`&self`" not in finding.question
    code = code.replace("uart_init", "uart_first") + "const INSTANCE_INIT: Init = Some(uart_first);\n"
    assert "MaybeUninit" in findings(code, "src/lib.rs", RULE)[0].instead


def test_what_c_only_finds_by_its_name_is_no_callback_of_a_binding() -> None:
    code = """#[no_mangle]
    pub unsafe extern "C" fn push(entry: *mut c_void) { let entry = &mut *entry.cast::<Entry>(); g(entry) }
    """
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("no_mangle", "unsafe(no_mangle)"), "src/lib.rs", RULE) == []
    assert said(code + "static T: Table = Table { push: Some(push) };\n", "src/lib.rs", RULE) != []


def test_the_type_of_another_crate_gets_no_method() -> None:
    code = """use fuse::Reply;
    unsafe extern "C" fn fill(ctx: *mut c_void) { let reply = unsafe { &mut *(ctx as *mut Reply) }; g(reply) }
    """
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "a closure" in finding.question and "takes `&mut Reply`" in finding.question


def test_a_callback_that_frees_its_object_is_no_method_of_it() -> None:
    code = 'unsafe extern "C" fn done(p: *mut c_void) { unsafe { drop(Box::from_raw(p as *mut Table)) } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_the_class_functions_of_an_object_get_its_base() -> None:
    for base in ("DeviceState", "I2CSlave", "bindings::PCIDevice", "SSIPeripheral", "BusState"):
        assert said(CODE.replace("*mut c_void", f"*mut {base}"), DEVICE, RULE) == ["1 " + RULE], base
    for other in ("Chardev", "QEMUTimer", "Error"):
        assert said(CODE.replace("*mut c_void", f"*mut {other}"), DEVICE, RULE) == [], other
