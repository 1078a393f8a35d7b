"""needless-repr-c: a struct of Rust's own types has C's layout."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.syntax.nodes import COMMENTS, text
from review_assist.syntax.source import SourceFile

_RUST_ONLY = pattern(
    r"(Option<)?(&('\w+ )?(mut )?(str|\[)|(\w+::)*(String|Vec<|VecDeque<|HashMap<|BTreeMap<|HashSet<|BTreeSet<"
    r"|PathBuf\b|Box<(dyn\b|\[|str\b)|Rc<|Arc<|Mutex<|RwLock<|RefCell<|Cow<))"
)
_SHARED = pattern(
    r"\*\s*(mut|const)\b|\bextern\b|\b(bindings|libc|ffi|\w+_sys)::|\bc_[a-z]+\b|NonNull|Opaque|UnsafeCell"
    r"|MaybeUninit|Phantom|\bParent\w*|\bAtomic\w+"
)
_POINTED_TO = pattern(
    rb"(?:\*\s*(?:mut|const)\s+|NonNull\s*<\s*|offset_of!\s*[({]\s*|size_of::<\s*|cast::<\s*|transmute.{0,80}?)"
    rb"(?:\w+::)*([A-Z]\w*)"
)


@rule(
    level="note",
    confidence="medium",
    words=("repr(C)", "repr( C"),
    message="`{type}` has C's layout, though C cannot read its field `{field}: {kind}`",
    ask="does C read `{type}`, or could `#[repr(C)]` go?",
    why="""C can use a struct only if it knows each field's layout, and a `{kind}` has none that C could
        declare. Without the attribute the compiler is free to order the fields and save padding.""",
    instead="""Drop `#[repr(C)]`. If C does need a part of `{type}`, give that part a struct of its own with
        plain fields, and embed it.""",
    query="""
    (struct_item name: (type_identifier) @name body: (field_declaration_list) @body) @struct
    """,
    silent_in=(FileRole.SHIM, FileRole.MACROS),
    softer_in=(FileRole.BINDING, FileRole.TEST),
    in_c="struct command {{ char *name; }};     /* its layout is an ABI */",
    checks="A reader no longer has to look for C code that depends on the layout.",
)
def needless_repr_c(captures: Captures, file: SourceFile) -> Hit | str:
    """
    Every struct of a C program has C's layout, so a port puts `#[repr(C)]` on each of them to be safe.

    The attribute is a promise to the other side of a boundary: these fields, in this order, with this
    padding. A reader concludes that C looks at the struct and that no field may move, and a reviewer starts
    to compare it with a header. `String`, `Vec`, slices, `Box<dyn ...>` and maps have no layout that is
    promised to anyone, so a struct that holds one is Rust's business alone. Without the attribute the
    compiler arranges the fields by itself, and the attribute is left where it means something.

    ## Keep it when
    C or another process reads the fields in front of this one, or unsafe code casts between this struct and
    another that begins in the same way.

    ## Known problems
    Casts in other files are not seen; where this file points to the struct with a raw pointer nothing is said.

    ```rust bad
    #[repr(C)]
    pub struct Command {
        pub name: String,
        pub arguments: Vec<String>,
        pub flags: u32,
    }
    ```
    ```rust good
    pub struct Command {
        pub name: String,
        pub arguments: Vec<String>,
        pub flags: u32,
    }
    ```
    ```rust good
    // C reads it.
    #[repr(C)]
    pub struct Request {
        pub length: u32,
        pub flags: u32,
    }
    ```
    """
    attribute = _layout_attribute(captures["struct"])
    fields = [c for c in captures["body"].named_children if c.type == "field_declaration"]
    if attribute is None or not fields or text(captures["name"]).encode() in _pointed_to(file.content.source):
        return "the struct has another layout, or pointers to it are used"
    if _SHARED.search(text(captures["body"])) or text(fields[0].child_by_field_name("name")) == "parent_obj":
        return "a field is of C, or is what C looks for"
    for field in fields:
        kind = field.child_by_field_name("type")
        if kind is not None and _RUST_ONLY.match(text(kind)):
            name = text(field.child_by_field_name("name"))
            return Hit(at=attribute, values={"type": captures["name"], "field": name, "kind": kind})
    return "C could read every field"


def _layout_attribute(struct: Node) -> Node | None:
    """The attribute `#[repr(C)]`, with nothing else in it, above the struct."""
    sibling = struct.prev_sibling
    while sibling is not None and (sibling.type == "attribute_item" or sibling.type in COMMENTS):
        if re.fullmatch(r"#\[\s*repr\(\s*C\s*\)\s*\]", text(sibling)):
            return sibling
        sibling = sibling.prev_sibling
    return None


@lru_cache(maxsize=4)
def _pointed_to(source: bytes) -> frozenset[bytes]:
    """Types that raw pointers of this text point to, or whose size or offsets it takes."""
    return frozenset(_POINTED_TO.findall(source))
