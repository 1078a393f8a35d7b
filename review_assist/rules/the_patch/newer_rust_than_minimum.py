"""newer-rust-than-minimum: code that the oldest Rust of the project does not build."""

from __future__ import annotations

import re
from functools import lru_cache

from tree_sitter import Node

from review_assist.model import FileRole
from review_assist.patterns import pattern
from review_assist.rules.rule import Captures, Hit, rule
from review_assist.rules.the_patch._paths import is_conditional, written_path
from review_assist.rules.the_patch._versions import ITEMS, METHODS, SYNTAX, News
from review_assist.syntax.nodes import attributes, enclosing, text
from review_assist.syntax.source import SourceFile

_STD = pattern(r"(std|core|alloc)::(.+)")
_GATES = pattern(rb"#!\[feature\(([\w\s,]*)\)\]")
_BUILT_IN = pattern(r"(allow|expect|warn|deny|doc|cfg|cfg_attr|must_use|deprecated|diagnostic)\b")
_ITEM_NAMES = sorted({path.rpartition("::")[2] for path in ITEMS})


@rule(
    level="warning",
    confidence="high",
    message="{what} needs Rust {since}, and the project's minimum is {minimum}",
    ask="does this build with Rust {minimum}, if {what} came with {since}?",
    why="""The author's compiler is newer than the oldest one that the project supports, and accepts newer
        code without a word. Only a build with the oldest one shows it, often on a distribution that nobody
        has at hand.""",
    instead="Until the minimum is raised, {cure}.",
    query=f"""
        (let_declaration alternative: (block)) @let_else
        (let_chain) @let_chain
        (const_block) @const_block
        (use_bounds) @precise_capture
        (associated_type type_parameters: (_)) @generic_associated
        (trait_item body: (declaration_list
            (function_signature_item return_type: (abstract_type) @impl_in_trait)))
        (trait_item body: (declaration_list
            (function_signature_item (function_modifiers "async")) @async_in_trait))
        ((range_pattern left: (_) ".." right: (_)) @exclusive_range)
        ((string_literal) @c_literal (#match? @c_literal "^c"))
        ((raw_string_literal) @c_literal (#match? @c_literal "^c"))
        ((reference_expression) @raw_borrow (#match? @raw_borrow "^&raw (const|mut) "))
        ((closure_expression) @async_closure (#match? @async_closure "^async "))
        ((foreign_mod_item) @unsafe_extern (#match? @unsafe_extern "^unsafe "))
        (attribute_item (attribute (identifier) @expect (#eq? @expect "expect")))
        (attribute_item (attribute (identifier) @unsafe_attribute (#eq? @unsafe_attribute "unsafe")))
        ((identifier) @item (#any-of? @item {" ".join(f'"{name}"' for name in _ITEM_NAMES)}))
        ((type_identifier) @item (#any-of? @item {" ".join(f'"{name}"' for name in _ITEM_NAMES)}))
        (call_expression function: (field_expression field: (field_identifier) @method
            (#any-of? @method {" ".join(f'"{name}"' for name in METHODS)})))
    """,
    softer_in=(FileRole.TEST, FileRole.BUILD),
)
def newer_rust_than_minimum(found: Captures, file: SourceFile) -> Hit | str:
    """
    A C project chooses a standard with one flag, `-std=gnu11`, and the compiler holds everybody to it. Rust's
    edition is no such flag: it changes a few meanings, while new syntax and new functions of the standard library
    arrive every six weeks, and a compiler takes all that it knows. What a project supports is therefore a number
    in a manifest, the minimum Rust, chosen by what distributions ship. The compiler does not hold the code against
    it. `rust-version` only stops a build with an older compiler, with a friendlier message.

    The minimum is read from the manifests in the patch or the tree, or taken from the project's profile; where it
    is not known, nothing is said. Syntax and paths into the standard library are certain. A method is only known
    by its name, so it is asked about, and not at all if the file declares one of that name.

    ## Keep it when
    The series raises the minimum, or the code is only built where the compiler is new enough.

    ## Known problems
    A crate may have a minimum of its own. Names that are imported by lines that the patch did not write are not
    looked at again.

    ```rust bad profile=qemu
    pub fn level(a: Option<u32>, b: Option<u32>) -> u32 {
        if let Some(x) = a && x > 4 {
            return x;
        }
        b.unwrap_or(0)
    }
    ```

    ```rust good profile=qemu
    pub fn level(a: Option<u32>, b: Option<u32>) -> u32 {
        match a {
            Some(x) if x > 4 => x,
            _ => b.unwrap_or(0),
        }
    }
    ```

    ```rust good profile=qemu
    use std::sync::OnceLock;

    static LIMIT: OnceLock<u32> = OnceLock::new();

    pub fn limit() -> u32 {
        *LIMIT.get_or_init(|| 100)
    }
    ```
    """
    minimum = file.profile.minimum_rust
    if minimum is None:
        return "the project's oldest Rust is not known"
    (capture, nodes) = next((name, nodes) for name, nodes in found.nodes.items() if nodes)
    news = _news(capture, nodes[0], file)
    if news is None or news.since <= minimum or _is_opted_in(nodes[0], news, file) or _is_rewritten(nodes[0]):
        return "the project's oldest Rust has it, or something of the same name"
    values = {
        "what": news.what,
        "since": _version(news.since),
        "minimum": _version(minimum),
        "cure": news.cure,
    }
    return Hit(nodes[0], dict(values), "medium" if capture == "method" else None)


def _news(capture: str, node: Node, file: SourceFile) -> News | None:
    if capture == "method":
        if text(node) in file.names.functions or text(node).encode() in _declared(file.content.source):
            return None
        since, cure = METHODS[text(node)]
        gates = (feature for feature in file.profile.policy.features if text(node) in feature)
        return News(f"the method `{text(node)}`", since, cure, next(gates, text(node)))
    if capture == "item":
        return _item(written_path(node), file)
    return SYNTAX[capture]


def _item(path: str, file: SourceFile) -> News | None:
    std = _STD.fullmatch(file.names.resolve(path)) if "::" in path else None
    if std is None or std[2] not in ITEMS or (std[2] == "error::Error" and std[1] != "core"):
        return None
    since, cure = ITEMS[std[2]]
    return News(f"`{std[0]}`", since, cure)


def _is_opted_in(node: Node, news: News, file: SourceFile) -> bool:
    """Whether the file, or the project, turns it on for an older compiler, or builds it for a newer one only."""
    is_gated = news.gate in file.profile.policy.features
    return is_gated or _is_nightly(file.content.source) or is_conditional(node)


def _is_rewritten(node: Node) -> bool:
    """In a trait with an attribute such as `#[async_trait]`: the compiler sees what that macro makes of it."""
    holder = enclosing(node, "trait_item")
    return holder is not None and any(not _BUILT_IN.match(attribute) for attribute in attributes(holder))


@lru_cache(maxsize=4)
def _declared(source: bytes) -> frozenset[bytes]:
    """Names after `fn`, those of methods too."""
    return frozenset(re.findall(rb"\bfn (\w+)", source))


@lru_cache(maxsize=4)
def _is_nightly(source: bytes) -> bool:
    return _GATES.search(source) is not None


def _version(version: tuple[int, int]) -> str:
    return ".".join(map(str, version))
