"""Offices in the formats that other programs read, none of which loses anything of them."""
