"""The page that starts an audit, for people who never type a command: a small server on this machine, for one browser."""
