"""When timers are due. Pure arithmetic: the instant is always given."""
