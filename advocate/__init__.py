"""Appeal letters that an official's staff will read."""
