"""How good the reading is: figures against hand-made labels, with floors that only a flag lowers."""
