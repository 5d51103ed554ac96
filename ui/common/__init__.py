"""Parts that every room of the panel uses: words, icons, messages, confirmations."""
