"""manual-reference-count: `foo_ref(p)`, `foo_unref(p)` or `refcount += 1` written out by hand."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.names import self_type
from review_assist.syntax.nodes import arguments, callee, field, is_in_unsafe, statements, text
from review_assist.syntax.roles import c_function, implemented_trait, is_c_path
from review_assist.syntax.source import Function, SourceFile, squeezed

_COUNTING = pattern(r"\w+_(unref|ref|put)|(put|kref)_\w+|object_new|refcount_(inc|dec)\w*")
_NO_COUNT = pattern(r"(^|_)(as|by|to|mut|const|get|from|into|is|has)_ref$|_and_test$")
"""What makes a reference of Rust, or asks for one, and what a reference count itself is made of."""
_TAKING = pattern(r"(?:(\w+)_get|get_(\w+))")
_DROPPED = pattern(r"\bimpl\b[^{};]{0,200}?\b(?:Drop|PinnedDrop) for (\w+)")
_LOOSE = frozenset(("refs", "nrefs", "users", "count"))
"""Names of other counts as well."""
_OWNERS = frozenset(
    "Drop Clone AlwaysRefCounted RefCounted FreeForeign CloneToForeign FromForeign ForeignOwnable From".split()
)
_OWNING_FUNCTIONS = frozenset("drop clone from inc_ref dec_ref from_raw into_raw".split())


@rule(
    level="warning",
    confidence="high",
    words=("ref", "put", "object_new", " -= 1"),
    message="`{code}` counts a reference by hand",
    ask="could the reference counted by `{code}` be held in a value whose `Drop` gives it back?",
    why="""C pairs get and put by convention, with a `goto` for each way out. `?`, an early `return` and a
        panic leave a Rust function as well, and none of them calls the put. `Drop` runs on all of them.""",
    instead="""Hold it in an owning type: {owner}. Cloning takes a reference, going out of scope gives it back,
        and a borrowed `&T` needs neither.""",
    query="""
    (call_expression function: [(identifier) @name (scoped_identifier name: (identifier) @name)]
      (#match? @name "ref|put|get|^object_new$")) @count
    (compound_assignment_expr
      left: (field_expression field: (field_identifier) @name)
      right: (integer_literal) @step
      (#any-of? @name "refcount" "ref_count" "refcnt" "ref_cnt" "references" "refs" "nrefs" "users" "count")
      (#eq? @step "1")) @count
    """,
    silent_in=(FileRole.SHIM, FunctionRole.ABI, FunctionRole.THUNK),
    softer_in=(FileRole.BINDING, FileRole.TEST, FunctionRole.CONTRACT, FunctionRole.TEST),
    in_c="""
        object_ref(obj);
        object_unref(obj);                  /* on each path, once */
    """,
    checks="The compiler then gives the reference back when its owner goes, once, on every path.",
)
def manual_reference_count(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `object_ref` and `object_unref`, `get` and `put`: in C the count is part of every function that keeps or
    drops a pointer, and a reviewer follows each path to the end to see that the two sides match.

    Rust has a place to write the pair once. A type whose `Clone` takes a reference and whose `Drop` gives it
    back cannot be used wrongly: each way out of a scope runs `Drop`, and moving the value hands the reference
    over without touching the count. What is only looked at during a call is borrowed as `&T`, and the
    compiler checks that the borrow ends before the owner does. For data that C never sees, `Rc` and `Arc` do
    all of it.

    ## Keep it when
    This is the `Drop` or `Clone` of the owning type itself, or a function that makes one, from a raw pointer or
    from what C looked up.
    C callbacks that must hand out a new reference count by hand too.

    ## Known problems
    The counting functions are known by their names alone.

    ```rust bad
    fn probe(bus: &Bus) -> bool {
        // SAFETY: the bus is alive.
        let found = unsafe { bindings::object_new(bus.type_name()) };
        let is_known = bus.knows(found);
        // SAFETY: created above.
        unsafe { bindings::object_unref(found) };
        is_known
    }
    ```
    ```rust good
    fn probe(bus: &Bus) -> bool {
        let found = Device::new(bus);
        bus.knows(&found)
    }
    ```
    ```rust good
    impl Drop for Owned {
        fn drop(&mut self) {
            // SAFETY: this value owns one reference.
            unsafe { bindings::object_unref(self.raw) }
        }
    }
    ```
    """
    at = captures["count"]
    function = file.function(at)
    if implemented_trait(at) in _OWNERS or (function is not None and function.name in _OWNING_FUNCTIONS):
        return "it is in an owner's own `clone` or `drop`"
    name = text(captures["name"])
    if at.type == "call_expression":
        if function is not None and _is_given_out(at, function.node):
            return "the function gives the reference to its caller, which is C"
        hit = _of_call(at, file)
        makes_owner = hit is not None and function is not None and _makes_an_owner(name, function.node, file)
        return "it makes an owner of the pointer" if makes_owner else hit
    if name in _LOOSE and not _ends_at_zero(name, function):
        return "the object is not seen to end with the count"
    if name == "references" and not is_in_unsafe(at) and not _ends_at_zero(name, function):
        return "the object is not seen to end with the count"
    owner = "`Rc<T>`, or `Arc<T>` across threads, keeps this count" + _for_struct(at, file)
    return Hit(at=at, values={"code": at, "owner": owner}, confidence="medium")


def _is_given_out(call: Node, function: Node) -> bool:
    """Whether the function returns the raw pointer whose count goes up, as a getter for C has to."""
    taken, answer = next(iter(arguments(call)), None), statements(field(function, "body") or function)[-1:]
    is_raw = squeezed(text(field(function, "return_type"))).startswith("*")
    return is_raw and taken is not None and bool(answer) and text(answer[0]) == text(taken)


@lru_cache(maxsize=64)
def _makes_from_raw(function: Node) -> bool:
    return re.search(r"\bfrom_raw(_\w+)?\(", text(function)) is not None


def _makes_an_owner(name: str, function: Node, file: SourceFile) -> bool:
    """In a function that makes a value of a raw pointer, or of a type of this file that has a `Drop`."""
    if _makes_from_raw(function):
        return True
    if name.endswith(("unref", "put")) or name.startswith("put_"):
        return False
    made = set(re.findall(r"\b([A-Z]\w*)(?:::<[^>]*>)?\s*[({]", text(field(function, "body"))))
    if "Self" in made:
        made.add(self_type(function))
    return not made.isdisjoint(_dropped(file.names.roots))


@lru_cache(maxsize=4)
def _dropped(roots: tuple[Node, ...]) -> frozenset[str]:
    """Types that have a `Drop`; asked of each call, and every answer is a search through the file."""
    return frozenset(name for root in roots for name in _DROPPED.findall(text(root)))


def _of_call(call: Node, file: SourceFile) -> Hit | str:
    name = c_function(call, file.names)
    is_count = _COUNTING.fullmatch(name) is not None or _has_twin(name, file)
    if not is_count or _NO_COUNT.search(name):
        return "the call is not known to count references"
    is_sure = is_c_path(callee(call), file.names)
    owner = "one with `Clone` and `Drop` around the pair, or `Rc` or `Arc` if no C code counts"
    return Hit(at=call, values={"code": call, "owner": owner}, confidence="high" if is_sure else "medium")


def _has_twin(name: str, file: SourceFile) -> bool:
    """`of_node_get` or `get_device`, where the file also names `of_node_put` or `put_device`."""
    taking = _TAKING.fullmatch(name)
    if taking is None:
        return False
    return (f"{taking[1]}_put" if taking[1] else f"put_{taking[2]}") in file.names.uses


def _ends_at_zero(name: str, function: Function | None) -> bool:
    """Whether the function frees or destroys the object when this count has come down to zero."""
    if function is None:
        return False
    code = text(function.node)
    falls = re.search(rf"\b{name} -= 1\b", code) and re.search(rf"\b{name} == 0\b", code)
    return bool(falls) and re.search(r"free|destroy|from_raw|drop\(|release|dealloc", code) is not None


def _for_struct(at: Node, file: SourceFile) -> str:
    """Names the struct, if only one in the file has the field."""
    left = at.child_by_field_name("left")
    name = text(left.child_by_field_name("field")) if left is not None else ""
    owners = {struct for struct, _ in file.names.fields.get(name, [])}
    return f" for `{owners.pop()}`" if len(owners) == 1 else ""
