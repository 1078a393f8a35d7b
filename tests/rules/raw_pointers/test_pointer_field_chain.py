"""Cases of pointer-field-chain beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "pointer-field-chain"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


CODE = "unsafe fn f(w: *mut Window) {\n    (*w).x = 1;\n    (*w).y = (*w).x;\n}\n"


def test_one_finding_for_a_function() -> None:
    (finding,) = findings(CODE, DEVICE, RULE)
    assert finding.line == 2
    assert "`(*w).x` and 2 more" in finding.message
    assert "`let w = &mut *w;`" in finding.instead and "`w.x`" in finding.instead


def test_what_is_only_read_needs_no_mutable_reference() -> None:
    (finding,) = findings("unsafe fn f(w: *mut Window) -> u32 { (*w).x + (*w).y + (*w).z }\n", DEVICE, RULE)
    assert "`let w = &*w;`" in finding.instead


def test_the_field_of_a_tuple_struct_is_no_name_for_a_reference() -> None:
    code = "unsafe fn f(t: Timer) -> u32 { (*t.0).sec + (*t.0).usec + (*t.0).zone }\n"
    assert all("`let object = &*t.0;`" in finding.instead for finding in findings(code, DEVICE, RULE))


def test_is_silent_where_the_object_ends() -> None:
    code = "unsafe fn f(w: *mut Window) {\n (*w).x = 1;\n (*w).y = 2;\n free_name((*w).name);\n free_(w);\n}\n"
    assert said(code, DEVICE, RULE) == []
    other = code.replace("free_(w)", "show(w)")
    assert said(other, DEVICE, RULE) != []


def test_is_silent_in_a_container_for_any_type() -> None:
    code = "unsafe fn link<T, D>(h: *mut Head<T>, e: *mut T) { (*h).a = e; (*h).b = e; (*h).c = e; }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_silent_on_a_single_access() -> None:
    assert said("unsafe fn f(w: *mut Window) { (*w).x = 1; }\n", DEVICE, RULE) == []


def test_is_silent_outside_of_unsafe() -> None:
    assert said("fn f(w: Box<Window>) { (*w).x = 1; (*w).y = 2; }\n", DEVICE, RULE) == []


def test_is_silent_where_the_reason_is_given() -> None:
    assert said("/// # Safety\n///\n/// `w` is good.\n" + CODE, DEVICE, RULE) == []


def test_is_silent_on_places_whose_address_is_taken() -> None:
    code = "unsafe fn f(s: *mut S) { g(&raw mut (*s).a); g(&raw mut (*s).b); g(addr_of!((*s).c)); h(&(*s).d); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_two_accesses_are_not_many() -> None:
    assert said("unsafe fn f(s: *mut S) { (*s).a = (*s).b; }\n", "src/lib.rs", RULE) == []


def test_is_silent_on_the_address_of_a_static() -> None:
    code = "unsafe fn f() { let s = &raw mut STATE; (*s).a = 1; (*s).b = 2; (*s).c = 3; }\n"
    assert said(code, DEVICE, RULE) == []


def test_is_silent_on_a_pointer_that_goes_on_to_the_next_object() -> None:
    code = "unsafe fn f(mut p: *mut A) { while (*p).n != 0 { g((*p).a, (*p).b); p = p.add(1); } }\n"
    assert said(code, DEVICE, RULE) == []


def test_memory_fresh_from_an_allocator_is_filled_in_one_step() -> None:
    for made in ("let f = xcalloc_::<File>(1).as_ptr();", "let f; f = malloc(SIZE) as *mut File;"):
        code = f"unsafe fn open() -> *mut File {{ {made} (*f).fd = 1; (*f).flags = 2; (*f).lock = 3; f }}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert "`f.write(..)`" in finding.instead and "&mut" not in finding.instead, made


def test_is_silent_where_a_loop_gives_the_pointer_its_object() -> None:
    code = """unsafe fn find(mut at: *mut *mut Entry) {
        let mut entry: *mut Entry = null_mut();
        while !(*at).is_null() { entry = *at; g((*entry).a, (*entry).b, (*entry).c); at = at.add(1); }
    }
    """
    assert said(code, "src/lib.rs", RULE) == []


def test_a_pointer_that_goes_to_others_is_asked_for() -> None:
    code = "unsafe fn f(p: *mut Pane) { g((*p).a); g((*p).b); g((*p).c); close(p); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "let p = &mut *p;" in finding.instead


def test_counts_the_accesses_through_this_pointer_alone() -> None:
    code = "unsafe fn f(p: *mut A, q: *mut B) { g((*p).a); g((*q).a); g((*p).b); g((*p).c); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`(*p).a` and 2 more" in finding.message
