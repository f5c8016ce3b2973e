"""The ground floor: audit trail, read log, record keepers, guard, look. It knows no domain."""
