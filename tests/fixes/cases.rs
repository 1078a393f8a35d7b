// Std-only code with habits that have a fix, each headed by its rule and a call. `r` gives numbers and lists (see
// driver.rs), the same ones to the code before and after. Without a call the two are only compiled.

//# tail-return: f(r.u32(), r.u32())
pub fn f(a: u32, b: u32) -> u32 {
    let c = a / 2;
    return c + b / 2;
}

//# tail-return: { let mut a = r.u32(); f(&mut a); a }
pub fn f(a: &mut u32) {
    *a /= 2;
    return;
}

//# tail-return: f(r.u32())
pub fn f(a: u32) -> u8 {
    return match a {
        0 => 1,
        _ => 2,
    };
}

//# unit-return: { let mut a = r.u32(); f(&mut a); a }
pub fn f(a: &mut u32) {
    if *a > 9 {
        return ();
    }
    *a = 7;
}

//# bool-literal-comparison: f(r.flag(), r.flag())
pub fn f(a: bool, b: bool) -> bool {
    a == true && false == b
}

//# bool-literal-comparison: f(r.u32(), r.u32())
pub fn f(a: u32, b: u32) -> bool {
    (a < b) != true
}

//# empty-else: { let mut a = r.u32(); f(&mut a); a }
pub fn f(a: &mut u32) {
    if *a > 9 {
        *a = 1;
    } else {
    }
}

//# declared-then-assigned: f(r.u32())
pub fn f(a: u32) -> u32 {
    let mut n = 0;
    let b = a / 3;
    n = b + 1;
    n += 2;
    n
}

//# declared-then-assigned: f(&r.bytes())
pub fn f(a: &[u8]) -> usize {
    let n: usize;
    assert!(a.len() < 9);
    n = a.len();
    n * 2
}

//# do-while-flag: { let mut v = r.bytes(); (f(&mut v), v) }
pub fn f(v: &mut Vec<u8>) -> u32 {
    let mut sum = 0;
    let mut first = true;
    while first || v.len() > 2 {
        first = false;
        sum += u32::from(v.pop().unwrap_or(1));
    }
    sum
}

//# loop-exit-flag: { let mut v = r.bytes(); (f(&mut v), v) }
pub fn f(v: &mut Vec<u8>) -> u32 {
    let mut sum = 0;
    let mut done = false;
    while !done {
        match v.pop() {
            Some(byte) => sum += u32::from(byte),
            None => done = true,
        }
    }
    sum
}

//# index-loop: f(&r.bytes())
pub fn f(v: &[u8]) -> u32 {
    let mut s = 0;
    for i in 0..v.len() {
        s = s * 3 % 101 + u32::from(v[i]);
    }
    s
}

//# index-loop: { let mut v = r.bytes(); f(&mut v, r.u8()); v }
pub fn f(v: &mut [u8], stop: u8) {
    for i in 0..v.len() {
        if v[i] == stop {
            break;
        }
        v[i] /= 2;
    }
}

//# index-loop: f(&r.bytes(), r.u8())
pub struct Slot {
    pub level: u8,
    pub name: String,
}
pub struct Table {
    slots: Vec<Slot>,
}
impl Table {
    pub fn new(levels: &[u8]) -> Table {
        let slot = |level: &u8| Slot { level: *level, name: level.to_string() };
        Table { slots: levels.iter().map(slot).collect() }
    }
    pub fn lower(&mut self, to: u8) {
        for i in 0..self.slots.len() {
            if self.slots[i].level > to {
                self.slots[i].level = to;
                self.slots[i].name = String::from("low");
            }
        }
    }
    pub fn names(&self) -> Vec<(u8, &str)> {
        self.slots.iter().map(|slot| (slot.level, slot.name.as_str())).collect()
    }
}
pub fn f(levels: &[u8], to: u8) -> String {
    let mut table = Table::new(levels);
    table.lower(to);
    format!("{:?}", table.names())
}

//# index-loop: f(&[[r.u8(), 1], [2, r.u8()]])
pub fn f(v: &[[u8; 2]]) -> Vec<u8> {
    let mut all = Vec::new();
    for i in 0..v.len() {
        all.push(v[i][1]);
        all.extend(&v[i]);
    }
    all
}

//# index-loop: f(&r.bytes(), r.index())
pub fn f(v: &[u8], n: usize) -> u32 {
    let mut s = 0;
    for i in 1..n {
        s += u32::from(v[i]);
    }
    s
}

//# fill-loop: { let mut v = r.words(); f(&mut v, r.u32()); v }
pub fn f(v: &mut [u32], x: u32) {
    for i in 0..v.len() {
        v[i] = x;
    }
}

//# fill-loop: { let mut v = [r.u8(); 8]; f(&mut v); v }
pub fn f(v: &mut [u8; 8]) {
    let mut i = 0;
    while i < 8 {
        v[i] = 1;
        i += 1;
    }
}

//# copy-loop: { let mut v = r.bytes(); f(&mut v, &r.bytes(), r.index()); v }
pub fn f(to: &mut [u8], from: &[u8], n: usize) {
    for i in 0..n {
        to[i] = from[i];
    }
}

//# copy-loop: { let mut v = [r.u8(); 4]; f(&mut v, &[r.u8(), 1, 2, r.u8()]); v }
pub fn f(to: &mut [u8; 4], from: &[u8; 4]) {
    for i in 0..4 {
        to[i] = from[i];
    }
}

//# manual-swap: { let (mut a, mut b) = (r.u32(), r.u32()); f(&mut a, &mut b); (a, b) }
pub fn f(a: &mut u32, b: &mut u32) {
    if *a > *b {
        let t = *a;
        *a = *b;
        *b = t;
    }
}

//# manual-swap: { let mut v = r.bytes(); f(&mut v, r.index(), r.index()); v }
pub fn f(v: &mut [u8], i: usize, j: usize) {
    let t = v[i];
    v[i] = v[j];
    v[j] = t;
}

//# manual-clamp: f(r.u32() as i32)
pub fn f(a: i32) -> i32 {
    if a < -9 {
        -9
    } else if a > 100 {
        100
    } else {
        a
    }
}

//# manual-clamp: { let mut a = r.u8(); f(&mut a, r.u8(), r.u8()); a }
pub fn f(a: &mut u8, low: u8, high: u8) {
    if *a < low {
        *a = low;
    } else if *a > high {
        *a = high;
    }
}

//# while-counter: f(r.index())
pub fn f(n: usize) -> usize {
    let mut s = 1;
    let mut i = 0;
    while i < n {
        s = s * 3 % 1001 + i;
        i += 1;
    }
    s
}

//# while-counter: f(r.u32().into())
pub fn f(a: u64) -> u64 {
    let mut s = a / 64;
    let mut i: u64 = 0;
    while i < 10 {
        s += i * i;
        i += 1;
    }
    s
}

//# while-counter: f(&r.bytes())
pub fn f(v: &[u8]) -> u32 {
    let mut s = 0;
    let mut i = 0;
    while i < v.len() {
        s += u32::from(v[i]);
        i += 1;
    }
    s
}

//# countdown-loop: f(r.u32() % 50)
pub fn f(n: u32) -> u32 {
    let mut s = 1;
    let mut i = n;
    while i > 0 {
        i -= 1;
        s = s * 3 % 1001 + i;
    }
    s
}

//# countdown-loop: f(r.index())
pub fn f(n: usize) -> usize {
    let mut s = 1;
    let mut i = n;
    while i > 2 {
        s = s * 3 % 1001 + i;
        i -= 1;
    }
    s
}

//# found-flag-loop: f(&r.bytes(), r.u8())
pub fn f(v: &[u8], x: u8) -> bool {
    let mut found = false;
    for b in v {
        if *b == x {
            found = true;
            break;
        }
    }
    found
}

//# as-underscore: f(r.u32())
pub fn f(a: u32) -> u8 {
    let b: u8 = a as _;
    b
}

//# ascii-range-check: f(r.u8())
pub fn f(c: u8) -> bool {
    !(c >= b'0' && c <= b'9')
}

//# ascii-range-check: f(&char::from(r.u8()))
pub fn f(c: &char) -> bool {
    *c < 'b' || *c > 'x'
}

//# bool-to-int-branch: f(r.u32(), r.u32())
pub fn f(a: u32, b: u32) -> u32 {
    let n: u32 = if a < b { 0 } else { 1 };
    n
}

//# byte-picked-by-place: f(r.u32())
pub fn f(a: u32) -> u8 {
    a.to_be_bytes()[1]
}

//# cast-chain: f(r.u32())
pub fn f(a: u32) -> u8 {
    (a as i64) as u8
}

//# char-literal-cast: f(r.u8())
pub fn f(a: u8) -> bool {
    a == 'a' as u8 || a == ('\n' as u8)
}

//# literal-cast: f(r.index())
pub fn f(a: usize) -> usize {
    a.max(1 as usize) % (7 as usize)
}

//# literal-cast: f(r.u8())
pub fn f(a: u8) -> u32 {
    let wide = (1 as u32) << (a % 32);
    wide | 7
}

//# lossless-cast: f(r.u32() as u16, r.flag())
pub fn f(a: u16, b: bool) -> u64 {
    (a as u64).pow(2) + b as u64
}

//# shifted-bytes: f(&r.bytes())
pub fn f(v: &[u8]) -> u64 {
    let a = (v[1] as u64) << 8 | (v[0] as u64);
    let b = (v[2] as i32) << 24 | (v[3] as i32) << 16 | (v[4] as i32) << 8 | v[5] as i32;
    a ^ b as u64
}

//# truncated-length: f(&r.bytes(), r.u8())
pub fn f(v: &[u8], n: u8) -> bool {
    n < v.len() as u8
}

//# transmuted-value: f(r.u32()).to_bits()
pub fn f(a: u32) -> f32 {
    unsafe { std::mem::transmute::<u32, f32>(a) }
}

//# transmuted-value: f(r.u32().into())
pub fn f(a: f64) -> u64 {
    unsafe { std::mem::transmute::<f64, u64>(-a) }
}

//# unchecked-non-null
use std::ptr::NonNull;
pub fn f(a: *mut u8) -> NonNull<u8> {
    unsafe { NonNull::new_unchecked(a) }
}

//# nul-terminated-literal: f()
use std::ffi::{c_char, CStr};
pub fn f() -> usize {
    let name = b"port %d\0".as_ptr() as *const c_char;
    unsafe { CStr::from_ptr(name) }.to_bytes().len()
}

//# nul-terminated-literal: f()
use std::ffi::CStr;
pub fn f() -> &'static CStr {
    CStr::from_bytes_with_nul(b"port\0").unwrap()
}

//# unsafe-static-reference: f()
static mut LEVEL: u32 = 3;
pub fn f() -> bool {
    let level: *const u32 = unsafe { &LEVEL };
    level.is_null()
}

//# zero-prefixed-number
pub fn f(umask: u32) -> u32 {
    let mode = 0644u32;
    mode & !umask
}

//# silent-drop: f(r.u32())
pub fn f(a: u32) -> u32 {
    let kept = std::rc::Rc::new(a);
    let given = Box::into_raw(Box::new(std::rc::Rc::clone(&kept)));
    let _ = unsafe { Box::from_raw(given) };
    std::rc::Rc::strong_count(&kept) as u32
}

//# silent-drop: f(r.u32())
pub fn f(a: u32) -> u32 {
    let kept = std::rc::Rc::new(a);
    let given = std::rc::Rc::into_raw(std::rc::Rc::clone(&kept));
    unsafe { std::rc::Rc::from_raw(given) };
    unsafe {
        let other = Box::into_raw(Box::new(a));
        let _ = Box::from_raw(other);
    }
    std::rc::Rc::strong_count(&kept) as u32
}

//# none-comparison: f(r.flag().then(|| r.u32()))
pub fn f(a: Option<u32>) -> bool {
    a == None
}

//# emptiness-by-length: f(&r.words())
pub fn f(a: &[u32]) -> bool {
    a.len() > 0
}
