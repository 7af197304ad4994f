"""What other engines keep in attributes and elements of theirs, said in this engine's. Theirs stay."""
