"""What the program reads: files become core values, or every problem at once, each with its place."""
