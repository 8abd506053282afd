"""The commands about requests, one file each; rules are those of the room above."""
