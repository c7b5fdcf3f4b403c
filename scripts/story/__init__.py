"""The main job, lived through the front door: a county is founded, a month passes, points and ranks come out."""
