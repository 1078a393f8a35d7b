"""Cases of static-from-parameter beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "static-from-parameter"
CODE = """#[no_mangle]
pub unsafe extern "C" fn image_get_type(image: *mut Image) -> *const c_char {
    static TYPE: OnceLock<CString> = OnceLock::new();

    let name = TYPE.get_or_init(|| {
        let image = Image::borrow(image);
        CString::new(image.kind()).unwrap()
    });
    name.as_ptr()
}
"""


def test_the_string_of_the_first_object() -> None:
    (finding,) = findings(CODE, "src/lib.rs", RULE)
    assert (finding.line, finding.level, finding.confidence) == (3, "error", "high")
    assert finding.message.startswith("`TYPE` keeps what the first call of `image_get_type` makes of `image`")


def test_another_parameter_is_asked_about() -> None:
    code = CODE.replace("*mut Image", "&Settings")
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.confidence == "medium" and "`image`" in finding.question


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Image::borrow(image)", "Image::the_only_one()"),
        ("OnceLock<CString>", "OnceLock<Mutex<HashMap<Id, CString>>>"),
        ("|| {", "|image| {"),
        ("TYPE.get_or_init", "image.cell.get_or_init"),
        ("    static TYPE", "    let image = first();\n    static TYPE"),
    ],
)
def test_the_same_for_all(old: str, new: str) -> None:
    assert CODE.replace(old, new) != CODE
    assert said(CODE.replace(old, new), "src/lib.rs", RULE) == []


def test_a_static_of_the_module() -> None:
    static = "    static TYPE: OnceLock<CString> = OnceLock::new();\n\n"
    code = static.strip() + "\n" + CODE.replace(static, "")
    assert said(code, "src/lib.rs", RULE) == []
