"""What goes out: one standard a file, made from what `told` holds."""
