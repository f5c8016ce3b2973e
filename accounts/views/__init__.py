"""Pages of `accounts`: asking for an account, deciding, managing, and one's own account."""
