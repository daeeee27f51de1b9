"""What is known of a plan from around its text: school, district, level, year, term, subject, office, date."""
