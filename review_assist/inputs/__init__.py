"""Stage one: whatever was named on the command line, read into `Submission`; `read.read` is the way in."""
