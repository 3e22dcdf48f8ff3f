"""What the program writes: the only place with effects outside itself."""
