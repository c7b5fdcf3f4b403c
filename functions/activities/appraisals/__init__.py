"""The yearly appraisal: what members write of themselves and each other, their votes, and the grades."""
