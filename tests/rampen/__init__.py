"""Real processes that are killed, drained, starved and started again: what was acknowledged is never lost."""
