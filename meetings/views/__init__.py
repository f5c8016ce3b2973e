"""Pages of meetings: to see, to prepare and run, to minute."""
