"""What the commands need of the world, as protocols. Implementations meet in `bootstrap`."""
