"""Cases of dangling-mapped-pointer beyond its examples."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

RULE = "dangling-mapped-pointer"


def function(code: str, parameters: str = "name: Option<&str>") -> str:
    return f"fn f({parameters}) -> *const c_char {{\n    {code}\n}}\n"


@pytest.mark.parametrize(
    "code",
    [
        "let n = name.map(CString::new).transpose()?; n.map_or(ptr::null(), |n| n.as_ptr())",
        "let n = name.map(|s| CString::new(s)).transpose()?; n.map(|n| n.as_ptr().cast()).unwrap_or(ptr::null())",
        "let n = name.map(|s| s.to_owned()); n.map_or_else(ptr::null, |n| n.as_ptr() as *const c_char)",
        "name.map(str::to_owned).map_or(ptr::null(), |n| n.as_ptr())",
        "let n = name.map(|s| CString::new(s).unwrap()); n.map_or(ptr::null(), |n| n.as_ptr())",
        "let n: Option<CString> = make(name); n.map_or(ptr::null(), |n| n.as_ptr())",
        "CString::new(name).ok().map_or(ptr::null(), |n| n.as_ptr())",
        "let n: Vec<CString> = make(name); g(n.into_iter().map(|n| n.as_ptr()).collect())",
    ],
)
def test_the_closure_gets_the_owner(code: str) -> None:
    assert said(function(code), "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize(
    "code",
    [
        "name.map_or(ptr::null(), |n| n.as_ptr())",
        "let n = name.map(CString::new).transpose()?; n.as_ref().map_or(ptr::null(), |n| n.as_ptr())",
        "let n = name.map(CString::new).transpose()?; n.as_deref().map_or(ptr::null(), CStr::as_ptr)",
        "let n = name.map(CStr::from_bytes_with_nul).transpose()?; n.map_or(ptr::null(), |n| n.as_ptr())",
        "let n = name.map(|s| s.to_str()); n.map_or(ptr::null(), |n| n.as_ptr())",
        "let n: Option<&CString> = make(name); n.map_or(ptr::null(), |n| n.as_ptr())",
        "let n: Vec<CString> = make(name); g(n.iter().map(|n| n.as_ptr()).collect())",
        "let n = name.map(CString::new).transpose()?; n.map_or(ptr::null(), |n| n.into_raw())",
        "let n = name.map(CString::new).transpose()?; n.map_or(ptr::null(), |n| other.as_ptr())",
    ],
)
def test_the_owner_stays(code: str) -> None:
    assert said(function(code), "src/a.rs", RULE) == []


@pytest.mark.parametrize(
    "given",
    [
        "Option<&'static CString>",
        "Option<&mut Vec<u8>>",
        "Option<&[CString]>",
        "Option<&Vec<CString>>",
        "Result<&CStr, NulError<CString>>",
        "Option<Handle<CString>>",
    ],
)
def test_what_is_held_is_lent(given: str) -> None:
    assert said(function("name.map_or(ptr::null(), |n| n.as_ptr())", f"name: {given}"), "src/a.rs", RULE) == []


@pytest.mark.parametrize("given", ["Option<Vec<CString>>", "Box<[CString]>", "[CString; 2]", "KVec<Vec<u8>>"])
def test_elements_are_owned(given: str) -> None:
    code = function("g(names.into_iter().map(|n| n.as_ptr()).collect())", f"names: {given}")
    assert said(code, "src/a.rs", RULE) == [f"2 {RULE}"]


@pytest.mark.parametrize("given", ["Vec<&CStr>", "HashMap<CString, &CStr>", "Box<dyn Iterator<Item = &CStr>>"])
def test_elements_are_lent(given: str) -> None:
    code = function("g(names.into_iter().map(|n| n.as_ptr()).collect())", f"names: {given}")
    assert said(code, "src/a.rs", RULE) == []


def test_a_copy_of_a_list_may_hold_what_is_lent() -> None:
    code = "g(names.to_vec().into_iter().map(|n| n.as_ptr()).collect()); name.to_owned().map(|n| n.as_ptr())"
    assert said(function(code), "src/a.rs", RULE) == []


def test_a_name_is_a_question() -> None:
    code = "let n = name.map(to_array).transpose()?; n.map_or(ptr::null(), |n| n.as_ptr())"
    (finding,) = findings(function(code), "src/a.rs", RULE)
    assert finding.confidence == "medium" and "n.as_ref().map_or(..)" in finding.instead


def test_the_file_says_what_a_function_returns() -> None:
    code = function("name.map(to_array).map_or(ptr::null(), |n| n.as_ptr())")
    lent = code + "fn to_array(name: &str) -> &[u8] { name.as_bytes() }\n"
    owned = code + "fn to_array(name: &str) -> Vec<u8> { name.into() }\n"
    assert said(lent, "src/a.rs", RULE) == []
    assert said(owned, "src/a.rs", RULE) == [f"2 {RULE}"]
