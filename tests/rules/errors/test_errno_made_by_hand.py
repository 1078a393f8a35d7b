"""Cases of errno-made-by-hand beyond its examples."""

from __future__ import annotations

import pytest

from review_assist.profiles.load import shipped
from tests.helper import findings, said

RULE = "errno-made-by-hand"
LINUX = shipped()["linux"]


def callback(arm: str, name: str = "resume", abi: str = 'extern "C" ') -> str:
    body = f"match T::{name}() {{\n        Ok(()) => 0,\n        {arm}\n    }}"
    return f"{abi}fn {name}() -> c_int {{\n    {body}\n}}\n"


@pytest.mark.parametrize(
    "arm",
    [
        "Err(e) => e.to_errno(),",
        "Err(e) => return e.to_errno(),",
        "Err(err) => return Error::to_errno(err),",
        "Err(err) => kernel::error::Error::to_errno(err),",
    ],
)
def test_finds_the_arm(arm: str) -> None:
    assert said(callback(arm), "rust/kernel/a.rs", RULE, profile=LINUX) == [f"4 {RULE}"]


@pytest.mark.parametrize(
    "arm",
    [
        "Err(e) => e.to_errno() as isize,",
        "Err(e) => EINVAL.to_errno(),",
        "Err(e) => { log(e); e.to_errno() }",
        "Err(_) => error.to_errno(),",
        "Some(e) => e.to_errno(),",
    ],
)
def test_other_arms(arm: str) -> None:
    assert said(callback(arm), "rust/kernel/a.rs", RULE, profile=LINUX) == []


def test_is_for_functions_that_c_calls_and_for_the_kernel() -> None:
    code = callback("Err(e) => e.to_errno(),")
    assert said(code.removeprefix('extern "C" '), "rust/kernel/a.rs", RULE, profile=LINUX) == []
    assert said(code, "src/a.rs", RULE, profile=shipped()["qemu"]) == []


def test_is_told_once_a_file() -> None:
    arm = "Err(e) => e.to_errno(),"
    code = callback(arm) + callback(arm, "suspend") + callback("Err(_) => 1,", "stop") + callback(arm, "start")
    (finding,) = findings(code, "rust/kernel/a.rs", RULE, profile=LINUX)
    assert finding.line == 4 and "2 other functions" in finding.message
