"""What a runtime's `Step` sets off around the diagram: work items, milestones, clocks, mails, history."""
