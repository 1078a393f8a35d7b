"""The code that a note proposes, for the cases that are easily got wrong: references, `mut`, labels, types."""

from __future__ import annotations

import pytest

from tests.helper import findings, said

_CASES = (
    (
        "question-mark-by-hand",
        "fn f(s: &Option<u8>) -> Option<u8> { match s { None => None, Some(s) => g(s) } }",
        "Write `let s = s.as_ref()?;`.",
    ),
    (
        "question-mark-by-hand",
        (
            "fn f(p: &mut P) -> Option<u8> { let x = match &mut p.next { None => return None, Some(x) => "
            "x }; x.go() }"
        ),
        "Write `let x = p.next.as_mut()?;`.",
    ),
    (
        "question-mark-by-hand",
        "fn f(p: &P) -> Option<u8> { match p.next { None => None, Some(ref s) => g(s) } }",
        "Write `let s = p.next.as_ref()?;`.",
    ),
    (
        "question-mark-by-hand",
        (
            "fn f(s: &str) -> Result<u8, E> { let mut n: u32 = match s.parse() { Ok(n) => n, Err(e) => "
            "return Err(e.into()) }; n += 1; g(n) }"
        ),
        "Write `let mut n: u32 = s.parse()?;`.",
    ),
    (
        "question-mark-by-hand",
        "fn f() -> Result<u8, E> { match g() { Ok(x) => Ok(x), Err(e) => Err(e.into()) } }",
        "Write `Ok(g()?)`.",
    ),
    (
        "question-mark-by-hand",
        "fn f() -> Result<u8, E> { match g() { Ok(x) => Ok(x), Err(e) => Err(e) } }",
        "Write `g()`.",
    ),
    (
        "question-mark-by-hand",
        (
            "fn f(p: *const Option<u8>) -> Option<u8> { let x = match *p { Some(x) => x, None => return "
            "None }; g(x) }"
        ),
        "Write `let x = (*p)?;`.",
    ),
    (
        "let-else-by-hand",
        (
            "unsafe fn f(p: *mut u8) -> i32 { let mut x = match p.get() { Some(x) => x, None => return "
            "-1 }; x += 1; x }"
        ),
        "Write `let Some(mut x) = p.get() else { return -1 };`.",
    ),
    (
        "let-else-by-hand",
        "unsafe fn f(p: *mut u8) -> i32 { let x: u32 = match p.parse() { Ok(x) => x, Err(_) => return -1 }; x }",
        "Write `let Ok(x): Result<u32, _> = p.parse() else { return -1 };`.",
    ),
    (
        "let-else-by-hand",
        (
            "unsafe fn f(p: *mut u8) -> i32 { let x = match unsafe { g(p) } { Some(x) => x, None => "
            "return -1 }; x }"
        ),
        "Write `let Some(x) = (unsafe { g(p) }) else { return -1 };`.",
    ),
    (
        "let-else-by-hand",
        "unsafe fn f(p: *mut u8) -> i32 { let x = match p.a { Some(ref mut x) => x, None => return -1 }; x }",
        "Write `let Some(ref mut x) = p.a else { return -1 };`.",
    ),
    (
        "let-else-by-hand",
        (
            "unsafe fn f(p: *mut u8) -> i32 { 'a: for k in v { let x = match p.a { Some(x) => x, None => "
            "continue 'a }; g(x); } 0 }"
        ),
        "Write `let Some(x) = p.a else { continue 'a };`.",
    ),
    (
        "search-loop",
        (
            "unsafe fn f(p: *mut u8, v: &[u32], k: u32) -> Option<u32> { for &x in v { if x == k { "
            "return Some(x); } } None }"
        ),
        "Write `v.iter().find(|&&x| x == k).copied()`.",
    ),
    (
        "search-loop",
        (
            "unsafe fn f(p: *mut u8, v: Vec<u32>, k: u32) -> bool { for x in v { if x == k { return "
            "true; } } false }"
        ),
        "Write `v.into_iter().any(|x| x == k)`.",
    ),
    (
        "search-loop",
        (
            "unsafe fn f<'a>(p: *mut u8, v: &'a mut [T], k: u32) -> Option<&'a mut T> { for x in v { if "
            "x.k == k { return Some(x); } } None }"
        ),
        "Write `v.iter_mut().find(|x| x.k == k)`.",
    ),
    (
        "search-loop",
        (
            "impl T { unsafe fn f(&mut self, p: *mut u8, k: u32) -> Option<&T> { for x in &mut self.v { "
            "if x.k == k { return Some(x); } } None } }"
        ),
        "Write `self.v.iter().find(|x| x.k == k)`.",
    ),
    (
        "search-loop",
        (
            "unsafe fn f(p: *mut u8, s: &str) -> Option<char> { for c in s.chars() { if c == 'a' { "
            "return Some(c); } } None }"
        ),
        "Write `s.chars().find(|&c| c == 'a')`.",
    ),
    (
        "search-loop",
        (
            "unsafe fn f(p: *mut u8, s: &[u8]) -> i32 { for i in 0..s.len() { if s[i] == b'a' { return i "
            "as i32; } } -1 }"
        ),
        "Write `s.iter().position(|&item| item == b'a')`.",
    ),
    (
        "tally-loop",
        (
            "unsafe fn f(p: *mut u8, s: &str) -> u32 { let mut n: u32 = 0; for c in s.chars() { if c == "
            "'a' { n += 1; } } n }"
        ),
        "Write `let n = s.chars().filter(|&c| c == 'a').count();`, which is a `usize`.",
    ),
    (
        "tally-loop",
        "unsafe fn f(p: *mut u8, v: &[u32]) -> u32 { let mut n: u32 = 0; for x in v { n += *x; } n }",
        "Write `let n: u32 = v.iter().sum();`.",
    ),
    (
        "tally-loop",
        "unsafe fn f(p: *mut u8, v: &[u32]) -> u32 { let mut n = 0; for x in v { if *x > 3 { n += x; } } n }",
        "Write `let n: _ = v.iter().filter(|&x| *x > 3).sum();`, with the type of the sum in place of `_`.",
    ),
    (
        "tally-loop",
        (
            "unsafe fn f(p: *mut u8, v: &[T]) -> u64 { let mut n: u64 = 0; for (i, x) in "
            "v.iter().enumerate() { if i as u8 != K { n += x.len as u64; } } n }"
        ),
        (
            "Write `let n: u64 = v.iter().enumerate().filter(|&(i, x)| i as u8 != K).map(|(i, x)| x.len "
            "as u64).sum();`."
        ),
    ),
    (
        "counter-beside-loop",
        "fn f(v: Vec<T>) { let mut i: u32 = 0; 'outer: for x in v { put(i, x); i += 1; } }",
        (
            "Write `'outer: for (i, x) in (0_u32..).zip(v.into_iter())`; the `mut` counter in front of "
            "the loop and its step go away."
        ),
    ),
    (
        "counter-beside-loop",
        "fn f(v: &[T]) { let mut i = 0u32; for x in v { put(i, x); i += 1; } }",
        (
            "Write `for (i, x) in (0_u32..).zip(v.iter())`; the `mut` counter in front of the loop and "
            "its step go away."
        ),
    ),
    (
        "manual-min-max",
        "unsafe fn f(p: *mut P, n: i32) { if (*p).nx[0] > n { (*p).nx[0] = n; } }",
        "Write `(*p).nx[0] = (*p).nx[0].min(n)`.",
    ),
    (
        "manual-min-max",
        "unsafe fn f(p: *mut P, a: i32, b: i32) -> i32 { if a - b < b - a { a - b } else { b - a } }",
        "Write `(a - b).min(b - a)`.",
    ),
    (
        "manual-min-max",
        "unsafe fn f(p: *mut P, a: i32) -> i32 { if 5 < a { 5 } else { a } }",
        "Write `a.min(5)`.",
    ),
    (
        "manual-min-max",
        "unsafe fn f(p: *mut P, q: *mut i32, a: i32) { if *q < a { *q = a; } }",
        "Write `*q = (*q).max(a)`.",
    ),
    (
        "map-looked-up-twice",
        "fn f(m: &mut M, k: &str) { if !m.contains_key(k) { m.insert(k.to_string(), V::new()); } }",
        "Write `m.entry(k.to_string()).or_insert_with(..)`.",
    ),
    (
        "map-looked-up-twice",
        "fn f(m: &mut M, k: i32) { if m.get(k as usize).is_some() { m[k as usize] = 3; } }",
        "Write `if let Some(..) = m.get_mut(k as usize)`.",
    ),
    (
        "bytes-taken-apart",
        "fn f(o: &mut Vec<u8>, d: usize) { o.push(d as u8); o.push((d >> 8) as u8); }",
        "Write `o.extend_from_slice(&(d as u16).to_le_bytes())`.",
    ),
    (
        "bytes-taken-apart",
        (
            "fn f(o: &mut [u8], d: u32, i: usize) { o[i] = (d >> 24) as u8; o[i + 1] = (d >> 16) as u8; "
            "o[i + 2] = (d >> 8) as u8; o[i + 3] = d as u8; }"
        ),
        "Write `o[i..i + 4].copy_from_slice(&d.to_be_bytes())`.",
    ),
    (
        "enumerated-store",
        "unsafe fn f(p: *mut u8, v: &[u8], o: &mut [u8]) { for (i, x) in v.iter().enumerate() { o[i] = *x; } }",
        "Write `o[..v.len()].copy_from_slice(&v)`.",
    ),
    (
        "enumerated-store",
        "unsafe fn f(p: *mut u8, v: &[u8], o: &mut [T]) { for (i, x) in v.iter().enumerate() { o[i].b = *x; } }",
        "Write `for (item, x) in o.iter_mut().zip(v.iter())`, and `item` where it says `o[i]`.",
    ),
    (
        "assigned-in-every-branch",
        "fn f(c: bool) { let mut w = 0; let mut h = 0; if c { w = 1; h = 2; } else { w = 3; h = 4; } g(w, h); }",
        (
            "Write `let (w, h) = if c { .. } else { .. };`, with the value as the last line of each "
            "branch; `h` needs no placeholder."
        ),
    ),
    (
        "assigned-in-every-branch",
        "fn f(c: bool) { let mut w = 0; if c { w = 1; } else { w = 3; } w += 1; g(w); }",
        (
            "Write `let mut w = if c { .. } else { .. };`, with the value as the last line of each "
            "branch; `w` needs no placeholder."
        ),
    ),
    (
        "position-then-index",
        "fn f(v: &mut [u32], k: u32) { if let Some(i) = v.iter().position(|x| *x == k) { v[i] = 0; } }",
        (
            "Write `v.iter_mut().find(|x| *x == k)`, and use what it gives in place of `v[i]`; the "
            "closure gets one more `&` than that of `position`."
        ),
    ),
    (
        "position-then-index",
        "fn f(v: &[u32], k: u32) -> u32 { let i = v.iter().position(|&x| x == k).unwrap(); v[i] }",
        "Write `v.iter().find(|&&x| x == k)`, and use what it gives in place of `v[i]`.",
    ),
)


@pytest.mark.parametrize(("rule", "code", "instead"), _CASES)
def test_proposed_code_fits(rule: str, code: str, instead: str) -> None:
    assert [finding.instead for finding in findings(f"{code}\n", "src/lib.rs", rule)] == [instead]


def test_what_is_lent_for_less_is_left_alone() -> None:
    code = "impl T { fn f(&mut self) -> Option<&B> { match self.b_mut() { Some(x) => Some(x), None => None } } }\n"
    assert said(code, "src/lib.rs", "question-mark-by-hand") == []


def test_a_state_by_number_is_one_note() -> None:
    step = "match state { 0 => state = 1, 1 => state = 2, _ => break }\n"
    code = f"fn f() {{ let mut state = 0; loop {{ {step}{step} }} }}\n"
    assert len(said(code, "src/lib.rs", "numbered-state")) == 1


def test_a_digit_behind_a_test_for_one_is_low() -> None:
    code = "unsafe fn f(p: *mut u8, c: u8) -> u8 { if c.is_ascii_digit() { return c - b'0'; } 0 }\n"
    assert [each.confidence for each in findings(code, "src/lib.rs", "digit-arithmetic")] == ["low"]
