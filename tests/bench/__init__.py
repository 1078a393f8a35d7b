"""The benchmark on real patches; `make bench CLONES=DIR` runs it, `make test` does not."""
