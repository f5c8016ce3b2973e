"""The forms of referrals: how a draft begins, its sections, and triage."""
