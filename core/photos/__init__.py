"""What a folder of photos holds."""
