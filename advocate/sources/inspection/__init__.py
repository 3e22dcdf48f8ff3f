"""Reading what files carry besides their words; nothing is changed, and nothing in a file is followed."""
