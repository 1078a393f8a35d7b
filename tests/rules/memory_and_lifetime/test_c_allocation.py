"""Cases of c-allocation beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "c-allocation"


def test_free_is_asked_about() -> None:
    (finding,) = findings("fn f(p: *mut u8) { unsafe { libc::free(p.cast()) } }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "Drop" in finding.instead


def test_a_function_of_the_file_is_not_c_s() -> None:
    code = "unsafe fn free(p: *mut u8) {}\nfn f(p: *mut u8) { unsafe { free(p) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_is_softer_where_the_file_declares_c_functions() -> None:
    code = 'extern "C" { fn malloc(n: usize) -> *mut u8; }\nfn f() -> *mut u8 { unsafe { malloc(3) } }\n'
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_memory_handed_to_c() -> None:
    code = "impl CloneToForeign for E { fn f(&self) -> *mut u8 { unsafe { libc::malloc(3).cast() } } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_methods_named_free_are_rust_s() -> None:
    assert said("fn f(pool: &Pool) { unsafe { pool.free(3); Pool::free(4) } }\n", "src/lib.rs", RULE) == []


def test_a_project_may_have_its_own_malloc() -> None:
    code = "use xmalloc::xrealloc;\nfn f(p: P) { let q = xrealloc(p, 4); let r = xcalloc1::<Image>(); }\n"
    first, second = findings(code, "src/lib.rs", RULE)
    assert "a `Vec`" in first.instead and "`Box::new(T::default())`" in second.instead
    assert (
        said("pub fn xcalloc_<T>(n: usize) -> *mut T { xcalloc(n, size_of::<T>()) }\n", "src/lib.rs", RULE) == []
    )
    code = '#[no_mangle] extern "C" fn f() { let p = xmalloc(4); }\n'
    assert findings(code, "src/lib.rs", RULE)[0].confidence == "medium"


def test_is_silent_in_what_the_program_allocates_with() -> None:
    assert said("unsafe fn strndup(s: *const u8) -> *mut u8 { libc::malloc(9) as _ }\n", "src/libc.rs", RULE) == []
    assert (
        said("impl Allocator { fn get(&self) -> *mut u8 { libc::calloc(1, 9) as _ } }\n", "src/allocator.rs", RULE)
        == []
    )


def test_gives_back_what_a_library_of_c_has_put_there() -> None:
    code = (
        "use library_sys::*;\n"
        "fn get(&self) -> String { unsafe { let mut text: *mut c_char = null_mut(); "
        "library_get(self.0, &mut text); let owned = copy(text); free(text as *mut c_void); owned } }\n"
    )
    assert said(code, "src/config.rs", RULE) == []
    assert said(code.replace("library_get", "asprintf"), "src/config.rs", RULE) == [f"2 {RULE}"]
    assert said(code.replace("library_sys", "library"), "src/config.rs", RULE) == [f"2 {RULE}"]
