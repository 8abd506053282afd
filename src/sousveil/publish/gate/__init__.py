"""What may be published: the choice of records, and the gate before the writer."""
