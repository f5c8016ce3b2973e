"""Going back: what was recorded by mistake is struck out, put right or moved (decision 0013)."""
