"""What the commands need of the world, as protocols. Implementations stand behind them and meet in `bootstrap`."""
