"""An assessment of a case's programmes: parameters, trips, the document."""
