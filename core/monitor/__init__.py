"""What is known of a server, and the looking that keeps it so."""
