"""The order of statements that C needs and Rust does not."""
