"""Files into plans: the members of a collection, titles and where they end, plan or summary."""
