"""The stored form of an instance: small, typed, without class names, the same bytes for the same state."""
