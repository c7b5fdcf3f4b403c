"""Who is invited and what they answer: replies, the calendar file, the routes of Party groups."""
