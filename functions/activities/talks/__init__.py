"""Heart-to-heart talks: who with whom, when and what for; never a word of what was said."""
