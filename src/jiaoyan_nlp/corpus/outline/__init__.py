"""A plan into blocks: where each begins, which are headings and where these end, how they nest."""
