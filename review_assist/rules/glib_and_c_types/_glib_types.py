"""What Rust has in place of each GLib type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Replacement:
    """What to write instead, as it stands in a sentence, and what a reviewer adds to it."""

    native: str
    advice: str


_SAME = "Rust's own numbers have the same size on both sides."
_LOCKS = "The value lives inside of the lock, so that nobody reaches it without locking."
_HANDLE = "A tag that is removed by hand can be forgotten: removing it belongs in `Drop`."
_BUFFER = "Element size and the function that frees an element are part of the type."
_LIST = "Callers see the elements, never the nodes; a list from C is walked once, in the binding."

_NUMBERS = {
    "gint": "i32",
    "guint": "u32",
    "gshort": "i16",
    "gushort": "u16",
    "guchar": "u8",
    "gint8": "i8",
    "guint8": "u8",
    "gint16": "i16",
    "guint16": "u16",
    "gint32": "i32",
    "guint32": "u32",
    "gint64": "i64",
    "guint64": "u64",
    "gsize": "usize",
    "gssize": "isize",
    "gintptr": "isize",
    "guintptr": "usize",
    "goffset": "i64",
    "gfloat": "f32",
    "gdouble": "f64",
}

TYPES: dict[str, Replacement] = {
    **{name: Replacement(f"`{native}`", _SAME) for name, native in _NUMBERS.items()},
    "glong": Replacement(
        "`i64` or `isize`", "C's `long` changes its size with the platform: say which one is meant."
    ),
    "gulong": Replacement(
        "`u64` or `usize`", "C's `long` changes its size with the platform: say which one is meant."
    ),
    "gboolean": Replacement("`bool`", "In C it is an `int`: convert with `!= 0` at the edge, in one place."),
    "gunichar": Replacement("`char`", "Check a value from C once, with `char::from_u32`."),
    "gchar": Replacement("`&str` or `&CStr`", "Convert with `CStr::from_ptr` once, where C hands it in."),
    "GStrv": Replacement("`Vec<String>`, or `&[&str]` if it is only read", "Convert in the binding."),
    "gpointer": Replacement("a closure or a generic `T`", "The untyped pointer can stay inside of the binding."),
    "gconstpointer": Replacement("`&T` or a generic", "The untyped pointer can stay inside of the binding."),
    "GDestroyNotify": Replacement("the value's own `Drop`", "A boxed closure is dropped by one generic function."),
    "GSourceFunc": Replacement("a closure, `FnMut() -> bool`", _HANDLE),
    "GFunc": Replacement("a closure, `FnMut(&T)`", "Captured variables take the place of `user_data`."),
    "GCallback": Replacement("a closure with its real signature", "Nothing has to be cast to call it."),
    "GCompareFunc": Replacement("`Ord`, or a closure that returns `Ordering`", "No sign has to be remembered."),
    "GCompareDataFunc": Replacement(
        "`Ord`, or a closure that returns `Ordering`", "No sign has to be remembered."
    ),
    "GHashFunc": Replacement("`#[derive(Hash)]` on the key", "The map takes it from the type."),
    "GEqualFunc": Replacement("`#[derive(PartialEq, Eq)]` on the key", "The map takes it from the type."),
    "GString": Replacement("`String`", "Build it with `format!` or `write!`, and copy it to C once, if at all."),
    "GList": Replacement("`Vec<T>`", _LIST),
    "GSList": Replacement("`Vec<T>`", _LIST),
    "GQueue": Replacement("`VecDeque<T>`", _LIST),
    "GHashTable": Replacement(
        "`HashMap<K, V>`, or `BTreeMap` if the order counts", "Keys and values have a type."
    ),
    "GHashTableIter": Replacement("a `for` loop over the map", "The borrow checker keeps it valid meanwhile."),
    "GTree": Replacement("`BTreeMap<K, V>`", "The order comes from the key's `Ord`."),
    "GArray": Replacement("`Vec<T>`", _BUFFER),
    "GPtrArray": Replacement("`Vec<Box<T>>`, or `Vec<T>`", _BUFFER),
    "GByteArray": Replacement("`Vec<u8>`", "The binding appends it to C's array at the end."),
    "GBytes": Replacement("`Arc<[u8]>`", "It is counted and cannot change, as `GBytes` is."),
    "GError": Replacement("`Result<T, E>`", "`?` takes the place of the check after each call."),
    "GQuark": Replacement("an `enum` or a `&'static str`", "Nothing has to be registered."),
    "GSource": Replacement("a handle with `Drop`, and a closure", _HANDLE),
    "GMainContext": Replacement("a handle of the binding", _HANDLE),
    "GMainLoop": Replacement("a handle of the binding", _HANDLE),
    "GIOCondition": Replacement("a type of named flags", "The binding converts it to C's number."),
    "GPollFD": Replacement("`BorrowedFd` and a type of named flags", "The borrow keeps the descriptor open."),
    "GIOChannel": Replacement("`File` or `OwnedFd`", "It is closed when it is dropped."),
    "GMutex": Replacement("`Mutex<T>`", _LOCKS),
    "GRecMutex": Replacement("`Mutex<T>`", _LOCKS),
    "GRWLock": Replacement("`RwLock<T>`", _LOCKS),
    "GCond": Replacement("`Condvar`", "It waits on the guard of a `Mutex`."),
    "GOnce": Replacement("`OnceLock<T>` or `LazyLock<T>`", "It owns the value that is made once."),
    "GThread": Replacement("`std::thread::JoinHandle<T>`", "Joining gives the result with its type."),
    "GPrivate": Replacement("`thread_local!`", "The value has a type and is dropped with the thread."),
    "GAsyncQueue": Replacement("`std::sync::mpsc`", "Sending a value moves it: nobody keeps a pointer."),
    "GDateTime": Replacement("`SystemTime`", "For intervals there is `Instant`."),
    "GTimer": Replacement("`Instant`", "`elapsed()` gives a `Duration`."),
    "GRegex": Replacement("`str` methods, or a vetted crate", "Often `split` or `starts_with` is enough."),
    "GChecksum": Replacement("a vetted crate", "A new dependency is worth a word in the commit message."),
}

BORROWED_TEXT = Replacement(
    "`&str` or `&CStr`", "The lifetime says how long C keeps it; `to_owned()` makes a copy."
)
OWNED_TEXT = Replacement("`String` or `CString`", "Convert and free C's copy once, in the binding.")
TEXT_LIST = Replacement("`Vec<String>`, or `&[&str]` if it is only read", "Convert in the binding.")
ERROR_OUT = Replacement(
    "a `Result` as the return type", "The function around it turns `Err` into C's out parameter."
)
