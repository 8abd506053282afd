"""What the desk does to a case, as steps that can be shown and taken back."""
