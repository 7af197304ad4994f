"""The doors for people with a browser: pages by audience, one form renderer, one look."""
