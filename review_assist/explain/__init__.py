"""The teaching texts, as a user asks for them."""
