"""How many groups there are: criteria over the number of them."""
