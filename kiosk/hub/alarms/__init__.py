"""Alarms behind the desk: whose turn it is, the plan of groups and telephones, shifts."""
