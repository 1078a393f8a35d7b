"""Cases of pointer-arithmetic beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "pointer-arithmetic"
DEVICE = "rust/hw/misc/example/src/device.rs"
BINDING = "src/ffi/example.rs"


def test_names_the_index() -> None:
    (finding,) = findings("unsafe fn f(p: *const u8, i: usize) -> u8 { *p.add(i) }\n", DEVICE, RULE)
    assert "`p[i]`" in finding.instead
    assert finding.code[0][finding.column - 1 : finding.end_column - 1] == "*p.add(i)"


def test_a_step_points_at_the_assignment() -> None:
    (finding,) = findings("unsafe fn f(mut p: *const u8) {\n    p = p.add(1);\n}\n", DEVICE, RULE)
    assert "`p = p.add(1)` walks through memory" in finding.message


def test_a_chain_speaks_once() -> None:
    code = "unsafe fn f(p: *const u8, i: usize) -> u8 { *p.add(i).add(1).sub(2) }\n"
    assert len(findings(code, DEVICE, RULE)) == 1


def test_a_very_long_chain_is_no_trouble() -> None:
    code = f"unsafe fn f(p: *const u8) -> u8 {{ *p{'.add(1)' * 3000} }}\n"
    assert len(findings(code, DEVICE, RULE)) <= 1


def test_is_silent_without_pointers() -> None:
    assert said("fn f(r: Range) -> Range { r.offset(3).add(1) }\n", DEVICE, RULE) == []
    assert said("unsafe fn f(b: Builder) -> Builder { b.add(1) }\n", DEVICE, RULE) == []


def test_is_silent_where_the_reason_is_given() -> None:
    code = "fn f(p: *const u8, i: usize) -> u8 {\n    // SAFETY: i is in it.\n    unsafe { *p.add(i) }\n}\n"
    assert said(code, DEVICE, RULE) == []


def test_an_index_is_a_usize() -> None:
    code = "unsafe fn f(p: *const u8, i: i32, n: usize) -> u8 { *p.offset(i as isize) + *p.offset(n as isize) }\n"
    signed, unsigned = findings(code, DEVICE, RULE)
    assert "an index or a range of it" in signed.instead and "`p[n]`" in unsigned.instead


def test_fresh_memory_is_no_slice() -> None:
    code = "unsafe fn f(n: usize) { let out = malloc(n) as *mut u8; unsafe { *out.add(n) = 0; } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "from_raw_parts" not in finding.instead and "`ptr::copy_nonoverlapping`" in finding.instead
    assert "`out` be filled in one step" in finding.question


def test_what_is_written_to_is_a_mutable_slice() -> None:
    (finding,) = findings("unsafe fn f(p: *mut u8, n: usize) { unsafe { *p.add(n) = 0; } }\n", "src/lib.rs", RULE)
    assert "(`slice::from_raw_parts_mut`), then use `p[n]`" in finding.instead
    (finding,) = findings("unsafe fn f(p: *mut u8, n: usize) { unsafe { g(*p.add(n)) } }\n", "src/lib.rs", RULE)
    assert "with `_mut` if it is written to" in finding.instead


def test_a_walk_through_text_is_one_through_a_c_string() -> None:
    code = "unsafe fn length(mut s: *const c_char) -> usize { while *s != 0 { s = s.add(1); } 0 }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`CStr::from_ptr(s).to_bytes()`" in finding.instead


def test_is_silent_on_a_step_of_nothing() -> None:
    assert said("unsafe fn f(p: *const u8) { g(p.offset(0)) }\n", "src/lib.rs", RULE) == []


def test_is_silent_in_allocators_and_on_vector_loads() -> None:
    assert said("unsafe fn f(p: *mut u8, n: usize) { g(p.sub(n)) }\n", "src/allocate.rs", RULE) == []
    assert said("unsafe fn f(p: *const V, i: usize) -> V { _mm_load_si128(p.add(i)) }\n", "src/crc.rs", RULE) == []


def test_an_address_that_goes_through_a_number() -> None:
    assert said("fn f(p: *mut u8, n: usize) -> *mut u8 { (p as usize + n) as *mut u8 }\n", "src/lib.rs", RULE) == [
        "1 " + RULE
    ]
    rounded = "fn f(p: *mut u8, n: usize) -> *mut u8 { (p as usize & !15) as *mut u8 }\n"
    assert said(rounded, "src/lib.rs", RULE) == []


def test_a_length_that_is_a_distance() -> None:
    for code in (
        "fn f(a: *const u8, b: *const u8) -> usize { b as usize - a as usize }\n",
        "unsafe fn f(b: &Buffer) -> isize { b.end.offset_from(b.start) }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == ["1 " + RULE], code
    for code in (
        "fn f(a: u64, b: u64) -> usize { b as usize - a as usize }\n",
        "fn f(s: &Stream, at: &[u8]) -> u32 { s.offset_from(at) }\n",
    ):
        assert said(code, "src/lib.rs", RULE) == [], code


def test_text_that_is_taken_apart_is_to_be_split() -> None:
    code = (
        "unsafe fn split(copy: *mut c_char) {\n    let mut rest: *mut c_char = strchr(copy, 58);\n"
        "    *rest = 0;\n    rest = rest.add(1);\n    next(rest);\n}\n"
    )
    assert "`split_once` gives both parts" not in findings(code, "src/text.rs", RULE)[0].instead
    again = code.replace("    *rest", "    rest = strchr(copy, 58);\n    *rest")
    assert "`split_once` gives both parts" in findings(again, "src/text.rs", RULE)[0].instead


def test_one_character_of_a_c_string_is_read_out_of_its_bytes() -> None:
    code = "unsafe fn f(s: *const c_char, i: isize) -> bool { unsafe { *s.offset(i) == 0 } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`CStr::from_ptr(s).to_bytes()`" in finding.instead
    code = "unsafe fn f(s: *const c_char, len: usize) -> bool { unsafe { *s.add(len - 1) == 0 } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "slice::from_raw_parts" in finding.instead


def test_the_way_from_a_part_to_its_holder_is_no_slice() -> None:
    code = "unsafe fn f(p: *const u8) -> *const u8 { let at = offset_of!(Holder, part); unsafe { p.sub(at) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_what_has_the_address_is_indexed_itself() -> None:
    code = "unsafe fn f(i: usize) -> u8 { unsafe { *TABLE[1].as_ptr().add(i) } }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`TABLE[1]` be indexed itself" in finding.question


def test_is_silent_on_structs_that_c_has_laid_out_one_behind_the_other() -> None:
    code = "unsafe fn f(p: *const u8, n: usize) -> *const Entry { unsafe { p.add(n) as *const Entry } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_pointer_that_was_read_from_its_slot() -> None:
    code = "pub unsafe fn next(slot: *mut *const u8) -> u8 { let mut p = *slot; p = p.add(1); *slot = p; *p }\n"
    assert said(code, "src/lib.rs", RULE) == [f"1 {RULE}"]
    assert said(code.replace("*mut *const u8", "*mut Builder"), "src/lib.rs", RULE) == []


def test_what_a_pointer_was_taken_from_is_indexed_by_its_kind() -> None:
    for kind, better in (
        ("&CStr", "`s.to_bytes()[1]`"),
        ("CString", "`s.to_bytes()[1]`"),
        ("&str", "`s.as_bytes()[1]`"),
        ("&[u8]", "`s[1]` is checked"),
        ("T", "`to_bytes()` of a `CStr`"),
    ):
        code = f"fn f(s: {kind}) {{ unsafe {{ *s.as_ptr().offset(1) == 0 }} }}\n"
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert better in finding.instead, (kind, finding.instead)


def test_a_distance_that_is_asserted_or_of_volatile_memory() -> None:
    code = "unsafe fn f(op: *mut u8, ip: *const u8) {\n    DO\n}\n"
    assert said(code.replace("DO", "g(op.offset_from(ip));"), "src/lib.rs", RULE) == [f"2 {RULE}"]
    for check in ("debug_assert!(op.offset_from(ip) >= 8);", "assert_eq!(op.offset_from(ip), 8);"):
        assert said(code.replace("DO", check), "src/lib.rs", RULE) == [], check
    volatile = "let end = op;\n    write_volatile(end, 1);\n    g(end as usize - op as usize);"
    assert said(code.replace("DO", volatile), "src/lib.rs", RULE) == []
    walk = "let mut p: *mut u8 = op;\n    read_volatile(p);\n    p = p.add(1);"
    assert said(code.replace("DO", walk), "src/lib.rs", RULE) == []
    assert said(code.replace("DO", walk.replace("_volatile", "")), "src/lib.rs", RULE) == [f"4 {RULE}"]
