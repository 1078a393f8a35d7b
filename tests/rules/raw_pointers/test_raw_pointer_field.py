"""Cases of raw-pointer-field beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said, said_of_patch

RULE = "raw-pointer-field"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


BACK = "#[repr(C)]\nstruct Channel {\n    board: NonNull<Board>,\n}\nstruct Board {\n    all: [Channel; 4],\n}\n"


def test_a_way_back_counts_even_if_it_is_shared_with_c() -> None:
    (finding,) = findings(BACK, DEVICE, RULE)
    assert "a pointer back to the `Board` that holds it" in finding.message
    assert finding.line == 3


def test_a_list_is_told_to_be_one() -> None:
    (finding,) = findings("struct Node {\n    next: *mut Node,\n}\n", DEVICE, RULE)
    assert "another of its kind" in finding.message and "`Option<Box<Node>>`" in finding.instead


def test_is_silent_on_smart_pointers() -> None:
    assert (
        said("struct Owner { p: *mut Foo }\nimpl Drop for Owner { fn drop(&mut self) {} }\n", DEVICE, RULE) == []
    )
    assert said("struct Iter<'a, T> { p: *const T, m: PhantomData<&'a T> }\n", DEVICE, RULE) == []
    assert said("struct Owned<T>(NonNull<T>);\nstruct Other { p: NonNull<Elsewhere> }\n", DEVICE, RULE) == []


def test_is_silent_on_what_c_shares() -> None:
    assert said("#[repr(C)]\nstruct Ring { next: *mut Ring }\n", DEVICE, RULE) == []
    assert said("struct Wrapper { inner: *mut bindings::Foo }\n", DEVICE, RULE) == []
    assert said("struct Wrapper { opaque: *mut c_void }\n", DEVICE, RULE) == []
    assert said("struct Slot { p: *mut Foo }\n", BINDING, RULE) == []


def test_an_object_that_keeps_another_one_holds_a_reference_to_it() -> None:
    code = "#[repr(C)]\nstruct Uart {\n    parent_obj: ParentField<Device>,\n    clock: NonNull<Clock>,\n}\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert finding.confidence == "medium" and "an `Owned` of the bindings" in finding.instead
    assert said(code.replace("parent_obj", "list"), DEVICE, RULE) == []
    assert said(code.replace("NonNull<Clock>", "*mut Clock"), DEVICE, RULE) == [f"4 {RULE}"]


def test_is_silent_on_objects_of_the_other_side() -> None:
    assert said("struct Output { file: *mut FILE }\n", "src/output.rs", RULE) == []
    assert said("struct Streams { streams: *mut builtins_ffi::streams_t }\n", "src/streams.rs", RULE) == []


CLIENT = "struct Sensor {\n    kind: Kind,\n    client: *mut bindings::i2c_client,\n}\n"


def test_a_driver_holds_objects_of_c_by_their_safe_types() -> None:
    (finding,) = findings(CLIENT, DEVICE, RULE)
    assert "the address of an object of C in `client: *mut bindings::i2c_client`" in finding.message
    assert "the safe type that the bindings have for `i2c_client`" in finding.instead
    assert said(CLIENT + "unsafe impl Send for Sensor {}\n", DEVICE, RULE) == [f"3 {RULE}"]


def test_is_silent_on_an_owner_of_an_object_of_c() -> None:
    assert said(CLIENT + "impl Drop for Sensor { fn drop(&mut self) {} }\n", DEVICE, RULE) == []
    assert said(CLIENT, "src/sensor.rs", RULE) == []


def test_an_object_of_qom_is_not_shared_with_c_field_by_field() -> None:
    fields = "    pub parent_obj: ParentField<Device>,\n    timer: *mut bindings::QEMUTimer,\n"
    code = f"#[repr(C)]\npub struct Rtc {{\n{fields}}}\n"
    assert said(code, DEVICE, RULE) == [f"4 {RULE}"]
    assert said(code.replace("pub parent_obj", "head"), DEVICE, RULE) == []
    ends = "impl Drop for Rtc {\n    fn drop(&mut self) {}\n}\nunsafe impl Sync for Rtc {}\n"
    for kind in ("bindings::QEMUTimer", "QEMUTimer", "u8"):
        shown = code.replace("bindings::QEMUTimer", kind) + ends
        assert said(shown, DEVICE, RULE) == [f"4 {RULE}"], kind
        assert said(shown, "rust/system/src/rtc.rs", RULE) == [], kind
    (finding,) = findings("use bindings::*;\n" + code.replace("bindings::Q", "Q"), DEVICE, RULE)
    assert "the safe type that the bindings have for `QEMUTimer`" in finding.instead


def test_is_unsure_of_types_from_elsewhere_in_a_file_that_talks_to_c() -> None:
    code = 'struct Handler {\n    handle: *mut Handle,\n}\nunsafe extern "C" fn done(data: *mut Handler) {}\n'
    assert [f.confidence for f in findings(code, "src/css.rs", RULE)] == ["low"]
    assert [f.confidence for f in findings(code, DEVICE, RULE)] == ["medium"]
    declared = code + "struct Handle {\n    count: u32,\n}\n"
    assert [f.confidence for f in findings(declared, "src/css.rs", RULE)] == ["medium"]
    translated = code.replace("*mut Handle,", "*mut handle,")
    assert [f.confidence for f in findings(translated, "src/css.rs", RULE)] == ["medium"]


_HANDLE = """pub struct Hash {
    ptr: *mut c_void,
    size: usize,
}
impl Hash {
    pub fn size(&self) -> usize {
        unsafe { c::hash_size(self.ptr) }
    }
}
impl Write for Hash {
    fn flush(&mut self) -> io::Result<()> {
        unsafe { c::hash_flush(self.ptr) };
        Ok(())
    }
}
"""


def test_a_handle_without_an_end() -> None:
    (finding,) = findings(_HANDLE, "src/lib.rs", RULE)
    assert (finding.line, finding.confidence) == (2, "medium")
    assert "the address of an object of C, without a `Drop` or a lifetime" in finding.question


def test_a_handle_that_ends_or_that_only_unsafe_code_uses() -> None:
    for other in (
        _HANDLE + "impl Drop for Hash {\n    fn drop(&mut self) {}\n}\n",
        _HANDLE.replace("pub struct Hash", "#[derive(Clone, Copy)]\npub struct Hash"),
        _HANDLE.replace("size: usize", "life: PhantomData<&'static ()>"),
        _HANDLE.replace("pub fn size", "pub unsafe fn size"),
        _HANDLE.replace("c::hash_size(self.ptr)", "self.size"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


def test_a_pointer_in_a_cell() -> None:
    for cell in ("Cell", "BqlCell"):
        fields = f"    parent_obj: ParentField<Device>,\n    bus: {cell}<*mut SSIBus>,\n"
        code = f"#[repr(C)]\npub struct Spi {{\n{fields}}}\n"
        assert said(code, DEVICE, RULE) == [f"4 {RULE}"], cell


def test_a_link_that_is_optional_is_told_once() -> None:
    head = "--- a/src/a.rs\n+++ b/src/a.rs\n@@ -1,1 +1,4 @@\n"
    patch = f"{head}+struct Node {{\n+    next: Option<*mut Node>,\n+}}\n // end\n"
    assert said_of_patch(patch, RULE, "optional-raw-pointer") == [f"2 {RULE}"]
