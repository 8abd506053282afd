"""OpenStreetMap: its files, its questions and answers, and what its tags say."""
