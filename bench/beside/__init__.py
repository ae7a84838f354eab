"""Five steps of the register engine three times over: in SQL for DuckDB, in pandas, and in R's data.table."""
