"""`python -m jiaoyan_nlp` is `jiaoyan`."""

from jiaoyan_nlp.cli.main import main

if __name__ == "__main__":
    main()
