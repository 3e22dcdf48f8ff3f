"""Other people's registries, read into one of ours."""
