"""Minutes: written, signed, sealed with the final approval, corrected in new versions."""
