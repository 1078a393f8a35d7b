"""What in a patch looks alarming to a C reader and is right: told on request, so that nobody objects to it."""
