"""From records and findings to the payloads of pages."""
