use std::fmt::Debug;
use std::panic::{catch_unwind, set_hook, AssertUnwindSafe};

/// Numbers and lists from a fixed start; the ends of a type come often.
pub struct Numbers(u64);

impl Numbers {
    pub fn new(seed: u64) -> Numbers {
        Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 >> 11
    }

    pub fn u32(&mut self) -> u32 {
        match self.next() % 6 {
            0 => 0,
            1 => u32::MAX,
            2 => (self.next() % 12) as u32,
            _ => self.next() as u32,
        }
    }

    pub fn u8(&mut self) -> u8 {
        match self.next() % 3 {
            0 => *b"09afz\0\xff:".get((self.next() % 8) as usize).unwrap(),
            _ => self.next() as u8,
        }
    }

    pub fn flag(&mut self) -> bool {
        self.next() % 2 == 0
    }

    /// Small, and often past the end of a list.
    pub fn index(&mut self) -> usize {
        (self.next() % 12) as usize
    }

    pub fn bytes(&mut self) -> Vec<u8> {
        (0..self.next() % 10).map(|_| self.u8()).collect()
    }

    pub fn words(&mut self) -> Vec<u32> {
        (0..self.next() % 10).map(|_| self.u32()).collect()
    }
}

fn shown<T: Debug>(run: impl FnOnce() -> T) -> Option<String> {
    catch_unwind(AssertUnwindSafe(run)).ok().map(|value| format!("{:?}", value))
}

fn compare(name: &str, is_safe: bool, seed: u64, before: Option<String>, after: Option<String>) {
    let is_compared = is_safe || (before.is_some() && after.is_some());
    if is_compared && before != after {
        println!("{}, seed {}: {:?} became {:?}", name, seed, before, after);
    }
}
