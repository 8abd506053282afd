"""Print: the dossier, letters, and which letters a font has."""
