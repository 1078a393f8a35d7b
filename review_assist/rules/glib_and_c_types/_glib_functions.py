"""What Rust has in place of GLib's functions."""

from __future__ import annotations

_OWN = "Memory is freed where its owner goes out of scope."
_COLLECTION = "The elements have a type, and the collection drops them."
_TEXT = "It works on `&str` and needs no terminator."
_HANDLE = "Let a handle own the tag and remove it in `Drop`."
_LOCK = "The value lives inside of the lock."
_FILES = "Errors come back as `io::Result`."

_TABLE: tuple[tuple[str, str, str], ...] = (
    ("g_malloc g_malloc0 g_malloc_n g_malloc0_n g_try_malloc g_try_malloc0 g_new g_new0 g_slice_new g_slice_alloc "
     "g_slice_alloc0 g_aligned_alloc g_aligned_alloc0", "`Box::new(value)` or `vec![0; n]`", _OWN),
    ("g_realloc g_try_realloc g_realloc_n g_renew", "a `Vec`, which grows by itself", _OWN),
    ("g_free g_free_sized g_slice_free1 g_slice_free g_aligned_free g_clear_pointer g_clear_object",
     "an owner that frees it: `Box`, `Vec`, `String`, or a type with `Drop` for what C allocated", _OWN),
    ("g_strdup g_strndup", "`to_owned()`", "It gives a `String`, or a `CString` if C reads it."),
    ("g_strdup_printf g_strdup_vprintf g_strconcat g_markup_printf_escaped", "`format!`",
     "The compiler checks the arguments against the format."),
    ("g_memdup g_memdup2", "`to_vec()` or `clone()`", _OWN),
    ("g_strsplit g_strsplit_set", "`split()`", "It borrows the pieces; `collect()` makes a `Vec` of them."),
    ("g_strjoin g_strjoinv", "`join()` on a slice", _TEXT),
    ("g_strfreev g_strv_length g_strdupv", "a `Vec<String>`", _OWN),
    ("g_strcmp0 g_str_equal g_int_equal g_direct_equal", "`==`", "`Option<&str>` compares with `None` as well."),
    ("g_str_hash g_int_hash g_direct_hash", "`#[derive(Hash)]`", "The map takes it from the type of its key."),
    ("g_str_has_prefix", "`starts_with()`", _TEXT),
    ("g_str_has_suffix", "`ends_with()`", _TEXT),
    ("g_ascii_strcasecmp g_ascii_strncasecmp", "`eq_ignore_ascii_case()`", _TEXT),
    ("g_ascii_strup g_ascii_strdown", "`to_ascii_uppercase()` or `to_ascii_lowercase()`", _TEXT),
    ("g_ascii_strtoull g_ascii_strtoll g_ascii_strtod g_ascii_string_to_unsigned g_ascii_string_to_signed",
     "`parse()`", "It returns a `Result`, so that zero and an error differ."),
    ("g_ascii_is", "`is_ascii_digit()` and its siblings", _TEXT),
    ("g_strstrip g_strchug g_strchomp", "`trim()`", _TEXT),
    ("g_strstr_len g_strrstr g_strrstr_len", "`find()` or `rfind()`", _TEXT),
    ("g_strlcpy g_strlcat g_snprintf", "`push_str()` or `write!` on a `String`", "It grows and does not cut."),
    ("g_utf8_validate", "`str::from_utf8()`", "What it returns is known to be UTF-8 from then on."),
    ("g_utf8_", "the methods of `str`, such as `chars()`", "A `&str` is always valid UTF-8."),
    ("g_list_ g_slist_", "a `Vec<T>` or an iterator", _COLLECTION),
    ("g_queue_", "a `VecDeque<T>`", _COLLECTION),
    ("g_hash_table_", "a `HashMap<K, V>`", _COLLECTION),
    ("g_tree_", "a `BTreeMap<K, V>`", _COLLECTION),
    ("g_array_ g_ptr_array_", "a `Vec<T>`", _COLLECTION),
    ("g_byte_array_", "a `Vec<u8>`", "If C wants the array, append the bytes once, in the binding."),
    ("g_bytes_", "an `Arc<[u8]>`", "It is counted and cannot change, as `GBytes` is."),
    ("g_string_", "a `String`", "`write!` and `push_str` append to it."),
    ("g_error_ g_set_error g_set_error_literal g_propagate_error g_clear_error g_prefix_error",
     "a `Result` and `?`", "The error has a type and cannot be overwritten."),
    ("g_quark_ g_intern_", "an `enum` or a `&'static str`", "Nothing has to be registered."),
    ("g_source_ g_main_ g_timeout_ g_idle_ g_unix_fd_add g_io_add_watch g_io_create_watch g_child_watch_",
     "a handle with `Drop`, and a closure", _HANDLE),
    ("g_io_channel_", "`File` or `OwnedFd`", "It is closed when it is dropped."),
    ("g_once_", "a `OnceLock` or `LazyLock`", "It owns the value that is made once."),
    ("g_mutex_ g_rec_mutex_", "a `Mutex<T>`", _LOCK),
    ("g_rw_lock_", "an `RwLock<T>`", _LOCK),
    ("g_cond_", "a `Condvar`", "It waits on the guard of a `Mutex`."),
    ("g_thread_", "`std::thread::spawn()`", "The closure owns what it uses; `join()` gives its result."),
    ("g_private_", "`thread_local!`", "The value has a type and is dropped with the thread."),
    ("g_async_queue_", "a channel of `std::sync::mpsc`", "Sending a value moves it."),
    ("g_atomic_", "the types of `std::sync::atomic`", "Each access names its memory order."),
    ("g_getenv g_setenv g_unsetenv", "`std::env::var_os()`", "It returns an `Option` that owns its text."),
    ("g_build_filename g_build_path", "`Path::join()`", "A path need not be UTF-8."),
    ("g_path_get_basename g_path_get_dirname", "`Path::file_name()` or `parent()`", "Both only borrow."),
    ("g_file_get_contents", "`std::fs::read()` or `read_to_string()`", _FILES),
    ("g_file_set_contents", "`std::fs::write()`", _FILES),
    ("g_file_test", "`Path::exists()` or `metadata()`", _FILES),
    ("g_mkdir g_mkdir_with_parents g_unlink g_rmdir g_remove g_rename g_dir_open g_dir_read_name",
     "`std::fs`", _FILES),
    ("g_get_monotonic_time", "`Instant::now()`", "Time in the guest comes from the project's own clocks."),
    ("g_get_real_time g_get_current_time g_date_time_", "`SystemTime`", "For intervals there is `Instant`."),
    ("g_usleep", "`std::thread::sleep()`", "It takes a `Duration`, so that the unit is in the code."),
    ("g_timer_", "`Instant`", "`elapsed()` gives a `Duration`."),
    ("g_spawn_", "`std::process::Command`", "Arguments are a list and need no quoting."),
    ("g_base64_ g_regex_ g_checksum_ g_compute_checksum_ g_random_ g_rand_", "local code or a vetted crate",
     "A new dependency is worth a word in the commit message."),
    ("g_assert g_assert_ g_assertion_ g_return_if_fail_ g_test_", "`assert!`, `debug_assert!` or `unreachable!`",
     "Input from outside gets an error instead."),
    ("g_steal_pointer", "a move, `Option::take()` or `mem::take()`", "A moved value cannot be used again."),
)  # fmt: skip

_EXACT: dict[str, tuple[str, str]] = {}
_PREFIXES: list[tuple[str, tuple[str, str]]] = []
for _names, _native, _advice in _TABLE:
    for _name in _names.split():
        if _name.endswith("_") or _name == "g_ascii_is":
            _PREFIXES.append((_name, (_native, _advice)))
        else:
            _EXACT[_name] = (_native, _advice)


def replacement(function: str) -> tuple[str, str] | None:
    """What to write instead of a GLib function, and what to say about it; None if that is not known."""
    found = _EXACT.get(function)
    if found is None:
        found = next((answer for prefix, answer in _PREFIXES if function.startswith(prefix)), None)
    return found
