"""Turns one finished Letter into one form; decides nothing and looks nothing up."""
