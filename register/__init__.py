"""The register itself: people, their entry, their ratings, their stays in hospital."""
