"""What real files do to clean texts: mutations of annotated manuscripts, the gold carried along. The table is `corpus/mutate.py`."""
