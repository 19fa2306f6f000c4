"""The build and its life: dbt, gate, history, publication, releases."""
