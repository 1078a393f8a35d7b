"""Types of GLib, of C and of bindgen in code that only Rust sees."""
