"""A plan in words: for a terminal, for other programs, for a pull request, as a picture."""
