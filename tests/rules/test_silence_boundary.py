"""Tables, cells and symbols that are shared with C: no rule says anything."""

from __future__ import annotations

from tests.helper import said

BINDING = "rust/chardev/src/backend.rs"
DEVICE = "rust/hw/char/uart/src/device.rs"


def test_t12_constant_tables() -> None:
    code = """
static VMSTATE: VMStateDescription<Uart> = VMStateDescriptionBuilder::<Uart>::new()
    .name(c"uart")
    .version_id(2)
    .build();
"""
    assert said(code, DEVICE) == []
    code = "pub const END: bindings::VMStateField = bindings::VMStateField { ..Zeroable::ZERO };\n"
    assert said(code, "rust/migration/src/vmstate.rs") == []


def test_t13_declarations_in_macros() -> None:
    code = """
bits! {
    pub struct Interrupt(u32) {
        RX = 1 << 4;
        TX = 1 << 5;
    }
}
static FIELDS: Fields = vmstate_fields! { vmstate_of!(Uart, level), vmstate_struct!(Uart, regs, &REGS) };
"""
    assert said(code, DEVICE) == []


def test_t15_flags_of_bindgen() -> None:
    code = "const BOTH: VMStateFlags = VMStateFlags(VMStateFlags::VMS_SINGLE.0 | VMStateFlags::VMS_STRUCT.0);\n"
    assert said(code, "rust/migration/src/vmstate.rs") == []


def test_t20_parent_init() -> None:
    code = """
impl Uart {
    unsafe fn init(mut this: ParentInit<Self>) {
        uninit_field_mut!(*this, level).write(0);
    }
}
"""
    assert said(code, DEVICE) == []


def test_t22_function_that_c_links_to() -> None:
    code = """
/// # Safety
///
/// `chr` is null or a valid character device.
#[no_mangle]
pub unsafe extern "C" fn uart_create(address: u64, chr: *mut Chardev) -> *mut DeviceState {
    // SAFETY: promised by the caller.
    let chr = unsafe { Owned::<Chardev>::from(&*chr) };
    let device = UartState::new();
    device.prop_set_chr("chardev", &chr);
    device.sysbus_realize().unwrap_fatal();
    device.mmio_map(0, address);
    device.as_mut_ptr()
}
"""
    assert said(code, DEVICE) == []


def test_t25_optional_methods_of_a_class() -> None:
    code = """
pub trait DeviceImpl {
    const REALIZE: Option<fn(&Self) -> Result<()>> = None;
}
fn realize<T: DeviceImpl>(state: &T) -> Result<()> {
    T::REALIZE.unwrap()(state)
}
"""
    assert said(code, "rust/hw/core/src/qdev.rs") == []


def test_t30_cell_after_std() -> None:
    code = """
#[repr(transparent)]
pub struct LockedCell<T> {
    value: UnsafeCell<T>,
}
// SAFETY: same as for std::cell::Cell, with the lock asserted on each access.
unsafe impl<T: Send> Send for LockedCell<T> {}
unsafe impl<T: Send> Sync for LockedCell<T> {}

impl<T> LockedCell<T> {
    pub fn replace(&self, value: T) -> T {
        assert!(bql::is_locked());
        // SAFETY: nobody else is in here while the lock is held.
        mem::replace(unsafe { &mut *self.value.get() }, value)
    }
}
"""
    assert said(code, "rust/bql/src/cell.rs") == []


def test_t31_memory_that_c_frees() -> None:
    code = """
impl CloneToForeign for Message {
    fn clone_to_foreign(&self) -> OwnedPointer<Self> {
        // SAFETY: plain data; C frees it with `free`.
        unsafe {
            let p = libc::malloc(mem::size_of::<bindings::Message>()).cast::<bindings::Message>();
            p.write(self.to_c());
            OwnedPointer::new(p)
        }
    }
}
"""
    assert said(code, "rust/util/src/error.rs") == []


def test_t32_c_char_from_anywhere() -> None:
    for path in ("std::os::raw", "std::ffi", "core::ffi"):
        code = f'use {path}::c_char;\nextern "C" {{\n    fn puts(s: *const c_char);\n}}\n'
        assert said(code, "rust/util/src/print.rs") == []


def test_t33_one_call_without_a_comment() -> None:
    code = "impl Chr {\n    fn kick(&self) {\n        unsafe { bindings::chr_kick(self.as_mut_ptr()) }\n    }\n}\n"
    assert said(code, BINDING) == []


def test_t35_choice_of_a_thunk() -> None:
    code = """
pub const fn receive<T, F: for<'a> FnCall<(&'a T, u32)>>() -> Option<unsafe extern "C" fn(*mut c_void, u32)> {
    let callback: Option<unsafe extern "C" fn(*mut c_void, u32)> =
        if F::is_some() { Some(rust_receive::<T, F>) } else { None };
    callback
}
"""
    assert said(code, BINDING) == []


def test_t36_names_for_the_bindings() -> None:
    code = 'use glib_sys::{guint, GList, GPollFD};\n\ninclude!("bindings.inc.rs");\n'
    assert said(code, "rust/util/src/bindings.rs") == []


def test_t38_match_in_a_constant() -> None:
    code = """
const THUNK: Option<unsafe extern "C" fn(*mut c_void)> = match T::RESET {
    None => None,
    Some(_) => Some(rust_reset::<T>),
};
"""
    assert said(code, BINDING) == []


def test_t39_lints_of_generated_code() -> None:
    code = '#![allow(dead_code, non_camel_case_types, unsafe_op_in_unsafe_fn)]\ninclude!("bindings.inc.rs");\n'
    assert said(code, "rust/bql/src/bindings.rs") == []
