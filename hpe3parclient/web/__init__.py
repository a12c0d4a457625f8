"""One request, from method to socket and back."""
