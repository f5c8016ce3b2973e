"""The made-up region for trying the register; installed by the demo settings only."""
