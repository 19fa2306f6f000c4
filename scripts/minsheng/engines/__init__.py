"""The warehouse on another engine than DuckDB: its sources filled, its result written out, and compared with DuckDB's.

dbt builds there (targets `postgres` and `spark`); nothing here knows a model.
"""
