"""Cases of lossy-path beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "lossy-path"


def test_back_to_c() -> None:
    code = "fn f(p: &Path) -> CString { CString::new(p.to_string_lossy().into_owned()).unwrap() }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.question.startswith("could `CString::new()` get `p` itself") and "as_bytes()" in finding.instead


def test_bytes_of_c() -> None:
    (finding,) = findings("fn f(n: &[u8]) { fs::read(&*String::from_utf8_lossy(n)); }\n", "src/lib.rs", RULE)
    assert "`n`" in finding.question and "OsStr::from_bytes" in finding.instead


def test_through_a_local() -> None:
    code = "fn f(p: &Path) {\n    let name = p.to_string_lossy();\n    let file = File::open(name.as_ref());\n}\n"
    assert said(code, "src/lib.rs", RULE) == [f"2 {RULE}"]
    code = "fn f(p: &Path) {\n    let name = p.to_string_lossy();\n    show(&name);\n    File::open(p);\n}\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_text_to_show_or_to_write() -> None:
    assert said("fn f(p: &Path) { log(p.to_string_lossy()); }\n", "src/lib.rs", RULE) == []
    assert said("fn f(p: &Path) { fs::write(p, p.to_string_lossy().as_ref()); }\n", "src/lib.rs", RULE) == []


def test_a_name_that_is_not_utf_8_ends_the_program() -> None:
    code = "fn f(p: &Path) { let c = CString::new(p.to_str().unwrap()).unwrap(); g(c.as_ptr()) }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "panics at what is not UTF-8" in finding.question + finding.message
    assert said(code.replace("p: &Path", "p: &CStr"), "src/lib.rs", RULE) == []
    assert said(code.replace(".to_str().unwrap()", ".to_str()?"), "src/lib.rs", RULE) == []


def test_bytes_that_strlen_has_measured() -> None:
    code = (
        "unsafe fn f(p: *const c_char) {\n    let b = slice::from_raw_parts(p as *const u8, strlen(p));\n"
        "    let name = str::from_utf8(b).unwrap();\n"
        "    let file = match OpenOptions::new().read(true).open(name) { Ok(f) => f, Err(_) => return };\n}\n"
    )
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert finding.line == 3 and "could `OpenOptions::open()` get `b` itself" in finding.question
    for other in (
        code.replace(".unwrap()", "?"),
        code.replace("strlen(p)", "n"),
        code.replace("OpenOptions::new().read(true).open", "menu.open"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


_LISTED = """fn f(list: *mut List) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    while let Some(next) = next_of(list) {
        if let Ok(name) = unsafe { CStr::from_ptr(next) }.to_str() {
            paths.push(PathBuf::from(name));
        } else {
            eprintln!("invalid path");
        }
    }
    paths
}
"""


def test_a_name_of_c_that_is_passed_over() -> None:
    assert said(_LISTED, "src/lib.rs", RULE) == [f"4 {RULE}"]
    code = _LISTED.replace("unsafe { CStr::from_ptr(next) }", "CStr::from_ptr(next)")
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`PathBuf::from()`" in finding.question and "OsStr::from_bytes" in finding.instead
    for other in (
        code.replace("eprintln!", "return Err("),
        code.replace("PathBuf::from(name)", "name.to_owned()"),
        code.replace("if let Ok(name)", "if let Ok(other)"),
    ):
        assert said(other, "src/lib.rs", RULE) == [], other


def test_other_ways_to_pass_over() -> None:
    for body in (
        "c.to_str().ok().map(PathBuf::from)",
        "let path = PathBuf::from(c.to_str().unwrap());",
        'let s = c.to_str().expect("a name");\n    let path = Path::new(s);',
    ):
        assert said(f"fn f(c: &CStr) {{\n    {body}\n}}\n", "src/lib.rs", RULE) == [f"2 {RULE}"], body
    code = "fn f(p: &Path) {\n    if let Some(s) = p.to_str() {\n        File::open(s);\n    }\n}\n"
    assert said(code, "src/lib.rs", RULE)
    assert said("fn f(c: &CStr) { c.to_str().ok().map(String::from) }\n", "src/lib.rs", RULE) == []
    assert said("fn f(c: &CStr) -> R { Ok(PathBuf::from(c.to_str()?)) }\n", "src/lib.rs", RULE) == []


def test_names_on_other_systems_are_no_bytes() -> None:
    code = "fn path_of(b: &[u8]) -> PathBuf {\n    PathBuf::from(String::from_utf8_lossy(b).into_owned())\n}\n"
    assert said(f"#[cfg(unix)]\n{code}", "src/lib.rs", RULE) == [f"3 {RULE}"]
    for target in ("not(unix)", "windows"):
        assert said(f"#[cfg({target})]\n{code}", "src/lib.rs", RULE) == [], target


def test_a_path_that_is_put_together_as_text() -> None:
    for code in (
        'fn f(d: &OsStr) -> String { format!("{}/data.sock", d.to_string_lossy()) }',
        'fn f(p: &Path) { let q = format!("/run/{}/{}", uid, p.to_string_lossy()); g(q) }',
    ):
        (finding,) = findings(code + "\n", "src/lib.rs", RULE)
        assert "could `Path::join()` get " in finding.question
    for shown in (
        'log(&format!("{}/data", p.to_string_lossy()));',
        'let m = format!("no file {}/data", p.to_string_lossy());',
        'let m = format!("{}", p.to_string_lossy());',
        'let m = format!("http://{}/{}", host, p.to_string_lossy());',
        'println!("{}/data", p.to_string_lossy());',
    ):
        assert said(f"fn f(p: &Path) {{ {shown} }}\n", "src/lib.rs", RULE) == [], shown


def test_through_a_local_that_is_used_later() -> None:
    code = "fn f(p: &Path) {\n    let n = p.to_string_lossy().into_owned();\n    {middle}\n    {last}\n}\n"
    for middle, last, lines in (
        ("log(&n);", "let f = File::open(&n)?;", [f"2 {RULE}"]),
        ("log(&n);", "if loud { let f = File::open(&n)?; }", [f"2 {RULE}"]),
        ("let n = other(p);", "let f = File::open(&n)?;", []),
        ("log(&n);", 'println!("{n}");', []),
    ):
        assert said(code.replace("{middle}", middle).replace("{last}", last), "src/lib.rs", RULE) == lines, last
