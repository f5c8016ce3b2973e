"""What is measured inside the register's own process, asked for by the harness line by line."""
