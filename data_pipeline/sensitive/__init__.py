"""Personal and secret values: found by form, checksum and name; masked before anything is written or sent."""
