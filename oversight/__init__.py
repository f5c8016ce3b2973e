"""The top floor of reading: the BLUE list, the work of each role, exports. It writes nothing."""
