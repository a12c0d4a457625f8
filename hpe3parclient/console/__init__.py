"""What people see: the prompt, tables, capacity, progress."""
