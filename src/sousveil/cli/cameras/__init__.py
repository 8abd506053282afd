"""The commands about cameras, one file each; rules are those of the room above."""
