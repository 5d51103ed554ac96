"""Photos made smaller before they are processed."""
