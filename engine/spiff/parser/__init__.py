"""Diagrams read with SpiffWorkflow's parser into specs that know their flows."""
