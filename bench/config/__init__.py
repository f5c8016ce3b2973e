"""Settings and addresses that exist for measuring only; nothing of the product imports them."""
