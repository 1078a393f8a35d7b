"""Cases of uninit-assumed beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "uninit-assumed"


def test_old_and_new_spelling() -> None:
    code = (
        "fn f() -> u8 { unsafe { MaybeUninit::<u8>::uninit().assume_init() } }\n"
        "fn g() -> u8 { unsafe { mem::uninitialized() } }\n"
    )
    assert [f.line for f in findings(code, "src/lib.rs", RULE)] == [1, 2]


def test_an_array_of_slots_by_its_let() -> None:
    code = "fn f() { let a: [MaybeUninit<u8>; 4] = unsafe { MaybeUninit::uninit().assume_init() }; }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_asks_where_the_type_is_not_seen() -> None:
    (finding,) = findings("fn f() { g(unsafe { MaybeUninit::uninit().assume_init() }) }\n", "src/lib.rs", RULE)
    assert finding.confidence == "medium"


def test_written_by_c_in_between() -> None:
    code = "fn f() { let mut s = MaybeUninit::uninit(); g(s.as_mut_ptr()); unsafe { s.assume_init() } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_vector_whose_length_is_only_claimed() -> None:
    code = "fn f(n: usize) { let mut v = Vec::with_capacity(n); unsafe { v.set_len(n) }; g(&mut v); }\n"
    assert said(code, "src/lib.rs", RULE) == ["1 " + RULE]
    filled = code.replace("unsafe {", "unsafe { fill(v.as_mut_ptr(), n);")
    assert said(filled, "src/lib.rs", RULE) == []


def test_a_wrapper_of_what_c_writes_needs_no_value() -> None:
    mask = "MaybeUninit::uninit().assume_init()"
    code = (
        "pub struct Mask(Opaque<bindings::mask>);\npub struct MaskVar {\n    mask: Mask,\n}\n"
        f"fn made() -> MaskVar {{ MaskVar {{ mask: unsafe {{ {mask} }} }} }}\n"
    )
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("Opaque<bindings::mask>", "u64"), "src/lib.rs", RULE) == [f"5 {RULE}"]
    pinned = "struct Key {\n    #[pin]\n    inner: Opaque<bindings::key>,\n}\n"
    assert said(f"{pinned}static KEY: Key = unsafe {{ {mask} }};\n", "src/lib.rs", RULE) == []


def test_a_comment_may_say_that_it_is_meant() -> None:
    code = "// SAFETY: REASON.\nstatic KEY: sync::Key = unsafe { MaybeUninit::uninit().assume_init() };\n"
    assert said(code.replace("REASON", "C wants it uninitialised"), "src/lib.rs", RULE) == []
    assert said(code.replace("REASON", "`Key` wraps an `Opaque`"), "src/lib.rs", RULE) == []
    (finding,) = findings(code.replace("REASON", "see above"), "src/lib.rs", RULE)
    assert finding.confidence == "medium", "the type is of another file"


def test_says_what_to_start_from_and_who_fills_it() -> None:
    for kind, start in (
        ("*mut u8", "`ptr::null_mut()`"),
        ("Timer", "`Timer::default()`"),
        ("[u8; 4]", "`[0; N]`"),
    ):
        (finding,) = findings(f"fn f() {{ let t: {kind} = mem::uninitialized(); }}\n", "src/lib.rs", RULE)
        assert start in finding.instead and "let it be a `MaybeUninit`" in finding.instead
    code = "fn f(n: usize) { let mut v = Vec::with_capacity(n); unsafe { v.set_len(n) }; g(&mut v); }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "call `set_len()` after the call has succeeded" in finding.instead


def test_a_reference_to_the_memory_that_a_parameter_lends() -> None:
    made = "let s = unsafe { &mut *(this.as_mut_ptr()) };\n    s.on = 1;"
    code = f"unsafe fn init(mut this: %s) {{\n    %s\n    {made}\n}}\n"
    for kind in ("ParentInit<Self>", "&mut MaybeUninit<Self>", "&'a mut mem::MaybeUninit<Uart>"):
        (finding,) = findings(code % (kind, ""), "src/lib.rs", RULE)
        assert finding.line == 3 and "memory that holds no object yet" in finding.question, kind
    for kind, before in (
        ("ParentInit<Self>", "uninit_field_mut!(*this, regs).write(Regs::default());"),
        ("&mut MaybeUninit<Self>", "this.write(Uart::new());"),
        ("&mut Vec<Uart>", ""),
    ):
        assert said(code % (kind, before), "src/lib.rs", RULE) == [], before
    assert said(code.replace("&mut *(this.as_mut_ptr())", "this.as_mut_ptr()") % ("ParentInit<Self>", "")) == []
