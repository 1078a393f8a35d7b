"""What wraps C looks like C, and is right so in bindings: no rule says anything."""

from __future__ import annotations

from tests.helper import said

BINDING = "rust/chardev/src/backend.rs"


def test_t01_generic_thunk() -> None:
    code = """
unsafe extern "C" fn rust_receive<T, F: for<'a> FnCall<(&'a T, u32)>>(opaque: *mut c_void, level: c_int) {
    // SAFETY: the opaque was registered as a `&T` by `connect`.
    let owner: &T = unsafe { &*opaque.cast::<T>() };
    F::call((owner, level as u32))
}
"""
    assert said(code, BINDING) == []


def test_t02_opaque_wrapper() -> None:
    code = """
#[repr(transparent)]
#[derive(Debug, common::Wrapper)]
pub struct Backend(Opaque<bindings::Backend>);

unsafe impl Send for Backend {}
unsafe impl Sync for Backend {}
"""
    assert said(code, BINDING) == []


def test_t03_send_and_sync_with_bounds() -> None:
    code = """
pub struct Operations<T>(bindings::Operations, PhantomData<fn(&T)>);

// SAFETY: the table is constant, and its callbacks take `&T`.
unsafe impl<T: Sync> Sync for Operations<T> {}
"""
    assert said(code, BINDING) == []


def test_t04_unsafe_traits() -> None:
    code = """
unsafe impl ObjectType for Backend {
    type Class = BackendClass;
    const TYPE_NAME: &'static CStr = c"backend";
}
unsafe impl Zeroable for Settings {}
"""
    assert said(code, BINDING) == []


def test_t05_address_of_a_static_of_c() -> None:
    code = """
const INFO: *const VMStateInfo = addr_of!(bindings::vmstate_info_uint32);

fn configuration() -> *mut bindings::Configuration {
    addr_of_mut!(bindings::configuration)
}
"""
    assert said(code, BINDING) == []


def test_t06_raw_borrow() -> None:
    code = "const INFO: *const VMStateInfo = &raw const bindings::vmstate_info_uint32;\n"
    assert said(code, BINDING) == []


def test_t07_non_null_at_the_entry_of_a_thunk() -> None:
    code = """
unsafe extern "C" fn rust_event<T: Handler>(opaque: *mut c_void, event: Event) {
    let state = NonNull::new(opaque).unwrap().cast::<T>();
    // SAFETY: registered with a `&T` that outlives the handler.
    unsafe { state.as_ref() }.event(event)
}
"""
    assert said(code, BINDING) == []


def test_t08_asserted_lock() -> None:
    code = "pub fn get(&self) -> u32 {\n    assert!(bql::is_locked());\n    self.value\n}\n"
    assert said(code, BINDING) == []


def test_t09_wrapper_pointers() -> None:
    code = """
impl Backend {
    pub fn accept_input(&self) {
        // SAFETY: the backend lives as long as `self`.
        unsafe { bindings::backend_accept_input(self.upcast().as_mut_ptr()) }
    }
}
"""
    assert said(code, BINDING) == []


def test_t10_unwrap_of_programmer_errors_in_bindings() -> None:
    code = """
pub fn set_name(&self, id: u32, name: &str) {
    let name = CString::new(name).unwrap();
    // SAFETY: C copies the name.
    unsafe { bindings::backend_set_name(self.as_mut_ptr(), id.try_into().unwrap(), name.as_ptr()) }
}
"""
    assert said(code, BINDING) == []


def test_t11_width_of_the_abi() -> None:
    code = """
pub fn send(&self, bytes: &[u8]) {
    // SAFETY: C reads no more than the length it is given.
    unsafe { bindings::backend_send(self.as_mut_ptr(), bytes.as_ptr(), bytes.len() as c_int) };
}
"""
    assert said(code, BINDING) == []
