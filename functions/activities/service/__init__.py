"""Volunteer service: offered, booked, hours entered and confirmed; who is helped."""
