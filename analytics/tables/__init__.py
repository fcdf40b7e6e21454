"""The Parquet tables: their schema, checks and storage."""
