"""What a reviewer asks of a patch as such: its dependencies, its recipients, what it leaves out."""
