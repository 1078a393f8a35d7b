"""Cases of manual-reference-count beyond its examples."""

from __future__ import annotations

from tests.helper import findings, said

RULE = "manual-reference-count"


def test_a_counter_of_one_s_own() -> None:
    code = "struct Node { refcount: u32 }\nfn f(node: &mut Node) { node.refcount += 1; }\n"
    (finding,) = findings(code, "src/lib.rs", RULE)
    assert "`Rc<T>`" in finding.instead and "`Node`" in finding.instead


def test_statistics_are_no_reference_count() -> None:
    assert said("fn f(stats: &mut Stats) { stats.references += 1; }\n", "src/lib.rs", RULE) == []


def test_ordinary_methods_and_functions() -> None:
    code = "fn f(p: &P, q: &mut Fifo) { unsafe { p.as_ref() }; q.fifo_put(1); input_put(3); by_ref(q); }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_an_owning_type_is_made_of_this() -> None:
    code = "impl Clone for O { fn clone(&self) -> O { unsafe { bindings::object_ref(self.0) }; O(self.0) } }\n"
    assert said(code, "src/lib.rs", RULE) == []


def test_a_callback_for_c_counts_for_c() -> None:
    code = 'extern "C" fn f(p: *mut Object) { unsafe { bindings::object_unref(p) } }\n'
    assert said(code, "src/lib.rs", RULE) == []


def test_a_get_counts_where_its_put_is_near() -> None:
    pair = "fn f(n: *mut N) { unsafe { bindings::of_node_get(n); g(n); bindings::of_node_put(n) } }\n"
    assert len(findings(pair, "src/lib.rs", RULE)) == 2
    alone = "fn f(n: *mut N) -> u32 { unsafe { bindings::clk_rate_get(n) } }\n"
    assert findings(alone, "src/lib.rs", RULE) == []


def test_is_silent_on_what_makes_a_reference() -> None:
    for name in ("ptr_to_ref", "ptr_to_mut_ref", "take_mut_ref", "refcount_dec_and_test"):
        assert said(f"unsafe fn f(p: *mut A) {{ let a = unsafe {{ {name}(p) }}; }}\n", "src/a.rs", RULE) == [], (
            name
        )


OWNER = """impl Line {
    fn get(dev: &Device) -> Result<Self> {
        // SAFETY: `dev` is valid.
        Ok(Self(from_err_ptr(unsafe { bindings::line_get(dev.as_raw()) })?))
    }
}
impl Drop for Line {
    fn drop(&mut self) {
        // SAFETY: owned.
        unsafe { bindings::line_put(self.0) }
    }
}
"""


def test_a_function_that_makes_the_owner_takes_a_reference() -> None:
    assert said(OWNER, "src/lib.rs", RULE) == []
    assert (
        said(OWNER.replace("Result<Self>", "Result<Line>").replace("Ok(Self(", "Ok(Line("), "src/lib.rs", RULE)
        == []
    )
    assert said(OWNER.replace("impl Drop for Line", "impl Line"), "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_a_reference_that_is_given_out_to_c() -> None:
    body = "unsafe { cert_ref(self.raw) };\n        self.raw\n"
    code = (
        f"use bindings::x509_ref;\nimpl Cert {{\n    pub fn up_ref(&self) -> KIND {{\n        {body}    }}\n}}\n"
    )
    assert said(code.replace("KIND", "*mut X509"), "src/lib.rs", RULE) == []
    assert said(code.replace("KIND", "Number"), "src/lib.rs", RULE) == [f"4 {RULE}"]


def test_a_function_that_makes_the_owner_by_another_name_of_from_raw() -> None:
    code = """\
impl Policy {
    fn of_cpu(cpu: u32) -> Policy {
        // SAFETY: any number is fine.
        let raw = unsafe { bindings::policy_get(cpu) };
        // SAFETY: it was counted for us.
        unsafe { Policy::from_raw_policy(raw) }
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        // SAFETY: this value owns one reference.
        unsafe { bindings::policy_put(self.raw) }
    }
}
"""
    assert said(code, "src/a.rs", RULE) == []
