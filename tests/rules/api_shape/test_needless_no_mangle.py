"""Cases of needless-no-mangle beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "needless-no-mangle"


def _reasons(code: str) -> list[str]:
    return [f.message.partition("but ")[2] for f in findings(code, "src/lib.rs", RULE)]


def test_rusts_calling_convention() -> None:
    assert "calling convention" in _reasons("#[no_mangle]\npub fn f(n: u32) -> u32 { n }\n")[0]
    assert "calling convention" in _reasons("#[unsafe(no_mangle)]\npub fn f(n: u32) -> u32 { n }\n")[0]


def test_types_that_c_cannot_declare() -> None:
    for kind in ("&str", "&mut [u8]", "Vec<u8>", "Result<(), E>", "Option<Box<dyn T>>", "impl Fn()", "(u8, u8)"):
        assert "C has no type" in _reasons(f'#[no_mangle]\nextern "C" fn f(a: {kind}) {{}}\n')[0], kind
    for kind in ("u32", "&T", "*const u8", "Option<&T>", "Option<extern fn(u8)>", "[u8; 4]", "Box<T>", "Stringy"):
        assert _reasons(f'#[no_mangle]\nextern "C" fn f(a: {kind}) {{}}\n') == [], kind


def test_points_at_the_attribute() -> None:
    (finding,) = findings("/// It.\n#[no_mangle]\n/// More.\npub fn f(n: u32) {}\n", "src/lib.rs", RULE)
    assert finding.line == 2


def test_a_function_that_is_called_by_name_may_be_called_by_c_too() -> None:
    assert _reasons('#[no_mangle]\nextern "C" fn f(n: u32) {}\nfn g() { f(1) }\n') == []


def test_where_programs_begin() -> None:
    assert said("#[no_mangle]\npub fn main(n: u32) {}\n", "src/lib.rs", RULE) == []
    assert said("#[no_mangle]\nfn TIM2() {}\n", "src/lib.rs", RULE) == []


def test_an_address_that_a_macro_is_given() -> None:
    exported = '#[no_mangle]\nextern "C" fn f(n: u32) {}\n'
    assert "address" in _reasons(exported + "class_init! { reset => Some(f) }\n")[0]
    for use in ("export! { f }", "class_init! { reset => call(f) }", "class_init! { reset => Some(f, g) }"):
        assert _reasons(exported + use + "\n") == [], use


def test_a_name_for_the_linker_to_miss_is_not_called() -> None:
    code = "#[no_mangle]\npub const fn build_error(text: &str) -> ! { panic!() }\n"
    assert said(code, "src/lib.rs", RULE) == []
    assert said(code.replace("-> !", "-> u8"), "src/lib.rs", RULE) == [f"1 {RULE}"]
