"""Tokens on the move. Each room moves them in one respect; `Instance` holds the rooms together."""
