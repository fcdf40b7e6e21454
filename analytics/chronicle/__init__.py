"""From a published document to dated entries."""
