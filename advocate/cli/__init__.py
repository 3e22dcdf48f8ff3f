"""Where the program talks with a person: the only place that prints, asks, and knows what day it is."""
