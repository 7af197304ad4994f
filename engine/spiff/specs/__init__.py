"""What a diagram is made of: each class stands on SpiffWorkflow's own spec of that element."""
