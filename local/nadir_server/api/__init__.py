"""What every resource shares: errors, paging, JSON answers."""
