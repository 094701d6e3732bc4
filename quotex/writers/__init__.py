"""Records to files.

rows       one schema: the record nested and flat     formats    the registry: which module writes which suffix
jsonl  table (CSV)  columns (Parquet)  database (SQLite)  report (HTML)
output     a file with its errors and summary: write  dataframe  records to pandas
"""
