"""Measures of the outputs against gold annotation, as `corpus/README.md` describes it."""
