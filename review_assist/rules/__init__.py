"""One folder a family, one file a rule; `engine` runs them."""
