"""Cases of transmuted-value beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "transmuted-value"


def _code(types: str) -> str:
    return f"fn f() {{ unsafe {{ mem::transmute::<{types}>(x) }}; }}\n"


@pytest.mark.parametrize(
    ("types", "better"),
    [
        ("f32, u32", "to_bits"),
        ("u64, f64", "f64::from_bits"),
        ("[u8; 4], u32", "u32::from_le_bytes"),
        ("u32, [u8; 4]", "to_be_bytes"),
        ("u8, bool", "!= 0"),
        ("u32, char", "char::from_u32"),
        ("*const Foo, &Foo", "reborrow"),
    ],
)
def test_names_the_conversion(types: str, better: str) -> None:
    (finding,) = findings(_code(types), "src/lib.rs", RULE)
    assert better in finding.instead


@pytest.mark.parametrize("types", ["Foo<'a>, Foo<'static>", "u16, FOO", "A, B"])
def test_is_silent_where_it_knows_nothing_better(types: str) -> None:
    assert said(_code(types), "src/lib.rs", RULE) == []


def test_a_reason_is_a_reason() -> None:
    code = "enum E { A }\nfn f(x: u8) -> E {\n// SAFETY: checked.\nunsafe { mem::transmute::<u8, E>(x) }\n}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_types_are_quoted_as_they_are_written() -> None:
    code = "unsafe fn f<'a>(p: *mut T) -> &'a mut T { std::mem::transmute::<*mut T, &'a mut T>(p) }\n"
    (finding,) = findings(code, "src/a.rs", RULE)
    assert "turns `*mut T` into `&'a mut T`" in finding.message


def test_pointers_are_cast() -> None:
    def of(source: str, target: str) -> list[str]:
        code = f"fn f(p: P) {{ g(unsafe {{ transmute::<{source}, {target}>(p) }}) }}\n"
        return [finding.instead for finding in findings(code, "src/a.rs", RULE)]

    assert of("*const u8", "*const Head") == ["Use `.cast::<Head>()`."]
    assert of("*mut [u8]", "*mut Self") == ["Use a cast, `as *mut Self`."]
    assert of("*const ()", "fn(u32)") != [] and of("*mut T", "*const T") == []


def test_a_box_is_handed_over_and_taken_back_by_name() -> None:
    for code, cure in (
        (
            "fn f() -> *mut c_void { let b = Box::new(State::new()); unsafe { transmute(b) } }\n",
            "`Box::into_raw(b)`",
        ),
        ("fn f(p: *mut c_void) { let b: Box<State> = unsafe { transmute(p) }; }\n", "`Box::from_raw(...)`"),
    ):
        (finding,) = findings(code, "src/lib.rs", RULE)
        assert cure in finding.question


def test_where_no_type_is_seen_none_is_named() -> None:
    (finding,) = findings("fn f(&self) { g(unsafe { transmute(self.v) }) }\n", "src/lib.rs", RULE)
    assert "could what is wanted here be made from `self.v` with a conversion" in finding.question


def test_an_address_becomes_a_function_by_nothing_else() -> None:
    code = 'fn f(&self) { let g: unsafe extern "C" fn() -> usize = unsafe { transmute(self.base + 1) }; }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_slices_of_integers_have_no_fields() -> None:
    (finding,) = findings(
        "fn f(a: &mut [u32]) { g(transmute::<&mut [u32], &mut [i32]>(a)) }\n", "src/lib.rs", RULE
    )
    assert "a slice that is `[i32]` from the start" in finding.instead and "fields" not in finding.instead
    assert "`bytemuck::cast_slice_mut`" in finding.instead
    (finding,) = findings("fn f(a: &[u8]) { g(transmute::<&[u8], &[Header]>(a)) }\n", "src/lib.rs", RULE)
    assert "a conversion of its fields" in finding.instead
