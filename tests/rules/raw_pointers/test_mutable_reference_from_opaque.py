"""Cases of mutable-reference-from-opaque beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "mutable-reference-from-opaque"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_sees_through_a_non_null() -> None:
    code = (
        "unsafe fn f(opaque: *mut c_void) { unsafe {\n"
        "    let mut state = NonNull::new_unchecked(opaque.cast::<State>());\n    state.as_mut().reset()\n} }\n"
    )
    (finding,) = findings(code, DEVICE, RULE)
    assert (finding.line, finding.confidence) == (3, "medium")
    assert "the `State`" in finding.question


def test_a_stored_pointer_counts() -> None:
    code = "struct T { state: NonNull<S> }\nfn f(t: &mut T) { unsafe { t.state.as_mut() }.x = 1; }\n"
    (finding,) = findings(code, DEVICE, RULE)
    assert "what `t.state` points at" in finding.question


def test_is_silent_on_shared_references() -> None:
    code = 'unsafe extern "C" fn f(opaque: *mut c_void) { (&*opaque.cast::<State>()).event() }\n'
    assert said(code, DEVICE, RULE) == []


def test_is_silent_on_thunks_and_bindings() -> None:
    code = 'unsafe extern "C" fn f<T: Init>(opaque: *mut c_void) { (&mut *opaque.cast::<T>()).event() }\n'
    assert said(code, DEVICE, RULE) == []
    assert said(code.replace("<T: Init>", ""), BINDING, RULE) == []


def test_a_thunk_that_lends_an_object_to_its_class_is_asked() -> None:
    code = (
        'unsafe extern "C" fn f<T: DeviceImpl>(dev: *mut DeviceState) {\n'
        "    T::RESET.unwrap()(unsafe { &mut *dev.cast::<T>() });\n}\n"
    )
    (finding,) = findings(code, "rust/hw/core/src/qdev.rs", RULE)
    assert finding.line == 2 and "the `T`" in finding.question
    for other in (code.replace("RESET", "INSTANCE_INIT"), code.replace("&mut *", "&*"), code.replace("Impl", "")):
        assert said(other, "rust/hw/core/src/qdev.rs", RULE) == []


def test_is_silent_on_options() -> None:
    assert said("fn f(x: &mut Option<A>) { x.as_mut().unwrap().go() }\n", DEVICE, RULE) == []


def test_leaves_a_callback_by_hand_to_the_rule_about_those() -> None:
    code = 'unsafe extern "C" fn f(opaque: *mut c_void) {\n    (&mut *opaque.cast::<State>()).event()\n}\n'
    assert said(code, DEVICE) == ["1 hand-written-callback"]


def test_is_silent_on_a_guard() -> None:
    code = (
        "struct Guard { value: NonNull<S> }\n"
        "impl DerefMut for Guard { fn deref_mut(&mut self) -> &mut S { unsafe { self.value.as_mut() } } }\n"
    )
    assert said(code, DEVICE, RULE) == []


def test_a_field_whose_type_is_not_shown_is_a_pointer_if_as_mut_is_unsafe() -> None:
    code = "fn f(t: &Timer) {\n    let s = unsafe { t.state.as_mut() };\n    s.tick();\n}\n"
    assert said(code, "rust/hw/timer/example/src/device.rs", RULE) == [f"2 {RULE}"]
    assert said(code, "src/a.rs", RULE) == []
    safe = "fn f(t: &mut Timer) {\n    let s = t.state.as_mut();\n    s.tick();\n}\n"
    assert said(safe, "rust/hw/timer/example/src/device.rs", RULE) == []


_WRAPPER = """pub struct Chip(Opaque<bindings::chip>);
impl Chip {
    pub(crate) unsafe fn from_ptr<'a>(ptr: *mut bindings::chip) -> &'a mut Self {
        unsafe { &mut *ptr.cast::<Self>() }
    }
}
"""


def test_a_wrapper_that_is_lent_as_if_it_were_alone() -> None:
    (finding,) = findings(_WRAPPER, "rust/kernel/chip.rs", RULE)
    assert finding.line == 4 and "the `Chip` while the result of `from_ptr` is there" in finding.question
    for other in (
        _WRAPPER.replace("&'a mut Self", "&'a Self").replace("&mut *", "&*"),
        _WRAPPER.replace("Opaque<bindings::chip>", "bindings::chip"),
        _WRAPPER.replace("        unsafe", "        // SAFETY: nobody else has it.\n        unsafe"),
        _WRAPPER.replace("from_ptr", "claim"),
    ):
        assert said(other, "rust/kernel/chip.rs", RULE) == [], other


def test_is_silent_on_memory_without_an_object_and_on_a_function_that_c_calls_by_name() -> None:
    memory = (
        "unsafe fn tick(opaque: *mut c_void) { let s = opaque.cast::<MaybeUninit<State>>().as_mut().unwrap(); }\n"
    )
    assert said(memory, DEVICE, RULE) == []
    code = "fn set_up(room: *mut c_void) { let s = unsafe { &mut *room.cast::<T>() }; g(s); }\n"
    assert said(code, DEVICE, RULE) == [f"1 {RULE}"]
    exported = f'#[no_mangle]\npub unsafe extern "C" {code}'.replace("T>", "T<U>>")
    assert said(exported, DEVICE, RULE) == []
    assert said(exported.replace("no_mangle", "unsafe(no_mangle)"), DEVICE, RULE) == []
    assert said(exported.replace("room", "opaque"), DEVICE, RULE) == [f"2 {RULE}"]
