"""Names that a note may use though the patch does not: the language's own, and the best known of its library."""

from __future__ import annotations

RUST = frozenset(
    """
    as async await box break const continue crate dyn else enum extern false fn for if impl in let loop macro match
    mod move mut pub ref return self Self static struct super trait true type union unsafe use where while
    bool char str u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64
    std core alloc mem ptr slice iter ops cell sync atomic thread time fmt ffi os raw io fs collections num ascii
    cmp hash env process path string vec rc borrow marker convert default error result option any array
    macro_rules derive repr cfg test allow expect doc inline must_use no_mangle non_exhaustive transparent packed
    Box Rc Arc Weak Cell RefCell OnceCell LazyCell UnsafeCell Mutex RwLock Once OnceLock LazyLock Condvar Barrier
    MutexGuard RwLockReadGuard RwLockWriteGuard Ref RefMut Pin Cow ManuallyDrop MaybeUninit PhantomData NonNull
    AtomicBool AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize AtomicI32 AtomicI64 AtomicPtr Ordering Relaxed
    Acquire Release AcqRel SeqCst
    Vec VecDeque String OsStr OsString CStr CString Path PathBuf HashMap HashSet BTreeMap BTreeSet BinaryHeap
    Option Some None Result Ok Err Infallible NonZero NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroUsize
    Wrapping Saturating Duration Instant Range RangeInclusive
    Iterator IntoIterator DoubleEndedIterator ExactSizeIterator FromIterator Extend Clone Copy Debug Display
    Default Drop Eq PartialEq Ord PartialOrd Hash Send Sync Sized Unpin Deref DerefMut Index IndexMut Fn FnMut
    FnOnce From Into TryFrom TryInto FromStr AsRef AsMut Borrow BorrowMut ToOwned ToString Add Sub Mul Div Rem
    Neg Not BitAnd BitOr BitXor Shl Shr AddAssign Read Write Seek BufRead Error Any
    c_char c_int c_uint c_long c_ulong c_void c_short c_ushort c_longlong c_ulonglong c_uchar c_schar size_t
    ssize_t abs all any append array_chunks as_bytes as_mut as_mut_ptr as_mut_slice as_ptr as_ref as_slice as_str
    binary_search borrow borrow_mut bytes cast cast_mut cast_const ceil chain chars checked_add checked_div
    checked_mul checked_shl checked_sub chunks chunks_exact chunks_mut clamp clear clone cloned collect
    compare_exchange concat contains contains_key copied copy_from_slice copy_nonoverlapping count count_ones
    count_zeros cycle dedup default deref drain drop ends_with entry enumerate eq err expect extend
    extend_from_slice fetch_add fetch_and fetch_or fetch_sub fill filter filter_map find find_map first flat_map
    flatten flush fold for_each forget format from from_be_bytes from_bytes_until_nul from_fn from_le_bytes
    from_ne_bytes from_raw from_raw_parts from_raw_parts_mut from_str from_utf8 get get_mut get_or_insert_with
    get_unchecked insert inspect into into_bytes into_iter into_inner into_raw is_empty is_err is_none is_null
    is_ok is_power_of_two is_some is_some_and iter iter_mut join keys last leading_zeros len lines load lock
    map map_err map_or map_or_else max max_by max_by_key min min_by min_by_key min_max ne new new_unchecked next
    next_back next_power_of_two nth offset offset_of ok ok_or ok_or_else or or_else or_insert or_insert_with
    parse partition peek peekable pop pop_front position pow product ptr push push_back push_str
    read read_unaligned read_volatile remainder remove repeat replace resize retain rev reverse rfind rotate_left
    rotate_right rposition saturating_add saturating_mul saturating_sub scan set shift size_of size_of_val skip
    skip_while sort sort_by sort_by_key sort_unstable splice split split_at split_at_mut split_first split_last
    split_off split_once split_whitespace starts_with step_by store strip_prefix strip_suffix sum swap swap_remove
    take take_while then then_some to_be to_be_bytes to_bytes to_le to_le_bytes to_ne_bytes to_owned to_string
    to_vec trailing_zeros transmute transpose trim truncate try_borrow try_borrow_mut try_fold try_from try_into
    try_lock unsigned_abs unwrap unwrap_or unwrap_or_default unwrap_or_else unzip update values values_mut windows
    with with_capacity wrapping_add wrapping_mul wrapping_neg wrapping_sub write write_volatile zeroed zip
    addr_of addr_of_mut assert assert_eq assert_ne cfg_attr compile_error concat dbg debug_assert debug_assert_eq
    eprintln include_bytes include_str matches panic print println todo unimplemented unreachable write writeln
    """.split()
)

PROSE = frozenset(
    """
    I Rust C Cargo Clippy LLVM Linux Unix POSIX QEMU GLib GNOME NUL NULL SAFETY FFI ABI API RAII UTF-8 UTF ASCII OK
    CPU DMA IO IRQ MMIO
    """.split()
)
"""Words with capitals that stand in prose without backticks."""
