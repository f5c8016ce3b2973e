"""Who signs in, on whose behalf, for which areas; and the gate that every view passes."""
