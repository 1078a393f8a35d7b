"""Cases of volatile-on-memory beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "volatile-on-memory"


def test_a_buffer_that_c_hands_in_is_ordinary_memory() -> None:
    code = 'unsafe extern "C" fn f(s: *mut c_void, buf: *const u8, size: c_int) { g(buf.read_volatile()) }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`buf`, a buffer with a length" in finding.question


def test_a_variable_is_ordinary_memory() -> None:
    assert said("fn f() { let mut n = 0; unsafe { ptr::write_volatile(&mut n, 1) }; }\n", "src/lib.rs", RULE) == [
        "1 " + RULE
    ]


def test_is_silent_on_devices_secrets_and_what_is_not_known() -> None:
    for code in (
        "unsafe fn f(regs: *mut u32, len: usize) { regs.add(1).write_volatile(0) }\n",
        "unsafe fn wipe(key: &mut [u8]) { write_volatile(key.as_mut_ptr(), 0) }\n",
        "unsafe fn f(p: *const u32) -> u32 { p.read_volatile() }\n",
        "fn f(&self) -> u32 { unsafe { ptr::read_volatile(self.address.as_ptr()) } }\n",
        "fn f() -> u32 { unsafe { (0x1000 as *const u32).read_volatile() } }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_is_silent_on_a_function_of_that_name_that_can_fail() -> None:
    code = "fn f(file: File, data: VolatileSlice) -> Result<()> { write_volatile(&file, data)?; Ok(()) }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("?;", ";"), "src/lib.rs", RULE) == [f"1 {RULE}"]


def test_is_silent_on_a_method_of_a_trait() -> None:
    code = "fn f(src: *const u8, len: usize) { unsafe { src.read_volatile(&mut slice) } }\n"
    assert said(code, "src/memory.rs", RULE) == []
