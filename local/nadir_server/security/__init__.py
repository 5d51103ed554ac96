"""Who is kept out before any resource is asked: strange hosts and sites, guessers of passwords; and what logs may not hold."""
