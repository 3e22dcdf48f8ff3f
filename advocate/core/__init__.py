"""What the program decides: values and rules, free of files, clock, chance, network and terminal."""
