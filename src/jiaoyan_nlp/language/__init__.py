"""What researchers ask of the language of plans."""
