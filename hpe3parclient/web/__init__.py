"""The transport of requests: from a method to the socket and back."""
