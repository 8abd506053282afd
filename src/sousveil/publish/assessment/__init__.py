"""An assessment of impact as a document."""
