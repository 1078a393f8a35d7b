//# C string in a signature, parameter | c-string-in-signature raw-pointer-parameter
pub fn set_title(w: &mut Window, title: *const c_char) {
    w.title = unsafe { CStr::from_ptr(title) }.to_str().unwrap().to_string();
}

//# C string in a signature, CStr | c-string-in-signature
pub fn lookup(name: &CStr) -> Option<u32> {
    match name.to_bytes() {
        b"red" => Some(1),
        _ => None,
    }
}

//# C string in a signature, CString by value | c-string-in-signature
pub fn rename(session: &mut Session, name: CString) {
    session.name = name.into_string().unwrap();
}

//# C string in a signature, returned | c-string-in-signature raw-pointer-return
pub fn kind_name(k: Kind) -> *const c_char {
    match k {
        Kind::A => c"a".as_ptr(),
        Kind::B => c"b".as_ptr(),
    }
}

//# NUL literal, string | nul-terminated-literal
pub fn open() -> i32 {
    unsafe { libc::open("/dev/null\0".as_ptr() as *const c_char, libc::O_RDONLY) }
}

//# NUL literal, bytes | nul-terminated-literal
pub fn open() -> i32 {
    unsafe { libc::open(b"/dev/null\0".as_ptr().cast(), libc::O_RDONLY) }
}

//# NUL literal, from_bytes_with_nul | nul-terminated-literal
static NAME: &CStr = unsafe { CStr::from_bytes_with_nul_unchecked(b"tmux\0") };

//# NUL by hand, pushed | hand-written-nul
pub fn to_c(s: &str) -> Vec<u8> {
    let mut v = s.as_bytes().to_vec();
    v.push(0);
    v
}

//# NUL by hand, in format | hand-written-nul nul-terminated-literal
pub fn set(name: &str) {
    let s = format!("{}\0", name);
    unsafe { set_name(s.as_ptr() as *const c_char) };
}

//# printf format, variadic call | c-string-call
pub unsafe fn report(n: c_int) {
    libc::printf(c"count %d\n".as_ptr(), n);
}

//# printf format, snprintf | c-string-call fixed-text-buffer
pub fn path_of(dir: *const c_char, id: u32) {
    let mut buf = [0 as c_char; 256];
    unsafe { snprintf(buf.as_mut_ptr(), 256, c"%s/%u".as_ptr(), dir, id) };
    open_path(&buf);
}

//# printf directive in a Rust message | printf-directive-in-message
pub fn warn(n: usize) {
    eprintln!("dropped %d packets", n);
}

//# printf directive in a log macro | printf-directive-in-message
pub fn warn(n: usize, what: &str) {
    log::warn!("dropped {} of %s", n);
}

//# format-string bug, made message as format | message-as-format-string
pub fn log(msg: &str) {
    let c = CString::new(msg).unwrap();
    unsafe { libc::syslog(libc::LOG_ERR, c.as_ptr()) };
}

//# format-string bug, printf of a variable | message-as-format-string
pub unsafe fn show(name: *const c_char) {
    libc::printf(name);
}

//# format-string bug, formatted first | message-as-format-string
pub fn error(e: &Error) {
    let m = CString::new(format!("failed: {e}")).unwrap();
    unsafe { error_report(m.as_ptr()) }
}

//# dangling CString | dangling-c-string
pub fn chdir(dir: &str) -> i32 {
    let p = CString::new(dir).unwrap().as_ptr();
    unsafe { libc::chdir(p) }
}

//# dangling CString, returned | dangling-c-string
pub fn name_ptr(e: &Entry) -> *const c_char {
    let c = CString::new(e.name.clone()).unwrap();
    c.as_ptr()
}

//# dangling CString, in a struct | dangling-c-string
pub fn make(name: &str) -> Raw {
    Raw { name: CString::new(name).unwrap().as_ptr(), len: name.len() }
}

//# dangling String pointer | dangling-c-string
pub fn key(id: u32) -> *const u8 {
    format!("key{id}\0").as_ptr()
}

//# dangling CString in a Vec of pointers | dangling-c-string
pub fn argv(args: &[String]) -> Vec<*const c_char> {
    args.iter().map(|a| CString::new(a.as_str()).unwrap().as_ptr()).collect()
}

//# byte-wise parsing, atoi | digit-by-digit-number
pub fn parse_num(s: &[u8]) -> u32 {
    let mut v = 0u32;
    let mut i = 0;
    while i < s.len() && s[i] >= b'0' && s[i] <= b'9' {
        v = v * 10 + (s[i] - b'0') as u32;
        i += 1;
    }
    v
}

//# byte-wise parsing, libc atoi | c-string-call
pub fn port(s: &CStr) -> i32 {
    unsafe { libc::atoi(s.as_ptr()) }
}

//# byte-wise parsing, strtol with end pointer | c-string-call
pub fn num(s: *const c_char) -> Option<i64> {
    let mut end = std::ptr::null_mut();
    let n = unsafe { libc::strtol(s, &mut end, 10) };
    if unsafe { *end } != 0 { None } else { Some(n) }
}

//# byte-wise parsing, walk to the NUL | nul-byte-test sentinel-scan pointer-arithmetic
pub unsafe fn word(mut s: *const u8) -> usize {
    let mut n = 0;
    while *s != 0 && *s != b' ' {
        n += 1;
        s = s.add(1);
    }
    n
}

//# lossy conversion, path | lossy-path
pub fn open(path: &Path) -> std::io::Result<File> {
    let s = path.to_string_lossy();
    File::open(s.as_ref())
}

//# lossy conversion, C string to file | lossy-path
pub fn load(name: *const c_char) -> std::io::Result<String> {
    let n = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    std::fs::read_to_string(&*n)
}

//# lossy conversion, back to C | lossy-path
pub fn set_env(v: &OsStr) {
    let c = CString::new(v.to_string_lossy().as_bytes()).unwrap();
    unsafe { setenv(c"X".as_ptr(), c.as_ptr(), 1) };
}

//# lossy conversion, to_str unwrap of a path | lossy-path
pub fn stat(path: &Path) -> i32 {
    let c = CString::new(path.to_str().unwrap()).unwrap();
    unsafe { do_stat(c.as_ptr()) }
}

//# lossy conversion, from_utf8 unwrap of a path | lossy-path
pub fn open_entry(d: &libc::dirent) -> std::io::Result<File> {
    let name = unsafe { CStr::from_ptr(d.d_name.as_ptr()) };
    File::open(std::str::from_utf8(name.to_bytes()).unwrap())
}

//# lossy conversion, from_utf8 unchecked | unchecked-utf8
pub unsafe fn name<'a>(p: *const c_char) -> &'a str {
    std::str::from_utf8_unchecked(CStr::from_ptr(p).to_bytes())
}
