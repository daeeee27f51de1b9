"""One file a format: the bytes of a file to a `Source`, the text as a reader of the page sees it."""
