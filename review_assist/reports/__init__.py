"""One format, one file, one `write(review, out)`."""
