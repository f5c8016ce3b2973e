"""What each app writes about the canary person: one file an app, one function `fill`."""
