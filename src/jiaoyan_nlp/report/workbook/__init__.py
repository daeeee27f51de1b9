"""`report.xlsx`: a sheet a table, with contents, meanings, links, shades, made for print."""
