"""unbound-lifetime: a safe function lends what a raw pointer points to, for as long as its caller likes."""

from __future__ import annotations

import re

from tree_sitter import Node

from review_assist.model import FileRole, FunctionRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import descendants, field, text
from review_assist.syntax.source import SourceFile

_MAKES = pattern(r"(?i)(alloc|strn?dup|memdup|into_raw|leak)\w*(::<[^()]*>)?\(")
"""Makes memory that no argument owns: it lives until somebody frees it, which is not for a lifetime to say."""


@rule(
    level="error",
    confidence="medium",
    words=("fn ",),
    message="nothing that `{function}` is given has the lifetime `{life}`, so its caller may choose `'static`",
    ask="what keeps the result of `{function}` alive for `{life}`, which its caller may choose to be `'static`?",
    why="""A pointer that a C function returns is good for as long as the documentation says. Rust writes it into
        the type: a lifetime says which argument the result borrows from, and one that stands in the result alone
        borrows from nothing.""",
    instead="Tie it to what it borrows from: {cure}.",
    query="""
    (function_item name: (_) @name type_parameters: (type_parameters) @generics parameters: (_) @parameters
      return_type: (_) @result body: (block) @body) @function
    """,
    silent_in=(FileRole.SHIM, FileRole.TEST, FunctionRole.TEST, FunctionRole.ABI, FunctionRole.THUNK),
    needs="function",
    in_c="const char *device_name(struct device *d);  /* valid until d is freed */",
    checks="The compiler then refuses to use the result after its owner has been dropped or changed.",
)
def unbound_lifetime(captures: Captures, file: SourceFile) -> Hit | str:
    """
    `const char *name = device_name(d);` is fine in C until somebody frees `d`; how long the pointer is good stands
    in a comment, at best.

    `fn name(&self) -> &CStr` says it to the compiler: the result borrows from `self`, and as long as it is used
    nobody can drop the device. With a lifetime of its own, `fn name<'a>(&self) -> &'a CStr`, the signature says
    something else: the result is good for any `'a` that the caller asks for. In safe code the compiler would
    refuse the body. A reference made from a raw pointer has no lifetime yet, takes the one that is wanted, and
    safe code can then hold on to memory that is gone.

    ## Keep it when
    What is lent lives as long as the program: then `&'static` says so. An `unsafe fn` whose `# Safety` section
    leaves the choice of `'a` to the caller, such as `from_raw`, is not meant.

    ## Known problems
    A type that holds a reference without showing it in its name is not recognised.

    ```rust bad
    impl Device {
        pub fn name<'a>(&self) -> &'a CStr {
            // SAFETY: the name of a device is a C string.
            unsafe { CStr::from_ptr((*self.raw).name) }
        }
    }
    ```
    ```rust good
    impl Device {
        pub fn name(&self) -> &CStr {
            // SAFETY: the name of a device is a C string, which lives as long as the device.
            unsafe { CStr::from_ptr((*self.raw).name) }
        }
    }
    ```
    ```rust good
    // The caller promises the lifetime.
    impl Device {
        /// # Safety
        ///
        /// `raw` points to a device that lives for `'a`.
        pub unsafe fn from_raw<'a>(raw: *mut bindings::device) -> &'a Self {
            // SAFETY: by the promise above.
            unsafe { &*raw.cast() }
        }
    }
    ```
    """
    function = file.function(captures["function"])
    if function is None:
        return "the function is not shown"
    if function.is_unsafe:
        return "the function is `unsafe`: its caller answers for it"
    if function.is_trait_method:
        return "the trait gives the signature"
    where = next((c for c in captures["function"].named_children if c.type == "where_clause"), None)
    taken = text(captures["parameters"]) + text(where)
    generics, result = text(captures["generics"]), text(captures["result"])
    for life in re.findall(r"'\w+", generics):
        is_lent = re.search(rf"&\s*{life}\b", result) is not None
        if is_lent and not re.search(rf"{life}\b", taken) and generics.count(life) == 1:
            if not any(descendants(captures["body"], "unsafe_block")):
                return "nothing in it is unsafe, so the compiler has checked it"
            return (
                "what it lends may be made anew" if _MAKES.search(text(captures["body"])) else _hit(captures, life)
            )
    return "it lends nothing for a lifetime that no argument has"


def _hit(captures: Captures, life: str) -> Hit | str:
    cure = _cure([c for c in captures["parameters"].named_children if "comment" not in c.type], life)
    name = text(captures["name"])
    return (
        Hit(at=captures["name"], values={"function": name, "life": life, "cure": cure})
        if cure
        else "an argument that is given away may be what lives on"
    )


def _cure(parameters: list[Node], life: str) -> str:
    """What ties the result; empty where an argument that is given away may well be what lives on."""
    lent = [one for one in parameters if _is_lent(one)]
    if not parameters or len(lent) < len(parameters):
        return ""
    if lent[0].type == "self_parameter":
        return f"leave `{life}` out, and the lifetime of the result is that of `self`"
    if any("&" in text(one) for one in lent):
        return f"give the argument that it comes from the same lifetime, `&{life}`"
    return f"take a reference, or make it an `unsafe fn` whose `# Safety` section asks the caller for `{life}`"


def _is_lent(parameter: Node) -> bool:
    """A reference, a raw pointer or a plain number: nothing that the function could keep alive for ever."""
    if parameter.type == "self_parameter":
        return text(parameter).startswith("&")
    kind = field(parameter, "type")
    return kind is not None and kind.type in ("reference_type", "pointer_type", "primitive_type")
