"""A draft decided by people: their decisions as data, what follows from them, the page and the sheet to make them."""
