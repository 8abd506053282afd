"""Lists of cameras and the register made from them."""
