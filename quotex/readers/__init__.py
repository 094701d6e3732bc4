"""Files to articles.

files      paths, folders, globs, standard input → files
formats    the registry: which function reads which suffix
streams    compressed files, held to a ratio       archives   zip and tar → members
documents  one article a file: txt, md, html, …    rows       many: json, jsonl, csv, tsv, parquet
encodings  bytes → text                            drafts     text → article, if it is fit to be one
reading    all of it in order: read_articles
"""
