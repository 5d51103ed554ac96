"""Who may read a layer: requests signed, tokens renewed, and why a layer stays blank."""
